import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { RouteInput, RouteOutput } from '../../../../shared/api/routes.ts';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { RunFilters, RunSummary } from '../../../../shared/run/run.ts';
import { routeKey, useAsk } from '../../../client/engine.tsx';
import { upTo } from '../filter/run-query.ts';
import type { RunSort } from './run-sort.ts';

const PAGE = 100;
/** Pages beside those that are seen, before they are. Rows */
const AHEAD = 40;
/** Pages kept that nobody sees. */
const KEPT = 30;
/** A place must be looked at for so long before its pages are asked for: a scroll bar that is dragged asks for none. ms */
const PAUSE_MS = 50;

type Page = RouteOutput<'runs.list'>;

export interface RunPages {
	/** Undefined: the first answer is awaited. */
	readonly total: number | undefined;
	/** What is shown belongs to the question before: the answer to this one is awaited. */
	readonly isStale: boolean;
	readonly error: DataFlareError | null;
	at(index: number): RunSummary | undefined;
	/** Place of a run that is at hand; -1: it is not. */
	indexOf(id: string): number;
	retry(): void;
}

interface Shown {
	readonly pages: Map<number, readonly RunSummary[]>;
	readonly question: string;
	readonly head: number | null;
	total: number | undefined;
}

/** The runs that fit, page by page as they are looked at; a bounded number of pages is kept. */
export function useRunPages(
	filters: RunFilters,
	/** Says that other runs are asked for, where `filters` alone may move with the clock. */
	question: string,
	/** Runs that began later are left out; null: none are. */
	head: number | null,
	first: number,
	drawn: number,
	/** Nothing: newest first. */
	order: Partial<RunSort>,
): RunPages {
	const ask = useAsk();
	const queries = useQueryClient();
	const wanted = usePause(pagesOf(first, drawn), PAUSE_MS);
	const shown = useRef<Shown>({ pages: new Map(), question, head, total: undefined });
	const answers = useQueries({
		queries: wanted.map((page) => {
			const input: RouteInput<'runs.list'> = { ...upTo(filters, head), ...order, limit: PAGE, offset: page * PAGE };
			return { queryKey: routeKey('runs.list', input), queryFn: () => ask('runs.list', input) };
		}),
	});
	const isFresh = answers.some(({ data }) => data !== undefined);
	if (isFresh && (shown.current.question !== question || shown.current.head !== head))
		shown.current = { pages: new Map(), question, head, total: undefined };
	for (const [index, page] of wanted.entries()) keep(shown.current, page, answers[index]?.data);

	useEffect(() => {
		const unseen = queries
			.getQueryCache()
			.findAll({ queryKey: ['runs.list'], type: 'inactive' })
			.toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
		for (const query of unseen.slice(KEPT)) queries.getQueryCache().remove(query);
		for (const page of [...shown.current.pages.keys()].slice(0, -KEPT)) shown.current.pages.delete(page);
	});

	const error = answers.find((answer) => answer.error !== null)?.error ?? null;
	return {
		total: shown.current.total,
		isStale: shown.current.question !== question,
		error: error as DataFlareError | null,
		at: (index) => shown.current.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
		indexOf(id) {
			for (const [page, runs] of shown.current.pages) {
				const place = runs.findIndex((run) => run.id === id);
				if (place >= 0) return page * PAGE + place;
			}
			return -1;
		},
		retry() {
			for (const answer of answers) if (answer.error !== null) void answer.refetch();
		},
	};
}

/** What was shown last stays until there is something newer: a row never goes blank because it is asked for anew. */
function keep(shown: Shown, page: number, data: Page | undefined): void {
	if (data === undefined) return;
	shown.pages.delete(page);
	shown.pages.set(page, data.runs);
	shown.total = data.total;
}

function pagesOf(first: number, drawn: number): readonly number[] {
	const from = Math.floor(Math.max(0, first - AHEAD) / PAGE);
	const to = Math.floor((first + drawn + AHEAD) / PAGE);
	return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The value once it has stood still. */
function usePause(pages: readonly number[], ms: number): readonly number[] {
	const key = pages.join();
	const [settled, setSettled] = useState({ key, pages });
	useEffect(() => {
		if (settled.key === key) return;
		const timer = setTimeout(() => setSettled({ key, pages: key.split(',').map(Number) }), ms);
		return () => clearTimeout(timer);
	}, [key, settled, ms]);
	return settled.pages;
}
