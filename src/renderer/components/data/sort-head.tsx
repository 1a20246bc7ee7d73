// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the button within has the focus
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';

type SortDirection = 'ascending' | 'descending';

/** The head of a column of a grid; with `onSort` a button that sorts by it. */
export function SortHead({
	text,
	hint,
	sorted,
	className,
	onSort,
}: {
	readonly text: string;
	readonly hint?: string | undefined;
	/** Null: the rows do not go by this column. */
	readonly sorted: SortDirection | null;
	readonly className: string;
	readonly onSort: (() => void) | undefined;
}) {
	const Arrow = sorted === 'ascending' ? ArrowUp : ArrowDown;
	return (
		<div
			role="columnheader"
			title={hint}
			aria-sort={onSort === undefined ? undefined : (sorted ?? 'none')}
			className={className}
		>
			{onSort === undefined ? (
				text
			) : (
				<button
					type="button"
					onClick={onSort}
					className={clsx(
						'inline-flex max-w-full items-center gap-0.5 rounded-small align-middle hover:text-text',
						sorted !== null && 'text-text',
					)}
				>
					<span className="truncate">{text}</span>
					{sorted !== null && <Arrow size={12} aria-hidden className="shrink-0" />}
				</button>
			)}
		</div>
	);
}
