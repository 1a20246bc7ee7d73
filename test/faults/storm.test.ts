import { expect, it } from 'vitest';
import { storm } from '../../scripts/torture/storm-run.ts';

// How fast the rest goes on meanwhile is measured by `npm run storm`.
it('of sixteen plugins half crash: every call of the others is answered, and each that crashes is quarantined with its reason', async () => {
	const report = await storm({ plugins: 16, calmMs: 300, stormMs: 0 });
	expect(report.problems).toEqual([]);
	expect(report.quarantined).toBe(8);
	expect(report.crashes).toBeGreaterThanOrEqual(24);
	expect(report.reason).toMatch(/^crashed 3 times within 60 s; last: .*ran out of heap during "process_data"/);
	expect(report.storm.calls).toBeGreaterThan(0);
	expect(report.after.calls).toBeGreaterThan(0);
});
