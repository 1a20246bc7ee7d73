import { onTestFinished } from 'vitest';
import type { RecordWorker, WorkedBatch } from '../../../src/core/flows/run/record-worker.ts';
import { createRecordWorker } from '../../../src/core/flows/run/worker/create-record-worker.ts';
import type { WorkerOptions } from '../../../src/core/flows/run/worker/worker-options.ts';
import type { RuntimeBudgets } from '../../../src/core/runtime/budgets.ts';
import { createRuntime } from '../../../src/core/runtime/create-runtime.ts';
import type { CallOutcome, GuestSpec, Runtime, RuntimeEvent } from '../../../src/core/runtime/runtime.ts';
import type { Batch } from '../../../src/shared/sandbox/batch.ts';
import type { GuestDescription } from '../../../src/shared/sandbox/frames.ts';
import { emptyBroker, guestSpec } from '../guests/guest-spec.ts';
import { batch, texts, wat } from '../guests/in-process-guest.ts';
import { sharedAdapter } from '../processes/shared-adapter.ts';

export const never = new AbortController().signal;

/** A runtime of real processes, which ends with its test. */
export function realRuntime(budgets: Partial<RuntimeBudgets> = {}): Runtime {
	const quick = { backoffMs: 1, loadFloorMs: 1_000, spareDelayMs: 1, ...budgets };
	const runtime = createRuntime({ adapter: sharedAdapter(), broker: emptyBroker, spares: 0, budgets: quick });
	onTestFinished(() => runtime.dispose(1_000));
	return runtime;
}

export function specOf(
	source: string,
	guest: Partial<GuestDescription>,
	changes: Partial<Omit<GuestSpec, 'module' | 'guest'>> = {},
): GuestSpec {
	const spec = guestSpec({ module: wat(source), memoryLimitBytes: 4 * 1024 * 1024, ...changes });
	return { ...spec, guest: { ...spec.guest, type: 'processor', ...guest } };
}

export interface Heard {
	readonly worker: RecordWorker;
	readonly counts: { in: number; out: number };
	readonly events: RuntimeEvent[];
}

/** One worker that leaves out what its plugin does not take. */
export const workerOptions = (spec: GuestSpec, fn: string, changes: Partial<WorkerOptions> = {}): WorkerOptions => ({
	spec,
	type: spec.guest.type,
	fn,
	onError: 'skip',
	workers: 1,
	batchRecords: 1_000,
	batchBytes: 1024 * 1024,
	wantsDropped: false,
	savesState: false,
	...changes,
});

/** A worker whose counts and events are heard. It ends with its test. */
export async function startWorker(
	runtime: Pick<Runtime, 'lease'>,
	spec: GuestSpec,
	fn: string,
	changes: Partial<WorkerOptions> = {},
	signal: AbortSignal = never,
): Promise<Heard> {
	const counts = { in: 0, out: 0 };
	const events: RuntimeEvent[] = [];
	const options = workerOptions(spec, fn, {
		wantsDropped: fn === 'filter_data',
		sink: { onEvent: (event) => events.push(event) },
		onCount: ({ counts: { recordsIn, recordsOut } }: CallOutcome) => {
			counts.in += recordsIn;
			counts.out += recordsOut;
		},
		...changes,
	});
	const worker = await createRecordWorker(runtime, options, signal);
	onTestFinished(() => worker.abort());
	return { worker, counts, events };
}

/** Records of these kinds, each with its place: `ok` first is `"ok 0"`. */
export const named = (...kinds: readonly string[]): Batch => batch(...kinds.map((kind, at) => `"${kind} ${at}"`));

/** What became of records, as texts and places. */
export function shown({ out, dropped, failed }: WorkedBatch): {
	readonly out: readonly string[];
	readonly dropped: readonly string[] | null;
	readonly failed: readonly number[];
} {
	return {
		out: texts(out),
		dropped: dropped === null ? null : texts(dropped),
		failed: failed.map(({ index }) => index),
	};
}
