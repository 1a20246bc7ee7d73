import { describe, expect, it, vi } from 'vitest';
import { measureMemory, sizesOf } from './measure-memory.ts';

vi.mock('electron', () => import('../../../test/support/electron-stand-in/utility-process.ts'));

describe('what utility processes hold', () => {
	it('is taken from Chromium’s figures, in bytes, for those asked about', () => {
		const metrics = [1, 2, 3].map((pid) => ({ pid, memory: { workingSetSize: pid * 1000 } }));
		expect([...sizesOf(metrics, [2, 3, 9])]).toEqual([
			[2, 2_048_000],
			[3, 3_072_000],
		]);
	});

	it.runIf(process.platform === 'linux')('is read from the kernel on Linux, of what lives', async () => {
		const sizes = await measureMemory([process.pid, 4_194_999]);
		expect([...sizes.keys()]).toEqual([process.pid]);
		expect(sizes.get(process.pid)).toBeGreaterThan(10_000_000);
	});
});
