import { existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEnd, aRun, type ScratchStore, scratchStore } from '../../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../../../store/store.ts';
import type { Checkpoint, SavedState } from '../checkpoint.ts';
import { assertStates, StateFiles, sweepStates } from './state-files.ts';

const RUN = 'aaaaaaaaaaaa';
const large = (seed: number): Uint8Array => Uint8Array.from({ length: 300_000 }, (_, at) => (at * seed) % 251);

let scratch: ScratchStore;
let store: Store;
let folder: string;
beforeEach(() => {
	scratch = scratchStore();
	store = scratch.open();
	folder = join(dirname(scratch.file), 'checkpoints');
});
afterEach(() => scratch.dispose());

const files = (): readonly string[] => (existsSync(folder) ? readdirSync(folder).toSorted() : []);
const holding = (...states: readonly SavedState[]): Checkpoint => ({
	at: 5,
	parcels: 0,
	components: new Map(states.map((state, component) => [component, { state }])),
	counts: null,
});
const save = (run: string, checkpoint: Checkpoint): void =>
	store.checkpoints.save(run, { ...checkpoint, counts: null });

describe('what plugins save for a checkpoint', () => {
	it('lies in the database where it is little, and in a private file of its own otherwise', async () => {
		const states = new StateFiles(folder, RUN, null);
		const little = await states.keep(0, Buffer.from('little'));
		expect(files()).toEqual([]);
		const much = await states.keep(1, large(3));
		expect(files()).toEqual([`${RUN}-0-1.state`]);
		if (process.platform !== 'win32') {
			expect(statSync(join(folder, `${RUN}-0-1.state`)).mode & 0o777).toBe(0o600);
			expect(statSync(folder).mode & 0o777).toBe(0o700);
		}
		save(RUN, holding(little, much));
		const kept = store.checkpoints.latest(RUN)?.components;
		const read = await Promise.all([0, 1].map((at) => states.read(kept?.get(at)?.state ?? expect.fail('it is gone'))));
		expect(read.map((state) => Buffer.from(state))).toEqual([Buffer.from('little'), Buffer.from(large(3))]);
	});

	it('is written and read in pieces, between which the program does something else', async () => {
		const states = new StateFiles(folder, RUN, null);
		let turns = 0;
		const turning = setInterval(() => turns++, 0);
		const state = Buffer.alloc(32 * 1024 * 1024, 'state');
		const saved = await states.keep(0, state);
		const written = turns;
		expect(state.equals(await states.read(saved))).toBe(true);
		clearInterval(turning);
		expect(written).toBeGreaterThan(3);
		expect(turns - written).toBeGreaterThan(3);
	});

	it('goes with its checkpoint, once another one is kept or none is needed', async () => {
		const states = new StateFiles(folder, RUN, null);
		const first = holding(await states.keep(0, large(3)));
		await states.settle(first);
		await states.keep(0, large(5));
		const third = holding(await states.keep(0, large(7)));
		expect(files()).toHaveLength(3);
		await states.settle(third);
		expect(files()).toEqual([`${RUN}-2-0.state`]);
		const next = new StateFiles(folder, 'bbbbbbbbbbbb', third);
		await next.settle(third);
		expect(files()).toHaveLength(1);
		await next.settle(null);
		expect(files()).toEqual([]);
	});

	it('is not taken for what it was where it is shorter, another one or gone', async () => {
		const states = new StateFiles(folder, RUN, null);
		const saved = await states.keep(0, large(3));
		const path = join(folder, `${RUN}-0-0.state`);
		await assertStates(folder, holding(saved));
		writeFileSync(path, large(5));
		await expect(states.read(saved)).rejects.toMatchObject({ code: 'storage', details: { path } });
		truncateSync(path, 100);
		await expect(states.read(saved)).rejects.toThrow(/missing or damaged/);
		await expect(assertStates(folder, holding(saved))).rejects.toMatchObject({
			details: { reason: 'flow_state_damaged' },
		});
		await states.settle(null);
		await expect(assertStates(folder, holding(saved))).rejects.toMatchObject({ code: 'storage' });
	});

	it('is swept where nothing goes on from it: of killed, deleted and forgotten runs alone', async () => {
		const ids = { under: 'bbbbbbbbbbbb', ended: 'cccccccccccc', killed: 'dddddddddddd' };
		for (const [what, id] of Object.entries(ids)) {
			store.runs.start(aRun({ id, kind: 'flow' }));
			const states = new StateFiles(folder, id, null);
			const kept = holding(await states.keep(0, large(3)));
			// Written, and not in any checkpoint yet.
			await states.keep(0, large(5));
			if (what !== 'under') save(id, kept);
			if (what !== 'under') store.runs.finish(id, anEnd({ status: 'failed' }));
		}
		mkdirSync(join(folder, 'other'));
		await sweepStates(folder, store.checkpoints);
		const { under, ended, killed } = ids;
		const all = [`${under}-0-0.state`, `${under}-1-0.state`, `${ended}-0-0.state`, `${killed}-0-0.state`, 'other'];
		expect(files()).toEqual(all);
		store.runs.forget(ended, ['input']);
		store.checkpoints.remove(killed);
		await sweepStates(folder, store.checkpoints);
		expect(files()).toEqual([`${under}-0-0.state`, `${under}-1-0.state`, 'other']);
	});
});
