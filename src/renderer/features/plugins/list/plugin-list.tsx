import { Blocks, ListChecks, SearchX } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { ColumnMenu } from '../../../components/data/column-menu.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { useColumns } from '../../../lib/hooks/use-columns.ts';
import { usePane } from '../../../lib/hooks/use-pane.ts';
import { screenWidth, useKnownWidth } from '../../../lib/hooks/use-width.ts';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { navigate, useHashQuery } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { withListView } from '../../../lib/nav/list-place.ts';
import { useShell } from '../../../lib/nav/shell-context.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { applyView, isFiltered, readView, writeView } from './list-view.ts';
import { PluginGrid } from './plugin-grid.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { ASIDE_PX, pluginPlan } from './table/columns.ts';
import { PluginTableHead } from './table/plugin-table-head.tsx';
import { usePluginEntries } from './use-plugin-entries.ts';
import { useRowSelection } from './use-row-selection.ts';

/** With as much room the plugins stand in a table. px */
const TABLE_PX = 700;

/** Every plugin that there is, broken ones too. The address keeps search, filters and order. */
export function PluginList({ selected: open }: { readonly selected: string | null }) {
	const { t } = useTranslation('plugins');
	const { openInstall, openNewPlugin } = useShell();
	const [query, setQuery] = useHashQuery();
	const { entries, error, retry } = usePluginEntries();
	const view = useMemo(() => readView(query), [query]);
	const shown = useMemo(() => applyView(entries ?? [], view), [entries, view]);
	const names = useMemo(() => shown.map(({ name }) => name), [shown]);
	const selection = useRowSelection(names);
	const chosen = useMemo(() => shown.filter(({ name }) => selection.selected.has(name)), [shown, selection.selected]);
	const { moveTo } = selection;
	const onOpen = useCallback(
		(name: string) => {
			moveTo(name);
			navigate(withListView(links.plugin(name)));
		},
		[moveTo],
	);
	const onReview = useCallback((name: string) => openInstall([name]), [openInstall]);
	const frame = useRef<HTMLElement>(null);
	const [navigation] = usePane('navigation');
	// Alone it has all that the shell gives a screen.
	const known = useKnownWidth(frame, () => (open === null ? screenWidth(navigation.collapsed) : null));
	const width = known ?? 0;
	const columns = useColumns('plugins', pluginPlan, Math.max(0, width - ASIDE_PX));
	const isTable = open === null && width >= TABLE_PX;
	const words = useCommandWords();
	const showAll = (): void => setQuery(writeView({ ...view, find: '', types: [], states: [] }));
	useCommandsHere([
		...(isFiltered(view) ? [{ id: 'listClear', ...words('listClear'), icon: SearchX, act: showAll }] : []),
		...(shown.length > chosen.length
			? [{ id: 'pluginsAll', ...words('pluginsAll'), icon: ListChecks, act: selection.selectAll }]
			: []),
	]);
	return (
		<section ref={frame} aria-label={t('title')} className="flex min-h-0 flex-1 flex-col">
			<ListToolbar
				view={view}
				total={entries?.length ?? null}
				shown={shown.length}
				isAlone={open === null}
				onChange={(next) => setQuery(writeView(next))}
				onInstall={() => openInstall()}
				onNew={openNewPlugin}
				columnMenu={
					isTable && <ColumnMenu iconOnly columns={columns} fixed="name" nameOf={(column) => t(`column.${column}`)} />
				}
			/>
			{chosen.length > 0 && <SelectionBar entries={chosen} onClear={selection.clear} onReview={openInstall} />}
			{error !== null && <ErrorNote error={error} onRetry={retry} className="m-3" />}
			{entries === undefined ? (
				error === null && <LoadingRows />
			) : entries.length === 0 ? (
				<EmptyState
					icon={Blocks}
					title={t('empty')}
					action={
						<>
							<Button onClick={() => openInstall()}>{t('installFirst')}</Button>
							<Button onClick={() => navigate(links.start())}>{t('samples')}</Button>
						</>
					}
				>
					{t('emptyText')}
				</EmptyState>
			) : shown.length === 0 && isFiltered(view) ? (
				<EmptyState
					icon={SearchX}
					title={t('nothingFits')}
					action={<Button onClick={showAll}>{t('showAll')}</Button>}
				/>
			) : known === null ? null : (
				<PluginGrid
					entries={shown}
					open={open}
					selection={selection}
					onOpen={onOpen}
					onReview={onReview}
					columns={isTable ? columns.fitted : null}
					style={columns.style}
					head={
						<PluginTableHead
							columns={columns.fitted}
							edges={columns.edges}
							view={view}
							onChange={(next) => setQuery(writeView(next))}
						/>
					}
				/>
			)}
		</section>
	);
}
