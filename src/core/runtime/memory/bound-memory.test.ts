import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { reaperEntry } from '../../../../test/support/built.ts';
import { layersInForce } from '../launch/layers-in-force.ts';
import { createReaper } from '../process/reaper.ts';
import { memoryBoundInForce } from './memory-bound.ts';
import { memoryOf } from './resident-sizes.ts';

const MiB = 1024 * 1024;
const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath });
afterEach(() => reaper.dispose());

/** A process that takes so many MiB once it is told to, and says how it went. */
async function eater(mib: number) {
	const script = `process.stdout.write('up'); process.stdin.once('data', () => {
		const kept = [];
		for (let taken = 0; taken < ${mib}; taken += 1) kept.push(Buffer.alloc(${MiB}, 1));
		process.stdout.write('full');
	});`;
	const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'ignore'] });
	await once(child.stdout, 'data');
	return {
		pid: child.pid ?? 0,
		async eat(): Promise<string> {
			child.stdin.write('now');
			const ended = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
			child.kill('SIGKILL');
			return String(ended[0] ?? ended[1]);
		},
	};
}

describe.runIf(process.platform === 'linux')('the memory of a process', () => {
	it('is bounded by the kernel, and nothing else of it', async () => {
		const child = await eater(200);
		await reaper.watch(child.pid);
		const dataBytes = (memoryOf(child.pid)?.dataBytes ?? 0) + 100 * MiB;
		expect(await memoryBoundInForce(child.pid, dataBytes)).toEqual([]);
		await reaper.limitMemory(child.pid, dataBytes);
		expect(await memoryBoundInForce(child.pid, dataBytes)).toEqual(['bounded-memory']);
		expect(await memoryBoundInForce(child.pid, dataBytes - 1)).toEqual([]);
		expect(await layersInForce(child.pid)).not.toContain('no-new-descriptors');
		expect(await child.eat()).not.toBe('full');
	});

	it('is left alone within its bound', async () => {
		const child = await eater(200);
		await reaper.watch(child.pid);
		await reaper.limitMemory(child.pid, (memoryOf(child.pid)?.dataBytes ?? 0) + 300 * MiB);
		expect(await child.eat()).toBe('full');
	});

	it('is not bounded where nobody watches it', async () => {
		const child = await eater(1);
		await reaper.limitMemory(child.pid, 1);
		expect(await memoryBoundInForce(child.pid, 1)).toEqual([]);
		expect(await child.eat()).toBe('full');
		expect(memoryOf(4_194_999)).toBeUndefined();
	});
});
