// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useTranslation } from 'react-i18next';
import { TableHead } from '../../../../components/data/table-head.tsx';
import type { ColumnEdges } from '../../../../lib/hooks/use-columns.ts';
import { directionOf, type ListView, orderedBy } from '../list-view.ts';
import { orderOf, type PluginColumn, pluginFrames } from './columns.ts';

/** Names of the columns; a press orders the plugins by one. */
export function PluginTableHead({
	columns,
	edges,
	view,
	onChange,
}: {
	readonly columns: readonly PluginColumn[];
	readonly edges: ColumnEdges<PluginColumn>;
	readonly view: ListView;
	onChange(view: ListView): void;
}) {
	const { t } = useTranslation('plugins');
	return (
		<TableHead
			columns={columns}
			frames={pluginFrames}
			edges={edges}
			className="sticky top-0 pr-3 pl-2"
			tick={
				<div role="columnheader" className="w-7 shrink-0">
					<span className="sr-only">{t('column.selected')}</span>
				</div>
			}
			headOf={(column) => {
				const order = orderOf[column];
				return {
					text: t(`column.${column}`),
					hint: column === 'trouble' || column === 'failures' || column === 'denials' ? t('sinceSeen') : undefined,
					sorted: order === view.order ? directionOf(view) : null,
					onSort: order === undefined ? undefined : () => onChange(orderedBy(view, order)),
				};
			}}
		/>
	);
}
