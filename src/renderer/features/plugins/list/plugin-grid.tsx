// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
	type CSSProperties,
	type KeyboardEvent,
	type ReactNode,
	useEffect,
	useId,
	useLayoutEffect,
	useRef,
	useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { RowMenu, useRowMenu } from '../../../components/controls/row-menu.tsx';
import { HEAD_PX } from '../../../components/data/table-head.tsx';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { useOpenCommands } from '../../../lib/keys/use-open-commands.ts';
import { links } from '../../../lib/nav/links.ts';
import { withListView } from '../../../lib/nav/list-place.ts';
import { usePluginCommands } from '../use-plugin-commands.ts';
import type { PluginEntry } from './plugin-entry.ts';
import { PluginRow, ROW_HEIGHT } from './plugin-row.tsx';
import { type PluginColumn, TABLE_ROW_PX } from './table/columns.ts';
import { PluginTableRow } from './table/plugin-table-row.tsx';
import type { RowSelection } from './use-row-selection.ts';

/**
 * The rows that are in sight, of however many. The grid has the focus and names its active row: arrows, Home, End and
 * Page keys move it, Enter opens it, Space selects it, Shift with an arrow extends the selection.
 */
export function PluginGrid({
	entries,
	open,
	selection,
	onOpen,
	onReview,
	columns,
	style,
	head,
}: {
	readonly entries: readonly PluginEntry[];
	/** Name of the plugin that is shown beside the list. */
	readonly open: string | null;
	readonly selection: RowSelection;
	onOpen(name: string): void;
	onReview(name: string): void;
	/** Null: each plugin in two lines, for a narrow list. */
	readonly columns: readonly PluginColumn[] | null;
	/** Of the grid: how wide the columns are. */
	readonly style: CSSProperties;
	/** Names of the columns. */
	readonly head: ReactNode;
}) {
	const rowPx = columns === null ? ROW_HEIGHT : TABLE_ROW_PX;
	const headPx = columns === null ? 0 : HEAD_PX;
	const { t } = useTranslation('plugins');
	const base = useId();
	const scroller = useRef<HTMLDivElement>(null);
	const { active, selected, moveTo, toggle, extendTo, selectAll, clear } = selection;
	const indexOf = (name: string | null): number => entries.findIndex((entry) => entry.name === name);
	const openIndex = indexOf(open);
	// Where nothing was acted on yet, or it is no longer shown, the keys begin at the open plugin or before the first.
	const begin = indexOf(active) >= 0 ? indexOf(active) : openIndex;
	const activeIndex = Math.max(0, begin);
	const virtual = useVirtualizer({
		count: entries.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => rowPx,
		scrollMargin: headPx,
		scrollPaddingStart: headPx,
		getItemKey: (index) => entries[index]?.name ?? index,
		overscan: 8,
		// Rows are in the first picture; how high the list really is, is known after it.
		initialRect: { width: 0, height: innerHeight },
		// The active row stays in the page, so that it can be named however far the list was scrolled.
		rangeExtractor: (range) => {
			const shown = defaultRangeExtractor(range);
			return activeIndex >= entries.length || shown.includes(activeIndex)
				? shown
				: [...shown, activeIndex].toSorted((left, right) => left - right);
		},
	});
	const measuredPx = useRef(rowPx);
	useLayoutEffect(() => {
		if (measuredPx.current === rowPx) return;
		measuredPx.current = rowPx;
		virtual.measure();
	}, [rowPx, virtual]);
	// A plugin that was opened from elsewhere is brought into sight, once.
	useEffect(() => {
		if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' });
	}, [openIndex, virtual]);

	const step = (to: number, withRange: boolean): void => {
		const index = Math.min(entries.length - 1, Math.max(0, to));
		const entry = entries[index];
		if (entry === undefined) return;
		if (withRange) extendTo(entry.name);
		else moveTo(entry.name);
		virtual.scrollToIndex(index, { align: 'auto' });
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.target !== event.currentTarget) return;
		const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? rowPx) - headPx) / rowPx) - 1);
		const entry = entries[activeIndex];
		const act: (() => void) | undefined = {
			ArrowDown: () => step(begin + 1, event.shiftKey),
			ArrowUp: () => step(activeIndex - 1, event.shiftKey),
			Home: () => step(0, event.shiftKey),
			End: () => step(entries.length - 1, event.shiftKey),
			PageDown: () => step(activeIndex + page, event.shiftKey),
			PageUp: () => step(activeIndex - page, event.shiftKey),
			Enter: () => entry !== undefined && onOpen(entry.name),
			' ': () => entry !== undefined && toggle(entry.name),
			Escape: clear,
			a: event.ctrlKey || event.metaKey ? selectAll : undefined,
		}[event.key];
		if (act === undefined) return;
		event.preventDefault();
		act();
	};
	const rowIdOf = (name: string): string => `${base}-${name}`;
	const menu = useRowMenu<PluginEntry>({
		rowAt: (elementId) => entries.find(({ name }) => rowIdOf(name) === elementId),
		activeId: entries[activeIndex] === undefined ? undefined : rowIdOf(entries[activeIndex].name),
		onActive: ({ name }) => moveTo(name),
	});
	const [asked, setAsked] = useState<PluginEntry | null>(null);
	if (menu.row !== null && menu.row !== asked) setAsked(menu.row);
	const commandsOf = usePluginCommands();
	const opens = useOpenCommands();
	const activeEntry = indexOf(active) < 0 ? undefined : entries[activeIndex];
	// A plugin that is open beside the list offers the same itself.
	useCommandsHere(activeEntry === undefined || open !== null ? [] : commandsOf(activeEntry.record));
	return (
		<>
			<RowMenu
				menu={menu}
				grid={scroller}
				title={asked?.name ?? ''}
				commands={
					asked === null ? [] : [...opens(withListView(links.plugin(asked.name))), ...commandsOf(asked.record).slice(1)]
				}
			/>
			<div
				ref={scroller}
				role="grid"
				tabIndex={0}
				aria-label={t('list')}
				aria-rowcount={entries.length + (columns === null ? 0 : 1)}
				aria-multiselectable
				aria-activedescendant={entries.length === 0 ? undefined : `${base}-${entries[activeIndex]?.name}`}
				onContextMenu={menu.onContextMenu}
				onKeyDown={(event) => menu.onKeyDown(event) || onKeyDown(event)}
				style={style}
				className="group @container min-h-0 flex-1 overflow-y-auto"
			>
				{columns !== null && head}
				<div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
					{virtual.getVirtualItems().map(({ index, key, start }) => {
						const entry = entries[index];
						if (entry === undefined) return null;
						const row = {
							entry,
							id: `${base}-${entry.name}`,
							index: index + (columns === null ? 1 : 2),
							top: start - headPx,
							isOpen: entry.name === open,
							isActive: index === activeIndex,
							isSelected: selected.has(entry.name),
							onOpen,
							onSelect: selection.click,
							onReview,
						};
						return columns === null ? (
							<PluginRow key={key} {...row} />
						) : (
							<PluginTableRow key={key} {...row} columns={columns} />
						);
					})}
				</div>
			</div>
		</>
	);
}
