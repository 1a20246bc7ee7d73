import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aRun, newStoreEach } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../store.ts';

/** The store's clock stands still. */
const SEEN_AT = 10_000;

let store: Store;
newStoreEach({ now: () => SEEN_AT }, (its) => {
	store = its;
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

describe('log lines', () => {
	it('are paged backwards and forwards by any filter, oldest first', () => {
		const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
		const runs = ['a', 'b'].map((plugin) => {
			const run = aRun({ plugin });
			store.runs.start(run);
			return run.id;
		});
		const all = Array.from({ length: 120 }, (_, index) => {
			const plugin = index % 3 === 0 ? 'b' : 'a';
			const run = runs[plugin === 'a' ? 0 : 1] ?? '';
			const level = levels[(index * 7) % 5] ?? 'info';
			const message = index % 4 === 0 ? `odd line ${index}` : `line ${index}`;
			store.runs.log(run, { at: index, stage: 0, plugin, level, message });
			return { id: index + 1, run, plugin, level, message };
		});
		fc.assert(
			fc.property(
				fc.record({
					plugin: maybe(fc.constantFrom('a', 'b', 'z')),
					run: maybe(fc.constantFrom(...runs)),
					level: maybe(fc.constantFrom(...levels)),
					beforeId: maybe(fc.nat(130)),
					afterId: maybe(fc.nat(130)),
					limit: fc.integer({ min: 1, max: 130 }),
				}),
				(query) => {
					const found = all.filter(
						(line) =>
							(query.plugin === undefined || line.plugin === query.plugin) &&
							(query.run === undefined || line.run === query.run) &&
							(query.level === undefined || levels.indexOf(line.level) >= levels.indexOf(query.level)) &&
							(query.beforeId === undefined || line.id < query.beforeId) &&
							(query.afterId === undefined || line.id > query.afterId),
					);
					const kept = query.afterId === undefined ? found.slice(-query.limit) : found.slice(0, query.limit);
					expect(store.runs.lines(query).map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
				},
			),
			{ numRuns: 400 },
		);
	});
});
