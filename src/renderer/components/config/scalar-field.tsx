import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldModel } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { findUnheldNumber } from '../../../shared/json/json-numbers.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { Field, Select, TextInput } from '../controls/fields.tsx';
import { numberOf } from './config-value.ts';
import type { FieldProps } from './form-context.ts';
import { About, FieldName, plainName, useDefaultText, useErrorOf, useValueText } from './labelled.tsx';

type Wired = {
	readonly id?: string;
	readonly 'aria-describedby'?: string | undefined;
	readonly 'aria-invalid'?: boolean;
};

/** A value without parts: a text, a number, yes or no, one of some words, or JSON where a form says too little. */
export function ScalarField({ model, ...props }: FieldProps & { readonly model: FieldModel }) {
	const isJson = model.kind === 'json';
	const error = useErrorOf(props.path, isJson);
	if (props.isBare === true) {
		return (
			<div className="flex min-w-0 flex-1 flex-col gap-1">
				<Control
					{...props}
					model={model}
					wired={{ 'aria-invalid': error !== undefined }}
					label={plainName(props.name)}
				/>
				{error !== undefined && <p className="text-small text-failed">{error}</p>}
			</div>
		);
	}
	return (
		<Field
			label={<FieldName {...props} model={model} />}
			hint={model.about === null ? undefined : <About model={model} />}
			error={error}
			keepsHint
		>
			{(ids) => <Control {...props} model={model} wired={ids} label={undefined} />}
		</Field>
	);
}

type ControlProps = FieldProps & {
	readonly model: FieldModel;
	readonly wired: Wired;
	/** For the screen reader, where no label is seen. */
	readonly label: string | undefined;
};

function Control(props: ControlProps) {
	switch (props.model.kind) {
		case 'choice':
			return <Choice {...props} choices={props.model.choices} />;
		case 'boolean':
			return <Choice {...props} choices={[true, false]} />;
		case 'number':
		case 'integer':
			return <NumberInput {...props} />;
		case 'text':
			return <Text {...props} />;
		default:
			return <JsonInput {...props} />;
	}
}

function Text({ model, wired, label, value, own, onChange }: ControlProps) {
	const fallback = useDefaultText(model, own);
	const list = useId();
	const suggested = model.examples.filter((each): each is string => typeof each === 'string').slice(0, 20);
	// Another kind of value is shown as what it is, and said to be wrong.
	const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
	return (
		<>
			<TextInput
				{...wired}
				aria-label={label}
				value={text}
				placeholder={fallback ?? (suggested[0] === undefined ? undefined : plainText(suggested[0].slice(0, 100)))}
				list={suggested.length > 0 ? list : undefined}
				onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
			/>
			{suggested.length > 0 && (
				<datalist id={list}>
					{suggested.map((each) => (
						<option key={each} value={each} />
					))}
				</datalist>
			)}
		</>
	);
}

function NumberInput({ model, wired, label, value, own, onChange }: ControlProps) {
	const fallback = useDefaultText(model, own);
	/** As it was typed: `1.0` on the way to `1.05` is the number 1. */
	const [typed, setTyped] = useState('');
	const shown = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
	return (
		<TextInput
			{...wired}
			aria-label={label}
			inputMode={model.kind === 'integer' ? 'numeric' : 'decimal'}
			className="tabular"
			value={numberOf(typed) === value ? typed : shown}
			placeholder={fallback ?? undefined}
			onChange={(event) => {
				setTyped(event.target.value);
				onChange(numberOf(event.target.value));
			}}
		/>
	);
}

function Choice({
	model,
	wired,
	label,
	value,
	own,
	required,
	isBare,
	choices,
	onChange,
}: ControlProps & { readonly choices: readonly JsonValue[] }) {
	const { t } = useTranslation('config');
	const fallback = useDefaultText(model, own);
	const textOf = useValueText();
	const at = value === undefined ? -1 : choices.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
	const isOther = at < 0 && value !== undefined && value !== null;
	const mayBeAbsent = isBare !== true || value === undefined;
	return (
		<Select
			{...wired}
			aria-label={label}
			className="w-full"
			value={isOther ? 'other' : String(at)}
			options={[
				...(mayBeAbsent ? [{ value: '-1', label: fallback ?? t(required === 'yes' ? 'choose' : 'unset') }] : []),
				...(isOther ? [{ value: 'other', label: textOf(value) }] : []),
				...choices.map((choice, index) => ({ value: String(index), label: textOf(choice) })),
			]}
			onChange={(next) => {
				if (next !== 'other') onChange(choices[Number(next)]);
			}}
		/>
	);
}

/** Any JSON on a line. What is no JSON yet is kept here, and the value before it counts. */
function JsonInput({ wired, label, value, onChange }: ControlProps) {
	const { t } = useTranslation('config');
	const [typed, setTyped] = useState<string | null>(null);
	const shown = value === undefined ? '' : JSON.stringify(value);
	const read = typed === null ? undefined : jsonOf(typed);
	const isUnread = typed !== null && typed.trim() !== '' && read === undefined;
	const text = typed !== null && (isUnread || JSON.stringify(read) === JSON.stringify(value)) ? typed : shown;
	return (
		<>
			<TextInput
				{...wired}
				aria-invalid={wired['aria-invalid'] === true || isUnread}
				aria-label={label}
				mono
				value={text}
				placeholder={t('anyJson')}
				onChange={(event) => {
					const next = event.target.value;
					setTyped(next);
					const now = next.trim() === '' ? undefined : jsonOf(next);
					if (next.trim() === '' || now !== undefined) onChange(now);
				}}
				onBlur={() => setTyped(isUnread ? typed : null)}
			/>
			{isUnread && <p className="text-small text-failed">{t('notJson')}</p>}
		</>
	);
}

function jsonOf(text: string): JsonValue | undefined {
	try {
		return findUnheldNumber(text) === null ? (JSON.parse(text) as JsonValue) : undefined;
	} catch {
		return undefined;
	}
}
