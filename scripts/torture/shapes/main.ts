/** `npm run flow-shapes -- --seconds N --seed S`: random flows that lose what they keep and are cancelled, against the same flows undisturbed. */
import { parseArgs } from 'node:util';
import { endOf, randomFlow, sameOf } from '../../../test/support/flows/random-flow.ts';

/** None of these flows needs more than a part of that. */
const HANGS_MS = 20_000;

const { values } = parseArgs({
	options: {
		seconds: { type: 'string', default: '60' },
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
	},
});
const until = performance.now() + Number(values.seconds) * 1000;
const figures = { flows: 0, checkpoints: 0, wentBack: 0, resumed: 0 };
const problems: string[] = [];
process.stdout.write(`seed ${values.seed}\n`);
for (let seed = Number(values.seed); performance.now() < until && problems.length < 4; seed++) {
	const flow = randomFlow(seed);
	const calm = JSON.stringify(sameOf(await endOf(flow, { every: null, loses: false, stopsAfter: null, seed })));
	for (const disturbed of [
		{ every: 1 + (seed % 5), loses: true, stopsAfter: null, seed: seed + 1 },
		{ every: 1 + (seed % 7), loses: true, stopsAfter: 3 + (seed % 11), seed },
	]) {
		const late = Promise.withResolvers<null>();
		const timer = setTimeout(() => late.resolve(null), HANGS_MS);
		const end = await Promise.race([endOf(flow, disturbed), late.promise]);
		clearTimeout(timer);
		const is = end === null ? 'it does not end' : JSON.stringify(sameOf(end));
		if (is !== calm) problems.push(`seed ${seed}, ${JSON.stringify(disturbed)}:\n${is}\nundisturbed:\n${calm}`);
		if (end === null) break;
		figures.checkpoints += end.checkpoints;
		figures.wentBack += end.wentBack;
		figures.resumed += end.resumed;
	}
	figures.flows++;
}
const { flows, checkpoints, wentBack, resumed } = figures;
process.stdout.write(
	`${flows} flows, ${checkpoints} checkpoints, went back ${wentBack} times, were resumed ${resumed} times\n${
		problems.length === 0 ? 'each came to the end of an undisturbed run' : problems.join('\n')
	}\n`,
);
process.exit(problems.length === 0 ? 0 : 1);
