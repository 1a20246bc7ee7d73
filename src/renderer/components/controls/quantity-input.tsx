import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bestUnit, parseQuantity, printQuantity, type Unit, type UnitName } from '../../lib/text/quantity.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { Select, TextInput } from './fields.tsx';

/**
 * A number with its unit. `onCommit` is told when a person is done with both: on Enter, or on leaving them; null where
 * what stands there is no number. What was typed stays until the value changes.
 */
export function QuantityInput({
	id,
	label,
	value,
	units,
	onCommit,
	disabled,
	'aria-invalid': isInvalid,
	'aria-describedby': describedBy,
}: {
	readonly id?: string;
	readonly label: string;
	/** In the base unit. */
	readonly value: number;
	/** None: a plain number. */
	readonly units: readonly Unit<UnitName>[];
	onCommit(value: number | null): Promise<void>;
	readonly disabled?: boolean;
	readonly 'aria-invalid'?: boolean;
	readonly 'aria-describedby'?: string | undefined;
}) {
	const [shown, setShown] = useState(value);
	const [chosen, setChosen] = useState(() => bestUnit(value, units));
	const factor = chosen?.factor ?? 1;
	const [typed, setTyped] = useState(() => printQuantity(value, factor));
	// Somebody else changed it, or what was committed is in force.
	if (value !== shown) {
		setShown(value);
		if (parseQuantity(typed, factor) !== value) {
			const unit = bestUnit(value, units);
			setChosen(unit);
			setTyped(printQuantity(value, unit?.factor ?? 1));
		}
	}
	const isCommitting = useRef(false);
	const commit = async (): Promise<void> => {
		const next = parseQuantity(typed, factor);
		if (next === value || isCommitting.current) return;
		// A dialog that asks whether it is meant takes the focus, which is no second time.
		isCommitting.current = true;
		await onCommit(next);
		isCommitting.current = false;
	};
	return (
		<fieldset
			aria-label={label}
			className="inline-flex min-w-0 items-center gap-1"
			onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && void commit()}
		>
			<span className="inline-flex w-24">
				<TextInput
					id={id}
					aria-label={label}
					aria-invalid={isInvalid}
					aria-describedby={describedBy}
					inputMode="decimal"
					disabled={disabled}
					value={typed}
					className="text-right tabular"
					onChange={(event) => setTyped(event.target.value)}
					onKeyDown={(event) => {
						if (event.key === 'Enter') void commit();
						if (event.key === 'Escape') setTyped(printQuantity(value, factor));
					}}
				/>
			</span>
			{chosen !== undefined && (
				<UnitSelect
					className="w-24"
					label={label}
					disabled={disabled}
					unit={chosen.unit}
					units={units}
					onChange={(name) => setChosen(units.find(({ unit }) => unit === name))}
				/>
			)}
		</fieldset>
	);
}

/** The unit beside a number; `label` is the number's. */
export function UnitSelect({
	label,
	unit,
	units,
	onChange,
	className,
	disabled,
}: {
	readonly label: string;
	readonly unit: UnitName;
	readonly units: readonly Unit<UnitName>[];
	onChange(unit: UnitName): void;
	readonly className: string;
	readonly disabled?: boolean | undefined;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	return (
		<Select
			className={className}
			aria-label={t('unit.of', { name: label })}
			disabled={disabled}
			value={unit}
			options={units.map((one) => ({ value: one.unit, label: format.unitName(one.unit) }))}
			onChange={onChange}
		/>
	);
}
