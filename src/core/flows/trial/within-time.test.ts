import { expect, it } from 'vitest';
import { never, realRuntime, specOf } from '../../../../test/support/flows/flow-worker.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { WorkerOptions } from '../run/worker/worker-options.ts';
import { ComponentTrial } from './component-trial.ts';
import { type Alarm, withinTime } from './within-time.ts';

const endless = `(module (memory (export "memory") 1)
	(func (export "process_data") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0)))`;

/** Rings when it is told to. */
function alarmed() {
	const asked: number[] = [];
	let ring: () => void = () => undefined;
	let isOff = false;
	const alarm: Alarm = (ms, act) => {
		asked.push(ms);
		ring = act;
		return () => {
			isOff = true;
		};
	};
	return { alarm, asked, ring: () => ring(), isOff: () => isOff };
}

it('a trial that takes a minute is ended with its process', async () => {
	const runtime = realRuntime();
	const spec = specOf(endless, {}, { timeoutMs: 600_000 });
	const options: WorkerOptions = {
		...{ spec, type: 'processor', fn: 'process_data', onError: 'skip', workers: 1, batchRecords: 10 },
		...{ batchBytes: 1024 * 1024, wantsDropped: false, savesState: false, sink: {} },
	};
	const { alarm, asked, ring, isOff } = alarmed();
	const abort = new AbortController();
	const trial = new ComponentTrial(runtime, options, abort.signal);
	const ended = withinTime(alarm, abort, () => trial.run([Buffer.from('1')])).catch((error: unknown) => error);
	await expect.poll(() => runtime.sandboxes().some(({ state }) => state === 'busy')).toBe(true);
	ring();
	const error = await ended;
	expect(error).toBeInstanceOf(DataFlareError);
	expect(error).toMatchObject({ code: 'timeout', details: { reason: 'trial_too_long', limitMs: 60_000 } });
	expect([asked, isOff()]).toEqual([[60_000], true]);
	await expect.poll(() => runtime.sandboxes().filter(({ state }) => state === 'busy')).toEqual([]);
});

it('nothing rings once a trial is over, well or not', async () => {
	const { alarm, isOff } = alarmed();
	expect(await withinTime(alarm, new AbortController(), async () => 5)).toBe(5);
	expect(isOff()).toBe(true);
	const other = alarmed();
	await expect(withinTime(other.alarm, new AbortController(), () => Promise.reject(new Error('no')))).rejects.toThrow();
	expect([other.isOff(), never.aborted]).toEqual([true, false]);
});
