import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
	counting,
	edge,
	lines,
	nothing,
	numbers,
	passing,
	run,
	textOf,
	type Work,
	type Written,
	working,
	writing,
} from '../../../../test/support/flows/scripted-flow.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { emptyBatch } from '../../../shared/sandbox/batch.ts';
import type { FlowFailure } from './run-to-end.ts';

describe('a flow that runs', () => {
	it('merges parcel by parcel, in the order of the inputs, however slow one of them is', async () => {
		const slow: Work = async (batch) => {
			for (let step = 0; step < 5; step++) await turn();
			return passing(batch);
		};
		const out = writing('out');
		const ran = await run(
			[counting('in', 40, 4), working('slow', slow), working('quick', passing), out.part],
			[edge(0, 1), edge(0, 2), edge(1, 3), edge(2, 3)],
		);
		expect(ran.failure).toBeNull();
		const expected = Array.from({ length: 10 }, (_, k) => [0, 1, 2, 3].map((n) => String(4 * k + n))).flatMap(
			(parcel) => [...parcel, ...parcel],
		);
		expect(out.records).toEqual(expected);
		expect(ran.tally.edges.map((each) => each.counts().records)).toEqual([40, 40, 40, 40]);
	});

	it('goes on with those inputs that have not ended, and takes what an aggregator has last', async () => {
		let taken = 0;
		const adding = working(
			'adding',
			(batch) => {
				taken += batch.ends.length;
				return { out: emptyBatch, dropped: null, failed: [] };
			},
			{ finishes: true, batchRecords: 2 },
			{ finish: async () => ({ batch: lines(['a', 'b', 'c', taken]), end: true }) },
		);
		const out = writing('out');
		const ran = await run(
			[counting('short', 4, 2), counting('long', 10, 2), adding, out.part],
			[edge(0, 2), edge(1, 3), edge(2, 3)],
		);
		expect(ran.failure).toBeNull();
		// Its two parcels come at the steps behind its own end.
		expect([...out.records].sort()).toEqual([...numbers(10), 'a', 'b', 'c', '4'].sort());
		expect(out.records.slice(0, 4)).toEqual(['0', '1', '2', '3']);
	});

	it('holds as many parcels as its edges have room for, however slow one taker of a branch is', async () => {
		let [given, atSlow, most] = [0, 0, 0];
		const slow = writing('slow', async () => {
			for (let step = 0; step < 20; step++) await turn();
			atSlow++;
			most = Math.max(most, given - atSlow);
		});
		const ran = await run(
			[counting('in', 2000, 10), working('pass', passing), slow.part, writing('quick').part],
			[edge(0, 1), edge(1, 2), edge(1, 3)],
			{
				entered: (records) => {
					given = records / 10;
				},
			},
		);
		expect(ran.failure).toBeNull();
		expect(slow.records).toHaveLength(2000);
		// Two edges of four, four calls and four answers of the component between them, one in each hand.
		expect(most).toBeLessThanOrEqual(4 + 4 + 4 + 4 + 4);
	});

	it('cuts parcels into calls of a component’s size, and joins what they give', async () => {
		const sizes: number[] = [];
		const small = working(
			'small',
			(batch) => {
				sizes.push(batch.ends.length);
				return passing(batch);
			},
			{ batchRecords: 3 },
		);
		const out = writing('out');
		await run([counting('in', 20, 10), small, out.part], [edge(0, 1), edge(1, 2)]);
		expect(sizes).toEqual([3, 3, 3, 1, 3, 3, 3, 1]);
		expect(out.records).toEqual(numbers(20));
	});

	it('writes records that failed with why, and those that a filter let go, in step with the others', async () => {
		const picky = working(
			'picky',
			(batch) => {
				const texts = textOf(batch);
				const error = new DataFlareError('plugin_execution', 'seven', { hint: 'no sevens' });
				return {
					out: lines(texts.filter((text) => Number(text) % 2 === 0)),
					dropped: lines(texts.filter((text) => Number(text) % 2 === 1 && !text.endsWith('7'))),
					failed: texts.flatMap((text, index) => (text.endsWith('7') ? [{ index, error }] : [])),
				};
			},
			{ failsFlow: false, batchRecords: 4 },
		);
		const [out, rest] = [writing('out'), writing('rest')];
		const ran = await run(
			[counting('in', 20, 10), picky, out.part, rest.part],
			[edge(0, 1), edge(1, 2), edge(1, 3, 'dropped'), edge(1, 3, 'failed')],
		);
		expect(ran.failure).toBeNull();
		expect(out.records).toEqual(numbers(20).filter((text) => Number(text) % 2 === 0));
		const seventh = JSON.stringify({
			record: 7,
			error: { code: 'plugin_execution', message: 'seven', hint: 'no sevens' },
			component: 'picky',
			number: 8,
		});
		expect(rest.records).toContain(seventh);
		expect(rest.records.slice(0, 5)).toEqual(['1', '3', '5', '9', seventh]);
		expect(ran.refused).toEqual([
			[1, 8],
			[1, 18],
		]);
		expect(ran.tally.parts[1]?.counts()).toMatchObject({ recordsIn: 20, recordsOut: 10, dropped: 8, failed: 2 });
	});

	it('ends in order wherever a component fails, with nothing committed', async () => {
		const closed: string[] = [];
		const failing = working(
			'failing',
			(batch) => {
				if (textOf(batch).includes('50')) throw new DataFlareError('plugin_execution', 'fifty');
				return passing(batch);
			},
			{},
			{ abort: async () => void closed.push('failing') },
		);
		const [out, other] = [writing('out'), writing('other')];
		const ran = await run(
			[counting('in', 100, 5), failing, out.part, other.part],
			[edge(0, 1), edge(1, 2), edge(0, 3)],
		);
		expect(ran.failure).toMatchObject({ position: 1, error: { code: 'plugin_execution', message: 'fifty' } });
		expect([out.records, other.records, out.left, other.left]).toEqual([[], [], ['abandon'], ['abandon']]);
		expect(closed).toEqual(['failing']);
	});
});

describe('what the writers of a flow hold', () => {
	const fails = async (): Promise<void> => {
		throw new DataFlareError('storage', 'the disk is gone.');
	};
	const two = async (one: Written, other: Written): Promise<FlowFailure | null> =>
		(await run([counting('in', 100, 10), one.part, other.part], [edge(0, 1), edge(0, 2)])).failure;

	it('appears nowhere where one of them cannot let it', async () => {
		const [one, other] = [writing('one'), writing('other', nothing, { prepare: fails })];
		expect(await two(one, other)).toMatchObject({ position: 2, error: { message: 'the disk is gone.' } });
		expect([one.records, other.records]).toEqual([[], []]);
	});

	it('is told of where it appeared before another could not', async () => {
		const [one, other] = [writing('one'), writing('other', nothing, { commit: fails })];
		expect(await two(one, other)).toMatchObject({
			position: 2,
			error: {
				message: 'the disk is gone. What the flow wrote to one is there already, whole.',
				details: { there: ['one'] },
			},
		});
		expect([one.records.length, other.records.length]).toEqual([100, 0]);
	});
});
