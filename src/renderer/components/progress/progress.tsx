import { Progress as BaseProgress } from '@base-ui/react/progress';

/** How far work is, of 1; null: not known. */
export function ProgressBar({ value, label }: { readonly value: number | null; readonly label: string }) {
	return (
		<BaseProgress.Root value={value === null ? null : value * 100} aria-label={label} className="block w-full">
			<BaseProgress.Track className="block h-1.5 w-full overflow-hidden rounded-full bg-sunken">
				<BaseProgress.Indicator className="block h-full rounded-full bg-accent transition-[width] duration-150 data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
			</BaseProgress.Track>
		</BaseProgress.Root>
	);
}
