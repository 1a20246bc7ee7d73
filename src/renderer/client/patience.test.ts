import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Connection } from '../../shared/face/bridge.ts';
import { askPatiently } from './patience.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const gone = (): DataFlareError => new DataFlareError('runtime', 'gone', { details: because('engine_gone') });

/** A connection that is told of as the bridge does. */
function connection(first: Connection) {
	let state = first;
	const listeners = new Set<(state: Connection) => void>();
	return {
		listeners,
		become(next: Connection): void {
			state = next;
			for (const listener of listeners) listener(next);
		},
		follow(listener: (state: Connection) => void): () => void {
			listeners.add(listener);
			listener(state);
			return () => listeners.delete(listener);
		},
	};
}

describe('a question while the program is away', () => {
	it.each(['reconnecting', 'lost', 'restarted'] as const)('is answered once it is back (%s)', async (away) => {
		const { follow, become, listeners } = connection('connected');
		let asked = 0;
		const answer = askPatiently(
			follow,
			async () => (++asked === 1 ? Promise.reject(gone()) : 'here'),
			() => true,
		);
		await vi.advanceTimersByTimeAsync(10);
		become(away);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(asked).toBe(1);
		become('connected');
		expect(await answer).toBe('here');
		expect([asked, listeners.size]).toEqual([2, 0]);
	});

	it('is asked again where it went astray while the events went on, and fails if it always does', async () => {
		const { follow } = connection('connected');
		let asked = 0;
		const answer = askPatiently(
			follow,
			async () => (++asked < 3 ? Promise.reject(gone()) : 'here'),
			() => true,
		);
		await vi.advanceTimersByTimeAsync(5_000);
		expect(await answer).toBe('here');
		const never = askPatiently(
			follow,
			() => Promise.reject(gone()),
			() => true,
		);
		const told = expect(never).rejects.toThrow('gone');
		await vi.advanceTimersByTimeAsync(60_000);
		await told;
	});

	it('is given up once nobody wants the answer', async () => {
		const { follow, become } = connection('lost');
		let isWanted = true;
		const asking = vi.fn(() => Promise.reject(gone()));
		const answer = askPatiently(follow, asking, () => isWanted);
		const told = expect(answer).rejects.toThrow('gone');
		await vi.advanceTimersByTimeAsync(1_000);
		isWanted = false;
		become('connected');
		await told;
		expect(asking).toHaveBeenCalledTimes(1);
	});

	it('fails at once with what the program answers', async () => {
		const { follow } = connection('lost');
		const asking = (): Promise<never> => Promise.reject(new DataFlareError('not_found', 'no such run'));
		await expect(askPatiently(follow, asking, () => true)).rejects.toThrow('no such run');
	});
});
