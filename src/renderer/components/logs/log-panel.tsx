import { ArrowDownToLine, ArrowUpToLine, Maximize2, Minimize2, ScrollText, WrapText } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogLevel, logLevels } from '../../../shared/host/abi.ts';
import { useLogMatches } from '../../lib/hooks/use-log-matches.ts';
import { type LogPlace, useLogWindow } from '../../lib/hooks/use-log-window.ts';
import { useSettled } from '../../lib/hooks/use-settled.ts';
import { usePreferences, useRemember } from '../../lib/preferences.tsx';
import { matcherOf } from '../../lib/text/mark-matches.ts';
import { IconButton } from '../controls/button.tsx';
import { Select } from '../controls/fields.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../notes.tsx';
import { DownloadLog } from './download-log.tsx';
import { FullWindow } from './full-window.tsx';
import { type LineRange, parseRange, printRange } from './line-range.ts';
import { LogList, type LogTarget } from './log-list.tsx';
import { LogSearch } from './log-search.tsx';
import { useLogState } from './use-log-state.ts';

/** Typing this long ago asks, ms. */
const SETTLE_MS = 250;

/**
 * The log of a run or of a plugin: searched by the engine as a whole, from match to match, narrowed to a level, with lines
 * that can be linked to, wrapped, over the whole window, and as a file.
 */
export function LogPanel({
	run,
	plugin,
	label,
	title,
	live,
	withPlugin = false,
	withRun = false,
	isInAddress = true,
}: {
	readonly run?: string;
	readonly plugin?: string;
	/** For the screen reader. */
	readonly label: string;
	/** What stands at the left of the filters. */
	readonly title?: ReactNode;
	/** Begins at the newest line and follows. */
	readonly live: boolean;
	readonly withPlugin?: boolean;
	readonly withRun?: boolean;
	/** Whether search, level and lines are kept in the address. */
	readonly isInAddress?: boolean;
}) {
	const { t } = useTranslation();
	const [query, change] = useLogState(isInAddress);
	const { wrapLogs } = usePreferences();
	const remember = useRemember();
	const [isFull, setFull] = useState(false);
	const searchBox = useRef<HTMLDivElement>(null);
	const level = logLevels.find((known) => known === query.get('level')) ?? 'trace';
	const typed = query.get('log') ?? '';
	const text = useSettled(typed, SETTLE_MS).trim();
	const isOnly = query.get('only') === 'matches' && text !== '';
	const rangeText = query.get('line');
	const range = useMemo<LineRange | null>(() => parseRange(rangeText), [rangeText]);
	// A run that ends leaves the window where it is; an address that names a line begins there.
	const [begin] = useState<LogPlace>(() => {
		if (range !== null && run !== undefined) return { line: range.from };
		return live ? 'newest' : 'oldest';
	});
	const source = {
		...(run === undefined ? {} : { run }),
		...(plugin === undefined ? {} : { plugin }),
		...(level === 'trace' ? {} : { level }),
	};
	const log = useLogWindow({ ...source, ...(isOnly ? { text } : {}) }, begin);
	const matches = useLogMatches(text === '' ? null : { ...source, text });
	const matcher = useMemo(() => matcherOf(text), [text]);
	const [match, setMatch] = useState<number | null>(null);
	const [target, setTarget] = useState<LogTarget | null>(() =>
		typeof begin === 'string' ? null : { place: begin as { readonly line: number } },
	);
	const goTo = (id: number | undefined): void => {
		setMatch(id ?? null);
		if (id !== undefined) setTarget({ place: { id } });
	};
	// A new search leads to its first match; one that the address held leaves its line in sight.
	const [searched, setSearched] = useState<string | null>(null);
	useEffect(() => {
		if (matches.of === searched || matches.of === null) {
			if (text === '') setMatch(null);
			return;
		}
		setSearched(matches.of);
		const [first] = matches.ids;
		setMatch(first ?? null);
		if (first !== undefined && !(searched === null && range !== null)) setTarget({ place: { id: first } });
	}, [matches, searched, range, text]);
	const at = match === null ? -1 : matches.ids.indexOf(match);
	const step = (by: 1 | -1): void => {
		const total = matches.ids.length;
		if (total > 0) goTo(matches.ids[at < 0 ? (by > 0 ? 0 : total - 1) : (at + by + total) % total]);
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.key === 'F3') step(event.shiftKey ? -1 : 1);
		else if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey) {
			const input = searchBox.current?.querySelector('input');
			input?.focus();
			input?.select();
		} else return;
		event.preventDefault();
	};
	const isFiltered = level !== 'trace' || isOnly;
	return (
		<FullWindow isFull={isFull} label={label} onLeave={() => setFull(false)} onKeyDown={onKeyDown}>
			<header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-2">
				{title}
				<Select<LogLevel>
					aria-label={t('log.level')}
					value={level}
					options={logLevels.map((value) => ({
						value,
						label:
							value === 'trace'
								? t('log.all')
								: value === 'error'
									? t('level.error')
									: t('log.from', { level: t(`level.${value}`) }),
					}))}
					onChange={(value) => change({ level: value === 'trace' ? null : value })}
				/>
				<LogSearch
					text={typed}
					isSearching={text !== ''}
					matches={matches}
					at={at}
					onlyMatches={isOnly}
					input={searchBox}
					onText={(value) => change({ log: value })}
					onStep={step}
					onOnly={(only) => change({ only: only ? 'matches' : null })}
				/>
				<span className="flex items-center">
					<IconButton
						icon={ArrowUpToLine}
						label={t('log.oldest')}
						disabled={!log.hasOlder}
						onClick={() => log.reset('oldest')}
					/>
					<IconButton
						icon={ArrowDownToLine}
						label={t('log.newest')}
						disabled={!log.hasNewer}
						onClick={() => log.reset('newest')}
					/>
					<IconButton
						icon={WrapText}
						label={t('log.wrap')}
						aria-pressed={wrapLogs}
						className={wrapLogs ? 'bg-selected' : ''}
						onClick={() => remember('wrap_logs', !wrapLogs)}
					/>
					{run !== undefined && <DownloadLog run={run} />}
					<IconButton
						icon={isFull ? Minimize2 : Maximize2}
						label={t(isFull ? 'log.leaveFull' : 'log.full')}
						onClick={() => setFull(!isFull)}
					/>
				</span>
			</header>
			{log.error !== null ? (
				<ErrorNote error={log.error} className="m-3" onRetry={() => log.reset(begin)} />
			) : log.isPending ? (
				<LoadingRows rows={5} />
			) : log.lines.length === 0 ? (
				<EmptyState icon={ScrollText} title={isFiltered ? t('log.noMatch') : t('log.empty')} />
			) : (
				<LogList
					log={log}
					label={label}
					withPlugin={withPlugin}
					withRun={withRun}
					wraps={wrapLogs}
					matcher={matcher}
					match={match}
					target={target}
					range={range}
					onRange={(next) => change({ line: next === null ? null : printRange(next) })}
				/>
			)}
		</FullWindow>
	);
}
