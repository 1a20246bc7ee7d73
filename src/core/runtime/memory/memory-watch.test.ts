import { afterEach, describe, expect, it } from 'vitest';
import { MemoryWatch, type WatchedMemory } from './memory-watch.ts';

const MiB = 1024 * 1024;

class Watched implements WatchedMemory {
	readonly pid: number;
	readonly allowedBytes: number | null;
	readonly guestRuns: boolean;
	readonly seen: number[] = [];

	constructor(pid: number, guestRuns: boolean, allowedBytes: number | null = 100 * MiB) {
		this.pid = pid;
		this.guestRuns = guestRuns;
		this.allowedBytes = allowedBytes;
	}

	measured(residentBytes: number): void {
		this.seen.push(residentBytes);
	}
}

let watch: MemoryWatch;
afterEach(() => watch.close());

function watching(all: readonly WatchedMemory[], size = 10 * MiB): (readonly number[])[] {
	const asked: (readonly number[])[] = [];
	watch = new MemoryWatch(
		async (pids) => {
			asked.push(pids);
			return new Map(pids.map((pid) => [pid, size]));
		},
		() => all,
	);
	watch.begin();
	return asked;
}

describe('the watch over memory', () => {
	it('tells those that work what they hold, again and again', async () => {
		const one = new Watched(7, true);
		watching([one]);
		await expect.poll(() => one.seen.length).toBeGreaterThan(2);
		expect(one.seen[0]).toBe(10 * MiB);
	});

	it('looks at those that rest more seldom, and never at those without a guest', async () => {
		const [works, rests, empty] = [new Watched(1, true), new Watched(2, false), new Watched(3, true, null)];
		watching([works, rests, empty], 60 * MiB);
		await expect.poll(() => rests.seen.length).toBeGreaterThan(1);
		expect(works.seen.length).toBeGreaterThan(4 * rests.seen.length);
		expect(empty.seen).toEqual([]);
	});

	it('asks about a bounded number at once, and gets round to all', async () => {
		const all = Array.from({ length: 100 }, (_, pid) => new Watched(pid + 1, true));
		const asked = watching(all, 60 * MiB);
		await expect.poll(() => all.every(({ seen }) => seen.length > 0)).toBe(true);
		expect(Math.max(...asked.map((pids) => pids.length))).toBeLessThanOrEqual(32);
	});

	it('ends when no guest is left, and begins anew with the next', async () => {
		const all = [new Watched(1, true)];
		const asked = watching(all);
		await expect.poll(() => asked.length).toBeGreaterThan(0);
		all.pop();
		await new Promise((resolve) => setTimeout(resolve, 600));
		const before = asked.length;
		all.push(new Watched(2, true));
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(asked).toHaveLength(before);
		watch.begin();
		await expect.poll(() => asked.length).toBeGreaterThan(before);
	});
});
