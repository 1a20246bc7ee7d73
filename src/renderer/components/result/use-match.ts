import { useEffect, useRef, useState } from 'react';
import type { ResultMatch, ResultState } from '../../../shared/run/result-table.ts';
import { useAsk } from '../../client/engine.tsx';

/** How often it is asked while the ids are looked for; as long as one place must be looked at. ms */
const LOOKING_MS = 250;
const PAUSE_MS = 40;
/** At once, and places that are kept. */
const MOST_ROWS = 200;
const KEPT = 4_000;

export interface Match {
	/** Null: nothing stands beside. */
	readonly how: ResultMatch['how'] | null;
	readonly column: string | null;
	/** Place in the input of what belongs to a record of the output; null: nothing does; undefined: it is awaited. */
	placeOf(row: number): number | null | undefined;
}

type Opened = Pick<ResultState, 'id' | 'revision'>;

/** Which record of an input belongs to each of an output, as the engine finds out; `input` null: none is to. */
export function useMatch(output: Opened, input: Opened | null, rows: readonly number[]): Match {
	const ask = useAsk();
	const [, drawAnew] = useState(0);
	const key = JSON.stringify([output.id, output.revision, input?.id, input?.revision]);
	const fresh = () => ({
		key,
		how: 'looking' as ResultMatch['how'],
		column: null as string | null,
		places: new Map<number, number | null>(),
	});
	const kept = useRef(fresh());
	if (kept.current.key !== key) kept.current = fresh();
	const missing = rows.filter((row) => !kept.current.places.has(row)).slice(0, MOST_ROWS);
	const wanted = missing.join();
	// biome-ignore lint/correctness/useExhaustiveDependencies: the key and what is wanted say it all
	useEffect(() => {
		if (input === null || wanted === '') return;
		const { current } = kept;
		const asked = wanted.split(',').map(Number);
		let timer: ReturnType<typeof setTimeout>;
		let isOver = false;
		const look = async (): Promise<void> => {
			const pair = { id: output.id, revision: output.revision, input: input.id, inputRevision: input.revision };
			// What is wrong with a result, its state says.
			const found = await ask('results.beside', { ...pair, rows: asked }).catch(() => null);
			if (isOver || found === null) return;
			if (found.how === 'looking') {
				timer = setTimeout(() => void look(), LOOKING_MS);
				return;
			}
			if (current.places.size > KEPT) current.places.clear();
			current.how = found.how;
			current.column = found.column;
			for (const [at, row] of asked.entries()) current.places.set(row, found.places[at] ?? null);
			drawAnew((before) => before + 1);
		};
		timer = setTimeout(() => void look(), PAUSE_MS);
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [ask, key, wanted]);
	const { how, column, places } = kept.current;
	return { how: input === null ? null : how, column, placeOf: (row) => places.get(row) };
}
