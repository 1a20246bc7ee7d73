import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldModel } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { IconButton } from '../controls/button.tsx';
import { TextInput } from '../controls/fields.tsx';
import { isFields, starter } from './config-value.ts';
import { type FieldProps, useForm } from './form-context.ts';
import { Group } from './group.tsx';
import { plainName } from './labelled.tsx';
import { ListFrame } from './list-frame.tsx';

interface Row {
	readonly name: string;
	readonly value: JsonValue;
}

type Props = FieldProps & { readonly model: FieldModel & { readonly kind: 'map' } };

/** Names of the person's own, each with a value. A row whose name is empty or taken waits here until it is neither. */
export function MapField({ model, ...props }: Props) {
	const { t } = useTranslation('config');
	const format = useFormat();
	const form = useForm();
	const list = useRef<HTMLOListElement>(null);
	const given: readonly Row[] = isFields(props.value)
		? Object.entries(props.value).map(([name, value]) => ({ name, value }))
		: [];
	const [typed, setTyped] = useState<readonly Row[]>(given);
	// What is typed here counts for as long as it is what the JSON says.
	const rows = JSON.stringify(written(typed)) === JSON.stringify(given.length === 0 ? {} : props.value) ? typed : given;
	const change = (next: readonly Row[]): void => {
		setTyped(next);
		const value = written(next);
		props.onChange(Object.keys(value).length === 0 && props.required === 'no' ? undefined : value);
	};
	const put = (index: number, part: Partial<Row>): void =>
		change(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
	const add = (): void => {
		change([...rows, { name: '', value: starter(form.schema, model.item) }]);
		requestAnimationFrame(() => list.current?.lastElementChild?.querySelector('input')?.focus());
	};
	return (
		<Group {...props} model={model}>
			<ListFrame
				rows={rows}
				name={props.name}
				list={list}
				className="flex flex-col gap-1"
				onAdd={add}
				draw={(row, index) => {
					const isTwice = rows.some((other, at) => at < index && other.name === row.name);
					const name = row.name === '' ? format.count(index + 1) : plainName(row.name);
					return (
						// The name is what is being typed.
						<li key={index} className="flex flex-col gap-1">
							<div className="flex items-start gap-1">
								<TextInput
									className="max-w-56 flex-1"
									aria-label={t('nameOf', { name: plainName(props.name), number: format.count(index + 1) })}
									aria-invalid={isTwice}
									placeholder={t('name')}
									value={row.name}
									onChange={(event) => put(index, { name: event.target.value })}
								/>
								<div className="flex min-w-0 flex-1">
									{form.draw({
										path: [...props.path, row.name],
										name,
										schema: model.item,
										required: 'yes',
										value: row.value,
										isBare: true,
										onChange: (value) => put(index, { value: value ?? '' }),
									})}
								</div>
								<IconButton
									icon={X}
									label={t('remove', { name: plainName(props.name), number: name })}
									onClick={() => change(rows.filter((_, at) => at !== index))}
								/>
							</div>
							{isTwice && <p className="text-small text-failed">{t('nameTwice')}</p>}
						</li>
					);
				}}
			/>
		</Group>
	);
}

/** The first row of each name counts. */
function written(rows: readonly Row[]): { readonly [key: string]: JsonValue } {
	const named = rows.filter(({ name }, index) => name !== '' && rows.findIndex((row) => row.name === name) === index);
	return Object.fromEntries(named.map(({ name, value }) => [name, value]));
}
