import { expect, it } from 'vitest';
import { noteUse, usedLately } from './lately.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> & { readonly slots: Map<string, string> } {
	const slots = new Map<string, string>();
	return { slots, getItem: (key) => slots.get(key) ?? null, setItem: (key, value) => void slots.set(key, value) };
}

it('what was used is remembered once, the newest first, and no more than is looked at', () => {
	const kept = storage();
	for (let index = 0; index < 40; index++) noteUse(`command-${index}`, kept);
	noteUse('command-30', kept);
	expect(usedLately(kept).slice(0, 2)).toEqual(['command-30', 'command-39']);
	expect(usedLately(kept)).toHaveLength(24);
	expect(new Set(usedLately(kept)).size).toBe(24);
});

it('what cannot be read counts as nothing', () => {
	const kept = storage();
	kept.slots.set('dataflare-lately', '{"not":"a list"}');
	expect(usedLately(kept)).toEqual([]);
	kept.slots.set('dataflare-lately', 'broken');
	expect(usedLately(kept)).toEqual([]);
});
