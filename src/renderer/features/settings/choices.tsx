import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';

/** A few ways, each with what it means. */
export function Choices<V extends string>({
	label,
	value,
	options,
	onChange,
}: {
	readonly label: string;
	readonly value: V;
	readonly options: readonly { readonly value: V; readonly label: string; readonly text: string }[];
	onChange(value: V): void;
}) {
	const id = useId();
	return (
		<RadioGroup
			aria-label={label}
			value={value}
			onValueChange={(next) => onChange(next as V)}
			className="flex flex-col gap-2"
		>
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
		</RadioGroup>
	);
}
