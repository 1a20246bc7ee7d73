import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { memoryState } from '../../library/memory-state.ts';
import type { StateStore } from './state-store.ts';
import { stateStore } from './state-store.ts';

let scratch: ScratchStore | null = null;
let database: Database.Database | null = null;
afterEach(() => {
	database?.close();
	database = null;
	scratch?.dispose();
	scratch = null;
});

const QUOTA = 100;
const MiB = 1024 * 1024;
/** Values that a plugin has, and writes that come after: so few that the test is short where each looks at all of them. */
const OTHERS = 2_000;
const TURNS = 50;

const kinds = {
	'in the database': (): readonly StateStore[] => {
		scratch = scratchStore();
		return [scratch.open().state, scratch.open().state];
	},
	'in memory': (): readonly StateStore[] => [memoryState()],
};

it.each(Object.entries(kinds))('%s takes what fits its quota and nothing else, whoever writes', (_, make) => {
	const programs = make();
	const model = new Map<string, number>();
	const step = fc.record({
		program: fc.nat({ max: programs.length - 1 }),
		key: fc.constantFrom('a', 'bb', 'é'),
		bytes: fc.constantFrom(0, 1, 40, 60, 99),
	});
	fc.assert(
		fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
			for (const { program, key, bytes } of steps) {
				const others = [...model].filter(([name]) => name !== key);
				const used = others.reduce((sum, [name, size]) => sum + Buffer.byteLength(name) + size, 0);
				const fits = bytes === 0 || used + Buffer.byteLength(key) + bytes <= QUOTA;
				expect(programs[program]?.set('p', key, new Uint8Array(bytes), QUOTA)).toBe(fits);
				if (fits && bytes > 0) model.set(key, bytes);
				else if (fits) model.delete(key);
			}
		}),
		{ numRuns: 60 },
	);
	programs[0]?.clear('p');
	expect(programs[0]?.set('p', 'k', new Uint8Array(QUOTA - 1), QUOTA)).toBe(true);
});

/** Lengths that the database was asked for, as often as it was. */
function countingLengths(): { readonly state: StateStore; asked(): number } {
	scratch = scratchStore();
	scratch.open();
	scratch.rows('large', OTHERS);
	database = new Database(scratch.file);
	let lengths = 0;
	database.function('octet_length', { deterministic: true }, (value: unknown) => {
		lengths += 1;
		return Buffer.byteLength(value as string | Buffer);
	});
	return {
		state: stateStore(database),
		asked() {
			const asked = lengths;
			lengths = 0;
			return asked;
		},
	};
}

// Each time the keys were added up: what a plugin had written made all that it wrote later as slow.
describe('beside thousands of others, a value', () => {
	const writes = (state: StateStore, quota: number): void => {
		for (let turn = 0; turn < TURNS; turn++) state.set('large', 'k', new Uint8Array(1 + (turn % 2)), quota);
	};

	it('in the database is taken or refused by its own length alone, once they were added up', () => {
		const { state, asked } = countingLengths();
		state.set('large', 'k', new Uint8Array(1), MiB);
		expect(asked()).toBeGreaterThanOrEqual(2 * OTHERS);
		for (const quota of [1, MiB]) {
			writes(state, quota);
			expect(asked()).toBeLessThanOrEqual(2 * TURNS);
		}
	});

	it('in memory is taken or refused without a look at them', () => {
		const state = memoryState();
		for (let key = 0; key < OTHERS; key++) state.set('large', key.toString(36), new Uint8Array(1), MiB);
		const looks = [Symbol.iterator, 'entries', 'keys', 'values', 'forEach'].map((way) =>
			vi.spyOn(Map.prototype, way as 'entries'),
		);
		for (const quota of [1, MiB]) writes(state, quota);
		const looked = looks.map((look) => look.mock.calls.length);
		vi.restoreAllMocks();
		expect(looked).toEqual([0, 0, 0, 0, 0]);
	});
});
