import { runMutants } from './mutant-run.ts';

const MiB = 1024 * 1024;

/** Looks at so many mutants, and calls a tenth as many of those that are sound, and says what came of it; the exit code. */
export async function tellMutants(looks: number, seed: number): Promise<number> {
	process.stdout.write(`seed ${seed}, ${looks} mutants\n`);
	const report = await runMutants({
		looks,
		calls: Math.ceil(looks / 10),
		seed,
		onLook: (done) => {
			if (done % 1_000 === 0) process.stdout.write(`${done} looked at\n`);
		},
	});
	const listed = (counts: ReadonlyMap<string, number>): string =>
		[...counts]
			.toSorted(([, a], [, b]) => b - a)
			.map(([name, count]) => `${name} ${count}`)
			.join(', ');
	const { lookers, peakBytes, sound, problems } = report;
	process.stdout.write(
		[
			`${sound} of ${looks} had nothing said against them; the others: ${listed(report.reasons)}`,
			`calls of those that had not: ${listed(report.outcomes)}`,
			`${lookers} processes looked${peakBytes === null ? '' : `, and held ${(peakBytes / MiB).toFixed(0)} MiB at most`}`,
			problems.length === 0 ? 'each got its sentence' : `${problems.length} problems:\n${problems.join('\n')}`,
			'',
		].join('\n'),
	);
	return problems.length === 0 ? 0 : 1;
}
