// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useTranslation } from 'react-i18next';
import { SortHead } from '../../../../components/data/sort-head.tsx';
import { directionOf, type ListView, orderedBy } from '../list-view.ts';
import { cellClass, HEAD_PX, orderOf, type PluginColumn } from './columns.ts';

/** Names of the columns; a press orders the plugins by one. */
export function PluginTableHead({
	columns,
	view,
	onChange,
}: {
	readonly columns: readonly PluginColumn[];
	readonly view: ListView;
	onChange(view: ListView): void;
}) {
	const { t } = useTranslation('plugins');
	return (
		<div
			role="row"
			aria-rowindex={1}
			style={{ height: HEAD_PX }}
			className="sticky top-0 z-1 flex items-center border-b border-line bg-panel pr-3 pl-2 text-label font-medium text-muted"
		>
			<div role="columnheader" className="w-7 shrink-0">
				<span className="sr-only">{t('column.selected')}</span>
			</div>
			{columns.map((column) => {
				const order = orderOf[column];
				return (
					<SortHead
						key={column}
						text={t(`column.${column}`)}
						hint={column === 'trouble' || column === 'failures' || column === 'denials' ? t('sinceSeen') : undefined}
						sorted={order === view.order ? directionOf(view) : null}
						className={cellClass(column)}
						onSort={order === undefined ? undefined : () => onChange(orderedBy(view, order))}
					/>
				);
			})}
		</div>
	);
}
