import clsx from 'clsx';
import { ArrowDown } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunLogLine } from '../../../shared/run/run.ts';
import type { LogPlace, LogWindow } from '../../lib/hooks/use-log-window.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { Button } from '../controls/button.tsx';
import { ListBox, stepOf, useRows } from '../data/list-box.tsx';
import { ChosenLine } from './chosen-line.tsx';
import { extendedTo, type LineRange } from './line-range.ts';
import { LogRow } from './log-row.tsx';

const ROW_PX = 22;
/** Rows from the end at which more is asked for. */
const NEAR = 60;

/** A line that is to be brought into sight; another object asks for it once more. */
export interface LogTarget {
	readonly place: Exclude<LogPlace, string>;
}

/**
 * Log lines of which only those that are seen are drawn. One stop for Tab; arrows choose a line, which is then shown whole
 * below; with Shift they take in further ones. At the newest end it follows what is logged.
 */
export function LogList({
	log,
	label,
	withPlugin,
	withRun,
	wraps,
	matcher,
	match,
	target,
	range,
	onRange,
}: {
	readonly log: LogWindow;
	readonly label: string;
	/** Whether each line says which plugin logged it. */
	readonly withPlugin: boolean;
	/** Whether each line says in which run it was logged; Enter leads there. */
	readonly withRun: boolean;
	/** Whether long lines are broken rather than cut. */
	readonly wraps: boolean;
	/** What is marked in the lines. */
	readonly matcher: RegExp | null;
	/** Id of the match that a person is at. */
	readonly match: number | null;
	readonly target: LogTarget | null;
	/** Lines that the address names. */
	readonly range: LineRange | null;
	onRange(range: LineRange | null): void;
}) {
	const { t } = useTranslation();
	const { lines, began } = log;
	const rows = useRows({
		count: lines.length,
		rowPx: ROW_PX,
		keyOf: (index) => lines[index]?.id ?? index,
		isMeasured: wraps,
	});
	const { scroller, items, startOf } = rows;
	const [chosen, setChosen] = useState<RunLogLine | null>(null);
	const follows = useRef(began.at === 'newest');
	/** It followed its end until a person scrolled away. */
	const [isAway, setAway] = useState(false);
	const anchor = useRef<{ readonly id: number; readonly offset: number } | null>(null);
	const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];

	useLayoutEffect(() => {
		follows.current = began.at === 'newest';
		setAway(false);
		anchor.current = null;
		if (scroller.current !== null) scroller.current.scrollTop = 0;
	}, [began, scroller]);

	// Lines come and go at both ends; the one at the top of the window stays where it is.
	// biome-ignore lint/correctness/useExhaustiveDependencies: when the lines change, not when they are measured
	useLayoutEffect(() => {
		const element = scroller.current;
		if (element === null || lines.length === 0) return;
		if (follows.current) element.scrollTop = element.scrollHeight;
		else if (anchor.current !== null) {
			const index = indexOf(lines, anchor.current.id);
			if (index !== null) element.scrollTop = startOf(index) + anchor.current.offset;
		}
	}, [lines]);

	/** The target that was asked for already, or that is in sight. */
	const reached = useRef<{ readonly target: LogTarget; readonly asked: boolean } | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: a target is gone to once, when its line is there
	useLayoutEffect(() => {
		if (target === null) return;
		const { current } = reached;
		if (current?.target === target && !current.asked) return;
		const index = placeIn(lines, target.place);
		if (index !== null) {
			reached.current = { target, asked: false };
			follows.current = false;
			anchor.current = null;
			rows.scrollTo(index, 'center');
		} else if (current?.target !== target) {
			reached.current = { target, asked: true };
			log.reset(target.place);
		}
	}, [target, lines]);

	useEffect(() => {
		if (follows.current && log.hasNewer) log.reset('newest');
		else if (log.hasOlder && first < NEAR) log.older();
		else if (log.hasNewer && last > lines.length - NEAR) log.newer();
	}, [log, lines, first, last]);

	const onScroll = (): void => {
		const element = scroller.current;
		if (element === null) return;
		const index = rows.indexAt(element.scrollTop);
		const line = lines[index];
		anchor.current = line === undefined ? null : { id: line.id, offset: element.scrollTop - startOf(index) };
		const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - ROW_PX;
		follows.current = isAtEnd && !log.hasNewer;
		setAway(!follows.current);
	};
	const chosenIndex = chosen === null ? null : indexOf(lines, chosen.id);
	const onKeyDown = (event: KeyboardEvent): void => {
		const from = chosenIndex ?? first - 1;
		const next = event.ctrlKey || event.metaKey || event.altKey ? null : stepOf(event.key, from, lines.length);
		if (event.key === 'Escape' && (chosen !== null || range !== null)) {
			// What is around, a log that fills the window, stays.
			event.stopPropagation();
			setChosen(null);
			onRange(null);
		} else if (event.key === 'Enter' && chosen !== null && withRun) navigate(links.run(chosen.runId));
		else if (next === null) return;
		else {
			const line = lines[next] ?? null;
			if (event.shiftKey && line?.line !== undefined) {
				onRange(extendedTo(range ?? rangeOf(chosen), line.line));
			}
			setChosen(line);
			rows.scrollTo(next);
		}
		event.preventDefault();
	};
	const onPress = (index: number, event: MouseEvent): void => {
		const line = lines[index];
		if (line === undefined) return;
		const isNumber = (event.target as Element).closest('[data-line]') !== null;
		if (line.line !== undefined && (isNumber || event.shiftKey)) {
			onRange(event.shiftKey ? extendedTo(range ?? rangeOf(chosen), line.line) : { from: line.line, to: line.line });
			setChosen(line);
		} else setChosen(index === chosenIndex ? null : line);
	};
	const isNamed = (index: number): boolean => {
		const place = lines[index]?.line;
		return place !== undefined && range !== null && place >= range.from && place <= range.to;
	};
	const digits = String(lines.at(-1)?.line ?? 0).length;
	return (
		<div className="flex min-h-0 flex-1 flex-col">
			<ListBox
				rows={rows}
				label={label}
				active={chosenIndex}
				setSize={log.hasNewer || log.hasOlder ? -1 : lines.length}
				isSelected={(index) => index === chosenIndex || isNamed(index)}
				isMultiple
				className="overflow-auto font-mono text-small"
				optionClass={(index) =>
					clsx(
						'flex gap-3 px-3 hover:bg-hover',
						wraps ? 'min-h-[22px] items-start py-0.5' : 'h-[22px] items-center whitespace-nowrap',
						lines[index]?.id === match && 'bg-attention-soft',
						(index === chosenIndex || isNamed(index)) && 'bg-selected',
					)
				}
				onScroll={onScroll}
				onKeyDown={onKeyDown}
				onPress={onPress}
			>
				{(index) => {
					const line = lines[index];
					return (
						line !== undefined && (
							<LogRow
								line={line}
								digits={digits}
								withPlugin={withPlugin}
								withRun={withRun}
								wraps={wraps}
								matcher={matcher}
								isMatch={line.id === match}
							/>
						)
					);
				}}
			</ListBox>
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
			{chosen !== null && <ChosenLine line={chosen} range={range} withRun={withRun} onRange={onRange} />}
		</div>
	);
}

function rangeOf(line: RunLogLine | null): LineRange | null {
	return line?.line === undefined ? null : { from: line.line, to: line.line };
}

/** Where a line stands among those at hand; null: it is not among them. */
function placeIn(lines: readonly RunLogLine[], place: LogTarget['place']): number | null {
	if ('id' in place) return indexOf(lines, place.id);
	const index = lines.findIndex(({ line }) => line === place.line);
	return index < 0 ? null : index;
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
