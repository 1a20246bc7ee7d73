import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import clsx from 'clsx';
import { Check, Minus } from 'lucide-react';
import { useId } from 'react';

export function Switch({
	checked,
	onChange,
	label,
	disabled,
	hideLabel,
}: {
	readonly checked: boolean;
	onChange(checked: boolean): void;
	readonly label: string;
	readonly disabled?: boolean;
	readonly hideLabel?: boolean;
}) {
	const id = useId();
	return (
		<label htmlFor={`${id}-box`} className="inline-flex min-w-0 items-center gap-2">
			<BaseSwitch.Root
				id={`${id}-box`}
				aria-labelledby={id}
				checked={checked}
				disabled={disabled ?? false}
				onCheckedChange={onChange}
				className="inline-flex h-4 w-7 shrink-0 items-center rounded-full border border-edge bg-sunken p-px transition-colors duration-120 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
			>
				<BaseSwitch.Thumb className="size-3 rounded-full bg-edge transition-transform duration-120 data-checked:translate-x-3 data-checked:bg-on-accent" />
			</BaseSwitch.Root>
			<span id={id} className={clsx(hideLabel === true && 'sr-only')}>
				{label}
			</span>
		</label>
	);
}

export function Checkbox({
	checked,
	onChange,
	label,
	hideLabel,
	mixed,
	disabled,
}: {
	readonly checked: boolean;
	onChange(checked: boolean): void;
	readonly label: string;
	readonly hideLabel?: boolean;
	readonly mixed?: boolean;
	readonly disabled?: boolean;
}) {
	const id = useId();
	return (
		<label htmlFor={`${id}-box`} className="inline-flex min-w-0 items-center gap-2">
			<BaseCheckbox.Root
				id={`${id}-box`}
				aria-labelledby={id}
				checked={checked}
				indeterminate={mixed ?? false}
				disabled={disabled ?? false}
				onCheckedChange={(next) => onChange(next)}
				className="inline-flex size-4 shrink-0 items-center justify-center rounded-small border border-edge bg-panel data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:opacity-55"
			>
				<BaseCheckbox.Indicator className="text-on-accent">
					{mixed === true ? <Minus size={12} aria-hidden /> : <Check size={12} aria-hidden />}
				</BaseCheckbox.Indicator>
			</BaseCheckbox.Root>
			<span id={id} className={clsx(hideLabel === true && 'sr-only')}>
				{label}
			</span>
		</label>
	);
}
