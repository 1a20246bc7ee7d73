import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	anEnd,
	aRun,
	aStage,
	beforeRunOrders,
	newStoreEach,
	type ScratchStore,
} from '../../../../../test/support/scratch/scratch-store.ts';
import {
	MAX_SORTED_RUNS,
	noCounts,
	type RunFilters,
	type RunOrder,
	type RunSummary,
	runOrders,
} from '../../../../shared/run/run.ts';
import type { Store } from '../../store.ts';
import { sortedSource } from './sorted-runs.ts';

let scratch: ScratchStore;
let store: Store;
newStoreEach({ now: () => 10_000 }, (its, folder) => {
	store = its;
	scratch = folder;
	fill();
});

const statuses = ['succeeded', 'failed', 'cancelled'] as const;
const plugins = ['a', 'b', 'c'] as const;

/** Figures that repeat, so that many runs share one. */
function fill(): void {
	for (let index = 0; index < 120; index++) {
		const id = index.toString(16).padStart(12, '0');
		const at = (index * 37) % 50;
		const stages = [aStage(plugins[index % 3] ?? 'a', { position: 0 })];
		store.runs.start(aRun({ id, stages, startedAt: at, label: `label ${index % 7}` }));
		if (index % 9 === 0) continue;
		const figure = (index * 13) % 11;
		const counts = { ...noCounts, recordsIn: figure, recordsOut: figure % 4, denials: figure % 3, hostCalls: figure };
		store.runs.finish(
			id,
			anEnd({ status: statuses[index % 3] ?? 'failed', finishedAt: at + ((index * 7) % 40), counts }),
		);
	}
}

const valueOf: { readonly [O in RunOrder]: (run: RunSummary) => string | number } = {
	started: (run) => run.startedAt,
	label: (run) => run.label,
	status: (run) => run.status,
	duration: (run) => run.durationMs ?? -1,
	recordsIn: (run) => run.recordsIn,
	recordsOut: (run) => run.recordsOut,
	denials: (run) => run.denials,
	hostCalls: (run) => run.hostCalls,
	memory: (run) => run.peakMemoryBytes,
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const anyFilters: fc.Arbitrary<RunFilters> = fc.record({
	plugin: maybe(fc.constantFrom(...plugins)),
	status: maybe(fc.constantFrom(...statuses, 'running' as const)),
	until: maybe(fc.integer({ min: 0, max: 60 })),
	withDenials: maybe(fc.boolean()),
	text: maybe(fc.constantFrom('label 3', 'nothing')),
});

describe('runs by their figures', () => {
	it('follow each other up or down, whatever is filtered, and pages join without gaps or repetitions', () => {
		const asked = fc.record({ order: fc.constantFrom(...runOrders), ascending: fc.boolean() });
		fc.assert(
			fc.property(anyFilters, asked, fc.integer({ min: 1, max: 60 }), (filters, how, limit) => {
				const fitting = store.runs.list({ ...filters, limit: 1000 });
				const pages: RunSummary[] = [];
				for (let offset = 0; offset < fitting.length; offset += limit) {
					pages.push(...store.runs.list({ ...filters, ...how, limit, offset }));
				}
				expect(new Set(pages.map(({ id }) => id))).toEqual(new Set(fitting.map(({ id }) => id)));
				expect(pages).toHaveLength(fitting.length);
				const values = pages.map(valueOf[how.order]);
				const sorted = values.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
				expect(values).toEqual(how.ascending ? sorted : sorted.toReversed());
			}),
			{ numRuns: 150 },
		);
	});

	it('are the same, looked up one by one or met along the index', () => {
		const database = new Database(scratch.file);
		const keys = runOrders.filter((order) => order !== 'started');
		const anyWithoutText = anyFilters.map(({ text: _, ...rest }) => rest);
		const chosen = (filters: RunFilters, order: (typeof keys)[number], few: number): unknown => {
			const source = sortedSource(filters, { order, ascending: false }, 50, { limit: 40, offset: 7, few });
			return database.prepare<(string | number)[]>(source?.sql ?? '').all(...(source?.values ?? []));
		};
		try {
			fc.assert(
				fc.property(anyWithoutText, fc.constantFrom(...keys), (filters, order) => {
					expect(chosen(filters, order, 0)).toEqual(chosen(filters, order, 1000));
				}),
			);
		} finally {
			database.close();
		}
	});

	it('of a large history are not sorted but read along an index', () => {
		const database = new Database(scratch.file);
		try {
			for (const order of runOrders) {
				if (order === 'started') continue;
				const source = sortedSource({ status: 'failed' }, { order, ascending: false }, 1_000_000, {
					limit: 100,
					offset: 0,
				});
				const plan = database
					.prepare<(string | number)[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${source?.sql}`)
					.all(...(source?.values ?? []))
					.map(({ detail }) => detail);
				expect(plan.join('\n')).toMatch(/USING (COVERING )?INDEX runs_by_/);
				expect(plan.join('\n')).not.toContain('TEMP B-TREE');
			}
		} finally {
			database.close();
		}
	});

	it('are listed so in a history of the version before as well', () => {
		const database = new Database(scratch.file);
		database.exec(beforeRunOrders);
		database.pragma('user_version = 7');
		database.close();
		const again = scratch.open({ now: () => 10_000 });
		expect(again.runs.list({ order: 'recordsIn', limit: 1000 })).toEqual(
			store.runs.list({ order: 'recordsIn', limit: 1000 }),
		);
	});

	it('are told up to a place that is said', () => {
		expect(store.runs.list({ order: 'duration', offset: MAX_SORTED_RUNS, limit: 10 })).toEqual([]);
		expect(
			sortedSource({}, { order: 'duration', ascending: false }, 1_000_000, { limit: 100, offset: MAX_SORTED_RUNS - 40 })
				?.values,
		).toEqual([40, MAX_SORTED_RUNS - 40]);
	});
});
