import { useCallback, useSyncExternalStore } from 'react';
import type { KeepAsked } from '../../../shared/run/kept.ts';
import { isOfConnection } from '../../client/patience.ts';
import { byteForms, type InputDraft } from './call-input.ts';
import type { CallOutcome, CaseResult } from './call-outcome.ts';

/** What a person does with one plugin in the test console. */
export interface TestSession {
	/** Null: the plugin's first function. */
	readonly fn: string | null;
	/** Null: nothing was typed or filled in yet. */
	readonly input: InputDraft | null;
	/** JSON text of what overrides its configuration; empty: nothing. */
	readonly config: string;
	/** What the history is to keep of a call. */
	readonly keep: KeepAsked;
	readonly running: { readonly runId: string; readonly startedAt: number } | null;
	readonly outcome: CallOutcome | null;
	/** By the case's id. */
	readonly results: ReadonlyMap<number, CaseResult>;
	/** All cases are being run. */
	readonly runningAll: boolean;
}

const fresh: TestSession = {
	fn: null,
	input: null,
	config: '',
	keep: {},
	running: null,
	outcome: null,
	results: new Map(),
	runningAll: false,
};

/**
 * Sessions live outside of the screen: a call goes on while a person looks at another tab. What was typed is kept for the
 * window's life, across reloads; outputs are kept for the last few plugins.
 */
const sessions = new Map<string, TestSession>();
const listeners = new Set<() => void>();
/** Plugins whose outputs are kept. */
const MAX_KEPT = 4;
/** Longer inputs are not kept across a reload, UTF-16 units. */
const MAX_STORED = 500_000;

const slotOf = (plugin: string): string => `dataflare-test/${plugin}`;

function sessionOf(plugin: string): TestSession {
	let session = sessions.get(plugin);
	if (session === undefined) {
		session = { ...fresh, ...stored(plugin) };
		sessions.set(plugin, session);
	}
	return session;
}

function stored(plugin: string): Partial<TestSession> {
	try {
		const { fn, text, form, config } = JSON.parse(sessionStorage.getItem(slotOf(plugin)) ?? '{}') as Record<
			string,
			unknown
		>;
		const known = byteForms.find((one) => one === form) ?? 'text';
		return {
			...(typeof fn === 'string' ? { fn } : {}),
			...(typeof config === 'string' ? { config } : {}),
			...(typeof text === 'string' ? { input: { text, form: known } } : {}),
		};
	} catch {
		return {};
	}
}

export function updateSession(plugin: string, change: (now: TestSession) => Partial<TestSession>): void {
	const before = sessionOf(plugin);
	const next = { ...before, ...change(before) };
	// The last changed is the last in the map.
	sessions.delete(plugin);
	sessions.set(plugin, next);
	const idle = [...sessions].filter(([, { running, runningAll }]) => running === null && !runningAll);
	for (const [name, session] of idle.slice(0, -MAX_KEPT))
		sessions.set(name, { ...session, outcome: null, results: new Map() });
	if (next.fn !== before.fn || next.input !== before.input || next.config !== before.config) store(plugin, next);
	for (const listener of listeners) listener();
}

function store(plugin: string, { fn, input, config }: TestSession): void {
	try {
		if (input !== null && input.text.length > MAX_STORED) sessionStorage.removeItem(slotOf(plugin));
		else sessionStorage.setItem(slotOf(plugin), JSON.stringify({ fn, config, ...input }));
	} catch {
		// Without room it is kept until the next reload.
	}
}

/** The program is back: that it was not reached is no answer to a call any more. */
export function forgetUnreached(plugin: string): void {
	const isUnreached = (outcome: CallOutcome): boolean => !outcome.ok && isOfConnection(outcome.error);
	updateSession(plugin, ({ outcome, results }) => ({
		outcome: outcome !== null && isUnreached(outcome) ? null : outcome,
		results: new Map([...results].filter(([, result]) => !('outcome' in result && isUnreached(result.outcome)))),
	}));
}

/** The runs that the console shows: what goes on, and what came out of the last call and of the cases. */
export function runsOf({ running, outcome, results }: TestSession): readonly string[] {
	const outcomes = [outcome, ...[...results.values()].map((result) => ('outcome' in result ? result.outcome : null))];
	const ids = [running?.runId, ...outcomes.map((one) => one?.runId)];
	return ids.filter((id) => typeof id === 'string').slice(0, 1000);
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function useTestSession(plugin: string): TestSession {
	return useSyncExternalStore(
		subscribe,
		useCallback(() => sessionOf(plugin), [plugin]),
	);
}
