import { expect, it } from 'vitest';
import { runMutants } from '../../scripts/torture/mutants/mutant-run.ts';

// More of them: `npm run torture -- --mutants 20000`.
it('mutants of every guest kind are looked at and called: each gets its sentence, and none takes the process that looks', async () => {
	const report = await runMutants({ looks: 600, calls: 25, seed: 12 });
	expect(report.problems).toEqual([]);
	expect(report.looks).toBe(600);
	expect(report.lookers).toBe(1);
	// Neither all refused nor all taken: the mutations reach behind the header.
	expect(report.sound).toBeGreaterThan(25);
	expect(report.reasons.size).toBeGreaterThan(6);
	expect(report.outcomes.get('ok') ?? 0).toBeGreaterThan(0);
});
