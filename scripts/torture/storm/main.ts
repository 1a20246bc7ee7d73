/** `npm run storm -- [--plugins 200] [--seconds 20]`: half of the plugins crash; what does the other half notice? */
import { parseArgs } from 'node:util';
import { median, percentile } from '../../../bench/measure.ts';
import { ensureBuilt } from '../../build/ensure-built.ts';
import type { Phase } from './phases.ts';
import { storm } from './storm-run.ts';

const { values } = parseArgs({
	options: { plugins: { type: 'string', default: '200' }, seconds: { type: 'string', default: '20' } },
});
ensureBuilt();
const ms = Number(values.seconds) * 1000;
const report = await storm({
	plugins: Number(values.plugins),
	calmMs: ms,
	lullMs: ms / 4,
	onPhase: (name) => process.stdout.write(`… ${name}\n`),
});

const show = (name: string, phase: Phase): string =>
	[
		name.padEnd(8),
		`${phase.seconds.toFixed(0)} s`,
		`${phase.callsPerSecond.toFixed(0)} calls/s`,
		`a call ${median(phase.callMs).toFixed(1)} ms, 99 % ${percentile(phase.callMs, 0.99).toFixed(1)} ms`,
		`plugins.list ${median(phase.listMs).toFixed(1)} ms, 99 % ${percentile(phase.listMs, 0.99).toFixed(1)} ms, worst ${Math.max(...phase.listMs).toFixed(0)} ms`,
	].join('; ');
process.stdout.write(
	[
		show('calm', report.calm),
		show('storm', report.storm),
		show('lull', report.lull),
		show('after', report.after),
		`the steady half kept ${(report.storm.callsPerSecond / report.lull.callsPerSecond).toFixed(2)} × the speed that it had in the lulls between`,
		`${report.crashes} calls met a crash, ${report.quarantined} plugins are quarantined: ${report.reason}`,
		...report.problems,
		'',
	].join('\n'),
);
process.exitCode = report.problems.length === 0 ? 0 : 1;
