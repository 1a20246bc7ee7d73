import { describe, expect, it } from 'vitest';
import { newStoreEach, type ScratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../store.ts';

/** The store's clock stands still. */
const SEEN_AT = 10_000;

let scratch: ScratchStore;
let store: Store;
newStoreEach({ now: () => SEEN_AT }, (its, folder) => {
	store = its;
	scratch = folder;
});

describe('test cases', () => {
	it('are kept per plugin, changed in place, and tell "nothing expected" from null', () => {
		const { cases } = store;
		const one = cases.save({ plugin: 'a', name: 'first', fn: 'process_data', input: null });
		const two = cases.save({ plugin: 'a', name: 'second', fn: 'f', input: '{}', expected: null });
		cases.save({ plugin: 'b', name: 'other', fn: 'f', input: '1', expected: { x: [1] } });
		expect(cases.list('a')).toEqual([one, two]);
		expect('expected' in one).toBe(false);
		expect(two.expected).toBeNull();
		expect(cases.save({ ...two, name: 'renamed', expected: [1] })).toEqual({ ...two, name: 'renamed', expected: [1] });
		store.close();
		store = scratch.open();
		expect(store.cases.list('a').map(({ name }) => name)).toEqual(['first', 'renamed']);
		store.cases.remove(two.id);
		store.cases.remove(two.id);
		expect(() => store.cases.save({ ...two })).toThrow(expect.objectContaining({ code: 'not_found' }));
		expect(store.cases.save({ plugin: 'a', name: 'third', fn: 'f', input: null }).id).toBeGreaterThan(two.id + 1);
	});
});
