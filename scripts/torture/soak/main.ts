/**
 * `npm run soak -- --minutes 60 [--seed S]`: mixed work; are memory, handles, processes and the database flat? Of less
 * than ten minutes the figures are told and not judged: caches and heaps still fill then.
 */
import { readdirSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { createCore } from '../../../src/core/index.ts';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { leftoversIn, prepareGround, processesNaming } from '../ground.ts';
import { seeded } from '../random.ts';
import { judge, type Series, type Verdict } from './flatness.ts';
import { type Counts, furnish, work } from './soak-work.ts';

const MIB = 1024 * 1024;
/** Runs that retention keeps: reached within the first half. */
const KEPT_RUNS = 1_000;
const SAMPLES = 120;
/** Shorter runs are not judged by their figures. */
const JUDGED_MINUTES = 10;

const { values } = parseArgs({
	options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
ensureBuilt();
const ms = Number(values.minutes) * 60_000;
const ground = prepareGround();
const { dataDir, sandboxEntry, reaperEntry } = ground;
const core = await createCore({ dataDir, sandboxEntry, reaperEntry });
const counts: Counts = {
	calls: 0,
	streams: 0,
	installs: 0,
	swaps: 0,
	policies: 0,
	kills: 0,
	queries: 0,
	killed: 0,
	problems: [],
};
await core.request('settings.set', { key: 'retention_runs', value: KEPT_RUNS });
await furnish(core, ground);

interface Sample {
	readonly rss: number;
	readonly heap: number;
	readonly external: number;
	readonly handles: number;
	readonly processes: number;
	readonly database: number;
	readonly runs: number;
}

async function sample(): Promise<Sample> {
	// Twice: the first collection frees what finalizers hold.
	globalThis.gc?.();
	globalThis.gc?.();
	const { rss, heapUsed, external } = process.memoryUsage();
	const stats = await core.request('stats.get', {});
	if (!stats.ok) throw new Error(stats.error.message);
	return {
		rss: rss / MIB,
		heap: heapUsed / MIB,
		external: external / MIB,
		handles: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
		processes: processesNaming(ground.folder).filter((pid) => pid !== process.pid).length,
		database: stats.data.databaseBytes / MIB,
		runs: stats.data.runs,
	};
}

const samples: Sample[] = [];
const over = AbortSignal.timeout(ms);
const working = work(core, ground, seeded(Number(values.seed)), counts, over);
while (!over.aborted) {
	await pause(ms / SAMPLES);
	const taken = await sample();
	samples.push(taken);
	if (samples.length % 12 === 0) {
		process.stdout.write(
			`${((samples.length * ms) / SAMPLES / 60_000).toFixed(1)} min: ${taken.rss.toFixed(0)} MiB resident, ${taken.heap.toFixed(1)} MiB heap, ${taken.handles} handles, ${taken.processes} processes, ${taken.database.toFixed(1)} MiB database, ${taken.runs} runs\n`,
		);
	}
}
await working;
await core.close();
const stray = processesNaming(ground.folder).filter((pid) => pid !== process.pid);
if (stray.length > 0) counts.problems.push(`processes outlived the engine: ${stray.join(', ')}`);
for (const path of leftoversIn(dataDir, ground.output)) counts.problems.push(`left behind: ${path}`);
rmSync(ground.folder, { recursive: true, force: true });

const series = (name: string, unit: string, key: keyof Sample, tolerance: number): Series => ({
	name,
	unit,
	tolerance,
	values: samples.map((taken) => taken[key]),
});
const verdicts: readonly Verdict[] = [
	series('resident memory', 'MiB', 'rss', 16),
	series('heap', 'MiB', 'heap', 2),
	series('external memory', 'MiB', 'external', 4),
	series('handles', '', 'handles', 4),
	series('processes', '', 'processes', 2),
	series('database', 'MiB', 'database', 1),
	series('runs kept', '', 'runs', 200),
].map(judge);

const table = new Table({
	head: ['', 'first', 'first half', 'second half', 'most', 'gained in the second half', ''],
	style: { head: [], border: [] },
});
for (const { name, unit, first, early, late, most, gained, flat } of verdicts) {
	const figures = [first, early, late, most, gained].map((value) => `${value.toFixed(1)} ${unit}`.trim());
	table.push([name, ...figures, flat ? 'flat' : 'GROWS']);
}
const { problems, ...done } = counts;
process.stdout.write(
	[
		table.toString(),
		Object.entries(done)
			.map(([what, count]) => `${count} ${what}`)
			.join(', '),
		...problems.slice(0, 20),
		'',
	].join('\n'),
);
const judged = Number(values.minutes) >= JUDGED_MINUTES;
process.exitCode = problems.length === 0 && (!judged || verdicts.every(({ flat }) => flat)) ? 0 : 1;
