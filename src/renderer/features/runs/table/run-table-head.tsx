// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active row
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../../components/controls/fields.tsx';
import { SortHead } from '../../../components/data/sort-head.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type Column, cellClass, HEAD_PX, orderOf } from './columns.ts';
import { type RunSort, sortedBy } from './run-sort.ts';
import { everything, nothing, type Selection } from './selection.ts';

/** Names of the columns, and the tick that takes all that fit. */
export const RunTableHead = memo(function RunTableHead({
	isOfPlugin,
	columns,
	sort,
	onSort,
	total,
	selection,
	onSelect,
}: {
	readonly isOfPlugin: boolean;
	readonly columns: readonly Column[];
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
		<div
			role="row"
			aria-rowindex={1}
			style={{ height: HEAD_PX }}
			className="relative z-1 flex items-center border-b border-line bg-panel pr-2 text-label font-medium text-muted"
		>
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
			{columns.map((column) => {
				const order = orderOf[column];
				return (
					<SortHead
						key={column}
						text={column === 'label' && isOfPlugin ? t('column.fn') : t(`column.${column}`)}
						hint={hintOf(column)}
						sorted={sort.order !== order ? null : sort.ascending ? 'ascending' : 'descending'}
						className={cellClass(column)}
						// A plugin's own runs are not told apart by its name.
						onSort={
							order === undefined || (isOfPlugin && column === 'label')
								? undefined
								: () => onSort(sortedBy(sort, order))
						}
					/>
				);
			})}
		</div>
	);
});
