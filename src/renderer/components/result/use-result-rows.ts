import { useEffect, useRef, useState } from 'react';
import type { ResultRow } from '../../../shared/run/result-table.ts';
import { useAsk } from '../../client/engine.tsx';

const PAGE = 100;
/** Pages that are kept. */
const KEPT = 40;
/** A place must be looked at for so long before its rows are asked for: a scroll bar that is dragged asks for none. ms */
const PAUSE_MS = 40;

interface Wanted {
	/** Null: nothing is open. */
	readonly id: string | null;
	readonly revision: number;
	/** Says that other rows are asked for. */
	readonly question: string;
	readonly columns: readonly string[];
	/** Rows that there are by now. */
	readonly total: number;
	/** The first row that is drawn, and how many. */
	readonly first: number;
	readonly drawn: number;
}

/** Rows of the view by their places in it, page by page as they are looked at. Undefined: it is awaited. */
export function useResultRows({
	id,
	revision,
	question,
	columns,
	total,
	first,
	drawn,
}: Wanted): (index: number) => ResultRow | undefined {
	const ask = useAsk();
	const [, drawAnew] = useState(0);
	const key = JSON.stringify([id, revision, question, columns]);
	const kept = useRef({ key, pages: new Map<number, readonly ResultRow[]>(), asked: new Set<number>() });
	if (kept.current.key !== key) kept.current = { key, pages: new Map(), asked: new Set() };
	const last = Math.min(total, first + drawn) - 1;
	const [from, to] = [Math.floor(first / PAGE), Math.floor(Math.max(0, last) / PAGE)];
	// biome-ignore lint/correctness/useExhaustiveDependencies: the key holds what is asked
	useEffect(() => {
		if (id === null || total === 0) return;
		const { current } = kept;
		const timer = setTimeout(() => {
			for (let page = from; page <= to; page++) {
				const expected = Math.min(PAGE, total - page * PAGE);
				const have = current.pages.get(page)?.length ?? 0;
				if (have >= expected || current.asked.has(page)) continue;
				current.asked.add(page);
				ask('results.rows', { id, revision, offset: page * PAGE, limit: PAGE, columns: [...columns] }).then(
					(rows) => {
						current.asked.delete(page);
						if (kept.current !== current) return;
						current.pages.delete(page);
						current.pages.set(page, rows);
						for (const old of [...current.pages.keys()].slice(0, -KEPT)) current.pages.delete(old);
						drawAnew((before) => before + 1);
					},
					// What is wrong with the result, its state says.
					() => current.asked.delete(page),
				);
			}
		}, PAUSE_MS);
		return () => clearTimeout(timer);
	}, [ask, key, from, to, total]);
	return (index) => kept.current.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
}

/** Records by their places in the file: those beside others. */
export function useRecordsAt(
	id: string | null,
	revision: number,
	columns: readonly string[],
	places: readonly number[],
	/** Grows while more of them can be had. */
	known: number,
): (row: number) => ResultRow | undefined {
	const ask = useAsk();
	const [, drawAnew] = useState(0);
	const key = JSON.stringify([id, revision, columns]);
	const kept = useRef({ key, rows: new Map<number, ResultRow>() });
	if (kept.current.key !== key) kept.current = { key, rows: new Map() };
	const missing = places.filter((place) => place < known && !kept.current.rows.has(place)).slice(0, 200);
	const wanted = missing.join();
	// biome-ignore lint/correctness/useExhaustiveDependencies: the key and what is wanted say it all
	useEffect(() => {
		if (id === null || wanted === '') return;
		const { current } = kept;
		const timer = setTimeout(() => {
			const at = wanted.split(',').map(Number);
			ask('results.rows', { id, revision, at, columns: [...columns] }).then(
				(rows) => {
					if (kept.current !== current) return;
					if (current.rows.size > KEPT * PAGE) current.rows.clear();
					for (const row of rows) current.rows.set(row.row, row);
					drawAnew((before) => before + 1);
				},
				() => undefined,
			);
		}, PAUSE_MS);
		return () => clearTimeout(timer);
	}, [ask, key, wanted]);
	return (row) => kept.current.rows.get(row);
}
