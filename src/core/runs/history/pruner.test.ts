import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ran, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { Pruner } from './pruner.ts';

const DAY = 24 * 60 * 60 * 1000;
let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

describe('what retention does not keep', () => {
	it('goes at the start, and while the program runs', async () => {
		const store = scratch.open({ now: () => 5_000 });
		store.settings.set('retention_runs', 10);
		for (let count = 0; count < 30; count++) ran(store);
		const told: string[] = [];
		const deleted = (what: string): void => void told.push(what);
		const pruner = new Pruner({ ...store, deleted, now: () => 5_000, everyMs: 20 });
		await expect.poll(() => store.runs.count({})).toBe(10);
		await expect.poll(() => told).toEqual(['runs']);
		for (let count = 0; count < 30; count++) ran(store);
		await expect.poll(() => store.runs.count({})).toBe(10);
		await pruner.close();
		// Where nothing is deleted, nothing is told.
		expect(told).toEqual(['runs', 'runs']);
		ran(store);
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect(store.runs.count({})).toBe(11);
	});

	it('by its age stays while the clock has leapt ahead, and goes when the clock proves right', async () => {
		let clock = 1_800_000_000_000;
		const now = (): number => clock;
		const store = scratch.open({ now });
		for (let count = 0; count < 5; count++) ran(store, { startedAt: clock });
		const look = async (): Promise<number> => {
			await new Pruner({ ...store, now }).close();
			return store.runs.count({});
		};
		expect(await look()).toBe(5);
		clock += 3650 * DAY;
		expect(await look()).toBe(5);
		clock -= 3649 * DAY;
		expect(await look()).toBe(5);
		clock += 200 * DAY;
		expect(await look()).toBe(5);
		clock += DAY;
		expect(await look()).toBe(0);
	});
});

describe('the trash', () => {
	it('empties itself of what has been there for its time', async () => {
		const scratch = scratchStore();
		try {
			const store = scratch.open();
			const [old, young] = [ran(store), ran(store)];
			store.settings.set('trash_ms', 1_000);
			const now = Date.now();
			store.trash.trash([old], now - 2_000);
			store.trash.trash([young], now);
			const template = { version: 1, note: '', policy: lockedDown, madeAt: 1, changedAt: 1 };
			for (const [id, name, at] of [
				['aaaaaaaaaaaa', 'old', now - 2_000],
				['bbbbbbbbbbbb', 'young', now],
			] as const) {
				store.templates.put({ ...template, id, name });
				store.templates.remove(id, at);
			}
			const told: string[] = [];
			const deleted = (what: string): void => void told.push(what);
			await new Pruner({ ...store, deleted, now: () => now }).close();
			expect(told).toEqual(['trashedRuns', 'trashedTemplates']);
			expect(store.trash.trashed(10, 0).map(({ run }) => run.id)).toEqual([young]);
			expect(store.templates.deleted().map((one) => one.template.name)).toEqual(['young']);
		} finally {
			scratch.dispose();
		}
	});
});
