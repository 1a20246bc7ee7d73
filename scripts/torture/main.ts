/**
 * `npm run torture -- --kills N --seed S [--sandboxes N] [--lanes L] [--minutes M]`: kill -9 of programs and of sandboxes
 * at random moments. With `--mutants N` instead: mutants of every guest kind are looked at, and called where nothing is
 * said against them.
 */
import { parseArgs } from 'node:util';
import { median, percentile } from '../../bench/measure.ts';
import { ensureBuilt } from '../build/ensure-built.ts';
import { tellMutants } from './mutants/tell-mutants.ts';
import { killParents } from './parent-kills.ts';
import { killSandboxes } from './sandbox-kills.ts';

const { values } = parseArgs({
	options: {
		kills: { type: 'string', default: '200' },
		sandboxes: { type: 'string', default: '500' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		lanes: { type: 'string', default: '2' },
		minutes: { type: 'string' },
		mutants: { type: 'string' },
	},
});
ensureBuilt();
const seed = Number(values.seed);
if (values.mutants !== undefined) process.exit(await tellMutants(Number(values.mutants), seed));
const lanes = Math.max(1, Number(values.lanes));
const withinMs = values.minutes === undefined ? undefined : Number(values.minutes) * 60_000;
process.stdout.write(`seed ${seed}, ${values.kills} kills in ${lanes} lanes\n`);

const reports = await Promise.all(
	Array.from({ length: lanes }, (_, lane) =>
		killParents({
			kills: Math.ceil(Number(values.kills) / lanes),
			seed: seed + lane,
			withinMs,
			onKill: (kills) => {
				if (kills % 100 === 0) process.stdout.write(`lane ${lane}: ${kills} kills\n`);
			},
		}),
	),
);
const startMs = reports.flatMap((report) => report.startMs);
const openMs = reports.flatMap((report) => report.openMs);
const busyMs = reports.flatMap((report) => report.busyMs);
const goneMs = reports.flatMap((report) => report.goneMs);
const sum = (key: 'kills' | 'duringStart' | 'finishedRuns'): number =>
	reports.reduce((total, report) => total + report[key], 0);
const line = (name: string, times: readonly number[]): string =>
	`${name}: median ${median(times).toFixed(0)} ms, 99 % ${percentile(times, 0.99).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`;
const problems = reports.flatMap((report) => report.problems);
process.stdout.write(
	[
		`${sum('kills')} kills, ${sum('duringStart')} of them during the start; ${sum('finishedRuns')} runs had been reported finished`,
		line('next start, process and all', startMs),
		line('of it the engine', openMs),
		line('processor time of the start', busyMs),
		line('from the kill until no process was left', goneMs),
		problems.length === 0
			? 'nothing was lost, nothing was left'
			: `${problems.length} problems:\n${problems.join('\n')}`,
		'',
	].join('\n'),
);
const sandboxes = await killSandboxes({ kills: Number(values.sandboxes), seed, withinMs });
process.stdout.write(
	[
		`${sandboxes.kills} sandboxes and ${sandboxes.reaperKills} reapers killed: ${sandboxes.succeeded} requests succeeded, ${sandboxes.failed} failed, ${sandboxes.quarantines} quarantines`,
		sandboxes.problems.length === 0 ? 'the engine went on' : sandboxes.problems.join('\n'),
		'',
	].join('\n'),
);
process.exitCode = problems.length + sandboxes.problems.length === 0 ? 0 : 1;
