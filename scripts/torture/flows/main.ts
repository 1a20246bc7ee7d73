/** `npm run flow-kills -- --kills N --seed S [--lanes L] [--minutes M]`: kill -9 of programs in the middle of a flow, which is resumed until it ends. */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { killFlows } from './kill-flows.ts';

const { values } = parseArgs({
	options: {
		kills: { type: 'string', default: '200' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		lanes: { type: 'string', default: '3' },
		rows: { type: 'string', default: '40000' },
		checkpoints: { type: 'string', default: '30' },
		minutes: { type: 'string' },
	},
});
ensureBuilt();
const lanes = Math.max(1, Number(values.lanes));
process.stdout.write(`seed ${values.seed}, ${values.kills} kills in ${lanes} lanes\n`);
const reports = await Promise.all(
	Array.from({ length: lanes }, (_, lane) =>
		killFlows({
			kills: Math.ceil(Number(values.kills) / lanes),
			seed: Number(values.seed) + lane,
			rows: Number(values.rows),
			checkpointMs: Number(values.checkpoints),
			// Of two lanes, one lets its sandboxes go at every opportunity.
			restMs: lane % 2 === 0 ? 5 : 60_000,
			withinMs: values.minutes === undefined ? undefined : Number(values.minutes) * 60_000,
			onKill: (kills) => {
				if (kills % 20 === 0) process.stdout.write(`lane ${lane}: ${kills} kills\n`);
			},
		}),
	),
);
const sum = (key: 'kills' | 'runs' | 'wentOn'): number => reports.reduce((total, report) => total + report[key], 0);
const problems = reports.flatMap((report) => report.problems);
process.stdout.write(
	[
		`${sum('kills')} kills; ${sum('runs')} runs came to their end through them; ${sum('wentOn')} programs went on behind a checkpoint`,
		problems.length === 0 ? 'every output was that of an undisturbed run' : problems.join('\n'),
		'',
	].join('\n'),
);
process.exitCode = problems.length === 0 ? 0 : 1;
