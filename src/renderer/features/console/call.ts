import type { RouteInput } from '../../../shared/api/routes.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { Encoding } from '../../../shared/plugin/component-type.ts';
import type { KeepAsked } from '../../../shared/run/kept.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import type { TestCase } from '../../../shared/run/test-case.ts';
import type { Act } from '../../client/engine.tsx';
import type { Fields } from '../../components/config/config-value.ts';
import { callInputOf, draftOfSaved, type InputDraft } from './call-input.ts';
import { type CallOutcome, judge, runOfError } from './call-outcome.ts';
import { updateSession } from './test-session.ts';

interface Asked {
	readonly name: string;
	readonly fn: string;
	/** Null: the function takes none. */
	readonly input: InputDraft | null;
	readonly encoding: Encoding;
	/** Overrides keys of its configuration; absent: none. */
	readonly config?: Fields;
	readonly keep: KeepAsked;
}

async function callOnce(
	act: Act,
	{ name, fn, input, encoding, config, keep }: Asked,
	runId: string,
): Promise<CallOutcome> {
	try {
		const given = input === null ? {} : callInputOf(input, encoding);
		const answer = await act('plugins.call', {
			name,
			fn,
			...given,
			...(config === undefined ? {} : { config: config as RouteInput<'plugins.call'>['config'] }),
			...keep,
			runId,
			trigger: 'test',
		});
		return { ok: true, fn, runId: answer.runId, answer };
	} catch (thrown) {
		const error = toDataFlareError(thrown).toWire();
		return { ok: false, fn, runId: runOfError(error), error };
	}
}

/** Makes the call that is written, wherever the person looks meanwhile. */
export async function runDraft(act: Act, asked: Asked): Promise<void> {
	const runId = newRunId();
	updateSession(asked.name, () => ({ running: { runId, startedAt: Date.now() }, outcome: null }));
	const outcome = await callOnce(act, asked, runId);
	updateSession(asked.name, ({ running }) => (running?.runId === runId ? { running: null, outcome } : {}));
}

/**
 * Runs saved cases one after the other until all are done or `stopCases` is called; with the configuration that the
 * console shows, as any call from there.
 */
export async function runCases(
	act: Act,
	name: string,
	encoding: Encoding,
	how: Pick<Asked, 'config' | 'keep'>,
	cases: readonly TestCase[],
): Promise<void> {
	const judged = (id: number, result: ReturnType<typeof judge> | { readonly kind: 'running' }): void =>
		updateSession(name, ({ results }) => ({ results: new Map(results).set(id, result) }));
	updateSession(name, () => ({ runningAll: true }));
	stopping.delete(name);
	try {
		for (const { id, fn, input, expected } of cases) {
			if (stopping.has(name)) break;
			judged(id, { kind: 'running' });
			const draft = input === null ? null : draftOfSaved(input, encoding);
			const outcome = await callOnce(act, { name, fn, input: draft, encoding, ...how }, newRunId());
			judged(id, judge(expected as JsonValue | undefined, outcome));
		}
	} finally {
		updateSession(name, () => ({ runningAll: false }));
	}
}

const stopping = new Set<string>();

/** The case that is running ends as it does; no other begins. */
export function stopCases(name: string): void {
	stopping.add(name);
}
