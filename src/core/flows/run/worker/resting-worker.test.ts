import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fickle } from '../../../../../test/support/flows/fickle-guest.ts';
import {
	named,
	never,
	realRuntime,
	shown,
	specOf,
	workerOptions,
} from '../../../../../test/support/flows/flow-worker.ts';
import { statesInMemory } from '../../../../../test/support/flows/states-in-memory.ts';
import { texts } from '../../../../../test/support/guests/in-process-guest.ts';
import { scratchFolder } from '../../../../../test/support/scratch/scratch.ts';
import { tries } from '../../../../../test/support/values/tries.ts';
import { cat } from '../../../../../test/support/wasi/programs.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { GuestSpec, Runtime } from '../../../runtime/runtime.ts';
import { StateFiles } from '../checkpoint/state-files.ts';
import type { StateKeeper } from '../checkpoint.ts';
import type { RecordWorker } from '../record-worker.ts';
import { createRecordWorker, keptBetween } from './create-record-worker.ts';
import { openRestingWorker } from './resting-worker.ts';
import type { WorkerOptions } from './worker-options.ts';

const scratch = scratchFolder();

interface Resting {
	readonly worker: RecordWorker;
	/** Each time that it was told of: true, it rests. */
	readonly told: boolean[];
	readonly stays: DataFlareError[];
	readonly late: string[];
	readonly badly: string[];
	/** Records before each start. */
	readonly starts: number[];
}

async function resting(
	runtime: Runtime,
	spec: GuestSpec,
	fn: string,
	more: Partial<WorkerOptions> = {},
	{
		afterMs = 1,
		states = statesInMemory,
		startPausesMs,
		refuses = () => null,
	}: {
		readonly afterMs?: number;
		readonly states?: StateKeeper;
		readonly startPausesMs?: readonly number[];
		/** What keeps it from starting for the so manieth time, from 1. */
		readonly refuses?: (start: number) => DataFlareError | null;
	} = {},
): Promise<Resting> {
	const options = workerOptions(spec, fn, more);
	const [told, stays, starts]: [boolean[], DataFlareError[], number[]] = [[], [], []];
	const [late, badly]: [string[], string[]] = [[], []];
	const worker = await openRestingWorker(
		{
			async open(signal, recordsBefore) {
				starts.push(recordsBefore);
				const refused = refuses(starts.length);
				if (refused !== null) throw refused;
				return createRecordWorker(runtime, { ...options, recordsBefore }, signal);
			},
			keeps: keptBetween(options),
			afterMs,
			hold: (state) => states.hold(0, state),
			read: (saved) => states.read(saved),
			told: (isResting) => void told.push(isResting),
			stays: (why) => void stays.push(why),
			startsLate: ({ message }, pauseMs) => void late.push(`${message} (${pauseMs})`),
			endedBadly: ({ message }) => void badly.push(message),
			...(startPausesMs === undefined ? {} : { startPausesMs }),
		},
		never,
		0,
	);
	return { worker, told, stays, late, badly, starts };
}

const leases = (runtime: Runtime): number => runtime.sandboxes().filter(({ role }) => role === 'lease').length;
const rested = ({ told }: Resting): Promise<void> =>
	expect.poll(() => told.at(-1), { timeout: 20_000, interval: 2 }).toBe(true);
const counter = specOf(fickle('aggregate_data'), { type: 'aggregator' });

describe('a component that nothing comes to', () => {
	it('has no sandbox, and one again with its state as soon as something does', async () => {
		const runtime = realRuntime();
		const one = await resting(runtime, counter, 'aggregate_data', { savesState: true });
		await one.worker.work(named('ok', 'ok'), never);
		await rested(one);
		expect(leases(runtime)).toBe(0);
		await one.worker.work(named('ok', 'ok', 'ok'), never);
		await rested(one);
		const { batch, end } = await one.worker.finish(never);
		expect([texts(batch), end]).toEqual([['5'], true]);
		await one.worker.close();
		expect(one.starts.length).toBeGreaterThanOrEqual(3);
		expect(one.told.at(-1)).toBe(false);
		expect(leases(runtime)).toBe(0);
	});

	it.each([
		['process_data', 'processor', 1],
		['filter_data', 'filter', 1],
		['transform_data', 'transformer', 2],
	] as const)('that keeps nothing (%s) is not woken by its end', async (fn, type, workers) => {
		const runtime = realRuntime();
		const one = await resting(runtime, specOf(fickle(fn), { type }), fn, { workers });
		expect(shown(await one.worker.work(named('ok', 'error', 'ok'), never)).failed).toEqual([1]);
		await rested(one);
		expect(leases(runtime)).toBe(0);
		const next = await one.worker.work(named('error'), never);
		expect(next.failed[0]?.error.details).toMatchObject({ record: 4 });
		await rested(one);
		const starts = one.starts.length;
		await one.worker.close();
		expect(one.starts).toHaveLength(starts);
		expect(leases(runtime)).toBe(0);
	});

	it('that cannot save what it keeps has none only until it is given a record', async () => {
		const runtime = realRuntime();
		const one = await resting(runtime, counter, 'aggregate_data');
		await rested(one);
		expect(leases(runtime)).toBe(0);
		await one.worker.work(named('ok'), never);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(leases(runtime)).toBe(1);
		expect(texts((await one.worker.finish(never)).batch)).toEqual(['1']);
		await one.worker.close();
		expect(one.starts).toEqual([0, 0]);
	});

	it('and that is a program which is one run over all records keeps its process', async () => {
		const runtime = realRuntime();
		const spec = specOf(cat, { abi: 'wasi-command', encoding: 'ndjson' });
		const one = await resting(runtime, spec, 'process_data', { onError: 'fail' });
		await one.worker.work(named('ok'), never);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(one.starts).toHaveLength(1);
		await one.worker.finish(never);
		await one.worker.close();
	});

	it('whose state cannot be saved stays as it is, and says why', async () => {
		const runtime = realRuntime();
		const full: StateKeeper = {
			...statesInMemory,
			hold: () => Promise.reject(new DataFlareError('storage', 'the disk is full')),
		};
		const one = await resting(runtime, counter, 'aggregate_data', { savesState: true }, { states: full });
		await expect.poll(() => one.stays.map(({ message }) => message), { timeout: 20_000 }).toEqual(['the disk is full']);
		await one.worker.work(named('ok', 'ok'), never);
		expect(texts((await one.worker.finish(never)).batch)).toEqual(['2']);
		await one.worker.close();
		expect(one.starts).toHaveLength(1);
	});

	it('answers a checkpoint with what it saved, without a sandbox', async () => {
		const runtime = realRuntime();
		const one = await resting(runtime, counter, 'aggregate_data', { savesState: true });
		await one.worker.work(named('ok', 'ok'), never);
		await rested(one);
		const state = await statesInMemory.read((await one.worker.save(never)) ?? expect.fail('nothing was saved'));
		expect(leases(runtime)).toBe(0);
		const other = await createRecordWorker(
			runtime,
			{
				...{ spec: counter, type: 'aggregator', fn: 'aggregate_data', onError: 'skip', workers: 1, savesState: true },
				...{ batchRecords: 10, batchBytes: 1000, wantsDropped: false },
			},
			never,
		);
		await other.load(state, never);
		expect(texts((await other.finish(never)).batch)).toEqual(['2']);
		await Promise.all([other.close(), one.worker.abort()]);
	});

	it('gives the same whenever it is let go, ended or woken', async () => {
		const runtime = realRuntime();
		const steps = fc.array(fc.oneof(fc.constant('save' as const), fc.nat(3)), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(steps, fc.nat(3), fc.boolean(), async (each, afterMs, cancels) => {
				const one = await resting(runtime, counter, 'aggregate_data', { savesState: true }, { afterMs });
				let records = 0;
				const under: Promise<unknown>[] = [];
				const begin = (act: Promise<unknown>): void => {
					act.catch(() => undefined);
					under.push(act);
				};
				for (const step of each) {
					if (step === 'save') begin(one.worker.save(never));
					else if (step === 0) await new Promise((resolve) => setTimeout(resolve, afterMs + 1));
					else {
						records += step;
						begin(one.worker.work(named(...Array.from({ length: step }, () => 'ok')), never));
					}
				}
				if (cancels) {
					await Promise.all([Promise.allSettled(under), one.worker.abort()]);
				} else {
					await Promise.all(under);
					expect(texts((await one.worker.finish(never)).batch)).toEqual([String(records)]);
					await one.worker.close();
				}
				// One that was on its way when it was ended ends a moment later.
				await expect.poll(() => leases(runtime), { timeout: 20_000 }).toBe(0);
			}),
			tries(12),
		);
	});

	it('whose process is ended from outside before it is let go loses what it kept, and says so', async () => {
		const runtime = realRuntime();
		const one = await resting(runtime, counter, 'aggregate_data', { savesState: true }, { afterMs: 300 });
		await one.worker.work(named('ok', 'ok'), never);
		for (const { generation, role } of runtime.sandboxes()) if (role === 'lease') runtime.stop(generation);
		await expect.poll(() => one.stays, { timeout: 20_000 }).toHaveLength(1);
		await expect(one.worker.work(named('ok'), never)).rejects.toThrow('record');
		await one.worker.abort();
	});
});

describe('a component that cannot be started again', () => {
	const full = new DataFlareError('memory_limit', 'there is no process to be had');

	it('is tried again after longer pauses, with its state, and says each time why', async () => {
		const runtime = realRuntime();
		const passes = { startPausesMs: [1, 2, 3], refuses: (start: number) => (start > 1 && start < 4 ? full : null) };
		const one = await resting(runtime, counter, 'aggregate_data', { savesState: true }, passes);
		await rested(one);
		await one.worker.work(named('ok', 'ok'), never);
		expect(one.late).toEqual([1, 2].map((ms) => `there is no process to be had (${ms})`));
		expect(texts((await one.worker.finish(never)).batch)).toEqual(['2']);
		await one.worker.close();
	});

	it('fails with what keeps it from that once it was tried often enough', async () => {
		const stays = { startPausesMs: [1, 2], refuses: (start: number) => (start > 1 ? full : null) };
		const one = await resting(realRuntime(), counter, 'aggregate_data', { savesState: true }, stays);
		await rested(one);
		await expect(one.worker.work(named('ok'), never)).rejects.toThrow(full.message);
		expect(one.starts).toHaveLength(4);
		await one.worker.abort();
	});

	it('is waited for no longer once its flow ends', async () => {
		const long = { startPausesMs: [3_600_000], refuses: (start: number) => (start > 1 ? full : null) };
		const one = await resting(realRuntime(), counter, 'aggregate_data', { savesState: true }, long);
		await rested(one);
		const working = expect(one.worker.work(named('ok'), never)).rejects.toMatchObject({ code: 'cancelled' });
		await expect.poll(() => one.late).toHaveLength(1);
		await one.worker.abort();
		await working;
	});
});

describe('the cleanup of a component that is let go', () => {
	const cleaning = (how: string) =>
		specOf(fickle('process_data').replace(/\)$/, `(func (export "plugin_cleanup") (result i32) ${how}))`), {});

	it('holds nothing that comes meanwhile, and ends with its flow', async () => {
		const runtime = realRuntime();
		const one = await resting(runtime, cleaning('(loop $on (br $on)) (i32.const 0)'), 'process_data');
		await expect
			.poll(async () => {
				expect(shown(await one.worker.work(named('ok'), never)).out).toEqual(['"ok 0"']);
				return one.starts.length;
			})
			.toBe(2);
		// One that hangs is enough: the other one has its sandbox until that has ended.
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(one.told).not.toContain(true);
		expect(leases(runtime)).toBe(2);
		await one.worker.abort();
		expect(leases(runtime)).toBe(0);
	});

	it('that fails is told once, and is how the component ends: all that comes before is worked', async () => {
		const runtime = realRuntime();
		const one = await resting(runtime, cleaning('(i32.const -5)'), 'process_data');
		for (let each = 0; each < 2; each++) {
			await rested(one);
			expect(shown(await one.worker.work(named('ok'), never)).out).toEqual(['"ok 0"']);
		}
		expect(one.badly).toHaveLength(1);
		await rested(one);
		await expect(one.worker.close()).rejects.toThrow(one.badly[0]);
		expect(leases(runtime)).toBe(0);
	});
});

describe('what a component saved before it was let go', () => {
	const large = `(module (memory (export "memory") 8)
		(func (export "alloc") (param i32) (result i32) (i32.const 262144))
		(func (export "write_data") (param i32 i32) (result i32) (i32.const 0))
		(func (export "save_state") (result i32) (i32.store (i32.const 1024) (i32.const 200000)) (i32.const 1024))
		(func (export "load_state") (param i32 i32) (result i32)
			(select (i32.const 0) (i32.const -5) (i32.eq (local.get 1) (i32.const 200000)))))`;

	it('lies in a file for as long as it is needed, whatever checkpoints are kept meanwhile', async () => {
		const runtime = realRuntime();
		const folder = join(scratch.path, 'states');
		const states = new StateFiles(folder, 'aaaaaaaaaaaa', null);
		const files = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
		const spec = specOf(large, { type: 'destination' });
		const one = await resting(runtime, spec, 'write_data', { savesState: true }, { states });
		await one.worker.work(named('ok'), never);
		await rested(one);
		expect(files()).toHaveLength(1);
		await states.settle(null);
		expect(files()).toHaveLength(1);
		await one.worker.work(named('ok'), never);
		await rested(one);
		await expect.poll(() => files().length, { timeout: 20_000 }).toBe(1);
		const state = (await one.worker.save(never)) ?? expect.fail('nothing was saved');
		await states.settle({ at: 0, parcels: 0, components: new Map([[0, { state }]]), counts: null });
		await one.worker.abort();
		expect(files()).toHaveLength(1);
		await states.settle(null);
		expect(files()).toEqual([]);
	});
});
