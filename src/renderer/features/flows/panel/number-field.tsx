import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, TextInput } from '../../../components/controls/fields.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';

/** A whole number within bounds, or none. What is typed and is neither waits here until it is one, and is said to be wrong. */
export function NumberField({
	label,
	hint,
	value,
	fallback,
	min,
	max,
	onChange,
}: {
	readonly label: string;
	readonly hint?: string | undefined;
	readonly value: number | null;
	/** What holds where none is given; shown in its place. */
	readonly fallback?: number | undefined;
	readonly min: number;
	readonly max: number;
	onChange(value: number | null): void;
}) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const [typed, setTyped] = useState<string | null>(null);
	const text = typed !== null && readNumber(typed, min, max) !== value ? typed : null;
	const shown = text ?? (value === null ? '' : String(value));
	const isWrong = text !== null;
	return (
		<Field
			label={label}
			hint={hint}
			error={isWrong ? t('number', { min: format.count(min), max: format.count(max) }) : undefined}
		>
			{(ids) => (
				<TextInput
					{...ids}
					inputMode="numeric"
					className="tabular"
					placeholder={fallback === undefined ? undefined : format.count(fallback)}
					value={shown}
					onChange={(event) => {
						const next = event.target.value;
						setTyped(next);
						const number = readNumber(next, min, max);
						if (number !== undefined) onChange(number);
					}}
				/>
			)}
		</Field>
	);
}

/** Undefined: it is no such number. */
function readNumber(text: string, min: number, max: number): number | null | undefined {
	const digits = text.trim().replace(/[\s,]/g, '');
	if (digits === '') return null;
	if (!/^\d+$/.test(digits)) return undefined;
	const number = Number(digits);
	return number >= min && number <= max ? number : undefined;
}
