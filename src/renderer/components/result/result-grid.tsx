// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active cell
import clsx from 'clsx';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultColumn, ResultQuery, ResultRow } from '../../../shared/run/result-table.ts';
import { withWidth } from '../../lib/hooks/column-sizes.ts';
import { useColumnWidths } from '../../lib/hooks/use-column-widths.ts';
import { useRowWindow } from '../../lib/hooks/use-row-window.ts';
import { useWidth } from '../../lib/hooks/use-width.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { columnsBetween, keyOf, type PlacedColumn, placeColumns, withChosen } from './column-widths.ts';
import { Cell } from './result-cell.tsx';
import { Head } from './result-head.tsx';
import { type CellPlace, useCellKeys } from './use-cell-keys.ts';

export const ROW_PX = 28;
export const HEAD_PX = 28;
/** Rows that columns are measured by. */
const MEASURED = 40;

interface Props {
	/** What it is, for the screen reader. */
	readonly label: string;
	readonly columns: readonly ResultColumn[];
	/** Rows that there are by now. */
	readonly total: number;
	readonly sort: ResultQuery['sort'];
	/** In lower case; marked where it occurs. */
	readonly needle: string;
	readonly active: CellPlace;
	readonly isBusy: boolean;
	/** The input's values stand beside the output's. */
	readonly isBeside: boolean;
	/** The row whose record is shown beside. */
	readonly openRow: number | null;
	at(index: number): ResultRow | undefined;
	/** The record of the input beside a row; undefined: it is awaited, or nothing is compared. */
	before(row: ResultRow): ResultRow | undefined;
	onActive(place: CellPlace): void;
	onSort(column: string): void;
	onOpen(): void;
	/** False: there is nothing to close. */
	onClose(): boolean;
	onCopy(whole: boolean): void;
	/** Which rows are looked at. */
	onWindow(first: number, drawn: number): void;
}

/** Records in any number and with any number of columns, of which only what is seen is drawn. One focus; cells by keys. */
export function ResultGrid(props: Props) {
	const { label, columns, total, sort, active, isBusy, openRow, at, onActive, onSort, onOpen, onWindow } = props;
	const { t } = useTranslation('result');
	const format = useFormat();
	const idBase = useId();
	const scroller = useRef<HTMLDivElement>(null);
	const width = useWidth(scroller);
	const [left, setLeft] = useState(0);
	const rows = useRowWindow(scroller, { count: total, rowHeight: ROW_PX, headHeight: HEAD_PX, start: 0 });
	useEffect(() => onWindow(rows.first, rows.drawn));
	useEffect(() => {
		const element = scroller.current;
		if (element === null) return;
		const onScroll = (): void => setLeft(element.scrollLeft);
		element.addEventListener('scroll', onScroll, { passive: true });
		return () => element.removeEventListener('scroll', onScroll);
	}, []);

	const number = Math.max(44, format.count(Math.max(total, 1)).length * 8 + 20);
	const given = usePlaced(columns, at, total, props.isBeside);
	const widths = useColumnWidths('results');
	const placed = withChosen(given, widths.chosen);
	const end = placed.at(-1);
	const across = number + (end === undefined ? 0 : end.left + end.width);
	const seen = columnsBetween(placed, left - 200, left + width + 200);
	const move = (place: CellPlace): void => {
		onActive(place);
		rows.reveal(place.row);
		const column = placed[place.column];
		const element = scroller.current;
		if (column === undefined || element === null) return;
		if (column.left < element.scrollLeft) element.scrollLeft = column.left;
		else if (number + column.left + column.width > element.scrollLeft + element.clientWidth)
			element.scrollLeft = number + column.left + column.width - element.clientWidth;
	};
	const onKeyDown = useCellKeys({
		active,
		rows: total,
		columns: columns.length,
		page: rows.page,
		move,
		open: onOpen,
		copy: props.onCopy,
		close: props.onClose,
		sort: () => columns[active.column] !== undefined && onSort(columns[active.column]?.name ?? ''),
	});
	const cellId = ({ row, column }: CellPlace): string => `${idBase}-${row}-${column}`;
	const isDrawn =
		active.row >= rows.first &&
		active.row < rows.first + rows.drawn &&
		seen.some(({ name }) => name === columns[active.column]?.name);
	return (
		<>
			<p id={`${idBase}-keys`} className="sr-only">
				{t('keys')}
			</p>
			<div
				ref={scroller}
				role="grid"
				tabIndex={0}
				aria-label={label}
				aria-describedby={`${idBase}-keys`}
				aria-rowcount={total + 1}
				aria-colcount={columns.length + 1}
				aria-busy={isBusy}
				aria-activedescendant={isDrawn ? cellId(active) : undefined}
				data-scrolls-across
				onKeyDown={onKeyDown}
				className="group/table relative min-h-0 min-w-0 flex-1 overflow-auto text-small"
			>
				<div role="none" style={{ height: rows.height + HEAD_PX, width: across, minWidth: '100%' }}>
					<div role="none" className="sticky top-0" style={{ height: rows.view + HEAD_PX }}>
						<div
							role="row"
							aria-rowindex={1}
							style={{ height: HEAD_PX }}
							className="relative z-2 border-b border-line bg-sunken font-medium text-muted"
						>
							<div
								role="columnheader"
								aria-colindex={1}
								style={{ width: number }}
								className="sticky left-0 z-1 h-full bg-sunken px-2 text-right leading-[27px]"
							>
								<span aria-hidden>#</span>
								<span className="sr-only">{t('number')}</span>
							</div>
							<div role="none" className="absolute inset-y-0" style={{ left: number }}>
								{seen.map((column) => (
									<Head
										key={column.name}
										column={column}
										place={placed.indexOf(column)}
										sorted={sort?.column === column.name ? (sort.descending ? 'descending' : 'ascending') : 'none'}
										isActive={active.column === placed.indexOf(column)}
										onSort={() => onSort(column.name)}
										onDraft={(px) => widths.draft(keyOf(column.name), px)}
										onKeep={(px) => widths.keep(withWidth(widths.kept, keyOf(column.name), px))}
									/>
								))}
							</div>
						</div>
						<div role="rowgroup" className="relative overflow-clip" style={{ height: rows.view }}>
							<div role="none" style={{ transform: `translateY(${rows.shift}px)` }}>
								{Array.from({ length: rows.drawn }, (_, offset) => {
									const index = rows.first + offset;
									return (
										<Row
											key={index}
											{...props}
											index={index}
											y={(index - rows.base) * ROW_PX}
											number={number}
											across={Math.max(across, width)}
											seen={seen}
											placed={placed}
											isOpen={openRow === index}
											cellId={cellId}
											onPress={(place) => {
												onActive(place);
												if (place.row === active.row && place.column === active.column) onOpen();
											}}
										/>
									);
								})}
							</div>
						</div>
					</div>
				</div>
			</div>
		</>
	);
}

/** Columns are measured by the first rows that there are, and stay as wide while the same ones are shown. */
function usePlaced(
	columns: readonly ResultColumn[],
	at: (index: number) => ResultRow | undefined,
	total: number,
	isBeside: boolean,
): readonly PlacedColumn[] {
	const key = [isBeside, ...columns.map(({ name }) => name)].join('\u0000');
	const kept = useRef<{ key: string; measured: number; placed: readonly PlacedColumn[] }>({
		key: '',
		measured: -1,
		placed: [],
	});
	const sample = Array.from({ length: Math.min(total, MEASURED) }, (_, index) => at(index)).filter(
		(row) => row !== undefined,
	);
	const isBetter = kept.current.measured === 0 && sample.length > 0;
	if (kept.current.key !== key || isBetter || kept.current.measured < 0)
		kept.current = { key, measured: sample.length, placed: placeColumns(columns, sample, isBeside) };
	// Whether they are numbers is learnt on the way.
	return kept.current.placed.map((column, place) => ({ ...column, numeric: columns[place]?.numeric ?? false }));
}

function Row({
	index,
	y,
	number,
	across,
	seen,
	placed,
	isOpen,
	needle,
	active,
	at,
	before,
	cellId,
	onPress,
}: Props & {
	readonly index: number;
	readonly y: number;
	readonly number: number;
	readonly across: number;
	readonly seen: readonly PlacedColumn[];
	readonly placed: readonly PlacedColumn[];
	readonly isOpen: boolean;
	cellId(place: CellPlace): string;
	onPress(place: CellPlace): void;
}) {
	const { t } = useTranslation('result');
	const format = useFormat();
	const row = at(index);
	const input = row === undefined ? undefined : before(row);
	const placeOf = (target: EventTarget): number => {
		const cell = (target as Element).closest('[aria-colindex]');
		return Math.max(0, Number(cell?.getAttribute('aria-colindex') ?? 2) - 2);
	};
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
		<div
			role="row"
			aria-rowindex={index + 2}
			aria-selected={isOpen}
			onClick={(event) => onPress({ row: index, column: placeOf(event.target) })}
			style={{ height: ROW_PX, width: across, transform: `translateY(${y}px)` }}
			className={clsx('absolute top-0 left-0 border-b border-line', isOpen ? 'bg-selected' : 'hover:bg-hover')}
		>
			{row !== undefined && (
				<div
					role="rowheader"
					aria-colindex={1}
					style={{ width: number }}
					className="sticky left-0 z-1 h-full border-r border-line bg-panel px-2 text-right leading-[27px] text-muted tabular"
				>
					{format.count(row.row + 1)}
				</div>
			)}
			{row === undefined ? (
				<div
					id={cellId({ row: index, column: active.column })}
					role="gridcell"
					className="absolute inset-y-0 flex items-center px-2"
					style={{ left: number }}
				>
					<div className="h-2 w-40 rounded-full bg-sunken" />
				</div>
			) : row.odd !== null ? (
				<div
					id={cellId({ row: index, column: active.column })}
					role="gridcell"
					data-active-row={active.row === index || undefined}
					className="absolute inset-y-0 right-0 truncate px-2 leading-[27px] whitespace-pre"
					style={{ left: number }}
				>
					<span className="mr-2 font-medium text-attention">{t(`odd.${row.odd}`)}</span>
					<bdi className="font-mono">{plainText(row.raw ?? '').replaceAll(/[\t\n]/g, ' ')}</bdi>
				</div>
			) : (
				<div role="none" className="absolute inset-y-0" style={{ left: number }}>
					{seen.map((column) => {
						const place = placed.indexOf(column);
						return (
							<Cell
								key={column.name}
								id={cellId({ row: index, column: place })}
								place={place}
								column={column}
								cell={row.cells[place] ?? null}
								before={input === undefined ? undefined : (input.cells[place] ?? null)}
								needle={needle}
								isActive={active.row === index && active.column === place}
							/>
						);
					})}
				</div>
			)}
		</div>
	);
}
