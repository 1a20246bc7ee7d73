import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	counting,
	edge,
	numbers,
	passing,
	run,
	type Work,
	working,
	writing,
} from '../../../../../test/support/flows/scripted-flow.ts';
import { tries } from '../../../../../test/support/values/tries.ts';
import { batchOf, recordAt } from '../../../../shared/sandbox/batch.ts';
import { Account, Credits } from './credits.ts';

const KIB = 1024;

/** Gives of each record so many of a size. */
const multiplying =
	(times: number, bytes: number): Work =>
	async (batch) => {
		await pause(1);
		const records = Array.from(batch.ends, (_, index) => recordAt(batch, index));
		const large = records.map((record) => Buffer.concat([record, Buffer.alloc(bytes, ' ')]));
		return {
			out: batchOf(large.flatMap((record) => Array.from({ length: times }, () => record))),
			dropped: null,
			failed: [],
		};
	};
const slowly = (): Promise<void> => pause(3);

describe('what a flow holds of records', () => {
	it('is bounded whatever a component makes of what it is given, before a taker that is slow', async () => {
		// Each call gives a hundred times 1 KiB: what four calls, four parcels and those at the taker are without a bound is 1 MiB and more.
		const out = writing('out', slowly);
		const components = [counting('in', 120, 1), working('times', multiplying(100, KIB)), out.component];
		const mostHeldBytes = 250 * KIB;
		const { failure, tally } = await run(components, [edge(0, 1), edge(1, 2)], { mostHeldBytes });
		expect(failure).toBeNull();
		expect(out.records).toHaveLength(12_000);
		// One call, so that the flow goes on at all, comes on top.
		expect(tally.mostHeldBytes).toBeLessThan(mostHeldBytes + 110 * KIB);
		const unbounded = await run(components, [edge(0, 1), edge(1, 2)]);
		expect(unbounded.tally.mostHeldBytes).toBeGreaterThan(700 * KIB);
	});

	it('holds nobody up for good, whatever a flow looks like: the least bound changes nothing that comes out', async () => {
		const records = (texts: readonly string[]): readonly string[] => texts.map((text) => text.trim());
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 1, max: 7 }),
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: 0, max: 4 }),
				async (count, size, batchRecords, times) => {
					const build = () => {
						const [left, right] = [writing('left'), writing('right')];
						const split: Work = (batch) => ({ out: batch, dropped: batch, failed: [] });
						return {
							left,
							right,
							components: [
								counting('in', count, size),
								working('split', split, { batchRecords }),
								working('times', multiplying(times, 10), { batchRecords, workers: 2 }),
								working('same', passing, { batchRecords: 1 }),
								working('merged', passing, { batchRecords }),
								left.component,
								right.component,
							],
						};
					};
					const edges = [edge(0, 1), edge(1, 2), edge(1, 3, 'dropped'), edge(2, 4), edge(3, 4), edge(4, 5), edge(3, 6)];
					const [tight, wide] = [build(), build()];
					expect((await run(tight.components, edges, { mostHeldBytes: 1, every: 3 })).failure).toBeNull();
					expect((await run(wide.components, edges)).failure).toBeNull();
					expect(tight.left.records).toEqual(wide.left.records);
					expect(records(tight.right.records)).toEqual(numbers(count));
				},
			),
			tries(60),
		);
	});

	it('is nothing once all of it was taken', async () => {
		const credits = new Credits(100);
		const account = new Account(credits, () => true);
		const { signal } = new AbortController();
		account.nextParcel();
		const first = await account.begin(10, signal);
		let isSecond = false;
		const second = account.begin(10, signal).then((credit) => {
			isSecond = true;
			return credit;
		});
		await pause(5);
		// How much comes of one is not known before one was answered.
		expect(isSecond).toBe(false);
		first.answered(70);
		const another = await second;
		another.answered(30);
		account.nextParcel();
		let isThird = false;
		const third = account.begin(10, signal).then((credit) => {
			isThird = true;
			return credit;
		});
		await pause(5);
		expect(isThird).toBe(false);
		first.given();
		another.given();
		const last = await third;
		last.answered(1);
		last.given();
		expect(credits.hasRoom(100)).toBe(true);
		expect(credits.most).toBeLessThanOrEqual(140);
	});
});
