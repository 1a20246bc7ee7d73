import type { ReactNode } from 'react';
import type { FieldModel } from '../../../shared/config/field-model.ts';
import type { FieldProps } from './form-context.ts';
import { About, FieldName, plainName, useDefaultText, useErrorOf } from './labelled.tsx';

/** Several inputs under one name: with what it is, and what is wrong with it as a whole. */
export function Group({
	model,
	children,
	saysErrors = true,
	...props
}: FieldProps & {
	readonly model: FieldModel;
	readonly children: ReactNode;
	/** False: what is in it says what is wrong with it. */
	readonly saysErrors?: boolean;
}) {
	const found = useErrorOf(props.path);
	const error = saysErrors ? found : undefined;
	const fallback = useDefaultText(model, props.own);
	const isAbsent = props.value === undefined || props.value === null;
	const inside = (
		<>
			{props.isBare !== true && model.about !== null && (
				<p className="text-small text-muted">
					<About model={model} />
				</p>
			)}
			{isAbsent && fallback !== null && <p className="text-small text-muted">{fallback}</p>}
			{children}
			{error !== undefined && <p className="text-small text-failed">{error}</p>}
		</>
	);
	if (props.isBare === true) {
		return (
			<fieldset
				aria-label={plainName(props.name)}
				className="flex min-w-0 flex-1 flex-col gap-2 border-l-2 border-line pl-2"
			>
				{inside}
			</fieldset>
		);
	}
	return (
		<fieldset className="flex min-w-0 flex-col gap-1">
			<legend className="mb-1 text-small font-medium">
				<FieldName {...props} model={model} />
			</legend>
			{inside}
		</fieldset>
	);
}
