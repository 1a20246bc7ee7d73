import { expect, it } from 'vitest';
import { fickle } from '../../../../../test/support/flows/fickle-guest.ts';
import { named, never, specOf } from '../../../../../test/support/flows/flow-worker.ts';
import { texts } from '../../../../../test/support/guests/in-process-guest.ts';
import type { LastResort, OnError } from '../../../../shared/flow/flow-file.ts';
import { type Batch, noRecords } from '../../../../shared/sandbox/batch.ts';
import { Lane } from './lane.ts';
import { RecordCalls, type RecordsCalled } from './record-calls.ts';
import { StatefulWork } from './stateful-work.ts';
import type { WorkerOptions } from './worker-options.ts';

const retried = (then: LastResort): OnError => ({ retry: 1, backoff_ms: 30, then });
const options: WorkerOptions = {
	spec: specOf(fickle('write_data'), { encoding: 'ndjson' }),
	type: 'destination',
	fn: 'write_data',
	onError: retried('skip'),
	workers: 1,
	batchRecords: 100,
	batchBytes: 100_000,
	wantsDropped: false,
	savesState: false,
};

/** Refuses a record of the kind "again" once. */
class Calls extends RecordCalls {
	readonly took: string[] = [];
	override async records(_: Lane, batch: Batch): Promise<RecordsCalled> {
		const isFirst = !this.took.includes('refused');
		const at = texts(batch).findIndex((text) => text.includes('again'));
		const refused = isFirst && at >= 0;
		this.took.push(...texts(batch).map((text, index) => (refused && index === at ? 'refused' : text)));
		const error = { code: 'plugin_execution', message: 'not yet' } as const;
		const failed = refused ? [{ index: at, given: 0, error }] : [];
		return { kind: 'answered', batch: noRecords(1), dropped: null, failed, taken: batch.ends.length };
	}
}

it('tries a record again before anything that came behind its batch', async () => {
	const calls = new Calls(options);
	const work = new StatefulWork(options, calls);
	const lane = new Lane({ first: {} as never, renew: null, holds: false });
	const batches = [named('ok', 'again'), named('ok', 'ok'), named('ok')];
	await Promise.all(batches.map((batch) => work.work(lane, { batch, at: 0, number: 0 }, never)));
	expect(calls.took.map((text) => text.replaceAll(/[" \d]/g, ''))).toEqual([
		'ok',
		'refused',
		'again',
		'ok',
		'ok',
		'ok',
	]);
});
