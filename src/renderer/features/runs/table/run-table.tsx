// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active row
import { History, SearchX } from 'lucide-react';
import { type MouseEvent, useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SORTED_RUNS, type RunFilters } from '../../../../shared/run/run.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { useRowMenu } from '../../../components/controls/row-menu.tsx';
import { ColumnMenu } from '../../../components/data/column-menu.tsx';
import { HEAD_PX } from '../../../components/data/table-head.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { useColumns } from '../../../lib/hooks/use-columns.ts';
import { useNow } from '../../../lib/hooks/use-now.ts';
import { useRowWindow } from '../../../lib/hooks/use-row-window.ts';
import { useWidth } from '../../../lib/hooks/use-width.ts';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { usePreferences } from '../../../lib/preferences.tsx';
import { useStretch } from '../charts/use-stretch.ts';
import { SelectionActions } from '../list/selection-actions.tsx';
import { ASIDE_PX, pluginRunPlan, ROW_PX, runPlan } from './columns.ts';
import { placeOf, useKeptPlace } from './kept-place.ts';
import { RunRow } from './run-row.tsx';
import { RunRowMenu } from './run-row-menu.tsx';
import { askedOrder, newestFirst, printSort, type RunSort } from './run-sort.ts';
import { RunTableHead } from './run-table-head.tsx';
import { everything, isChosen, isEmpty, nothing, toggled } from './selection.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useHead } from './use-head.ts';
import { type RunPages, useRunPages } from './use-run-pages.ts';

/** The runs that fit, newest first or by one of their columns. A grid with one focus: rows are moved through, chosen and opened by keys. */
export function RunTable({
	filters,
	question,
	plugin,
	isFiltered,
	sort,
	onSort,
	onClear,
}: {
	readonly filters: RunFilters;
	/** Says that other runs are asked for; `filters` alone may move with the clock. */
	readonly question: string;
	readonly plugin: string | undefined;
	readonly isFiltered: boolean;
	readonly sort: RunSort;
	onSort(sort: RunSort): void;
	onClear(): void;
}) {
	const { t } = useTranslation('runs');
	const now = useNow(usePreferences().timeFormat === 'relative', 10_000);
	const idBase = useId();
	const scroller = useRef<HTMLDivElement>(null);
	const [place] = useState(() => placeOf(question));
	const [total, setTotal] = useState(place.total);
	const [active, setActive] = useState(place.active);
	const [selection, setSelection] = useState(place.selection);
	const isNewestFirst = printSort(sort) === null;
	/** Of how many runs the order is told. */
	const listed = sort.order === 'started' ? total : Math.min(total, MAX_SORTED_RUNS);
	const isOfPlugin = plugin !== undefined;
	const width = useWidth(scroller);
	const columns = useColumns(
		isOfPlugin ? 'pluginRuns' : 'runs',
		isOfPlugin ? pluginRunPlan : runPlan,
		Math.max(0, width - ASIDE_PX),
	);
	const rows = useRowWindow(scroller, { count: listed, rowHeight: ROW_PX, headHeight: HEAD_PX, start: place.top });
	const [head, setHead] = useState(place.head);
	const pages = useRunPages(filters, question, head, rows.first, rows.drawn, askedOrder(sort));
	if (pages.total !== undefined && pages.total !== total) setTotal(pages.total);

	const [shownFor, setShownFor] = useState(question);
	if (shownFor !== question) {
		setShownFor(question);
		setHead(null);
		setActive(null);
		setSelection(nothing);
	}
	const drawnFor = useRef(question);
	useLayoutEffect(() => {
		if (drawnFor.current === question) return;
		drawnFor.current = question;
		rows.scrollTo(0);
	});
	useKeptPlace(question, { top: rows.top, head, active, total, selection });

	const isReading = rows.top > 0 || (active ?? 0) > 0 || !isEmpty(selection);
	const news = useHead({ filters, head, setHead, isReading, newest: newestOf(pages, isNewestFirst) });
	const stretch = useStretch({ filters, order: askedOrder(sort), head, pages, selection, setSelection });

	const open = (index: number): void => {
		const run = pages.at(index);
		if (run !== undefined) navigate(links.run(run.id));
	};
	const toggle = (index: number): void => {
		const run = pages.at(index);
		if (run !== undefined) setSelection((before) => toggled(before, index, run.id));
	};
	const move = (index: number, extend: boolean): void => {
		if (listed === 0) return;
		const next = Math.min(Math.max(0, index), listed - 1);
		if (extend) void stretch(active ?? 0, next);
		setActive(next);
		rows.reveal(next);
	};
	const [deleting, setDeleting] = useState(false);
	const onKeyDown = useGridKeys({
		active,
		total: listed,
		page: rows.page,
		move,
		toggle,
		open,
		selectAll: () => total > 0 && setSelection(everything),
		clear: () => setSelection(nothing),
		remove: () => !isEmpty(selection) && setDeleting(true),
	});
	const press = useRef<(index: number, event: MouseEvent) => void>(() => {});
	press.current = (index, event) => {
		if (event.shiftKey) return move(index, true);
		setActive(index);
		if (event.ctrlKey || event.metaKey || (event.target as Element).closest('[data-tick]') !== null) toggle(index);
		else open(index);
	};
	const onPress = useCallback((index: number, event: MouseEvent) => press.current(index, event), []);

	const isLoading = pages.total === undefined && pages.error === null;
	const rowId = (index: number): string => `${idBase}-${index}`;
	const isDrawn = active !== null && active >= rows.first && active < rows.first + rows.drawn;
	const indexOf = (elementId: string): number => Number(elementId.slice(idBase.length + 1));
	const menu = useRowMenu({
		rowAt: (elementId) => (elementId.startsWith(`${idBase}-`) ? pages.at(indexOf(elementId)) : undefined),
		activeId: isDrawn ? rowId(active) : undefined,
		onActive: ({ id }) => setActive(pages.indexOf(id)),
	});
	// Not with every frame of a scroll: all that it reads is named.
	// biome-ignore lint/correctness/useExhaustiveDependencies: the rest reads through references
	const actions = useMemo(
		() => (
			<SelectionActions
				filters={filters}
				head={head}
				total={total}
				selection={selection}
				pages={pages}
				news={news}
				isDeleting={deleting}
				onDeleting={setDeleting}
				onSelect={setSelection}
				told={listed < total ? listed : null}
				columnMenu={
					<ColumnMenu
						columns={columns}
						fixed="label"
						nameOf={(column) => (column === 'label' && isOfPlugin ? t('column.fn') : t(`columnName.${column}`))}
					/>
				}
				onNewest={() => {
					if (!isNewestFirst) onSort(newestFirst);
					rows.scrollTo(0);
					setActive(null);
					news.take();
				}}
			/>
		),
		[
			filters,
			head,
			total,
			pages.total === undefined,
			selection,
			news.count,
			deleting,
			columns.shown,
			columns.fitted,
			columns.isChanged,
			listed,
			isNewestFirst,
			isOfPlugin,
			t,
		],
	);
	return (
		<div className="flex min-h-0 flex-1 flex-col">
			{actions}
			<RunRowMenu menu={menu} grid={scroller} active={active === null ? undefined : pages.at(active)} />
			{pages.error !== null && <ErrorNote error={pages.error} onRetry={pages.retry} className="mx-4 mb-2" />}
			<p id={`${idBase}-keys`} className="sr-only">
				{t('keys')}
			</p>
			<div
				ref={scroller}
				role="grid"
				tabIndex={0}
				aria-label={isNewestFirst ? t('table') : t('tableSorted', { column: t(`columnName.${sort.order}`) })}
				aria-describedby={`${idBase}-keys`}
				aria-rowcount={listed + 1}
				aria-multiselectable
				aria-busy={pages.isStale || isLoading}
				aria-activedescendant={isDrawn ? rowId(active) : undefined}
				onContextMenu={menu.onContextMenu}
				onKeyDown={(event) => menu.onKeyDown(event) || onKeyDown(event)}
				onFocus={() => active === null && total > 0 && setActive(Math.floor(rows.top / ROW_PX))}
				style={columns.style}
				className="group @container relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto border-t border-line"
			>
				<div role="none" style={{ height: rows.height + HEAD_PX }}>
					<div role="none" className="sticky top-0" style={{ height: rows.view + HEAD_PX }}>
						<RunTableHead
							isOfPlugin={isOfPlugin}
							columns={columns.fitted}
							edges={columns.edges}
							sort={sort}
							onSort={onSort}
							total={total}
							selection={selection}
							onSelect={setSelection}
						/>
						<div
							role="rowgroup"
							className="relative overflow-hidden"
							style={{ height: rows.view, opacity: pages.isStale ? 0.6 : 1 }}
						>
							<div role="none" style={{ transform: `translateY(${rows.shift}px)` }}>
								{Array.from({ length: rows.drawn }, (_, offset) => {
									const index = rows.first + offset;
									const run = pages.at(index);
									return (
										<RunRow
											key={index}
											id={rowId(index)}
											run={run}
											index={index}
											y={(index - rows.base) * ROW_PX}
											isActive={index === active}
											isChosen={run !== undefined ? isChosen(selection, run.id) : selection.all}
											isOfPlugin={isOfPlugin}
											columns={columns.fitted}
											now={now}
											onPress={onPress}
										/>
									);
								})}
							</div>
						</div>
					</div>
				</div>
				{isLoading && (
					<div className="absolute inset-x-0 top-7">
						<LoadingRows rows={12} />
					</div>
				)}
				{pages.total === 0 && !pages.isStale && (
					<div className="absolute inset-x-0 top-7 bottom-0">
						{isFiltered ? (
							<EmptyState
								icon={SearchX}
								title={t('nothing.title')}
								action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
							>
								{t('nothing.text')}
							</EmptyState>
						) : (
							<NoRuns plugin={plugin} />
						)}
					</div>
				)}
			</div>
		</div>
	);
}

/** The newest run that can be in the list, Unix ms; undefined: nothing is shown yet. */
function newestOf(pages: RunPages, isNewestFirst: boolean): number | undefined {
	if (isNewestFirst) return pages.at(0)?.startedAt;
	return pages.total === undefined ? undefined : Date.now();
}

function NoRuns({ plugin }: { readonly plugin: string | undefined }) {
	const { t } = useTranslation('runs');
	return (
		<EmptyState
			icon={History}
			title={t('empty.title')}
			action={
				<span className="flex gap-4">
					<Link to={links.runFile(plugin)}>{t('empty.runFile')}</Link>
					{plugin === undefined ? (
						<Link to={links.start()}>{t('empty.example')}</Link>
					) : (
						<Link to={links.plugin(plugin, 'test')}>{t('empty.test')}</Link>
					)}
				</span>
			}
		>
			{plugin === undefined ? t('empty.text') : t('empty.plugin')}
		</EmptyState>
	);
}
