import { afterEach, beforeEach, expect, it } from 'vitest';
import { ran, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { NOT_SEEN_YET } from '../../../shared/run/run.ts';
import type { Store } from '../../store/store.ts';
import { markSeen } from './mark-seen.ts';

let scratch: ScratchStore;
let store: Store;
let now = 1000;
const left: number[] = [];
beforeEach(() => {
	scratch = scratchStore();
	store = scratch.open({ now: () => now });
	left.length = 0;
});
afterEach(() => scratch.dispose());

const changed = (unseen: number): void => void left.push(unseen);

it('runs that failed count until a person looked at them: by id, or all that fit, in steps', async () => {
	const ids = Array.from({ length: 1200 }, (_, index) =>
		ran(store, { plugin: index % 2 === 0 ? 'even' : 'odd' }, { status: index % 4 === 3 ? 'succeeded' : 'failed' }),
	);
	expect(store.runs.unseen()).toBe(900);
	let turns = 0;
	setImmediate(() => turns++);
	expect(await markSeen(store.runs, { query: { plugin: 'even' } }, changed)).toEqual({ seen: 600 });
	expect(turns).toBe(1);
	expect(store.runs.unseen()).toBe(300);
	expect(await markSeen(store.runs, { ids: ids.slice(0, 2) }, changed)).toEqual({ seen: 1 });
	expect(left).toEqual([300, 299]);
});

it('what was unseen at a moment stays listed for it, and is news once', async () => {
	const id = ran(store, {}, { status: 'failed' });
	const cameAt = now;
	now += 50;
	expect(await markSeen(store.runs, { ids: [id] }, changed)).toEqual({ seen: 1 });
	expect(await markSeen(store.runs, { ids: [id] }, changed)).toEqual({ seen: 0 });
	expect(left).toEqual([0]);
	expect(store.runs.list({ unseenAt: cameAt }).map((run) => run.id)).toEqual([id]);
	expect(store.runs.list({ unseenAt: NOT_SEEN_YET })).toEqual([]);
	expect(store.runs.list({ unseenAt: now + 1 })).toEqual([]);
});

it('another program on the same data agrees, and a deleted run does not count', async () => {
	const other = scratch.open();
	const [first, second] = [ran(store, {}, { status: 'failed' }), ran(other, {}, { status: 'failed' })];
	expect([store.runs.unseen(), other.runs.unseen()]).toEqual([2, 2]);
	await markSeen(other.runs, { ids: [first] }, changed);
	expect(store.runs.unseen()).toBe(1);
	store.runs.remove([second]);
	expect(other.runs.unseen()).toBe(0);
});
