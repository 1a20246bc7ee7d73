import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	anEnd,
	aRun,
	aStage,
	newStoreEach,
	ran,
	type ScratchStore,
} from '../../../../test/support/scratch/scratch-store.ts';
import { NOT_SEEN_YET, noCounts, type RunFilters, type RunSummary } from '../../../shared/run/run.ts';
import type { Store } from '../store.ts';

/** The store's clock stands still. */
const SEEN_AT = 10_000;

let scratch: ScratchStore;
let store: Store;
newStoreEach({ now: () => SEEN_AT }, (its, folder) => {
	store = its;
	scratch = folder;
});

const kinds = ['call', 'stream', 'chain'] as const;
const statuses = ['succeeded', 'failed', 'cancelled', 'interrupted'] as const;
const triggers = ['cli', 'window'] as const;
const plugins = ['a', 'b', 'c'] as const;
const words = ['odd row', 'bad date', 'Straße'] as const;

interface Made {
	readonly id: string;
	readonly plugins: readonly string[];
	readonly kind: (typeof kinds)[number];
	readonly status: (typeof statuses)[number] | 'running';
	readonly trigger: (typeof triggers)[number];
	readonly at: number;
	readonly took: number;
	readonly denials: number;
	readonly logged: string | null;
	readonly error: string | null;
	/** A person looked at it. */
	readonly isSeen: boolean;
}

/** Runs of every sort, in the order in which they were inserted. */
function fill(count: number, seed: number): readonly Made[] {
	const made = fc
		.sample(
			fc.record({
				plugins: fc.array(fc.constantFrom(...plugins), { minLength: 1, maxLength: 4 }),
				kind: fc.constantFrom(...kinds),
				status: fc.constantFrom(...statuses, 'running' as const),
				trigger: fc.constantFrom(...triggers),
				at: fc.integer({ min: 0, max: 60 }),
				took: fc.integer({ min: 0, max: 500 }),
				denials: fc.integer({ min: 0, max: 2 }),
				logged: fc.option(fc.constantFrom(...words)),
				error: fc.option(fc.constantFrom('too slow by far', 'odd input')),
				isSeen: fc.boolean(),
			}),
			{ numRuns: count, seed },
		)
		.map((run, index) => ({ ...run, id: index.toString(16).padStart(12, '0') }));
	for (const run of made) store.runs.start(begun(run));
	for (const run of made) {
		if (run.logged !== null)
			store.runs.log(run.id, { at: run.at, stage: 0, plugin: 'a', level: 'info', message: run.logged });
		if (run.status !== 'running')
			store.runs.finish(
				run.id,
				anEnd({
					status: run.status,
					finishedAt: run.at + run.took,
					counts: { ...noCounts, denials: run.denials },
					error: run.error === null ? null : { code: 'timeout', message: run.error },
				}),
			);
	}
	store.runs.markSeen(made.flatMap(({ id, isSeen }) => (isSeen ? [id] : [])));
	return made;
}

function begun({ id, plugins: names, kind, trigger, at }: Made): ReturnType<typeof aRun> {
	const stages = names.map((plugin, position) => aStage(plugin, { position }));
	return aRun({ id, kind, trigger, stages, startedAt: at, label: `label of ${names[0]}` });
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const anyFilters: fc.Arbitrary<RunFilters> = fc.record({
	plugin: maybe(fc.constantFrom(...plugins, 'z', '')),
	kind: maybe(fc.constantFrom(...kinds)),
	status: maybe(fc.constantFrom(...statuses, 'running' as const)),
	trigger: maybe(fc.constantFrom(...triggers)),
	since: maybe(fc.integer({ min: 0, max: 60 })),
	until: maybe(fc.integer({ min: 0, max: 60 })),
	withDenials: maybe(fc.boolean()),
	unseenAt: maybe(fc.constantFrom(0, SEEN_AT, SEEN_AT + 1, NOT_SEEN_YET)),
	text: maybe(fc.constantFrom('odd', 'row', 'slow far', 'abel of b', '%', 'strasse', 'straße', ' ', 'timeout')),
});

function fits(run: Made, query: RunFilters): boolean {
	const denials = run.status === 'running' ? 0 : run.denials;
	return (
		(query.plugin === undefined || run.plugins.includes(query.plugin)) &&
		(query.kind === undefined || run.kind === query.kind) &&
		(query.status === undefined || run.status === query.status) &&
		(query.trigger === undefined || run.trigger === query.trigger) &&
		(query.since === undefined || run.at >= query.since) &&
		(query.until === undefined || run.at <= query.until) &&
		(query.withDenials === undefined || denials > 0 === query.withDenials) &&
		(query.unseenAt === undefined || (run.status === 'failed' && (!run.isSeen || query.unseenAt <= SEEN_AT))) &&
		(query.text === undefined || query.text.trim() === '' || isFoundBy(run, query.text))
	);
}

function isFoundBy(run: Made, text: string): boolean {
	const asked: readonly string[] = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	const within = (line: string): boolean => {
		const there: readonly string[] = line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
		return asked.length > 0 && asked.every((word) => there.includes(word));
	};
	const error = run.status === 'running' || run.error === null ? '' : `${run.error} timeout`;
	return within(run.logged ?? '') || within(error) || `label of ${run.plugins[0]}`.includes(text);
}

/** As the history lists them. */
function expected(made: readonly Made[], query: RunFilters): readonly Made[] {
	return made
		.map((run, index) => ({ run, index }))
		.filter(({ run }) => fits(run, query))
		.sort((left, right) => right.run.at - left.run.at || right.index - left.index)
		.map(({ run }) => run);
}

describe('a history', () => {
	it('is paged from any place, by any filters, as if it were filtered, sorted and cut by hand', () => {
		const made = fill(150, 3);
		fc.assert(
			fc.property(anyFilters, fc.nat(160), fc.integer({ min: 1, max: 60 }), (query, offset, limit) => {
				const all = expected(made, query).map(({ id }) => id);
				expect(store.runs.count(query)).toBe(all.length);
				expect(store.runs.list({ ...query, offset, limit }).map(({ id }) => id)).toEqual(
					all.slice(offset, offset + limit),
				);
				expect(new Set(store.runs.finishedIds({ ...query }))).toEqual(
					new Set(expected(made, query).flatMap(({ id, status }) => (status === 'running' ? [] : [id]))),
				);
			}),
			{ numRuns: 300 },
		);
	});

	it('counts right after every change, also of another program', () => {
		const other = scratch.open();
		const queries: readonly RunFilters[] = [{}, { plugin: 'a' }, { status: 'failed' }, { since: 0 }, { text: 'odd' }];
		let left = fill(60, 5);
		const agree = (): void => {
			for (const query of queries)
				for (const one of [store, other]) expect(one.runs.count(query)).toBe(expected(left, query).length);
		};
		agree();
		for (const [index, writer] of [store, other, store, other].entries()) {
			const gone = left.filter(({ status }, place) => status !== 'running' && place % 7 === index);
			expect(writer.runs.remove(gone.map(({ id }) => id))).toBe(gone.length);
			left = left.filter((run) => !gone.includes(run));
			agree();
		}
		store.runs.prune({ maxRuns: 0 });
		left = left.filter(({ status }) => status === 'running');
		agree();
		const database = new Database(scratch.file);
		expect(
			database.prepare('SELECT count(*) FROM run_plugins WHERE row NOT IN (SELECT row FROM runs)').pluck().get(),
		).toBe(0);
		expect(database.prepare('SELECT min(runs) FROM run_tallies').pluck().get()).toBe(0);
		database.close();
	});

	it('is read on from a cursor without gaps or repetitions while runs begin and the one it names is deleted', () => {
		const made = fill(80, 9);
		const seen: RunSummary[] = [];
		let cursor: number | null = null;
		for (;;) {
			const part = store.runs.after({}, cursor, 13);
			seen.push(...part.map(({ run }) => run));
			const last = part.at(-1);
			if (last === undefined) break;
			cursor = last.cursor;
			store.runs.start(
				aRun({ startedAt: 1_000_000 + seen.length, id: `f${seen.length.toString(16).padStart(11, '0')}` }),
			);
		}
		expect(seen.map(({ id }) => id)).toEqual(expected(made, {}).map(({ id }) => id));
		const [first] = store.runs.after({ until: 60 }, null, 1);
		store.runs.remove(first === undefined ? [] : [first.run.id]);
		expect(store.runs.after({ status: 'succeeded' }, first?.cursor ?? 0, 1)).toHaveLength(1);
	});
});

describe('statistics', () => {
	it('hold every run once, in the bucket of its start, with exact medians and 95th percentiles', () => {
		const made = fill(200, 11);
		const rank = (values: readonly number[], fraction: number): number | null =>
			[...values].sort((left, right) => left - right)[Math.max(0, Math.ceil(values.length * fraction) - 1)] ?? null;
		const durations = (runs: readonly Made[]): readonly number[] =>
			runs.flatMap(({ status, took }) => (status === 'running' || status === 'interrupted' ? [] : [took]));
		fc.assert(
			fc.property(anyFilters, fc.integer({ min: 1, max: 200 }), (query, buckets) => {
				const all = expected(made, query);
				const stats = store.runs.stats(query, buckets);
				expect(stats.total).toBe(all.length);
				expect(stats.medianMs).toBe(rank(durations(all), 0.5));
				expect(stats.p95Ms).toBe(rank(durations(all), 0.95));
				expect(stats.buckets.length).toBeLessThanOrEqual(buckets);
				for (const bucket of stats.buckets) {
					const inside = all.filter(({ at }) => at >= bucket.at && at < bucket.at + stats.bucketMs);
					for (const status of [...statuses, 'running'] as const)
						expect(bucket[status]).toBe(inside.filter((run) => run.status === status).length);
					expect(bucket.denials).toBe(
						inside.reduce((sum, run) => sum + (run.status === 'running' ? 0 : run.denials), 0),
					);
					expect(bucket.medianMs).toBe(rank(durations(inside), 0.5));
					expect(bucket.p95Ms).toBe(rank(durations(inside), 0.95));
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('reach from the oldest run to now, or as far as was asked', () => {
		expect(store.runs.stats({}, 10)).toMatchObject({ from: 10_000, to: 10_000, total: 0, medianMs: null });
		ran(store, { startedAt: 4_000 });
		expect(store.runs.stats({}, 60)).toMatchObject({ from: 4_000, to: 10_000, bucketMs: 101, total: 1 });
		expect(store.runs.stats({ since: 0, until: 99 }, 10)).toMatchObject({ from: 0, to: 99, bucketMs: 10, total: 0 });
		expect(store.runs.stats({ since: 5_000, until: 4_000 }, 10).total).toBe(0);
	});
});

describe('the activity of plugins', () => {
	it('counts a plugin’s own runs, failures and refusals', () => {
		const stages = [aStage('source'), aStage('filter', { position: 1 })];
		const error = { code: 'plugin_execution', message: 'it broke' } as const;
		const chain = aRun({ kind: 'chain', stages, startedAt: 5_000 });
		store.runs.start(chain);
		const denial = {
			at: 5_000,
			stage: 1,
			plugin: 'filter',
			op: 'read',
			target: '/x',
			kind: 'path_not_listed',
			rule: 'r',
			reason: 'no',
		} as const;
		store.runs.denial(chain.id, denial);
		store.runs.denial(chain.id, denial);
		store.runs.finish(
			chain.id,
			anEnd({ status: 'failed', error, stages: [aStage('source'), aStage('filter', { position: 1, error })] }),
		);
		ran(store, { plugin: 'source', startedAt: 9_999 });
		ran(store, { plugin: 'old', startedAt: 10 }, { status: 'cancelled' });
		expect(store.runs.activity(2_000, 4)).toEqual([
			{
				plugin: 'filter',
				runs: 1,
				failures: 1,
				denials: 2,
				lastRunAt: 5_000,
				lastStatus: 'failed',
				buckets: [0, 1, 0, 0],
			},
			{
				plugin: 'old',
				runs: 0,
				failures: 0,
				denials: 0,
				lastRunAt: 10,
				lastStatus: 'cancelled',
				buckets: [0, 0, 0, 0],
			},
			{
				plugin: 'source',
				runs: 2,
				failures: 0,
				denials: 0,
				lastRunAt: 9_999,
				lastStatus: 'succeeded',
				buckets: [0, 1, 0, 1],
			},
		]);
		store.runs.prune({ maxRuns: 0 });
		expect(store.runs.activity(0, 1)).toEqual([]);
	});
});
