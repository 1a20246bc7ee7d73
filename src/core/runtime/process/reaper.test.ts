import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reaperEntry, sandboxEntry } from '../../../../test/support/built.ts';
import { testGuest, wat } from '../../../../test/support/guests/wat.ts';
import { childrenOf, descendantsOf } from '../../../../test/support/values/family.ts';
import { layersInForce } from '../launch/layers-in-force.ts';
import { createReaper } from './reaper.ts';

const orphanParent = join(import.meta.dirname, '../../../../test/support/processes/orphan-parent.mts');

function alive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	// A zombie is dead; where its parent does not collect it, it still has a pid.
	const status = `/proc/${pid}/stat`;
	return !existsSync(status) || !/^\d+ \(.*\) Z/.test(readFileSync(status, 'utf8'));
}

async function until(holds: () => boolean, ms: number): Promise<boolean> {
	for (const end = Date.now() + ms; Date.now() < end; ) {
		if (holds()) return true;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return holds();
}

/** An endless process that no one else ends. */
function sleeper(): ChildProcess & { readonly pid: number } {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
	if (child.pid === undefined) throw new Error('no process');
	return child as ChildProcess & { readonly pid: number };
}

/** One that is up: a process that is limited while it still loads its own libraries ends by that. */
async function awake(): Promise<ChildProcess & { readonly pid: number }> {
	const script = 'process.stdout.write("up"); setInterval(() => {}, 1000)';
	const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
	if (child.pid === undefined) throw new Error('no process');
	await once(child.stdout, 'data');
	return child as ChildProcess & { readonly pid: number };
}

describe('the reaper', () => {
	it.runIf(process.platform === 'linux')(
		'finds what its program started and was killed before it told of',
		async () => {
			const mark = `--of=${randomBytes(8).toString('hex')}`;
			const script = `
			const { spawn } = require('node:child_process');
			const reaper = spawn(process.execPath, [${JSON.stringify(reaperEntry)}, ${JSON.stringify(mark)}], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
			const stray = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ${JSON.stringify(mark)}], { detached: true, stdio: 'ignore' });
			process.stdout.write(stray.pid + '\\n');
			setInterval(() => {}, 1000);`;
			const program = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
			try {
				const stray = Number(String((await once(program.stdout, 'data'))[0]));
				expect(alive(stray)).toBe(true);
				program.kill('SIGKILL');
				expect(await until(() => !alive(stray), 30_000)).toBe(true);
			} finally {
				// Whatever failed: with it the watcher ends, and what that has to end.
				program.kill('SIGKILL');
			}
		},
	);

	it('kills what it watches when its pipe closes, and spares what it was told to forget', async () => {
		const [watched, forgotten] = [sleeper(), sleeper()];
		const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath });
		await reaper.watch(watched.pid);
		await reaper.watch(forgotten.pid);
		reaper.forget(forgotten.pid);
		await reaper.dispose();
		expect(await until(() => watched.signalCode === 'SIGKILL', 30_000)).toBe(true);
		expect(alive(forgotten.pid)).toBe(true);
		forgotten.kill('SIGKILL');
	});

	it.skipIf(process.platform !== 'linux')('is started again when it dies, and told all it has to watch', async () => {
		const watched = sleeper();
		const before = new Set(childrenOf(process.pid));
		const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath });
		await reaper.watch(watched.pid);
		const [first = 0] = childrenOf(process.pid).filter((pid) => !before.has(pid));
		process.kill(first, 'SIGKILL');
		expect(await until(() => childrenOf(process.pid).some((pid) => !before.has(pid) && pid !== first), 30_000)).toBe(
			true,
		);
		await reaper.dispose();
		expect(await until(() => !alive(watched.pid), 30_000)).toBe(true);
	});

	it.runIf(process.platform === 'linux')(
		'that is killed again and again is tried anew after a pause, and watches what ran meanwhile',
		async () => {
			const [watched, later] = [sleeper(), sleeper()];
			const before = new Set(childrenOf(process.pid));
			const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath, pauseMs: 2_000 });
			const current = (): number | undefined => childrenOf(process.pid).find((pid) => !before.has(pid) && alive(pid));
			await reaper.watch(watched.pid);
			let refusal: unknown;
			// How often it dies in its first second, the machine decides.
			while (refusal === undefined) {
				const pid = current();
				if (pid !== undefined) process.kill(pid, 'SIGKILL');
				await new Promise((resolve) => setTimeout(resolve, 5));
				refusal = await reaper.watch(watched.pid).then(
					() => undefined,
					(error: unknown) => error,
				);
			}
			expect(refusal).toMatchObject({ code: 'runtime', message: expect.stringContaining('reaper') });
			expect(await until(() => current() !== undefined, 30_000)).toBe(true);
			await reaper.watch(later.pid);
			await reaper.dispose();
			expect(await until(() => !alive(watched.pid) && !alive(later.pid), 30_000)).toBe(true);
		},
	);

	it.runIf(process.platform === 'linux')('limits what it watches, and nothing that it was not told of', async () => {
		const [watched, other] = await Promise.all([awake(), awake()]);
		const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath });
		await reaper.watch(watched.pid);
		await reaper.limit(watched.pid);
		expect(await layersInForce(watched.pid)).toEqual(expect.arrayContaining(['no-new-descriptors', 'no-file-growth']));
		await reaper.limit(other.pid);
		expect(await layersInForce(other.pid)).toEqual([]);
		await reaper.dispose();
		other.kill('SIGKILL');
	});

	it.runIf(process.platform === 'linux')(
		'that dies before it limited a process leaves that to the next one',
		async () => {
			const watched = await awake();
			const before = new Set(childrenOf(process.pid));
			const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath });
			await reaper.watch(watched.pid);
			const [first = 0] = childrenOf(process.pid).filter((pid) => !before.has(pid));
			process.kill(first, 'SIGSTOP');
			const limited = reaper.limit(watched.pid);
			process.kill(first, 'SIGKILL');
			await limited;
			expect(await layersInForce(watched.pid)).toContain('no-new-descriptors');
			await reaper.dispose();
		},
	);

	it('keeps nobody waiting for the limits of a process that has ended, or of none', async () => {
		const watched = sleeper();
		const reaper = createReaper({ entry: reaperEntry, execPath: process.execPath });
		await reaper.limit(watched.pid);
		await reaper.watch(watched.pid);
		const limited = reaper.limit(watched.pid);
		reaper.forget(watched.pid);
		await limited;
		const again = reaper.watch(watched.pid).then(() => reaper.limit(watched.pid));
		await reaper.dispose();
		await again;
		expect(await until(() => !alive(watched.pid), 30_000)).toBe(true);
	});

	it('limits no process that it was not told to watch, and answers nothing for what is none', async () => {
		const [watched, other] = [sleeper(), sleeper()];
		const child = spawn(process.execPath, [reaperEntry], { stdio: ['pipe', 'pipe', 'ignore'] });
		child.stdin.write(`!${other.pid}\n!0\n!1\n!-5\n!nonsense\n!\n+${watched.pid}\n!${watched.pid}\n`);
		const [answers] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
		expect(answers).toBe(`${watched.pid}\n`);
		expect(await layersInForce(other.pid)).toEqual([]);
		child.stdin.end();
		await once(child, 'exit');
		expect(alive(other.pid)).toBe(true);
		other.kill('SIGKILL');
	});

	it('outlives the signals that a terminal sends', async () => {
		const watched = sleeper();
		const child = spawn(process.execPath, [reaperEntry], { stdio: ['pipe', 'pipe', 'ignore'] });
		child.stdin.write(`+${watched.pid}\nnonsense\n+0\n-\n!${watched.pid}\n`);
		await once(child.stdout, 'data');
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(child.exitCode ?? child.signalCode).toBeNull();
		child.stdin.end();
		await once(child, 'exit');
		expect(await until(() => !alive(watched.pid), 30_000)).toBe(true);
	});
});

describe.skipIf(process.platform !== 'linux')('a parent that is killed', () => {
	let folder: string;
	let module: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'dataflare-orphan-'));
		module = join(folder, 'guest.wasm');
		await writeFile(module, await wat(testGuest));
	});
	afterAll(() => rm(folder, { recursive: true }));

	for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
		it(`by ${signal} leaves no sandbox and no reaper, though its guests spin`, async () => {
			const parent = spawn(process.execPath, ['--no-warnings', orphanParent, sandboxEntry, reaperEntry, module], {
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			const [line] = (await Promise.race([once(parent.stdout, 'data'), once(parent, 'exit')])) as [Buffer | number];
			const sandboxes = JSON.parse(String(line)) as number[];
			const family = descendantsOf(parent.pid ?? -1);
			expect(sandboxes).toHaveLength(3);
			expect(childrenOf(parent.pid ?? -1)).toHaveLength(4);
			expect(family).toEqual(expect.arrayContaining(sandboxes));
			parent.kill(signal);
			await once(parent, 'exit');
			expect(await until(() => !family.some(alive), 30_000), 'processes left behind').toBe(true);
		});
	}
});
