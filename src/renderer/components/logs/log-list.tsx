import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { ArrowDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLevel } from '../../../shared/host/abi.ts';
import type { RunLogLine } from '../../../shared/run/run.ts';
import type { LogWindow } from '../../lib/hooks/use-log-window.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Link } from '../controls/link.tsx';
import { PluginText } from '../text/plugin-text.tsx';

const ROW_PX = 22;
/** Of a row, characters; the whole line is shown when it is chosen. */
const MAX_SHOWN = 300;
/** Rows from the end at which more is asked for. */
const NEAR = 60;

const tones: Readonly<Record<LogLevel, string>> = {
	trace: 'text-muted',
	debug: 'text-muted',
	info: 'text-running',
	warn: 'text-attention',
	error: 'text-failed',
};

/**
 * Log lines of which only those that are seen are drawn. One stop for Tab; arrows choose a line, which is then shown whole
 * below. At the newest end it follows what is logged.
 */
export function LogList({
	log,
	label,
	withPlugin,
	withRun = false,
}: {
	readonly log: LogWindow;
	readonly label: string;
	/** Whether each line says which plugin logged it. */
	readonly withPlugin: boolean;
	/** Whether each line says in which run it was logged; Enter leads there. */
	readonly withRun?: boolean;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const id = useId();
	const { lines, began } = log;
	const scroller = useRef<HTMLDivElement>(null);
	const [chosen, setChosen] = useState<RunLogLine | null>(null);
	const follows = useRef(began.at === 'newest');
	/** It followed its end until a person scrolled away. */
	const [isAway, setAway] = useState(false);
	const anchor = useRef<{ readonly id: number; readonly offset: number } | null>(null);
	const rows = useVirtualizer({
		count: lines.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW_PX,
		overscan: 12,
	});
	const items = rows.getVirtualItems();
	const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];

	useLayoutEffect(() => {
		follows.current = began.at === 'newest';
		setAway(false);
		anchor.current = null;
		if (scroller.current !== null) scroller.current.scrollTop = 0;
	}, [began]);

	// Lines come and go at both ends; the one at the top of the window stays where it is.
	useLayoutEffect(() => {
		const element = scroller.current;
		if (element === null || lines.length === 0) return;
		if (follows.current) element.scrollTop = element.scrollHeight;
		else if (anchor.current !== null) {
			const index = indexOf(lines, anchor.current.id);
			if (index !== null) element.scrollTop = index * ROW_PX + anchor.current.offset;
		}
	}, [lines]);

	useEffect(() => {
		if (follows.current && log.hasNewer) log.reset('newest');
		else if (log.hasOlder && first < NEAR) log.older();
		else if (log.hasNewer && last > lines.length - NEAR) log.newer();
	}, [log, lines, first, last]);

	const onScroll = (): void => {
		const element = scroller.current;
		if (element === null) return;
		const index = Math.floor(element.scrollTop / ROW_PX);
		const line = lines[index];
		anchor.current = line === undefined ? null : { id: line.id, offset: element.scrollTop - index * ROW_PX };
		const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - ROW_PX;
		follows.current = isAtEnd && !log.hasNewer;
		setAway(!follows.current);
	};
	const chosenIndex = chosen === null ? null : indexOf(lines, chosen.id);
	const move = (event: KeyboardEvent): void => {
		const end = lines.length - 1;
		const from = chosenIndex ?? first - 1;
		const steps: Readonly<Record<string, number>> = {
			ArrowDown: Math.min(end, from + 1),
			ArrowUp: Math.max(0, from - 1),
			PageDown: Math.min(end, from + 15),
			PageUp: Math.max(0, from - 15),
			Home: 0,
			End: end,
		};
		const next = steps[event.key];
		if (event.key === 'Escape' && chosen !== null) setChosen(null);
		else if (event.key === 'Enter' && chosen !== null && withRun) navigate(links.run(chosen.runId));
		else if (next === undefined) return;
		else {
			setChosen(lines[next] ?? null);
			rows.scrollToIndex(next);
		}
		event.preventDefault();
	};
	return (
		<div className="flex min-h-0 flex-1 flex-col">
			<div
				ref={scroller}
				role="listbox"
				aria-label={label}
				aria-activedescendant={chosenIndex === null ? undefined : `${id}-${chosenIndex}`}
				tabIndex={0}
				onScroll={onScroll}
				onKeyDown={move}
				className="min-h-0 flex-1 overflow-auto font-mono text-small"
			>
				<div role="presentation" className="relative min-w-full" style={{ height: rows.getTotalSize() }}>
					{items.map(({ index, start }) => {
						const line = lines[index];
						if (line === undefined) return null;
						return (
							// biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys
							<div
								key={line.id}
								id={`${id}-${index}`}
								role="option"
								tabIndex={-1}
								aria-selected={index === chosenIndex}
								data-active-row={index === chosenIndex || undefined}
								aria-setsize={log.hasNewer || log.hasOlder ? -1 : lines.length}
								aria-posinset={index + 1}
								style={{ transform: `translateY(${start}px)` }}
								onClick={() => setChosen(index === chosenIndex ? null : line)}
								className={clsx(
									'absolute top-0 left-0 flex h-[22px] w-full items-center gap-3 px-3 whitespace-nowrap hover:bg-hover',
									index === chosenIndex && 'bg-selected',
								)}
							>
								<span className="shrink-0 text-muted">{format.clock(line.at)}</span>
								<span className={clsx('w-13 shrink-0', tones[line.level])}>{t(`level.${line.level}`)}</span>
								{withPlugin && <PluginText className="w-28 shrink-0 truncate text-muted">{line.plugin}</PluginText>}
								<bdi className="min-w-0 flex-1 truncate">{shown(line.message)}</bdi>
								{withRun && <span className="shrink-0 text-muted">{line.runId}</span>}
							</div>
						);
					})}
				</div>
			</div>
			{isAway && (
				<div className="relative h-0">
					<Button
						icon={ArrowDown}
						className="absolute bottom-3 left-1/2 -translate-x-1/2 bg-raised shadow-float"
						onClick={() => {
							scroller.current?.focus({ preventScroll: true });
							log.reset('newest');
						}}
					>
						{t('log.jump')}
					</Button>
				</div>
			)}
			{chosen !== null && (
				<div className="flex max-h-40 shrink-0 items-start gap-2 border-t border-line bg-sunken px-3 py-2">
					<div className="max-h-36 min-w-0 flex-1 overflow-y-auto font-mono text-small">
						<PluginText className="whitespace-pre-wrap">{chosen.message}</PluginText>
					</div>
					{withRun && (
						<Link to={links.run(chosen.runId)} className="font-mono text-small leading-7">
							{t('log.run', { id: chosen.runId })}
						</Link>
					)}
					<CopyButton text={chosen.message} label={t('log.copy')} />
				</div>
			)}
		</div>
	);
}

function shown(message: string): string {
	const line = message.length > MAX_SHOWN ? `${message.slice(0, MAX_SHOWN)}…` : message;
	return plainText(line.replaceAll('\n', ' ⏎ '));
}

/** Ids ascend. Null: it is not among them. */
function indexOf(lines: readonly RunLogLine[], id: number): number | null {
	let low = 0;
	let high = lines.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = lines[middle]?.id ?? 0;
		if (found === id) return middle;
		if (found < id) low = middle + 1;
		else high = middle - 1;
	}
	return null;
}
