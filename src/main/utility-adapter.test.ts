import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { describeAdapterContract } from '../../test/support/adapter-contract.ts';
import { sandboxEntry } from '../../test/support/built.ts';
import { utilityAdapter } from './utility-adapter.ts';

// Real child processes behind the documented interface of Electron's utility processes.
vi.mock('electron', () => import('../../test/support/electron-stand-in/utility-process.ts'));

const contractChild = join(import.meta.dirname, '../../test/support/utility-contract-child.mts');

describeAdapterContract('utility', () => utilityAdapter(contractChild));

describe('a utility process', () => {
	it('that is killed before it was spawned ends all the same', async () => {
		const child = utilityAdapter(contractChild).spawn({ name: 'early', heapLimitMiB: 64 });
		child.kill();
		const exit = await new Promise((resolve) => child.onExit(resolve));
		expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
	});

	it('runs the built sandbox, which proves that the rewritten memory limit holds', async () => {
		const child = utilityAdapter(sandboxEntry).spawn({ name: 'sandbox', heapLimitMiB: 64 });
		const ready = new Promise((resolve) => child.onMessage(resolve));
		child.post({ v: 1, gen: 1, t: 'boot', memoryWay: 'rewrite' });
		expect(await ready).toMatchObject({ t: 'ready', gen: 1, memoryProof: true });
		child.kill();
		await new Promise((resolve) => child.onExit(resolve));
	});
});
