import { describe, expect, it, onTestFinished } from 'vitest';
import { anEnd, aRun, newStoreEach } from '../../../../test/support/scratch/scratch-store.ts';
import { MOST_AT_ONCE, type WhichAside } from '../../store/flows/aside-rows.ts';
import type { QuarantineStore } from '../../store/flows/quarantine-store.ts';
import type { Store } from '../../store/store.ts';
import { claimAside } from './claim-records.ts';

const [OLD, NEW, OTHER] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'];
const RECORDS = 3 * MOST_AT_ONCE + 100;

let store: Store;
newStoreEach({}, (its) => {
	store = its;
	store.runs.start(aRun({ id: OLD, kind: 'flow' }));
	for (const [component, count] of [
		['one', RECORDS],
		['two', 50],
	] as const) {
		const at = { flow: 'f', component, position: component === 'one' ? 1 : 2, plugin: 'p' };
		const records = Array.from({ length: count }, (_, n) => ({
			...{ number: n + 1, isText: true, record: Buffer.from(String(n)) },
			error: { code: 'invalid_input' as const, message: 'no' },
		}));
		store.quarantine.add(OLD, at, records, 5, 1e9);
	}
	store.runs.finish(OLD, anEnd({ status: 'succeeded' }));
	for (const id of [NEW, OTHER]) store.runs.start(aRun({ id, kind: 'flow' }));
});

const one: WhichAside = { filter: { flow: 'f', component: 'one', replayed: false } };
const held = (run: string): number => store.quarantine.count({ claimedBy: run });

/** The same store, and how many records each of its steps was about. */
function watched(): {
	readonly store: Pick<QuarantineStore, 'claimSome'>;
	readonly steps: number[];
	readonly turns: number[];
} {
	const [steps, turns]: [number[], number[]] = [[], []];
	let turn = 0;
	const turning = setInterval(() => turn++, 0);
	onTestFinished(() => clearInterval(turning));
	return {
		steps,
		turns,
		store: {
			claimSome(...given) {
				const before = held(NEW);
				const piece = store.quarantine.claimSome(...given);
				steps.push(held(NEW) - before);
				turns.push(turn);
				// Longer than the clock takes for one turn.
				const until = performance.now() + 2;
				while (performance.now() < until);
				return piece;
			},
		},
	};
}

describe('records that are to be replayed', () => {
	it('are made a run’s a piece after the other, between which the program does something else', async () => {
		const { store: quarantine, steps, turns } = watched();
		expect(await claimAside(quarantine, one, { run: NEW, again: false })).toBe(RECORDS);
		expect(held(NEW)).toBe(RECORDS);
		expect(Math.max(...steps)).toBeLessThanOrEqual(MOST_AT_ONCE);
		expect(steps.length).toBeGreaterThan(3);
		expect(new Set(turns).size).toBeGreaterThan(2);
	});

	it('are, chosen one by one, made a run’s in pieces as well, and no others', async () => {
		const ids = Array.from({ length: RECORDS }, (_, n) => n + 1);
		const { store: quarantine, steps } = watched();
		expect(await claimAside(quarantine, { ids }, { run: NEW, again: false })).toBe(RECORDS);
		expect(Math.max(...steps)).toBeLessThanOrEqual(MOST_AT_ONCE);
		expect(store.quarantine.count({ filter: { component: 'two', replayed: false } })).toBe(50);
		expect(
			await claimAside(
				store.quarantine,
				{ filter: { component: 'two', replayed: false } },
				{ run: OTHER, again: false },
			),
		).toBe(50);
	});

	it('are nobody’s where it is only looked, and those of another run are told with it', async () => {
		expect(await claimAside(store.quarantine, one, { run: null, again: false })).toBe(RECORDS);
		expect(held(NEW)).toBe(0);
		const last = RECORDS;
		await claimAside(store.quarantine, { ids: [last] }, { run: OTHER, again: false });
		for (const run of [null, NEW]) {
			const refused = claimAside(store.quarantine, one, { run, again: false });
			await expect(refused).rejects.toMatchObject({ details: { reason: 'set_aside_taken', run: OTHER } });
		}
		// What it had by then it has until it ends.
		store.runs.finish(NEW, anEnd({ status: 'failed' }));
		expect(held(NEW)).toBe(0);
		expect(held(OTHER)).toBe(1);
		store.runs.finish(OTHER, anEnd({ status: 'succeeded' }));
		const again = claimAside(store.quarantine, { ids: [1, last] }, { run: null, again: false });
		await expect(again).rejects.toMatchObject({ details: { reason: 'set_aside_replayed', run: OTHER } });
		expect(await claimAside(store.quarantine, { ids: [1, last] }, { run: null, again: true })).toBe(2);
	});

	it('are let go where the run is cancelled in between', async () => {
		const cancelling = new AbortController();
		const quarantine: Pick<QuarantineStore, 'claimSome'> = {
			claimSome(...given) {
				cancelling.abort(new Error('cancelled'));
				return store.quarantine.claimSome(...given);
			},
		};
		await expect(claimAside(quarantine, one, { run: NEW, again: false }, cancelling.signal)).rejects.toThrow(
			'cancelled',
		);
		expect(held(NEW)).toBe(MOST_AT_ONCE);
		store.runs.finish(NEW, anEnd({ status: 'cancelled' }));
		expect(held(NEW)).toBe(0);
	});
});
