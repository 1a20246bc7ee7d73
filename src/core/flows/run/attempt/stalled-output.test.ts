import { describe, expect, it } from 'vitest';
import {
	counting,
	edge,
	endless,
	lines,
	passing,
	run,
	type Work,
	working,
	writing,
} from '../../../../../test/support/flows/scripted-flow.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';

/** Fails on the batch behind so many. */
function failingAfter(batches: number): Work {
	let taken = 0;
	return (batch) => {
		if (taken++ >= batches) throw new DataFlareError('invalid_input', 'it fails here');
		return passing(batch);
	};
}
/** An output that nobody reads any more; it is read on at the answer's call. */
function stalled(): { readonly step: () => Promise<void>; readonly goOn: () => void } {
	const { promise, resolve } = Promise.withResolvers<void>();
	return { step: () => promise, goOn: resolve };
}
const failure = { position: 1, error: { message: 'it fails here' } };
const three = [edge(0, 1), edge(1, 2)];

describe('a failure behind an output that nobody reads', () => {
	it('ends a flow at once: nothing that was given before has to be taken', async () => {
		const output = stalled();
		const out = writing('out', output.step);
		let fails = false;
		const work: Work = (batch) => {
			fails ||= batch.data.includes('7'.charCodeAt(0));
			return failingAfter(fails ? 0 : 1)(batch);
		};
		const running = run([counting('in', 1000, 1), working('work', work), out.component], three);
		// Nothing was taken from the output yet; what it holds at this moment is all that keeps the flow from its end.
		await expect.poll(() => fails).toBe(true);
		setTimeout(output.goOn, 20);
		const { failure: told, tally } = await running;
		expect(told).toMatchObject(failure);
		expect(tally.components[2]?.counts().recordsIn).toBeLessThanOrEqual(1);
		expect(out.records).toEqual([]);
	});

	it('is told while something under way keeps the flow from its end', async () => {
		const output = stalled();
		const out = writing('out', output.step);
		const components = [counting('in', 1000, 1), working('work', failingAfter(2)), out.component];
		const running = run(components, three, { lingers: output.goOn });
		const { failure: told, lingering } = await running;
		expect(told).toMatchObject(failure);
		expect(lingering).toEqual([1]);
	});

	it('gives up what a line gave before, once nobody takes it for a while', async () => {
		const output = stalled();
		const out = writing('out', output.step);
		const components = [counting('in', 1000, 1), working('work', failingAfter(3)), out.component];
		const running = run(components, three, { drains: true, givenUpAfterMs: 20, lingers: output.goOn });
		const { failure: told } = await running;
		expect(told).toMatchObject(failure);
		expect(out.left).toEqual(['abandon']);
	});

	it('lets a line write all that was given before, however long that takes, while it is taken', async () => {
		let written = 0;
		const slow = async (): Promise<void> => {
			await new Promise((resolve) => setTimeout(resolve, 10));
			written++;
		};
		const out = writing('out', slow);
		const components = [counting('in', 1000, 1), working('work', failingAfter(9)), out.component];
		const { failure: told } = await run(components, three, { drains: true, givenUpAfterMs: 2000 });
		expect(told).toMatchObject(failure);
		expect(written).toBe(9);
	});

	it('waits for a plugin that is slow, behind the failure or before it in the same one, as long as its calls take', async () => {
		for (const slowAt of [1, 2]) {
			let isFailed = false;
			const slow = stalled();
			const fails: Work = (batch) => {
				isFailed = true;
				throw new DataFlareError('invalid_input', `it fails here: ${batch.ends.length}`);
			};
			// Only the last record fails, while what came before it is under way; the first says what comes of a call.
			const one: Work = async (batch) => {
				if (batch.data.includes('4'.charCodeAt(0))) return fails(batch);
				if (slowAt === 1 && !batch.data.includes('0'.charCodeAt(0))) await slow.step();
				return passing(batch);
			};
			const two: Work = async (batch) => {
				if (slowAt === 2) await slow.step();
				return passing(batch);
			};
			const out = writing('out');
			const plain = { batchRecords: 1, workers: 2 };
			const components = [counting('in', 5, 5), working('one', one, plain), working('two', two, plain), out.component];
			const running = run(components, [...three, edge(2, 3)], { drains: true, givenUpAfterMs: 20 });
			await expect.poll(() => isFailed, { interval: 1, timeout: 5000 }).toBe(true);
			setTimeout(slow.goOn, 150);
			const { failure: told, tally } = await running;
			expect(told).toMatchObject({ position: 1 });
			expect(tally.components[3]?.counts().recordsIn).toBe(4);
		}
	});

	it('gives up behind a plugin that is done what nobody takes, though a source in front of the failure is still asked', async () => {
		const output = stalled();
		const out = writing('out', output.step);
		let asked = 0;
		const source = endless('in', async (signal) => {
			if (asked++ < 4) return { batch: lines([asked]), end: false };
			await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
			return expect.fail('it never has any more');
		});
		const components = [source, working('work', failingAfter(3)), out.component];
		const running = run(components, three, { drains: true, givenUpAfterMs: 20, lingers: output.goOn });
		const { failure: told } = await running;
		expect(told).toMatchObject(failure);
		expect(out.left).toEqual(['abandon']);
	});
});
