import { describe, expect, it } from 'vitest';
import { median } from '../../bench/measure.ts';
import { killParents } from '../../scripts/torture/parent-kills.ts';
import { killSandboxes } from '../../scripts/torture/sandbox-kills.ts';
import { seeds } from '../support/values/tries.ts';

// `npm run torture` does the same by the hundred in CI, and by the thousand when asked to. Counted, not timed: on a busy
// machine there are as many.
const onWindows = process.platform === 'win32';

describe.skipIf(onWindows)('kill -9 at random moments under load', () => {
	it('of the program loses no finished run, leaves nothing behind, and the next start is clean and quick', async () => {
		const lanes = await Promise.all(
			seeds(2).map(async (seed) => ({
				seed,
				...(await killParents({ kills: 4, seed, workMs: 600, withinMs: 60_000 })),
			})),
		);
		for (const { seed, problems, kills, busyMs } of lanes) {
			expect(problems, `seed ${seed}`).toEqual([]);
			expect(kills).toBeGreaterThan(0);
			// Processor time: how long it takes beside other work is measured by the script.
			expect(median(busyMs)).toBeLessThan(2_000);
		}
	});

	it('of sandboxes and of the reaper costs the calls they met and nothing else', async () => {
		const report = await killSandboxes({ kills: 30, seed: 3, withinMs: 60_000 });
		expect(report.problems).toEqual([]);
		expect(report.kills).toBeGreaterThan(5);
		expect(report.succeeded).toBeGreaterThan(0);
		expect(report.failed).toBeGreaterThan(0);
	});
});
