// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active cell
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { MAX_COLUMN_PX } from '../../../shared/api/appearance.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { ColumnEdge } from '../data/column-edge.tsx';
import type { PlacedColumn } from './column-widths.ts';

/** The name of a column: a press sorts by it, its edge changes its width. */
export function Head({
	column,
	place,
	sorted,
	isActive,
	onSort,
	onDraft,
	onKeep,
}: {
	readonly column: PlacedColumn;
	readonly place: number;
	readonly sorted: 'none' | 'ascending' | 'descending';
	/** The active cell stands in it: its edge is the one that Tab leads to. */
	readonly isActive: boolean;
	onSort(): void;
	onDraft(px: number | null): void;
	onKeep(px: number | null): void;
}) {
	const name = plainText(column.name);
	const Mark = sorted === 'descending' ? ArrowDown : ArrowUp;
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
		<div
			role="columnheader"
			aria-colindex={place + 2}
			aria-sort={sorted}
			// Without the edge's own name.
			aria-label={name}
			title={name}
			onClick={onSort}
			style={{ left: column.left, width: column.width }}
			className={clsx(
				'absolute inset-y-0 flex cursor-default items-center gap-1 px-2 select-none hover:bg-hover',
				column.numeric && 'flex-row-reverse',
			)}
		>
			<bdi className="truncate">{name}</bdi>
			{sorted !== 'none' && <Mark size={12} aria-hidden className="shrink-0 text-accent" />}
			<ColumnEdge
				name={name}
				most={MAX_COLUMN_PX}
				isStop={isActive}
				className="right-0"
				onDraft={onDraft}
				onKeep={onKeep}
			/>
		</div>
	);
}
