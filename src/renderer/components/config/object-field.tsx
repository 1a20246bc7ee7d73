import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldModel, NamedField } from '../../../shared/config/field-model.ts';
import { modelOf } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { Button } from '../controls/button.tsx';
import { Field, TextInput } from '../controls/fields.tsx';
import { type Fields, isFields, starter, withKey } from './config-value.ts';
import { type FieldProps, type Path, useForm } from './form-context.ts';
import { Group } from './group.tsx';
import { FieldName, plainName, useValueText } from './labelled.tsx';
import { useProblemText } from './use-problem-text.ts';

const nothing: Fields = {};

type Props = FieldProps & { readonly model: FieldModel & { readonly kind: 'object' } };

/** An object of known fields. Where there is none yet it is one button: schemas may hold themselves. */
export function ObjectField({ model, ...props }: Props) {
	const { t } = useTranslation('config');
	const form = useForm();
	const { value } = props;
	if (!isFields(value)) {
		return (
			<Group {...props} model={model}>
				<div>
					<Button
						icon={Plus}
						aria-label={t('addTo', { name: plainName(props.name) })}
						onClick={() => props.onChange(starter(form.schema, props.schema))}
					>
						{t('add')}
					</Button>
				</div>
			</Group>
		);
	}
	return (
		<Group {...props} model={model}>
			<div
				className={props.isBare === true ? 'flex flex-col gap-2' : 'flex flex-col gap-3 border-l-2 border-line pl-3'}
			>
				<FieldList fields={model.fields} path={props.path} value={value} own={undefined} onChange={props.onChange} />
				{props.isBare !== true && props.required !== 'yes' && (
					<div>
						<Button icon={X} tone="quiet" onClick={() => props.onChange(undefined)}>
							{t('removeAll', { name: plainName(props.name) })}
						</Button>
					</div>
				)}
			</div>
		</Group>
	);
}

/** The fields of an object, and what else stands in it. */
export function FieldList({
	fields,
	path,
	value,
	own,
	fixed = nothing,
	onChange,
}: {
	readonly fields: readonly NamedField[];
	readonly path: Path;
	readonly value: Fields;
	/** The manifest's own. */
	readonly own: Fields | undefined;
	/** What other parts of the screen put in, whatever is given here. */
	readonly fixed?: Fields;
	onChange(value: Fields): void;
}) {
	const form = useForm();
	return (
		<>
			{fields.map((field) => {
				const model = modelOf(form.schema, field.schema);
				const title = model.title ?? field.key;
				if (Object.hasOwn(fixed, field.key)) {
					return <FixedField key={field.key} model={model} field={field} value={fixed[field.key] ?? null} />;
				}
				return (
					<div key={field.key} data-config-field={field.key} className="min-w-0">
						{form.draw({
							path: [...path, field.key],
							name: title,
							keyName: field.key,
							schema: field.schema,
							required: field.required,
							value: Object.hasOwn(value, field.key) ? value[field.key] : undefined,
							own: own !== undefined && Object.hasOwn(own, field.key) ? own[field.key] : undefined,
							onChange: (next) => onChange(withKey(value, field.key, next)),
						})}
					</div>
				);
			})}
			<Others known={fields} path={path} value={value} />
		</>
	);
}

/** Said, and not to be edited here. */
function FixedField({
	model,
	field,
	value,
}: {
	readonly model: FieldModel;
	readonly field: NamedField;
	readonly value: JsonValue;
}) {
	const { t } = useTranslation('config');
	const textOf = useValueText();
	const name = { ...field, name: model.title ?? field.key, keyName: field.key, required: 'no' as const };
	return (
		<Field label={<FieldName {...name} model={model} />} hint={t('fixed')}>
			{(ids) => <TextInput {...ids} readOnly className="text-muted" value={textOf(value)} />}
		</Field>
	);
}

/** Keys that have no field: kept as they are, named, and said to be wrong where they are. */
function Others({
	known,
	path,
	value,
}: {
	readonly known: readonly NamedField[];
	readonly path: Path;
	readonly value: Fields;
}) {
	const { t } = useTranslation('config');
	const form = useForm();
	const say = useProblemText();
	const others = Object.keys(value).filter((key) => !known.some((field) => field.key === key));
	if (others.length === 0) return null;
	const wrong = others.flatMap((key) => form.below([...path, key]).map((problem) => ({ key, text: say(problem) })));
	const names = others.slice(0, 20).map((key) => plainText(key.slice(0, 100)));
	return (
		<div className="flex flex-col gap-1 text-small">
			<p className="text-muted">{t('others', { count: others.length, text: names.join(', ') })}</p>
			{wrong.slice(0, 5).map(({ key, text }) => (
				<p key={key} className="text-failed">
					{t('at', { place: plainText(key.slice(0, 100)), text })}
				</p>
			))}
		</div>
	);
}
