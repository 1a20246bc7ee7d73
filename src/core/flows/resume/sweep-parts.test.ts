import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { anEnd, aRun, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../../store/store.ts';
import { sweepParts } from './sweep-parts.ts';

let scratch: ScratchStore;
let store: Store;
let states: string;
beforeEach(() => {
	scratch = scratchStore();
	store = scratch.open();
	states = join(dirname(scratch.file), 'checkpoints');
});
afterEach(() => scratch.dispose());

it('removes what a killed program left, also once its disk is there again', async () => {
	const disk = join(dirname(scratch.file), 'disk');
	const part = join(disk, 'out.part');
	mkdirSync(disk);
	for (const path of [part, `${part}.copy`]) writeFileSync(path, 'half');
	store.checkpoints.notePart('aaaaaaaaaaaa', part);
	renameSync(disk, `${disk}-away`);
	await sweepParts(store.checkpoints, states);
	expect(store.checkpoints.orphanedParts()).toEqual([part]);
	renameSync(`${disk}-away`, disk);
	await sweepParts(store.checkpoints, states);
	expect([part, `${part}.copy`].filter((path) => existsSync(path))).toEqual([]);
	expect(store.checkpoints.orphanedParts()).toEqual([]);
});

it('removes the checkpoint of a run that ended well, and of no other', async () => {
	const ends = { aaaaaaaaaaaa: 'succeeded', bbbbbbbbbbbb: 'cancelled', cccccccccccc: null } as const;
	for (const [id, status] of Object.entries(ends)) {
		store.runs.start(aRun({ id, kind: 'flow' }));
		store.checkpoints.save(id, { at: 5, parcels: 1, components: new Map(), counts: null });
		if (status !== null) store.runs.finish(id, anEnd({ status }));
	}
	await sweepParts(store.checkpoints, states);
	expect(Object.keys(ends).map((id) => store.checkpoints.takenAt(id))).toEqual([null, 5, 5]);
});
