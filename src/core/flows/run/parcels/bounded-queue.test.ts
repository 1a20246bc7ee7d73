import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

/** Puts texts one after the other; answers how many could be, so far. */
function putting(queue: BoundedQueue<string>, texts: readonly string[]): () => number {
	let put = 0;
	void (async () => {
		for (const text of texts) {
			await queue.put(text);
			put++;
		}
		queue.end();
	})();
	return () => put;
}

const lettersUpTo = (most: number) => ({ of: (text: string) => text.length, most });

describe('a bounded queue', () => {
	it('lets who gives go on for as long as few wait, and little', async () => {
		const few = putting(new BoundedQueue<string>(3), ['a', 'b', 'c', 'd', 'e']);
		const little = putting(new BoundedQueue<string>(100, lettersUpTo(10)), ['aaaa', 'bbbb', 'cccc', 'dddd']);
		await turn();
		// The last one waits on the queue already, and who gave it with it.
		expect([few(), little()]).toEqual([2, 2]);
	});

	it('holds one that is more than all of them may be, and nothing beside it', async () => {
		const queue = new BoundedQueue<string>(4, lettersUpTo(10));
		const put = putting(queue, ['x'.repeat(50), 'y'.repeat(50), 'z']);
		await turn();
		expect([put(), queue.waiting]).toEqual([0, 1]);
		expect(await queue.take()).toHaveLength(50);
		await turn();
		expect([put(), queue.waiting]).toEqual([1, 1]);
	});

	it('gives all of them, in order, however they weigh', async () => {
		const texts = Array.from({ length: 40 }, (_, n) => String(n).repeat((n % 7) * 3 + 1));
		const queue = new BoundedQueue<string>(4, lettersUpTo(12));
		putting(queue, texts);
		const taken: string[] = [];
		for (let text = await queue.take(); text !== null; text = await queue.take()) {
			taken.push(text);
			if (taken.length % 3 === 0) await turn();
		}
		expect(taken).toEqual(texts);
	});
});
