/** `npm run storm -- [--plugins 200] [--seconds 20]`: half of the plugins crash; what does the other half notice? */
import { parseArgs } from 'node:util';
import { median, percentile } from '../../bench/measure.ts';
import { ensureBuilt } from '../ensure-built.ts';
import { type Phase, storm } from './storm-run.ts';

const { values } = parseArgs({
	options: { plugins: { type: 'string', default: '200' }, seconds: { type: 'string', default: '20' } },
});
ensureBuilt();
const ms = Number(values.seconds) * 1000;
const report = await storm({
	plugins: Number(values.plugins),
	calmMs: ms,
	stormMs: ms,
	onPhase: (name) => process.stdout.write(`… ${name}\n`),
});

const show = (name: string, phase: Phase): string =>
	[
		name.padEnd(8),
		`${phase.callsPerSecond.toFixed(0)} calls/s (${(phase.callsPerSecond / report.calm.callsPerSecond).toFixed(2)} × the calm)`,
		`a call ${median(phase.callMs).toFixed(1)} ms, 99 % ${percentile(phase.callMs, 0.99).toFixed(1)} ms`,
		`plugins.list ${median(phase.listMs).toFixed(1)} ms, 99 % ${percentile(phase.listMs, 0.99).toFixed(1)} ms, worst ${Math.max(...phase.listMs).toFixed(0)} ms`,
	].join('; ');
process.stdout.write(
	[
		show('calm', report.calm),
		show('storm', report.storm),
		show('after', report.after),
		`the storm took ${(report.stormMs / 1000).toFixed(1)} s: ${report.crashes} calls met a crash, ${report.quarantined} plugins are quarantined: ${report.reason}`,
		...report.problems,
		'',
	].join('\n'),
);
process.exitCode = report.problems.length === 0 ? 0 : 1;
