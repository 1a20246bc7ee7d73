import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';

interface ChoiceProps<V extends string, O> {
	readonly label: string;
	readonly value: V;
	readonly options: readonly O[];
	onChange(value: V): void;
}

function Group<V extends string>({
	label,
	value,
	onChange,
	className,
	children,
}: Pick<ChoiceProps<V, never>, 'label' | 'value' | 'onChange'> & {
	readonly className: string;
	readonly children: ReactNode;
}) {
	return (
		<RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as V)} className={className}>
			{children}
		</RadioGroup>
	);
}

/** A few choices beside each other, one of which is in force. */
export function Segmented<V extends string>({
	options,
	...group
}: ChoiceProps<V, { readonly value: V; readonly label: string }>) {
	return (
		<Group {...group} className="inline-flex rounded-base border border-line bg-sunken p-px">
			{options.map((option) => (
				<Radio.Root
					key={option.value}
					value={option.value}
					aria-label={option.label}
					className="inline-flex h-6 items-center rounded-small px-2 text-small whitespace-nowrap text-muted hover:text-text data-checked:bg-panel data-checked:font-medium data-checked:text-text data-checked:shadow-[0_0_0_1px_var(--c-line)]"
				>
					{option.label}
				</Radio.Root>
			))}
		</Group>
	);
}

/** A few ways beneath each other, each with what it means. */
export function Choices<V extends string>({
	options,
	...group
}: ChoiceProps<V, { readonly value: V; readonly label: string; readonly text: string }>) {
	const id = useId();
	return (
		<Group {...group} className="flex flex-col gap-2">
			{options.map((option) => (
				<Radio.Root
					key={option.value}
					value={option.value}
					aria-labelledby={`${id}-${option.value}`}
					aria-describedby={`${id}-${option.value}-text`}
					className="group flex items-start gap-3 rounded-base border border-line px-3 py-2 text-left hover:bg-hover data-checked:border-accent data-checked:bg-selected"
				>
					<span
						aria-hidden
						className="mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-edge group-data-checked:border-accent"
					>
						<Radio.Indicator className="size-2 rounded-full bg-accent" />
					</span>
					<span className="min-w-0">
						<span id={`${id}-${option.value}`} className="block font-medium">
							{option.label}
						</span>
						<span id={`${id}-${option.value}-text`} className="block wrap-anywhere text-muted">
							{option.text}
						</span>
					</span>
				</Radio.Root>
			))}
		</Group>
	);
}
