import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fickle } from '../../../../../test/support/flows/fickle-guest.ts';
import {
	named,
	never,
	realRuntime,
	shown,
	specOf,
	startWorker,
} from '../../../../../test/support/flows/flow-worker.ts';
import { statesInMemory } from '../../../../../test/support/flows/states-in-memory.ts';
import { emptyBroker, guestSpec } from '../../../../../test/support/guests/guest-spec.ts';
import { texts } from '../../../../../test/support/guests/in-process-guest.ts';
import { type Liars, startLiars } from '../../../../../test/support/guests/liar.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { GuestSpec } from '../../../runtime/runtime.ts';
import { LostState } from '../record-worker.ts';

/** Processes that hand records on, and do what the first letter of one says: end by themselves, or be slow. */
const code = `lie = (frame) => {
	const { batch } = frame.input;
	const text = Buffer.from(batch.data).toString();
	if (text.includes('"kill')) return process.kill(process.pid, 'SIGKILL');
	if (text.includes('"exit')) return process.exit(7);
	if (text.includes('"forge')) return send({ t: 'result' });
	// One call after another, as an honest sandbox has them.
	if (text.includes('"slow')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
	send({ t: 'result', id: frame.id, ms: 0, memoryBytes: 0,
		counts: { recordsIn: batch.ends.length, recordsOut: batch.ends.length },
		output: { kind: 'records', batch, end: false, ...(frame.input.isolate ? { failed: [] } : {}) } });
};`;

let liars: Liars;
beforeAll(async () => {
	liars = await startLiars([code], emptyBroker, { backoffMs: 1, probationMs: 1, stormCrashes: 1_000 });
});
afterAll(() => liars.dispose());

let plugins = 0;
function crashing(type: 'processor' | 'destination' = 'processor'): GuestSpec {
	plugins += 1;
	const spec = guestSpec({ plugin: `crash-${plugins}`, timeoutMs: 10_000 });
	return { ...spec, guest: { ...spec.guest, type } };
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => expect.fail('it went well'),
		(error: unknown) => error,
	);

/** The process that works for a plugin. */
const pidOf = (plugin: string): number =>
	liars.runtime.sandboxes().find((one) => one.plugin === plugin)?.pid ?? expect.fail('no process');

describe('a record that takes its process with it', () => {
	it.each(['kill', 'exit'])('is left out, and the others are not: %s', async (kind) => {
		const spec = crashing();
		const { worker, counts } = await startWorker(liars.runtime, spec, '0');
		const kinds = Array.from({ length: 100 }, (_, at) => (at === 63 ? kind : 'ok'));
		const works = [
			worker.work(named('ok'), never),
			worker.work(named(...kinds), never),
			worker.work(named('ok'), never),
		];
		const [before, work, behind] = await Promise.all(works);
		expect(texts(before?.out ?? expect.fail())).toHaveLength(1);
		expect(texts(behind?.out ?? expect.fail())).toHaveLength(1);
		expect(work?.failed).toMatchObject([{ index: 63, error: { details: { plugin: spec.plugin, record: 65 } } }]);
		expect(texts(work?.out ?? expect.fail())).toEqual(kinds.flatMap((one, at) => (one === 'ok' ? [`"ok ${at}"`] : [])));
		expect(counts).toEqual({ in: 102, out: 101 });
		// It counts as one crash, so that two more may follow.
		expect(shown(await worker.work(named('ok', kind, 'ok'), never))).toMatchObject({ failed: [1] });
		await worker.close();
	});

	it('ends the flow where that is said, by its number', async () => {
		const { worker } = await startWorker(liars.runtime, crashing(), '0', { onError: 'fail' });
		await worker.work(named('ok', 'ok'), never);
		const error = await failureOf(worker.work(named('ok', 'kill', 'ok'), never));
		expect(error).toMatchObject({ details: { record: 4, beginning: '"kill 1"' } });
	});

	it('loses what a plugin kept', async () => {
		const { worker } = await startWorker(liars.runtime, crashing('destination'), '0');
		await worker.work(named('ok', 'ok'), never);
		const lost = await failureOf(worker.work(named('ok', 'kill', 'ok'), never));
		expect(lost).toBeInstanceOf(LostState);
		expect(lost).toMatchObject({ first: 2, last: 4 });
	});

	it('loses what a destination has not written yet', async () => {
		const spec = crashing('destination');
		const { worker } = await startWorker(liars.runtime, spec, '0');
		await worker.work(named('ok', 'ok'), never);
		const pid = pidOf(spec.plugin);
		process.kill(pid, 'SIGKILL');
		await expect.poll(() => liars.runtime.sandboxes().some((one) => one.pid === pid)).toBe(false);
		const error = await failureOf(worker.close());
		expect((error as Error).message).toMatch(
			/^"plugin_cleanup" of "crash-\d+" did not start, because its instance was lost/,
		);
	});

	it('ends the flow where it is one of many: the plugin is not started for ever', async () => {
		const spec = crashing();
		const { worker } = await startWorker(liars.runtime, spec, '0');
		const error = await failureOf(worker.work(named(...Array.from({ length: 40 }, () => 'exit')), never));
		expect(error).toMatchObject({ details: { reason: 'quarantined', plugin: spec.plugin } });
		expect(error).toMatchObject({ message: expect.stringMatching(/is quarantined: it crashed 3 times within/) });
	});

	it('ends the flow at once where the protocol was broken', async () => {
		const { worker } = await startWorker(liars.runtime, crashing(), '0');
		const error = await failureOf(worker.work(named('ok', 'forge', 'ok'), never));
		expect(error).toMatchObject({ details: { reason: 'quarantined' } });
	});
});

describe('a process that is ended from outside', () => {
	it.each(['ok', 'one'])('costs nothing but a note, of %s', async (kind) => {
		const spec = crashing();
		const { worker, events } = await startWorker(liars.runtime, spec, '0');
		const kinds = kind === 'one' ? ['slow'] : ['ok', 'slow', 'ok'];
		const work = worker.work(named(...kinds), never);
		setTimeout(() => process.kill(pidOf(spec.plugin), 'SIGKILL'), 100);
		expect(shown(await work)).toMatchObject({ failed: [], out: kinds.map((one, at) => `"${one} ${at}"`) });
		expect(events.map(({ detail }) => detail).join('\n')).toContain('none of them did it alone');
	});

	it('between calls costs not even that', async () => {
		const spec = crashing();
		const { worker } = await startWorker(liars.runtime, spec, '0');
		for (let turn = 0; turn < 2; turn++) {
			expect(shown(await worker.work(named('ok'), never)).failed).toEqual([]);
			const pid = pidOf(spec.plugin);
			process.kill(pid, 'SIGKILL');
			await expect.poll(() => liars.runtime.sandboxes().some((one) => one.pid === pid)).toBe(false);
		}
		expect(shown(await worker.work(named('ok'), never)).failed).toEqual([]);
	});

	it('by a person costs nothing either', async () => {
		const spec = crashing();
		const { worker } = await startWorker(liars.runtime, spec, '0');
		const work = worker.work(named('ok', 'slow'), never);
		const generation = liars.runtime.sandboxes().find((one) => one.plugin === spec.plugin)?.generation ?? 0;
		setTimeout(() => liars.runtime.stop(generation), 100);
		expect(shown(await work)).toMatchObject({ failed: [], out: ['"ok 0"', '"slow 1"'] });
	});
});

describe('an end from here', () => {
	it('is prompt, whatever is under way, and leaves no process', async () => {
		const runtime = realRuntime();
		const spec = specOf(fickle('process_data'), {}, { timeoutMs: 60_000 });
		const abort = new AbortController();
		const { worker } = await startWorker(runtime, spec, 'process_data', { workers: 2 }, abort.signal);
		const works = [worker.work(named('ok', 'loop'), abort.signal), worker.work(named('loop'), never)].map(failureOf);
		setTimeout(() => abort.abort(new DataFlareError('cancelled', 'enough')), 100);
		for (const error of await Promise.all(works)) expect(error).toMatchObject({ message: 'enough' });
		expect(await failureOf(worker.work(named('ok'), never))).toMatchObject({ message: 'enough' });
		await expect.poll(() => runtime.sandboxes().filter(({ plugin }) => plugin !== null)).toEqual([]);
	});

	it('by hand is one as well, and a second one is none', async () => {
		const runtime = realRuntime();
		const spec = specOf(fickle('process_data'), {}, { timeoutMs: 60_000 });
		const { worker } = await startWorker(runtime, spec, 'process_data');
		const work = failureOf(worker.work(named('loop'), never));
		await worker.abort();
		expect(await work).toMatchObject({ code: 'cancelled' });
		await worker.abort();
		await worker.close().catch(() => undefined);
		expect(runtime.sandboxes().filter(({ plugin }) => plugin !== null)).toEqual([]);
	});

	it('before the beginning keeps everything from starting', async () => {
		const runtime = realRuntime();
		const spec = specOf(fickle('process_data'), {});
		const ended = AbortSignal.abort(new DataFlareError('cancelled', 'enough'));
		expect(await failureOf(startWorker(runtime, spec, 'process_data', {}, ended))).toMatchObject({ message: 'enough' });
	});
});

describe('a plugin that does not start', () => {
	it('is no worker', async () => {
		const spec = specOf('(module (memory (export "memory") 1) (func $s unreachable) (start $s))', {});
		const error = await failureOf(startWorker(realRuntime(), spec, 'process_data', { workers: 2 }));
		expect(error).toMatchObject({ code: 'plugin_load' });
	});
});

describe('what a plugin keeps', () => {
	it('is handed from one instance to another', async () => {
		const runtime = realRuntime();
		const spec = specOf(fickle('aggregate_data', { says: 'of another time' }), { type: 'aggregator' });
		const first = await startWorker(runtime, spec, 'aggregate_data', { savesState: true });
		await first.worker.work(named('ok', 'ok', 'error'), never);
		const state = (await first.worker.save(never)) ?? expect.fail('nothing was saved');
		await first.worker.abort();
		const second = await startWorker(runtime, spec, 'aggregate_data', { savesState: true });
		await second.worker.load(await statesInMemory.read(state), never);
		await second.worker.work(named('ok'), never);
		expect(texts((await second.worker.finish(never)).batch)).toEqual(['3']);
		expect(await failureOf(second.worker.load(Uint8Array.of(1), never))).toMatchObject({
			message: 'of another time',
			details: { plugin: 'sample' },
		});
		const silent = await startWorker(runtime, spec, 'aggregate_data');
		expect(await silent.worker.save(never)).toBeNull();
	});

	it('is no more than is taken of it', async () => {
		const huge = `(module (memory (export "memory") 1100)
			(func (export "write_data") (param i32 i32) (result i32) (i32.const 0))
			(func (export "load_state") (param i32 i32) (result i32) (i32.const 0))
			(func (export "save_state") (result i32) (i32.store (i32.const 16) (i32.const 67108865)) (i32.const 16)))`;
		const spec = specOf(huge, { type: 'destination' }, { memoryLimitBytes: 128 * 1024 * 1024 });
		const { worker } = await startWorker(realRuntime(), spec, 'write_data', { savesState: true });
		expect(await failureOf(worker.save(never))).toMatchObject({ code: 'invalid_input', details: { bytes: 67108865 } });
	});
});

describe('a source', () => {
	const reading = (body: string): string => `(module (memory (export "memory") 1) (global $n (mut i32) (i32.const 0))
		(func (export "read_data") (result i32)
			(global.set $n (i32.add (global.get $n) (i32.const 1)))
			${body}
			(if (i32.gt_u (global.get $n) (i32.const 5)) (then (return (i32.const 0))))
			(i32.store (i32.const 16) (i32.const 1)) (i32.store8 (i32.const 20) (i32.add (i32.const 48) (global.get $n)))
			(i32.const 16)))`;

	it('gives its records, and is asked again where that is said', async () => {
		const options = { batchRecords: 2 } as const;
		const plain = await startWorker(realRuntime(), specOf(reading(''), { type: 'source' }), 'read_data', options);
		const read: string[][] = [];
		for (let end = false; !end; ) {
			const next = await plain.worker.read(never);
			read.push([...texts(next.batch)]);
			end = next.end;
		}
		expect(read).toEqual([['1', '2'], ['3', '4'], ['5']]);
		const fails = reading('(if (i32.eq (global.get $n) (i32.const 1)) (then (return (i32.const -4))))');
		const spec = specOf(fails, { type: 'source' });
		const strict = await startWorker(realRuntime(), spec, 'read_data');
		expect(await failureOf(strict.worker.read(never))).toMatchObject({ details: { plugin: 'sample', status: -4 } });
		const onError = Object.fromEntries([
			['retry', 2],
			['backoff_ms', 1],
			['then', 'fail'],
		]) as { retry: number; backoff_ms: number; then: 'fail' };
		const patient = await startWorker(realRuntime(), spec, 'read_data', { ...options, onError });
		expect(texts((await patient.worker.read(never)).batch)).toEqual(['2', '3']);
	});
});
