import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogLevel } from '../../../shared/host/abi.ts';
import { MAX_FOUND_LINES } from '../../../shared/run/run.ts';
import { useAsk, useEngineEvent } from '../../client/engine.tsx';
import { useAsker } from './use-asker.ts';

/** Many lines in a row cause one question. ms */
const GATHER_MS = 400;

interface Search {
	readonly run?: string;
	readonly plugin?: string;
	readonly level?: LogLevel;
	readonly text: string;
}

export interface LogMatches {
	/** Ids of the lines that match, ascending; of the whole log, not only of what is at hand. */
	readonly ids: readonly number[];
	/** False: there are more than are told. */
	readonly isAll: boolean;
	/** Which search they belong to; null: none was answered yet. */
	readonly of: string | null;
}

const none: LogMatches = { ids: [], isAll: true, of: null };

/** The lines of a log that match, found by the engine; lines that are logged meanwhile join them. Null: nothing is searched for. */
export function useLogMatches(search: Search | null): LogMatches {
	const ask = useAsk();
	const key = search === null ? null : JSON.stringify(search);
	const [found, setFound] = useState<LogMatches>(none);
	const asker = useAsker(key !== null);
	const turn = useRef(0);
	const busy = useRef(false);
	const load = useCallback(
		async (before: LogMatches | null) => {
			if (key === null || asker === null) return;
			const mine = ++turn.current;
			const afterId = before?.ids.at(-1);
			busy.current = true;
			try {
				const answer = await ask('logs.find', {
					...(JSON.parse(key) as Search),
					asker,
					...(afterId === undefined ? {} : { afterId }),
				});
				if (mine !== turn.current) return;
				const ids = [...(before?.ids ?? []), ...answer.ids];
				setFound({
					ids: ids.slice(0, MAX_FOUND_LINES),
					isAll: answer.isAll && ids.length <= MAX_FOUND_LINES,
					of: key,
				});
			} catch {
				// The list below says what is wrong with the engine.
				if (mine === turn.current) setFound({ ...none, of: key });
			} finally {
				if (mine === turn.current) busy.current = false;
			}
		},
		[ask, key, asker],
	);
	useEffect(() => {
		turn.current += 1;
		void load(null);
	}, [load]);
	const newest = useRef({ found, load });
	useEffect(() => {
		newest.current = { found, load };
	});
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	const lookOn = (): void => {
		timer.current ??= setTimeout(() => {
			timer.current = undefined;
			// A search that is under way is not begun anew for each line.
			if (busy.current) lookOn();
			else if (newest.current.found.isAll) void newest.current.load(newest.current.found);
		}, GATHER_MS);
	};
	useEngineEvent('run.log', (line) => {
		if (search === null || (search.run !== undefined && line.runId !== search.run)) return;
		if (search.plugin !== undefined && line.plugin !== search.plugin) return;
		lookOn();
	});
	useEngineEvent('history.written', () => {
		if (search !== null) lookOn();
	});
	return found.of === key ? found : { ...none, ids: [] };
}
