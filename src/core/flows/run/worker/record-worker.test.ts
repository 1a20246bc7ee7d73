import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fickle } from '../../../../../test/support/flows/fickle-guest.ts';
import {
	named,
	never,
	realRuntime,
	shown,
	specOf,
	startWorker,
} from '../../../../../test/support/flows/flow-worker.ts';
import { batch, texts } from '../../../../../test/support/guests/in-process-guest.ts';
import { isLong } from '../../../../../test/support/values/tries.ts';
import { cat, countBytes, failsOverE } from '../../../../../test/support/wasi/programs.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { type LastResort, MAX_BATCH_BYTES, type OnError } from '../../../../shared/flow/flow-file.ts';
import { batchOf } from '../../../../shared/sandbox/batch.ts';
import { LostState } from '../record-worker.ts';

const roles = [
	['process_data', 'processor'],
	['transform_data', 'transformer'],
	['filter_data', 'filter'],
	['aggregate_data', 'aggregator'],
	['write_data', 'destination'],
] as const;
const stateless = roles.slice(0, 3);
const stateful = roles.slice(3);
const ways = [
	['an error', 'error', 'gave_up'],
	['a trap', 'trap', 'unreachable_trap'],
	['an endless loop', 'loop', 'time_limit'],
	['too much memory', 'grow', null],
	['an output that is none', 'bad', null],
] as const;
const lines = { encoding: 'ndjson', batch: true } as const;
const retried = (retry: number, backoff_ms: number, then: LastResort): OnError => ({ retry, backoff_ms, then });
/** A loop lasts for all of its time, several times over; whatever else is tried needs none of it. */
const lasting = (kind: string) => ({ timeoutMs: kind === 'loop' ? 200 : 5_000 });
const again = retried(1, 1, 'quarantine');

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => expect.fail('it went well'),
		(error: unknown) => error,
	);

describe.each(stateless)('%s, which keeps nothing,', (fn, type) => {
	const kinds = ways.filter(([, kind]) => !(type === 'filter' && kind === 'bad'));

	it.each(kinds)('loses to %s one record, whatever it is given at once', async (_, kind) => {
		const runtime = realRuntime();
		// Each kind with each way to take records and with each answer to a failure; a filter, but for what takes long, and all in the long form, with both at once.
		const left: readonly OnError[] = type === 'transformer' ? [again] : ['skip'];
		const right: readonly OnError[] = type === 'transformer' ? ['skip'] : [again];
		const both: readonly OnError[] = ['skip', again];
		const tried = isLong || (type === 'filter' && kind !== 'loop') ? [both, both] : [left, right];
		for (const [index, more] of [{}, lines].entries()) {
			const spec = specOf(fickle(fn, { batch: 'batch' in more }), { type, ...more }, lasting(kind));
			for (const onError of tried[index] ?? []) {
				const { worker, counts } = await startWorker(runtime, spec, fn, { onError });
				const first = worker.work(named('ok', kind, 'ok', 'ok'), never);
				const second = worker.work(named('ok', 'ok', 'ok', kind), never);
				expect(shown(await first)).toMatchObject({ out: ['"ok 0"', '"ok 2"', '"ok 3"'], failed: [1] });
				expect(shown(await second)).toMatchObject({ out: ['"ok 0"', '"ok 1"', '"ok 2"'], failed: [3] });
				expect(counts).toEqual({ in: 8, out: 6 });
				await worker.close();
			}
		}
	});

	it.each(kinds)('ends the flow over %s, and names the record', async (_, kind, reason) => {
		const runtime = realRuntime();
		for (const more of [{}, lines]) {
			const spec = specOf(fickle(fn, { batch: 'batch' in more }), { type, ...more }, lasting(kind));
			const { worker } = await startWorker(runtime, spec, fn, { onError: 'fail', recordsBefore: 100 });
			expect(shown(await worker.work(named('ok', 'ok'), never)).out).toHaveLength(2);
			const error = await failureOf(worker.work(named('ok', 'ok', kind, 'ok'), never));
			expect(error).toBeInstanceOf(DataFlareError);
			expect(error).toMatchObject({
				details: { plugin: 'sample', record: 105, beginning: `"${kind} 2"`, ...(reason === null ? {} : { reason }) },
			});
			expect((error as Error).message).toMatch(/^record 105 \("\\"/);
			expect((error as Error).message).not.toMatch(/record 3/);
		}
	});
});

describe.each(stateful)('%s, which keeps something,', (fn, type) => {
	it('loses to an error one record', async () => {
		const { worker } = await startWorker(realRuntime(), specOf(fickle(fn), { type }), fn);
		const out = type === 'destination' ? [] : ['"ok 0"', '"ok 2"'];
		expect(shown(await worker.work(named('ok', 'error', 'ok'), never))).toEqual({ out, dropped: null, failed: [1] });
		const bad = await worker.work(named('error'), never);
		expect(bad.failed[0]?.error.details).toMatchObject({ plugin: 'sample', record: 4, reason: 'gave_up' });
		if (type === 'aggregator') expect(texts((await worker.finish(never)).batch)).toEqual(['2']);
		await worker.close();
	});

	it.each([
		['a trap', 'trap', 1, 1],
		['an endless loop', 'loop', 0, 2],
		['too much memory', 'grow', 1, 1],
	])('loses to %s what it kept, and says which record it was', async (_, kind, first, last) => {
		const runtime = realRuntime();
		const spec = specOf(fickle(fn), { type }, lasting(kind));
		const { worker } = await startWorker(runtime, spec, fn);
		await worker.work(named('ok', 'ok'), never);
		const [before, failed, behind] = await Promise.allSettled([
			worker.work(named('ok'), never),
			worker.work(named('ok', kind, 'ok'), never),
			worker.work(named('ok'), never),
		]);
		expect(before.status).toBe('fulfilled');
		const lost = failed.status === 'rejected' ? failed.reason : null;
		expect(lost).toBeInstanceOf(LostState);
		expect(lost).toMatchObject({ first: 3 + first, last: 3 + last });
		expect(behind).toMatchObject({ status: 'rejected', reason: lost });
		const failing = await startWorker(runtime, spec, fn, { onError: 'fail' });
		const error = await failureOf(failing.worker.work(named('ok', kind, 'ok'), never));
		expect(error).toBeInstanceOf(DataFlareError);
		expect((error as Error).message).toMatch(first === last ? /^record 2 \(/ : /^records 1 to 3: /);
	});

	it('refuses a batch as one where it takes batches, and a record alone', async () => {
		const spec = specOf(fickle(fn, { batch: true }), { type, ...lines });
		const { worker } = await startWorker(realRuntime(), spec, fn);
		expect(shown(await worker.work(named('error'), never)).failed).toEqual([0]);
		expect(await failureOf(worker.work(named('ok', 'error', 'ok'), never))).toMatchObject({ first: 1, last: 3 });
	});
});

describe('a record that is tried again', () => {
	it('goes where it belongs once it is taken', async () => {
		for (const more of [{}, lines]) {
			for (const [fn, type] of stateless) {
				const spec = specOf(fickle(fn, { batch: 'batch' in more }), { type, ...more });
				const { worker, counts } = await startWorker(realRuntime(), spec, fn, { onError: again });
				const kinds =
					type === 'transformer' ? ['ok', 'again', 'ok', 'error'] : ['ok', 'drop', 'again', 'drop', 'error', 'ok'];
				const { out, dropped, failed } = shown(await worker.work(named(...kinds), never));
				const all = kinds.map((kind, at) => `"${kind} ${at}"`);
				expect(out).toEqual(all.filter((text) => /ok|again/.test(text)));
				expect(dropped ?? []).toEqual(type === 'filter' ? all.filter((text) => text.includes('drop')) : []);
				expect(failed).toEqual([kinds.indexOf('error')]);
				expect(counts.in).toBe(kinds.length);
			}
		}
	});

	it('fails in the end as is said', async () => {
		const spec = specOf(fickle('process_data', { says: 'not today' }), {});
		const onError = retried(2, 1, 'fail');
		const { worker } = await startWorker(realRuntime(), spec, 'process_data', { onError });
		const error = await failureOf(worker.work(named('ok', 'error'), never));
		expect((error as Error).message).toBe('record 2 ("\\"error 1\\""): not today');
	});

	it('is waited for no longer than anybody waits', async () => {
		const spec = specOf(fickle('process_data'), {});
		const onError = retried(20, 60_000, 'skip');
		const { worker } = await startWorker(realRuntime(), spec, 'process_data', { onError });
		const abort = new AbortController();
		const work = failureOf(worker.work(named('error'), abort.signal));
		setTimeout(() => abort.abort(new DataFlareError('cancelled', 'enough')), 50);
		expect(await work).toMatchObject({ code: 'cancelled', message: 'enough' });
	});
});

describe('batches', () => {
	it('are cut as is said, worked by several instances, and joined in order', async () => {
		const spec = specOf(fickle('filter_data'), { type: 'filter' });
		const { worker } = await startWorker(realRuntime(), spec, 'filter_data', { workers: 3, batchRecords: 7 });
		const kinds = Array.from({ length: 400 }, (_, at) => ['ok', 'drop', 'ok', 'error', 'trap'][(at * 7) % 5] ?? 'ok');
		const works = [0, 1, 2, 3].map(() => worker.work(named(...kinds), never));
		for (const work of works) {
			const { out, dropped, failed } = shown(await work);
			expect(out).toEqual(kinds.flatMap((kind, at) => (kind === 'ok' ? [`"ok ${at}"`] : [])));
			expect(dropped).toEqual(kinds.flatMap((kind, at) => (kind === 'drop' ? [`"drop ${at}"`] : [])));
			expect(failed).toEqual(kinds.flatMap((kind, at) => (kind === 'error' || kind === 'trap' ? [at] : [])));
		}
	});

	it('of failures alone are told whole', async () => {
		for (const [fn, type] of [...stateless.slice(0, 1), ...stateful]) {
			const { worker } = await startWorker(realRuntime(), specOf(fickle(fn), { type }), fn, { batchRecords: 5_000 });
			const kinds = Array.from({ length: 1_500 }, () => 'error');
			expect(shown(await worker.work(named(...kinds), never)).failed).toEqual(kinds.map((_, at) => at));
		}
	});

	it('of failures of which much is said are told whole as well', async () => {
		const spec = specOf(fickle('process_data', { says: '字'.repeat(1_200) }), {});
		const { worker } = await startWorker(realRuntime(), spec, 'process_data');
		const { failed } = await worker.work(named(...Array.from({ length: 1_000 }, () => 'error')), never);
		expect(failed).toHaveLength(1_000);
		expect(failed[999]?.error.message).toMatch(/^字{500,1000}$/);
	});

	it('of any records, cut anyhow, are parted into what is handed on, let go and failed, in order', async () => {
		const runtime = realRuntime();
		const workers = await Promise.all(
			[1, 2].flatMap((count) =>
				[{}, lines].map((more) => {
					const spec = specOf(fickle('filter_data', { batch: 'batch' in more }), { type: 'filter', ...more });
					return startWorker(runtime, spec, 'filter_data', { workers: count, batchRecords: 9, batchBytes: 64 });
				}),
			),
		);
		const kinds = fc.array(fc.constantFrom('ok', 'ok', 'drop', 'error', 'trap', 'a long one'), { maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(kinds, fc.nat({ max: 3 }), async (list, which) => {
				const { worker } = workers[which] ?? expect.fail();
				const input = named(...list.map((kind) => (kind === 'a long one' ? `ok${'x'.repeat(100)}` : kind)));
				const { out, dropped, failed } = shown(await worker.work(input, never));
				expect(out).toEqual(texts(input).filter((text) => text.startsWith('"ok')));
				expect(dropped).toEqual(texts(input).filter((text) => text.startsWith('"drop')));
				expect(failed).toEqual(list.flatMap((kind, at) => (kind === 'error' || kind === 'trap' ? [at] : [])));
			}),
			{ numRuns: 60 },
		);
	});

	it('of nothing are worked as well', async () => {
		const { worker } = await startWorker(
			realRuntime(),
			specOf(fickle('filter_data'), { type: 'filter' }),
			'filter_data',
		);
		expect(shown(await worker.work(batch(), never))).toEqual({ out: [], dropped: [], failed: [] });
	});

	it('are handed over without a record that is too large', async () => {
		const spec = specOf(fickle('process_data'), {});
		const large = new Uint8Array(MAX_BATCH_BYTES + 1).fill(0x31);
		const input = batchOf([Buffer.from('"ok"'), large, Buffer.from('"ok"')]);
		const { worker } = await startWorker(realRuntime(), spec, 'process_data');
		const { out, failed } = await worker.work(input, never);
		expect(texts(out)).toEqual(['"ok"', '"ok"']);
		expect(failed).toMatchObject([{ index: 1, error: { details: { reason: 'record_above_limit', record: 2 } } }]);
		const failing = await startWorker(realRuntime(), spec, 'process_data', { onError: 'fail' });
		const error = await failureOf(failing.worker.work(input, never));
		expect((error as Error).message).toMatch(/^record 2 \("1{80}…"\): the record has 16777217 bytes/);
	});
});

describe('a program', () => {
	const command = { abi: 'wasi-command', encoding: 'ndjson' } as const;

	it('is run for each batch where records are left out, and has nothing left at its end', async () => {
		const { worker } = await startWorker(realRuntime(), specOf(failsOverE, command), 'process_data');
		expect(shown(await worker.work(named('ok', 'error', 'ok'), never))).toMatchObject({
			out: ['"ok 0"', '"ok 2"'],
			failed: [1],
		});
		expect(await worker.finish(never)).toMatchObject({ end: true });
		const failing = await startWorker(realRuntime(), specOf(failsOverE, command), 'process_data', { onError: 'fail' });
		const error = await failureOf(failing.worker.work(named('ok', 'ok', 'error'), never));
		expect(error).toMatchObject({ details: { record: 3, reason: 'exit_trap' } });
	});

	it('has what it answers in order, however many of it there are', async () => {
		const options = { workers: 3, batchRecords: 5, onError: 'fail' } as const;
		const { worker } = await startWorker(realRuntime(), specOf(cat, command), 'process_data', options);
		const kinds = Array.from({ length: 60 }, () => 'ok');
		expect(shown(await worker.work(named(...kinds), never)).out).toEqual(kinds.map((_, at) => `"ok ${at}"`));
	});

	it('that is one run has the rest of it at its end', async () => {
		const { worker } = await startWorker(realRuntime(), specOf(cat, command), 'process_data', { onError: 'fail' });
		const work = await worker.work(named('ok', 'ok'), never);
		const rest = await worker.finish(never);
		expect([...texts(work.out), ...texts(rest.batch)]).toEqual(['"ok 0"', '"ok 1"']);
		expect(rest.end).toBe(true);
	});

	it('that is one run ends with what it held where its process ends between two batches', async () => {
		const runtime = realRuntime();
		const spec = specOf(countBytes, command);
		const { worker } = await startWorker(runtime, spec, 'process_data', { onError: 'fail' });
		await worker.work(named('ok', 'ok'), never);
		const pid = runtime.sandboxes().find(({ plugin }) => plugin === spec.plugin)?.pid ?? expect.fail('no process');
		process.kill(pid, 'SIGKILL');
		await expect.poll(() => runtime.sandboxes().some((one) => one.pid === pid)).toBe(false);
		await failureOf(worker.work(named('ok'), never));
	});
});

it('a state larger than a checkpoint holds is not taken, and costs nothing that was kept', async () => {
	const heavy = fickle('aggregate_data')
		.replace('(memory (export "memory") 8)', '(memory (export "memory") 1100)')
		.replace('(i32.store (i32.const 300000) (i32.const 4))', `(i32.store (i32.const 300000) (i32.const ${65 << 20}))`);
	const spec = specOf(heavy, { type: 'aggregator' }, { memoryLimitBytes: 128 * 1024 * 1024 });
	const { worker } = await startWorker(realRuntime(), spec, 'aggregate_data', { savesState: true });
	await worker.work(named('ok', 'ok'), never);
	const error = await failureOf(worker.save(never));
	expect(error).toMatchObject({ message: expect.stringMatching(/save_state: the output of 68157440 bytes exceeds/) });
	await worker.work(named('ok'), never);
	expect(texts((await worker.finish(never)).batch)).toEqual(['3']);
});
