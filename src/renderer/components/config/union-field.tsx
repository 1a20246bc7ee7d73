import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { SchemaObject } from '../../../shared/config/config-schema.ts';
import { type FieldModel, modelOf } from '../../../shared/config/field-model.ts';
import { Select } from '../controls/fields.tsx';
import { starter, wayOf } from './config-value.ts';
import { type FieldProps, useForm } from './form-context.ts';
import { Group } from './group.tsx';
import { plainName, useDefaultText, useErrorOf, useValueText } from './labelled.tsx';

type Props = FieldProps & { readonly model: FieldModel & { readonly kind: 'union' } };

/** A value that may be written in several ways: which one, and then what that takes. */
export function UnionField({ model, ...props }: Props) {
	const { t } = useTranslation('config');
	const form = useForm();
	const nameOf = useWayName();
	const fallback = useDefaultText(model, props.own);
	const { value } = props;
	const at = value === undefined ? -1 : (wayOf(form.schema, model.ways, value) ?? -2);
	const way = model.ways[at];
	const isWord = way !== undefined && (way.const !== undefined || way.type === 'null');
	const isGroup = way !== undefined && ['object', 'list', 'map', 'union'].includes(modelOf(form.schema, way).kind);
	const error = useErrorOf(props.path, at === -2);
	return (
		<Group {...props} model={{ ...model, default: undefined }} own={undefined} saysErrors={way === undefined || isWord}>
			<div className="flex flex-wrap items-start gap-1">
				<Select
					aria-label={t('way', { name: plainName(props.name) })}
					aria-invalid={error !== undefined}
					className="max-w-60 min-w-36"
					value={String(at)}
					options={[
						...(at === -1 || props.required === 'no'
							? [{ value: '-1', label: fallback ?? t(props.required === 'yes' ? 'choose' : 'unset') }]
							: []),
						...(at === -2 ? [{ value: '-2', label: t('otherWay') }] : []),
						...model.ways.map((each, index) => ({ value: String(index), label: nameOf(each) })),
					]}
					onChange={(next) => {
						const chosen = model.ways[Number(next)];
						if (next !== '-2') props.onChange(chosen === undefined ? undefined : starter(form.schema, chosen));
					}}
				/>
				{way !== undefined && !isWord && (
					<div className={clsx('flex min-w-48 flex-1', isGroup && 'basis-full')}>
						{form.draw({ ...props, schema: withoutWords(way), required: 'yes', isBare: true })}
					</div>
				)}
			</div>
		</Group>
	);
}

function useWayName(): (way: SchemaObject) => string {
	const { t } = useTranslation('config');
	const textOf = useValueText();
	return (way) => {
		if (way.title !== undefined) return plainName(way.title);
		if (way.const !== undefined) return textOf(way.const);
		const type = typeof way.type === 'string' ? way.type : way.type?.[0];
		return type === undefined ? t('anyJson') : t(`type.${type}`);
	};
}

/** Its name is that of the way, which is chosen above it. */
function withoutWords({ title: _, description: __, default: ___, ...rest }: SchemaObject): SchemaObject {
	return rest;
}
