/** A history of a million runs: what a window does while somebody scrolls through it. `node bench/history.ts [runs]`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pruneRuns, removeRuns } from '../src/core/runs/history/delete-runs.ts';
import { emptyTrash, listTrash, restoreRuns } from '../src/core/runs/history/trash.ts';
import { openStore } from '../src/core/store/open-store.ts';
import type { Store } from '../src/core/store/store.ts';
import type { RunFilters } from '../src/shared/run/run.ts';
import { fillHistory, RUN_EVERY_MS } from './fill-history.ts';
import { median } from './measure.ts';
import { report } from './report.ts';

/** A window asks for so much while it scrolls; longer than this and it is seen, ms. */
const SCROLL_MS = 50;
const STATS_MS = 400;

export async function historyBench(total: number): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
	const file = join(folder, 'dataflare.db');
	try {
		openStore({ file }).close();
		const begun = performance.now();
		fillHistory(file, total);
		report(`filling ${total.toLocaleString('en')} runs`, `${((performance.now() - begun) / 1000).toFixed(0)} s`);
		const opening = performance.now();
		const store = openStore({ file });
		report('opening', ms(performance.now() - opening));
		report('size', `${(store.size() / 2 ** 20).toFixed(0)} MiB`);
		try {
			await scroll(store, total);
			await removal(store, total);
		} finally {
			store.close();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function scroll(store: Store, total: number): Promise<void> {
	const { runs } = store;
	const now = Date.now();
	const filters: Readonly<Record<string, RunFilters>> = {
		'all runs': {},
		'one plugin': { plugin: 'plugin-3' },
		'one plugin, failed': { plugin: 'plugin-3', status: 'failed' },
		succeeded: { status: 'succeeded' },
		failed: { status: 'failed' },
		calls: { kind: 'call' },
		'by trigger': { trigger: 'cli' },
		'since the middle': { since: now - (total * RUN_EVERY_MS) / 2 },
		'until shortly': { until: now - (total * RUN_EVERY_MS) / 5 },
		'with denials': { withDenials: true },
		'without denials': { withDenials: false },
		'failed streams': { status: 'failed', kind: 'stream' },
		'a rare word': { text: 'rare200' },
		'a word in a third of all runs': { text: 'read' },
		'a part of a word in a thirtieth of all runs': { text: '报告' },
		'a word of a tenth of all errors': { text: 'longer' },
	};
	for (const [what, query] of Object.entries(filters)) {
		if (query.text === undefined) {
			const fresh = slowest(5, () => {
				// As if a run had just been written: nothing may be remembered.
				store.settings.set('theme', 'system');
				runs.count(query);
			});
			report(`${what}: count after a write`, ms(fresh), `${SCROLL_MS} ms`, fresh < SCROLL_MS);
		} else {
			const fresh = timeOf(() => runs.count(query));
			report(`${what}: first search`, ms(fresh), `${SCROLL_MS} ms`, fresh < SCROLL_MS);
		}
		const found = runs.count(query);
		for (const share of [0, 0.25, 0.5, 0.75, 0.9999]) {
			const offset = Math.floor(found * share);
			const time = middle(5, () => runs.list({ ...query, offset, limit: 100 }));
			report(`  100 runs from ${offset.toLocaleString('en')} on`, ms(time), `${SCROLL_MS} ms`, time < SCROLL_MS);
		}
		const stats = middle(3, () => runs.stats(query, 60));
		report('  statistics, 60 parts with p95', ms(stats), `${STATS_MS} ms`, stats < STATS_MS);
	}
	const week = middle(3, () => runs.activity(now - 7 * 86_400_000, 24));
	report('activity of every plugin in a week', ms(week), `${SCROLL_MS} ms`, week < SCROLL_MS);
	const lines = {
		'newest log lines': {},
		'  of one plugin, warnings': { plugin: 'plugin-3', level: 'warn' },
	} as const;
	for (const [what, query] of Object.entries(lines)) {
		const time = middle(5, () => runs.lines(query));
		report(what, ms(time), `${SCROLL_MS} ms`, time < SCROLL_MS);
	}
	await whileTicking('looking for a part of a word in the log of a plugin', () =>
		runs.findLines({ plugin: 'plugin-3', text: 'owhere' }),
	);
}

async function removal(store: Store, total: number): Promise<void> {
	const { runs } = store;
	const ids = runs.list({ limit: total / 10 }).map(({ id }) => id);
	await whileTicking(`deleting ${ids.length.toLocaleString('en')} runs`, () =>
		removeRuns(store, { ids: [...ids], forever: false }),
	);
	await trash(store);
	const keep = total / 2;
	const surplus = total - ids.length - keep;
	await whileTicking(`pruning ${surplus.toLocaleString('en')} runs`, () => pruneRuns(runs, { maxRuns: keep }));
}

/** With nine tenths of all runs in the trash: looking into it, taking some out of it, and emptying it. */
async function trash(store: Store): Promise<void> {
	await whileTicking('deleting nine tenths of the others', () => {
		const ids = store.runs.finishedIds({});
		return removeRuns(store, { ids: ids.slice(0, Math.floor(ids.length * 0.9)), forever: false });
	});
	const { total } = store.trash.trashTotals();
	for (const share of [0, 0.5, 0.9999]) {
		const offset = Math.floor(total * share);
		const time = middle(5, () => listTrash(store, { limit: 100, offset }));
		report(
			`  100 runs of the trash from ${offset.toLocaleString('en')} on`,
			ms(time),
			`${SCROLL_MS} ms`,
			time < SCROLL_MS,
		);
	}
	const some = listTrash(store, { limit: 1000, offset: 0 }).runs.map(({ run }) => run.id);
	await whileTicking('restoring 1,000 runs', () => restoreRuns(store.trash, { ids: some }));
	await whileTicking('deleting 1,000 runs of the trash for ever', () => {
		const ids = listTrash(store, { limit: 1000, offset: 0 }).runs.map(({ run }) => run.id);
		return emptyTrash(store.trash, { ids });
	});
	await whileTicking(`emptying the trash of ${store.trash.trashTotals().total.toLocaleString('en')} runs`, () =>
		emptyTrash(store.trash, {}),
	);
}

/** How long the work takes, and how long the program hears nothing else meanwhile. */
async function whileTicking(what: string, work: () => Promise<unknown>): Promise<void> {
	const begun = performance.now();
	let last = begun;
	let longest = 0;
	const ticking = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 0);
	await work();
	clearInterval(ticking);
	report(what, ms(performance.now() - begun));
	report('  the longest that the engine was held up', ms(longest));
}

function timeOf(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function times(count: number, work: () => unknown): readonly number[] {
	return Array.from({ length: count }, () => timeOf(work));
}

/** The first time is the disk's. */
const middle = (count: number, work: () => unknown): number => median(times(count, work));
const slowest = (count: number, work: () => unknown): number => Math.max(...times(count + 1, work).slice(1));
const ms = (value: number): string => `${value.toFixed(1)} ms`;

if (import.meta.main) await historyBench(Number(process.argv[2] ?? 1_000_000));
