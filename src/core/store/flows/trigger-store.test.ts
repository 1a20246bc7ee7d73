import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

const content = { sha256: 'a'.repeat(64), path: '/in/a.csv', at: 1000 };

it('a file belongs to the program that took it: another one neither takes it, gives it back, nor reads it', () => {
	const [one, other] = [scratch.open(), scratch.open()];
	expect(one.triggers.take('report', content)).toBe('ours');
	expect(other.triggers.take('report', { ...content, at: 1000 + 3_600_000 })).toBe('theirs');
	expect(other.triggers.take('report', { ...content, at: 1 })).toBe('theirs');
	other.triggers.giveBack('report', content.sha256);
	other.triggers.reads('report', content.sha256, 'bbbbbbbbbbbb');
	expect(one.triggers.files('report', 10)).toEqual([{ ...content, run: null }]);
	// It could not say that it does not read it.
	expect(one.triggers.take('report', content)).toBe('ours');
	one.triggers.reads('report', content.sha256, 'aaaaaaaaaaaa');
	one.triggers.giveBack('report', content.sha256);
	expect(other.triggers.files('report', 10)).toEqual([{ ...content, run: 'aaaaaaaaaaaa' }]);
	expect([one, other].map(({ triggers }) => triggers.take('report', content))).toEqual(['known', 'known']);
});

it('a file that a program took and did not begin to read is given back with its end, also where another one gets its number', () => {
	const one = scratch.open();
	one.triggers.take('report', content);
	const read = { ...content, sha256: 'b'.repeat(64) };
	one.triggers.take('report', read);
	one.triggers.reads('report', read.sha256, 'aaaaaaaaaaaa');
	one.close();
	const next = scratch.open();
	expect(next.triggers.files('report', 10)).toEqual([{ ...read, run: 'aaaaaaaaaaaa' }]);
	expect(scratch.open().triggers.take('report', content)).toBe('ours');
	expect(next.triggers.take('report', content)).toBe('theirs');
});
