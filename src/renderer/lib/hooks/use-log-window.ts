import { useCallback, useEffect, useRef, useState } from 'react';
import type { WriteRoute } from '../../../shared/api/routes.ts';
import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import type { LogLevel } from '../../../shared/host/abi.ts';
import type { RunLogLine } from '../../../shared/run/run.ts';
import { useAsk, useEngineEvent } from '../../client/engine.tsx';
import { useAsker } from './use-asker.ts';

/** Lines of one answer. */
const LOG_PAGE = 500;
/** Lines that are held at most; beyond it the far end is let go, and asked for again when it is scrolled to. */
const MAX_HELD = 5_000;
/** Many lines in a row cause one question. ms */
const GATHER_MS = 200;

interface LogQuery {
	readonly plugin?: string;
	readonly run?: string;
	/** The least severe that counts. */
	readonly level?: LogLevel;
	readonly text?: string;
}

/** An end of the log, or a line: by its id, or by its place in its run, from 1. */
export type LogPlace = 'oldest' | 'newest' | { readonly id: number } | { readonly line: number };

export interface LogWindow {
	/** Oldest first. */
	readonly lines: readonly RunLogLine[];
	readonly hasOlder: boolean;
	readonly hasNewer: boolean;
	readonly isPending: boolean;
	readonly error: DataFlareError | null;
	/** Where it began; another object for every new beginning. */
	readonly began: { readonly at: LogPlace };
	older(): void;
	newer(): void;
	/** Goes to the oldest line, to the newest, or to one in between. */
	reset(place: LogPlace): void;
}

type Held = Omit<LogWindow, 'older' | 'newer' | 'reset'>;

/** What takes lines away. Where runs go to the trash, or come back, an event of their own says so. */
const removing: ReadonlySet<WriteRoute> = new Set(['runs.forget', 'runs.prune']);

const none = { lines: [], hasOlder: false, hasNewer: false, error: null } as const;

function askedPlace(place: LogPlace): {
	readonly afterId?: number;
	readonly aroundId?: number;
	readonly aroundLine?: number;
} {
	if (typeof place === 'string') return place === 'oldest' ? { afterId: 0 } : {};
	return 'id' in place ? { aroundId: place.id } : { aroundLine: place.line };
}

/**
 * A window on log lines of which there may be millions: it begins at one end, grows where it is scrolled to, and, at the
 * newest end, follows what is logged.
 */
export function useLogWindow(query: LogQuery, begin: LogPlace): LogWindow {
	const ask = useAsk();
	const [held, setHeld] = useState<Held>({ ...none, isPending: true, began: { at: begin } });
	const newest = useRef({ held, ask });
	useEffect(() => {
		newest.current = { held, ask };
	});
	const key = JSON.stringify(query);
	const asker = useAsker(query.text !== undefined);
	/** Answers to an older question are dropped. */
	const turn = useRef(0);
	const busy = useRef(false);

	const load = useCallback(
		async (
			place: {
				readonly beforeId?: number;
				readonly afterId?: number;
				readonly aroundId?: number;
				readonly aroundLine?: number;
			},
			limit: number,
			join: (page: readonly RunLogLine[]) => Held,
		) => {
			const mine = turn.current;
			busy.current = true;
			try {
				const page = await newest.current.ask('logs.list', {
					...(JSON.parse(key) as LogQuery),
					...(asker === null ? {} : { asker }),
					limit,
					...place,
				});
				if (mine === turn.current) setHeld(join(page));
			} catch (thrown) {
				const error = toDataFlareError(thrown);
				if (mine === turn.current) setHeld({ ...newest.current.held, isPending: false, error });
			} finally {
				if (mine === turn.current) busy.current = false;
			}
		},
		[key, asker],
	);

	const reset = useCallback(
		(place: LogPlace) => {
			turn.current += 1;
			void load(askedPlace(place), LOG_PAGE, (lines) => {
				const isFull = lines.length === LOG_PAGE;
				// On either side of a line there may be more: who scrolls there finds out.
				const isBetween = typeof place !== 'string' && lines.length > 0;
				return {
					lines,
					hasOlder: isBetween || (place === 'newest' && isFull),
					hasNewer: isBetween || (place === 'oldest' && isFull),
					isPending: false,
					error: null,
					began: { at: place },
				};
			});
		},
		[load],
	);

	useEffect(() => {
		setHeld({ ...none, isPending: true, began: { at: begin } });
		reset(begin);
	}, [reset, begin]);

	const older = useCallback(() => {
		const { lines, hasOlder } = newest.current.held;
		const first = lines[0];
		if (busy.current || !hasOlder || first === undefined) return;
		void load({ beforeId: first.id }, LOG_PAGE, (page) => {
			const { held: now } = newest.current;
			const all = [...page, ...now.lines];
			return {
				...now,
				lines: all.slice(0, MAX_HELD),
				hasOlder: page.length === LOG_PAGE,
				hasNewer: now.hasNewer || all.length > MAX_HELD,
			};
		});
	}, [load]);

	const newer = useCallback(() => {
		const { lines } = newest.current.held;
		if (busy.current) return;
		void load({ afterId: lines.at(-1)?.id ?? 0 }, LOG_PAGE, (page) => {
			const { held: now } = newest.current;
			const all = [...now.lines, ...page];
			return {
				...now,
				error: null,
				lines: all.slice(-MAX_HELD),
				hasOlder: now.hasOlder || all.length > MAX_HELD,
				hasNewer: page.length === LOG_PAGE,
			};
		});
	}, [load]);

	const { run, plugin } = query;
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const hear = useCallback(() => {
		timer.current ??= setTimeout(() => {
			timer.current = undefined;
			// Scrolled away from the newest end, or so far behind that the newest lines are another window.
			if (newest.current.held.hasNewer) return;
			if (busy.current) hear();
			else newer();
		}, GATHER_MS);
	}, [newer]);
	useEngineEvent('run.log', (line) => {
		if ((run === undefined || line.runId === run) && (plugin === undefined || line.plugin === plugin)) hear();
	});
	useEngineEvent('history.written', hear);

	/** Lines that are held may be gone with their run: they are asked for once more, where they stand. */
	const again = useRef<ReturnType<typeof setTimeout>>(undefined);
	const lookAgain = useCallback(() => {
		again.current ??= setTimeout(() => {
			again.current = undefined;
			const { lines } = newest.current.held;
			const [first, last] = [lines[0], lines.at(-1)];
			if (first === undefined || last === undefined) return;
			if (busy.current) return lookAgain();
			void load({ afterId: first.id - 1 }, lines.length, (page) => {
				const { held: now } = newest.current;
				const left = page.filter(({ id }) => id <= last.id);
				return left.length === now.lines.length ? now : { ...now, lines: left };
			});
		}, GATHER_MS);
	}, [load]);
	useEngineEvent('runs.changed', lookAgain);
	useEngineEvent('trash.changed', ({ of }) => of === 'runs' && lookAgain());
	useEngineEvent('route.written', ({ route }) => removing.has(route) && lookAgain());
	useEffect(
		() => () => {
			clearTimeout(timer.current);
			clearTimeout(again.current);
		},
		[],
	);

	return { ...held, older, newer, reset };
}
