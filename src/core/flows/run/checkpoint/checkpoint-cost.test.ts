import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { Checkpointer } from './checkpointer.ts';

const EVERY_MS = 5_000;
const checkpoint: Checkpoint = { at: 0, parcels: 0, components: new Map(), counts: null };

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
	vi.useRealTimers();
});

/** When checkpoints were taken, s, within so many: each of them costs so much, ms. */
async function taken(seconds: number, cost: number, fails: (nth: number) => boolean = () => false) {
	let now = 0;
	let passed = 0;
	const at: number[] = [];
	const errors: string[] = [];
	const checkpointer = new Checkpointer(
		{
			async standStill(_, use) {
				at.push(passed);
				if (fails(at.length)) throw new DataFlareError('storage', 'too large');
				use(checkpoint);
				return true;
			},
		},
		{ ms: EVERY_MS },
		() => {
			now += cost;
		},
		{ noCheckpoint: (error) => errors.push(error.message) },
		() => now,
	);
	checkpointer.start();
	for (; passed < seconds; passed++) await vi.advanceTimersByTimeAsync(1_000);
	await checkpointer.close();
	await vi.advanceTimersByTimeAsync(1_000_000);
	return { at, errors };
}

it('checkpoints are taken as often as is said where they cost little', async () => {
	expect((await taken(21, 200)).at).toEqual([4, 9, 14, 19]);
});

it('the more one costs, the later the next one is taken', async () => {
	expect((await taken(100, 1_500)).at).toEqual([4, 34, 64, 94]);
});

it('one that cannot be taken is tried ever more seldom, until one is taken', async () => {
	const never = await taken(8_000, 0, () => true);
	expect(never.at.slice(0, 4)).toEqual([4, 14, 34, 74]);
	expect(never.at.at(-1)).toBeGreaterThan(7_000);
	expect(never.errors.length).toBeLessThan(25);
	expect((await taken(50, 0, (nth) => nth <= 2)).at).toEqual([4, 14, 34, 39, 44, 49]);
});
