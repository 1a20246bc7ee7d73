import { describe, expect, it } from 'vitest';
import { aRun, newStoreEach, ran } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../../store/store.ts';
import { pruneRuns, removeRuns } from './delete-runs.ts';

let store: Store;
newStoreEach({}, (its) => {
	store = its;
});

describe('removing by a query', () => {
	it('takes the finished runs that fit, over many transactions, and lets the engine go on in between', async () => {
		for (let count = 0; count < 1800; count++) ran(store, { plugin: count % 6 === 0 ? 'kept' : 'gone' });
		store.runs.start(aRun({ plugin: 'gone' }));
		let turns = 0;
		const ticking = setInterval(() => turns++, 0);
		const answer = await removeRuns(store, { query: { plugin: 'gone' }, forever: false });
		clearInterval(ticking);
		expect(answer).toEqual({ removed: 1500, deletedAt: expect.any(Number) });
		expect(turns).toBeGreaterThan(0);
		expect(store.runs.count({ plugin: 'kept' })).toBe(300);
		expect(store.runs.list({ plugin: 'gone' }).map(({ status }) => status)).toEqual(['running']);
		expect(await removeRuns(store, { ids: ['ffffffffffff'], forever: true })).toEqual({
			removed: 0,
			deletedAt: null,
		});
	});
});

describe('pruning', () => {
	it('deletes in small steps until the bounds hold, oldest first', async () => {
		for (let at = 0; at < 1300; at++) ran(store, { startedAt: at });
		expect(await pruneRuns(store.runs, { maxRuns: 200 })).toMatchObject({ runs: 1100 });
		expect(store.runs.list({ limit: 1000 }).map(({ startedAt }) => startedAt)).toEqual(
			Array.from({ length: 200 }, (_, index) => 1299 - index),
		);
		expect((await pruneRuns(store.runs, { maxBytes: 1 })).runs).toBe(200);
	});

	it('ends early when it is told to', async () => {
		for (let at = 0; at < 1300; at++) ran(store, { startedAt: at });
		const abort = new AbortController();
		const pruned = pruneRuns(store.runs, { maxRuns: 0 }, abort.signal);
		abort.abort();
		expect((await pruned).runs).toBe(500);
		expect(store.runs.count({})).toBe(800);
	});
});
