import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { type ScratchStore, scratchStore } from '../../../test/support/scratch/scratch-store.ts';
import { memoryState } from '../library/memory-state.ts';
import type { StateStore } from './store.ts';

let scratch: ScratchStore | null = null;
afterEach(() => scratch?.dispose());

const QUOTA = 100;
const MiB = 1024 * 1024;

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

// Each time the keys were added up: what a plugin had written made all that it wrote later as slow.
it.each([
	['in the database', 400],
	['in memory', 2_000],
] as const)('%s takes or refuses a value as quickly beside 150,000 others', (kind, times) => {
	const state = kinds[kind]()[0] as StateStore;
	const seconds = (plugin: string, quota: number): number => {
		const began = performance.now();
		for (let turn = 0; turn < times; turn++) state.set(plugin, 'k', new Uint8Array(1 + (turn % 2)), quota);
		return (performance.now() - began) / 1_000;
	};
	const [refused, taken] = [seconds('small', 1), seconds('small', MiB)];
	fill(state, kind);
	expect(seconds('large', 1)).toBeLessThan(4 * refused + 0.1);
	expect(seconds('large', MiB)).toBeLessThan(4 * taken + 0.1);
});

function fill(state: StateStore, kind: keyof typeof kinds): void {
	if (kind === 'in memory') {
		for (let key = 0; key < 150_000; key++) state.set('large', key.toString(36), new Uint8Array(1), MiB);
		return;
	}
	scratch?.rows('large', 150_000);
}
