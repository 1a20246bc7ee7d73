import { ChevronDown, ChevronUp } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LimitName } from '../../../../shared/policy/policy-limits.ts';
import { IconButton } from '../../../components/controls/button.tsx';
import { TextInput } from '../../../components/controls/fields.tsx';
import { UnitSelect } from '../../../components/controls/quantity-input.tsx';
import { bestUnit, parseQuantity, printQuantity, type UnitName } from '../../../lib/text/quantity.ts';
import { isWithin, scales, step, useSayLimit } from './limits.ts';

/** A number with its unit. Arrows go through sensible steps; what is typed counts as soon as it is within the bounds. */
export function LimitField({
	kind,
	value,
	label,
	onChange,
}: {
	readonly kind: LimitName;
	readonly value: number;
	readonly label: string;
	onChange(value: number): void;
}) {
	const { t } = useTranslation('policy');
	const id = useId();
	/** What is being typed; null: as the value is. */
	const [typed, setTyped] = useState<{ readonly text: string; readonly unit: UnitName } | null>(null);
	const { min, max, units } = scales[kind];
	const factorOf = (name: UnitName): number => units.find(({ unit }) => unit === name)?.factor ?? 1;
	const unit = typed?.unit ?? bestUnit(value, units)?.unit ?? 'second';
	const text = typed?.text ?? printQuantity(value, factorOf(unit));
	const number = parseQuantity(text, factorOf(unit));
	const valid = number !== null && isWithin(kind, number);
	const say = useSayLimit(kind);
	const take = (next: { readonly text: string; readonly unit: UnitName }): void => {
		setTyped(next);
		const parsed = parseQuantity(next.text, factorOf(next.unit));
		if (parsed !== null && isWithin(kind, parsed)) onChange(parsed);
	};
	const settle = (): void => {
		if (number !== null && !valid) onChange(Math.min(max, Math.max(min, number)));
		setTyped(null);
	};
	const go = (direction: 1 | -1): void => {
		setTyped(null);
		onChange(step(kind, value, direction));
	};
	return (
		<div className="flex flex-col gap-1">
			<div className="flex items-center gap-1">
				<TextInput
					mono
					role="spinbutton"
					inputMode="decimal"
					aria-label={label}
					aria-valuenow={value}
					aria-valuetext={say(value)}
					aria-valuemin={min}
					aria-valuemax={max}
					aria-invalid={!valid}
					aria-describedby={valid ? undefined : id}
					className={units.length > 0 ? 'w-14! text-right' : 'w-24! text-right'}
					value={text}
					onChange={(event) => take({ text: event.target.value, unit })}
					onBlur={settle}
					onKeyDown={(event) => {
						if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
						event.preventDefault();
						go(event.key === 'ArrowUp' ? 1 : -1);
					}}
				/>
				{units.length > 0 && (
					<UnitSelect
						label={label}
						className="min-w-0 flex-1"
						unit={unit}
						units={units}
						onChange={(next) => take({ text, unit: next })}
					/>
				)}
				<LimitSteps kind={kind} value={value} label={label} onChange={go} />
			</div>
			{!valid && (
				<p id={id} className="text-small text-failed">
					{t('limit.bounds', { min: say(min), max: say(max) })}
				</p>
			)}
		</div>
	);
}

/** The same steps by mouse, at the end of the field; the keyboard has the arrows. */
function LimitSteps({
	kind,
	value,
	label,
	onChange,
}: {
	readonly kind: LimitName;
	readonly value: number;
	readonly label: string;
	onChange(direction: 1 | -1): void;
}) {
	const { t } = useTranslation('policy');
	const { min, max } = scales[kind];
	return (
		<span className="flex shrink-0 flex-col">
			<IconButton
				icon={ChevronUp}
				className="h-3.5! w-5! [&_svg]:size-3.5"
				label={t('limit.more', { label })}
				disabled={value >= max}
				onClick={() => onChange(1)}
			/>
			<IconButton
				icon={ChevronDown}
				className="h-3.5! w-5! [&_svg]:size-3.5"
				label={t('limit.less', { label })}
				disabled={value <= min}
				onClick={() => onChange(-1)}
			/>
		</span>
	);
}
