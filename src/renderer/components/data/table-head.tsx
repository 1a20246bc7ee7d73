// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import type { ReactNode } from 'react';
import type { CellFrame, ColumnEdges } from '../../lib/hooks/use-columns.ts';
import { SortHead, type SortHeadText } from './sort-head.tsx';

/** px */
export const HEAD_PX = 28;

/** Names of the columns of a grid, whose edges are moved; what is chosen by ticks has a head of its own. */
export function TableHead<C extends string>({
	tick,
	columns,
	frames,
	edges,
	headOf,
	className,
}: {
	/** The head of the ticks. */
	readonly tick: ReactNode;
	readonly columns: readonly C[];
	readonly frames: Readonly<Record<C, CellFrame>>;
	readonly edges: ColumnEdges<C>;
	headOf(column: C): SortHeadText;
	readonly className: string;
}) {
	return (
		<div
			role="row"
			aria-rowindex={1}
			style={{ height: HEAD_PX }}
			className={`z-1 flex items-center border-b border-line bg-panel text-label font-medium text-muted ${className}`}
		>
			{tick}
			{columns.map((column) => (
				<SortHead
					key={column}
					{...headOf(column)}
					frame={frames[column]}
					edge={{
						most: edges.mostOf(column),
						onDraft: (px) => edges.draft(column, px),
						onKeep: (px) => edges.keep(column, px),
					}}
				/>
			))}
		</div>
	);
}
