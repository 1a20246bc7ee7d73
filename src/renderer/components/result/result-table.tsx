import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
	RESULT_LIMITS,
	type ResultQuery,
	type ResultRow,
	type ResultSource,
	type ResultState,
} from '../../../shared/run/result-table.ts';
import { useAsk } from '../../client/engine.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { useSettled } from '../../lib/hooks/use-settled.ts';
import { useWidth } from '../../lib/hooks/use-width.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { ErrorNote, LoadingRows, Note } from '../notes.tsx';
import { ProgressBar } from '../progress/progress.tsx';
import { useToasts } from '../toasts.tsx';
import { RecordDetails } from './record-details.tsx';
import { HEAD_PX, ResultGrid, ROW_PX } from './result-grid.tsx';
import { MatchNote, ResultToolbar } from './result-toolbar.tsx';
import type { CellPlace } from './use-cell-keys.ts';
import { useMatch } from './use-match.ts';
import { everything, type OpenedResult, useResult } from './use-result.ts';
import { useRecordsAt, useResultRows } from './use-result-rows.ts';

/** Of the table, px. */
const MAX_HEIGHT = 420;
/** Columns that are shown until a person says which. */
const FIRST_COLUMNS = 40;
/** Typing is over when this has passed, ms. */
const TYPED_MS = 200;
/** Less than this leaves no room for a record beside the table, px. */
const BESIDE_PX = 840;
/** For the bar that scrolls across, px. */
const BAR_PX = 16;

/**
 * All records of a result as a table that a person searches, filters and sorts, whatever its size; a record as a whole
 * beside it, and its input where there is one of as many records.
 */
export function ResultTable({
	source,
	input = null,
	label,
}: {
	readonly source: ResultSource;
	/** Whose records stand in the same order, or have the same ids. */
	readonly input?: ResultSource | null;
	/** What it is, for the screen reader. */
	readonly label: string;
}) {
	const { t } = useTranslation('result');
	const [query, setQuery] = useState<ResultQuery>(everything);
	const opened = useResult(
		source,
		useSettled(
			useMemo(() => askedFor(query), [query]),
			TYPED_MS,
		),
	);
	const { state, error } = opened;
	if (error !== null) return <ErrorNote error={error} onRetry={opened.retry} />;
	if (state === null) return <LoadingRows rows={4} />;
	if (state.format === 'bytes') return <Note>{t('bytes')}</Note>;
	if (state.complete && state.rows === 0) return <Note>{t('empty')}</Note>;
	return <Opened opened={opened} state={state} input={input} label={label} query={query} onQuery={setQuery} />;
}

/** Without the conditions that still lack what they compare with. */
function askedFor(query: ResultQuery): ResultQuery {
	const filters = query.filters.filter(({ test, value }) => value !== '' || test === 'empty' || test === 'filled');
	return { ...query, filters };
}

interface OpenedProps {
	readonly opened: OpenedResult;
	readonly state: ResultState;
	readonly input: ResultSource | null;
	readonly label: string;
	readonly query: ResultQuery;
	onQuery(query: ResultQuery): void;
}

function Opened({ opened, state, input, label, query, onQuery }: OpenedProps) {
	const { t } = useTranslation('result');
	const toasts = useToasts();
	const ask = useAsk();
	const box = useRef<HTMLElement>(null);
	const isWide = useWidth(box) >= BESIDE_PX;
	const [chosen, setHidden] = useState<ReadonlySet<string> | null>(null);
	const [isBeside, setBeside] = useState(false);
	const [active, setActive] = useState<CellPlace>({ row: 0, column: 0 });
	const [openRow, setOpenRow] = useState<number | null>(null);
	const [range, setRange] = useState({ first: 0, drawn: 0 });
	const hidden = useMemo(
		() => chosen ?? new Set(state.columns.slice(FIRST_COLUMNS).map(({ name }) => name)),
		[chosen, state.columns],
	);
	const columns = state.columns.filter(({ name }) => !hidden.has(name)).slice(0, RESULT_LIMITS.columnsAtOnce);
	const names = columns.map(({ name }) => name);
	const { id, revision } = state;
	const total = state.view?.rows ?? state.rows;
	const at = useResultRows({ id, revision, question: opened.question, columns: names, total, ...range });

	const beside = useResult(isBeside ? input : null, everything).state;
	const rows = Array.from({ length: Math.min(range.drawn, 200) }, (_, offset) => at(range.first + offset));
	const places = isBeside ? rows.flatMap((row) => (row === undefined ? [] : row.row)) : [];
	const match = useMatch(state, beside, places);
	const inputPlaces = places.flatMap((row) => match.placeOf(row) ?? []);
	const inputAt = useRecordsAt(beside?.id ?? null, beside?.revision ?? 0, names, inputPlaces, beside?.rows ?? 0);
	const before = ({ row }: ResultRow): ResultRow | undefined => {
		const place = isBeside ? match.placeOf(row) : null;
		return typeof place === 'number' ? inputAt(place) : undefined;
	};

	const recordOf = openRow === null ? undefined : at(openRow)?.row;
	const inputOf = recordOf === undefined || beside === null ? undefined : match.placeOf(recordOf);
	const copy = async (whole: boolean): Promise<void> => {
		const row = at(active.row);
		if (row === undefined) return;
		try {
			const cell = row.cells[active.column];
			const isEnough = !whole && row.odd === null && cell?.cut !== true;
			await copyText(
				isEnough ? (cell?.text ?? '') : (await ask('results.record', { id, revision, row: row.row })).text,
			);
			toasts.done(() => t(isEnough ? 'copied.cell' : 'copied.record'));
		} catch (error) {
			toasts.failed(() => t('copied.failed'), error);
		}
	};
	/** Other rows stand where one was looked at. */
	const change = (next: ResultQuery): void => {
		setOpenRow(null);
		setActive((before) => ({ ...before, row: 0 }));
		onQuery(next);
	};
	const sortBy = (column: string): void => {
		const { sort } = query;
		const isSame = sort?.column === column;
		change({ ...query, sort: isSame && sort.descending ? null : { column, descending: isSame } });
	};
	const part = workOf(state);
	const isOpen = recordOf !== undefined;
	return (
		<section
			ref={box}
			aria-label={label}
			className="flex min-w-0 flex-col overflow-hidden rounded-base border border-line bg-panel"
		>
			<ResultToolbar
				query={query}
				columns={state.columns}
				hidden={hidden}
				beside={input === null ? null : isBeside}
				matched={match.how !== null && <MatchNote how={match.how} column={match.column} />}
				note={useNote(state)}
				onQuery={change}
				onHidden={setHidden}
				onBeside={setBeside}
			/>
			{part !== null && <ProgressBar value={part} label={t('working')} />}
			<Limits state={state} changed={opened.changed} shown={columns.length} hidden={hidden.size} />
			{total === 0 && part === null && state.view?.phase === 'ready' ? (
				<p className="p-4 text-center text-muted">{t('nothing')}</p>
			) : (
				<div className={isWide ? 'flex min-h-0' : 'flex min-h-0 flex-col'}>
					<div
						// Beneath one another its height is its own, not what is left.
						className={isWide ? 'flex min-w-0 flex-1 flex-col' : 'flex min-w-0 flex-none flex-col'}
						style={{ height: heightOf(Math.max(total, 3) * ROW_PX + HEAD_PX + BAR_PX) }}
					>
						<ResultGrid
							label={label}
							columns={columns}
							total={total}
							sort={query.sort}
							needle={query.search.toLowerCase()}
							active={active}
							isBusy={part !== null}
							isBeside={isBeside}
							openRow={isOpen ? openRow : null}
							at={at}
							before={before}
							onActive={(place) => {
								setActive(place);
								if (openRow !== null) setOpenRow(place.row);
							}}
							onSort={sortBy}
							onOpen={() => setOpenRow(active.row)}
							onClose={() => {
								setOpenRow(null);
								return openRow !== null;
							}}
							onCopy={(whole) => void copy(whole)}
							onWindow={(first, drawn) =>
								setRange((was) => (was.first === first && was.drawn === drawn ? was : { first, drawn }))
							}
						/>
					</div>
					{isOpen && (
						<div
							className={
								isWide ? 'flex w-[42%] max-w-140 shrink-0 border-l border-line' : 'flex max-h-90 border-t border-line'
							}
							style={isWide ? { height: heightOf(MAX_HEIGHT) } : {}}
						>
							<RecordDetails
								place={{ id, revision, row: recordOf }}
								input={
									beside === null || typeof inputOf !== 'number'
										? null
										: { id: beside.id, revision: beside.revision, row: inputOf }
								}
								isAlone={inputOf === null}
								onClose={() => setOpenRow(null)}
							/>
						</div>
					)}
				</div>
			)}
		</section>
	);
}

/** So high that a small window shows it whole. */
function heightOf(wanted: number): string {
	return `min(${Math.min(MAX_HEIGHT, wanted)}px, max(180px, 60vh))`;
}

/** How far what is under way is, 0 to 1; null: nothing is. */
function workOf({ complete, indexedBytes, bytes, view }: ResultState): number | null {
	if (!complete) return bytes === 0 ? 0 : indexedBytes / bytes;
	return view === null || view.phase === 'ready' || view.phase === 'failed' ? null : view.part;
}

/** How many records there are, and how many of them fit. */
function useNote({ complete, rows, view }: ResultState): string {
	const { t } = useTranslation('result');
	const format = useFormat();
	const text = format.count(rows);
	if (!complete) return t('note.counting', { text });
	if (view === null) return t('note.all', { count: rows, text });
	if (view.phase === 'scanning') return t('note.scanning', { text: format.count(view.scanned), all: text });
	if (view.phase === 'sorting') return t('note.sorting', { percent: format.percent(view.part) });
	if (view.phase === 'failed') return t('note.all', { count: rows, text });
	return t('note.found', { text: format.count(view.rows), all: text });
}

/** What the table does not show, and why. */
function Limits({
	state,
	changed,
	shown,
	hidden,
}: {
	readonly state: ResultState;
	readonly changed: boolean;
	readonly shown: number;
	readonly hidden: number;
}) {
	const { t } = useTranslation('result');
	const format = useFormat();
	const limit = state.view?.limit ?? null;
	const notes = [
		changed && t('limit.changed'),
		limit === 'matches' && t('limit.matches', { text: format.count(RESULT_LIMITS.matches) }),
		limit === 'rows' && t('limit.rows', { text: format.count(RESULT_LIMITS.sortedRows) }),
		limit === 'text' && t('limit.text'),
		state.hiddenColumns > 0 && t('limit.columns', { text: format.count(RESULT_LIMITS.columns) }),
		shown + hidden < state.columns.length && t('limit.shown', { text: format.count(RESULT_LIMITS.columnsAtOnce) }),
	].filter((note) => note !== false);
	if (notes.length === 0) return null;
	return <p className="border-b border-line bg-attention-soft px-3 py-1 text-small">{notes.join(' ')}</p>;
}
