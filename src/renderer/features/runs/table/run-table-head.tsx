// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active row
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { TableHead } from '../../../components/data/table-head.tsx';
import type { ColumnEdges } from '../../../lib/hooks/use-columns.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type Column, orderOf, runFrames } from './columns.ts';
import { type RunSort, sortedBy } from './run-sort.ts';
import { everything, nothing, type Selection } from './selection.ts';

/** Names of the columns, and the tick that takes all that fit. */
export const RunTableHead = memo(function RunTableHead({
	isOfPlugin,
	columns,
	edges,
	sort,
	onSort,
	total,
	selection,
	onSelect,
}: {
	readonly isOfPlugin: boolean;
	readonly columns: readonly Column[];
	readonly edges: ColumnEdges<Column>;
	readonly sort: RunSort;
	onSort(sort: RunSort): void;
	readonly total: number;
	readonly selection: Selection;
	onSelect(selection: Selection): void;
}) {
	const { t } = useTranslation('runs');
	const format = useFormat();
	const hintOf = (column: Column): string | undefined =>
		column === 'recordsIn' || column === 'recordsOut' || column === 'denials' ? t(`columnHint.${column}`) : undefined;
	return (
		<TableHead
			columns={columns}
			frames={runFrames}
			edges={edges}
			className="relative pr-2"
			tick={
				<div role="columnheader" className="flex w-9 shrink-0 justify-end pr-1">
					<Checkbox
						hideLabel
						label={t('selectAll', { text: format.count(total) })}
						checked={selection.all}
						mixed={!selection.all && selection.ids.size > 0}
						disabled={total === 0}
						onChange={() => onSelect(selection.all ? nothing : everything)}
					/>
				</div>
			}
			headOf={(column) => {
				const order = orderOf[column];
				// A plugin's own runs are not told apart by its name.
				const sorts = order !== undefined && !(isOfPlugin && column === 'label');
				return {
					text: column === 'label' && isOfPlugin ? t('column.fn') : t(`column.${column}`),
					hint: hintOf(column),
					sorted: sort.order !== order ? null : sort.ascending ? 'ascending' : 'descending',
					onSort: sorts ? () => onSort(sortedBy(sort, order)) : undefined,
				};
			}}
		/>
	);
});
