import clsx from 'clsx';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigSchema } from '../../../shared/config/config-schema.ts';
import { type FieldModel, modelOf } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { IconButton } from '../controls/button.tsx';
import { itemsOf, starter } from './config-value.ts';
import { type FieldProps, useForm } from './form-context.ts';
import { Group } from './group.tsx';
import { plainName } from './labelled.tsx';
import { ListFrame } from './list-frame.tsx';

type Props = FieldProps & { readonly model: FieldModel & { readonly kind: 'list' } };

/** A list: each value in a row of its own, to be added, moved and taken away. */
export function ListField({ model, ...props }: Props) {
	const { t } = useTranslation('config');
	const format = useFormat();
	const form = useForm();
	const rows = useRef<HTMLOListElement>(null);
	const items = itemsOf(props.value);
	const item = modelOf(form.schema, model.item);
	const { title } = item;
	const isOfGroups = ['object', 'list', 'map', 'union'].includes(item.kind);
	const change = (next: readonly JsonValue[]): void =>
		props.onChange(next.length === 0 && props.required === 'no' ? undefined : next);
	const names = (index: number) => ({ name: plainName(title ?? props.name), number: format.count(index + 1) });
	const move = (index: number, by: 1 | -1): void => {
		const next = [...items];
		const [moved] = next.splice(index, 1);
		if (moved !== undefined) next.splice(index + by, 0, moved);
		change(next);
	};
	const add = (): void => {
		change([...items, starter(form.schema, model.item)]);
		// What was added is what one goes on with.
		requestAnimationFrame(() =>
			rows.current?.lastElementChild?.querySelector<HTMLElement>('input, select, button')?.focus(),
		);
	};
	return (
		<Group {...props} model={model}>
			<ListFrame
				rows={items}
				name={props.name}
				list={rows}
				className={clsx('flex flex-col', isOfGroups ? 'gap-3' : 'gap-1')}
				onAdd={add}
				draw={(each, index) => (
					<li key={index} className="flex items-start gap-1">
						<Item
							{...props}
							item={model.item}
							value={each}
							path={[...props.path, index]}
							name={t('item', names(index))}
							onChange={(next) => change(items.map((other, at) => (at === index ? (next ?? '') : other)))}
						/>
						<IconButton
							icon={ArrowUp}
							label={t('up', names(index))}
							disabled={index === 0}
							onClick={() => move(index, -1)}
						/>
						<IconButton
							icon={ArrowDown}
							label={t('down', names(index))}
							disabled={index === items.length - 1}
							onClick={() => move(index, 1)}
						/>
						<IconButton
							icon={X}
							label={t('remove', names(index))}
							onClick={() => change(items.filter((_, at) => at !== index))}
						/>
					</li>
				)}
			/>
		</Group>
	);
}

function Item({ item, ...props }: FieldProps & { readonly item: ConfigSchema }) {
	const form = useForm();
	const { keyName: _, own: __, ...rest } = props;
	return (
		<div className="flex min-w-0 flex-1">{form.draw({ ...rest, schema: item, required: 'yes', isBare: true })}</div>
	);
}
