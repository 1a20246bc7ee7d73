// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the button within has the focus
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { CellFrame } from '../../lib/hooks/use-columns.ts';
import { ColumnEdge } from './column-edge.tsx';

type SortDirection = 'ascending' | 'descending';

/** What the head of a column says; with `onSort` a button that sorts by it. */
export interface SortHeadText {
	readonly text: string;
	readonly hint?: string | undefined;
	/** Null: the rows do not go by this column. */
	readonly sorted: SortDirection | null;
	readonly onSort: (() => void) | undefined;
}

/** The head of a column of a grid, with the edge that its width is changed by. */
export function SortHead({
	text,
	hint,
	sorted,
	onSort,
	frame,
	edge,
}: SortHeadText & {
	readonly frame: CellFrame;
	readonly edge: {
		readonly most: number;
		onDraft(px: number | null): void;
		onKeep(px: number | null): void;
	};
}) {
	const Arrow = sorted === 'ascending' ? ArrowUp : ArrowDown;
	return (
		<div
			role="columnheader"
			// Without the edge's own name.
			aria-label={text}
			title={hint}
			aria-sort={onSort === undefined ? undefined : (sorted ?? 'none')}
			style={frame.style}
			className={clsx('relative h-full leading-[27px]', frame.className)}
		>
			{onSort === undefined ? (
				<span className="inline-block max-w-full truncate align-middle leading-5">{text}</span>
			) : (
				<button
					type="button"
					onClick={onSort}
					className={clsx(
						'inline-flex max-w-full items-center gap-0.5 rounded-small align-middle leading-5 hover:text-text',
						sorted !== null && 'text-text',
					)}
				>
					<span className="truncate">{text}</span>
					{sorted !== null && <Arrow size={12} aria-hidden className="shrink-0" />}
				</button>
			)}
			<ColumnEdge name={text} className="end-0" {...edge} />
		</div>
	);
}
