import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Checkpointer } from './checkpointer.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A flow whose slowest source needs so long to come to where it stands still. ms */
function flowOf(needsMs: () => number) {
	let [stoodMs, taken, givenUp] = [0, 0, 0];
	const standStill = (signal: AbortSignal): Promise<boolean> =>
		new Promise((resolve) => {
			const began = performance.now();
			const end = (reached: boolean): void => {
				clearTimeout(timer);
				stoodMs += performance.now() - began;
				if (reached) taken++;
				else givenUp++;
				resolve(reached);
			};
			const timer = setTimeout(() => end(true), needsMs());
			signal.addEventListener('abort', () => end(false), { once: true });
		});
	const checkpointer = new Checkpointer({ standStill }, { ms: 5000 }, () => undefined, {
		noCheckpoint: () => undefined,
	});
	return { checkpointer, figures: () => ({ stoodMs, taken, givenUp }) };
}

describe('checkpoints by time', () => {
	it('are taken one after the other', async () => {
		const { checkpointer, figures } = flowOf(() => 10);
		checkpointer.start();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(figures().taken).toBeGreaterThanOrEqual(11);
		await checkpointer.close();
	});

	it('are given up where a source never comes to a standstill, and cost a fifth of the time at most', async () => {
		const { checkpointer, figures } = flowOf(() => Number.MAX_SAFE_INTEGER / 2 ** 24);
		checkpointer.start();
		await vi.advanceTimersByTimeAsync(8000);
		expect(figures()).toEqual({ stoodMs: 2000, taken: 0, givenUp: 1 });
		await vi.advanceTimersByTimeAsync(3_592_000);
		expect(figures().stoodMs).toBeLessThanOrEqual(3_600_000 / 5 + 60_000);
		expect(figures().givenUp).toBeGreaterThan(10);
		await checkpointer.close();
	});

	it('wait longer each time, so that one is taken of whatever comes to a standstill within a minute', async () => {
		const { checkpointer, figures } = flowOf(() => 45_000);
		checkpointer.start();
		await vi.advanceTimersByTimeAsync(1_800_000);
		expect(figures().taken).toBeGreaterThanOrEqual(2);
		await checkpointer.close();
	});

	it('are not taken any more once a last one was to be', async () => {
		const { checkpointer, figures } = flowOf(() => 45_000);
		checkpointer.start();
		const last = checkpointer.takeWithin(10_000);
		await vi.advanceTimersByTimeAsync(10_000);
		await last;
		await vi.advanceTimersByTimeAsync(600_000);
		expect(figures()).toEqual({ stoodMs: 10_000, taken: 0, givenUp: 1 });
	});
});
