import { useCallback, useEffect, useRef, useState } from 'react';
import type { RouteInput } from '../../../shared/api/routes.ts';
import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { reasonOf } from '../../../shared/errors/failure-reason.ts';
import type { ResultQuery, ResultSource, ResultState } from '../../../shared/run/result-table.ts';
import { useAct, useAsk } from '../../client/engine.tsx';

/** How often it is asked how far it is, ms; when nothing is under way, whether the file changed. */
const BUSY_MS = 250;
const IDLE_MS = 4_000;

export const everything: ResultQuery = { search: '', filters: [], sort: null };
const EVERYTHING = JSON.stringify(everything);

export interface OpenedResult {
	/** Null: it is being opened, or could not be. */
	readonly state: ResultState | null;
	/** What its view answers, for whoever keeps rows of it. */
	readonly question: string;
	readonly error: DataFlareError | null;
	/** The file was read anew because it changed. */
	readonly changed: boolean;
	retry(): void;
}

/**
 * A result that is open for as long as it is shown, as far as it is; `source` null: none. What was closed meanwhile, by the
 * program or for want of room, is opened again.
 */
export function useResult(source: ResultSource | null, query: ResultQuery): OpenedResult {
	const act = useAct();
	const ask = useAsk();
	const [attempt, setAttempt] = useState(0);
	const [state, setState] = useState<ResultState | null>(null);
	const [error, setError] = useState<DataFlareError | null>(null);
	const sourceKey = source === null ? null : JSON.stringify(source);
	const queryKey = JSON.stringify(query);
	const id = state?.id ?? null;
	/** What was asked of the one that is open. */
	const sent = useRef({ id: '', question: EVERYTHING, waiting: 0 });
	const [question, setQuestion] = useState(EVERYTHING);
	const failed = useCallback((thrown: unknown): void => {
		const error = toDataFlareError(thrown);
		if (reasonOf(error) === 'result_closed') setAttempt((before) => before + 1);
		else setError(error);
	}, []);

	// biome-ignore lint/correctness/useExhaustiveDependencies: each attempt opens it anew
	useEffect(() => {
		if (sourceKey === null) return;
		let isOver = false;
		const opened = act('results.open', { source: JSON.parse(sourceKey) as ResultSource });
		opened.then(
			(next) => !isOver && setState(next),
			(thrown: unknown) => !isOver && failed(thrown),
		);
		return () => {
			isOver = true;
			setState(null);
			setQuestion(EVERYTHING);
			setError(null);
			// Whoever looks no more needs no answer.
			opened.then(({ id }) => act('results.close', { id })).catch(() => undefined);
		};
	}, [act, sourceKey, attempt, failed]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: its key says when the question is another one
	useEffect(() => {
		if (id === null) return;
		if (sent.current.id !== id) sent.current = { id, question: EVERYTHING, waiting: 0 };
		const { current } = sent;
		if (current.question === queryKey) return;
		current.question = queryKey;
		current.waiting++;
		act('results.view', { id, query: writable(query) })
			.then(
				(next) => {
					if (sent.current !== current || current.question !== queryKey) return;
					setState(next);
					setQuestion(queryKey);
				},
				(thrown: unknown) => sent.current === current && failed(thrown),
			)
			.finally(() => {
				current.waiting--;
			});
	}, [act, id, queryKey, failed]);

	const isBusy = state !== null && (!state.complete || (state.view !== null && !isSettled(state)));
	useEffect(() => {
		if (id === null) return;
		let timer: ReturnType<typeof setTimeout>;
		let isOver = false;
		const look = (): void => {
			timer = setTimeout(
				async () => {
					try {
						if (!document.hidden) {
							const next = await ask('results.state', { id });
							// What was told meanwhile of another question is no news of this one.
							if (!isOver && sent.current.waiting === 0) setState((before) => (isSame(before, next) ? before : next));
						}
					} catch (thrown) {
						if (!isOver) failed(thrown);
						return;
					}
					if (!isOver) look();
				},
				isBusy ? BUSY_MS : IDLE_MS,
			);
		};
		look();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [ask, id, isBusy, failed]);

	return {
		state,
		question,
		error,
		changed: (state?.revision ?? 0) > 0,
		retry() {
			setError(null);
			setAttempt((before) => before + 1);
		},
	};
}

function isSettled({ view }: ResultState): boolean {
	return view === null || view.phase === 'ready' || view.phase === 'failed';
}

function isSame(before: ResultState | null, next: ResultState): boolean {
	return JSON.stringify(before) === JSON.stringify(next);
}

/** As routes take it. */
function writable({ search, filters, sort }: ResultQuery): RouteInput<'results.view'>['query'] {
	return { search, filters: [...filters], sort };
}
