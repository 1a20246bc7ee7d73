import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startedProcessesNaming } from '../../scripts/torture/ground.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

/** Counts for some tenths of a second, then answers 1: long enough to be put to sleep meanwhile. */
const counts = `(module (memory (export "memory") 1) (data (i32.const 16) "\\01\\00\\00\\001")
	(func (export "process_data") (param i32 i32) (result i32) (local $left i64)
		(local.set $left (i64.const 700000000))
		(loop $again
			(local.set $left (i64.sub (local.get $left) (i64.const 1)))
			(br_if $again (i64.ne (local.get $left) (i64.const 0))))
		(i32.const 16)))`;
const loops = `(module (memory (export "memory") 1)
	(func (export "process_data") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0)))`;

let scratch: ScratchCore;
let child: ChildProcess;
let dataDir: string;
beforeEach(async () => {
	scratch = await scratchCore({ watch: false });
	dataDir = join(scratch.folder, 'sleeper');
	const program = join(import.meta.dirname, '../support/processes/core-child.mts');
	child = fork(program, [dataDir, sandboxEntry, reaperEntry], { execArgv: [] });
	await once(child, 'message');
});
afterEach(async () => {
	const gone = once(child, 'exit');
	child.disconnect();
	await gone;
	await scratch.dispose();
});

let last = 0;
function request(route: string, input: object): Promise<{ readonly ok: boolean }> {
	const id = ++last;
	return new Promise((resolve) => {
		const listen = (message: { readonly id: number; readonly answer: { readonly ok: boolean } }): void => {
			if (message.id !== id) return;
			child.off('message', listen);
			resolve(message.answer);
		};
		child.on('message', listen);
		child.send({ id, route, input });
	});
}

interface Seen {
	readonly pid: number;
	readonly parent: number;
	/** Processor time since its start, in the kernel's ticks of 10 ms. */
	readonly ticks: number;
}

/** Null: it has gone meanwhile. */
function look(pid: number): Seen | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return { pid, parent: Number(parent), ticks: Number(rest[9]) };
	} catch {
		return null;
	}
}

/** The program's sandboxes: the one that works and, once it is up, a spare. */
const sandboxes = (): readonly Seen[] =>
	startedProcessesNaming(sandboxEntry).flatMap((pid) => {
		const seen = look(pid);
		// A launcher may stand between the two.
		const isOurs = seen !== null && (seen.parent === child.pid || look(seen.parent)?.parent === child.pid);
		return isOurs ? [seen] : [];
	});

/** Starts a call and resolves once its guest has been at work for some ticks; null: it was done before that was seen. */
async function callAtWork(name: string, timeoutMs: number): Promise<{ readonly answer: Promise<object> } | null> {
	const before = new Map(sandboxes().map(({ pid, ticks }) => [pid, ticks]));
	let isDone = false;
	const answer = request('plugins.call', { name, fn: 'process_data', input: '1', timeoutMs });
	void answer.then(() => {
		isDone = true;
	});
	while (!sandboxes().some(({ pid, ticks }) => ticks >= (before.get(pid) ?? Number.POSITIVE_INFINITY) + 5)) {
		if (isDone) return null;
		await pause(5);
	}
	return { answer };
}

/** The program and its sandboxes stand still for so long, ms, as on a machine that sleeps. */
async function sleep(ms: number): Promise<void> {
	const stopped: number[] = [];
	const stop = (pid: number): void => {
		process.kill(pid, 'SIGSTOP');
		stopped.push(pid);
	};
	// The program first: from then on no sandbox comes or goes.
	stop(child.pid ?? Number.NaN);
	for (const { pid } of sandboxes()) stop(pid);
	// The program and the sandbox at work, at least.
	expect(stopped.length).toBeGreaterThanOrEqual(2);
	await pause(ms);
	for (const pid of stopped) process.kill(pid, 'SIGCONT');
}

describe.skipIf(process.platform !== 'linux')('a machine that sleeps', () => {
	it('is no timeout of the plugin that was at work, however long it slept, and adds nothing to its run', async () => {
		await request('plugins.install', { path: await scratch.plugin('counts', counts) });
		expect(await request('plugins.call', { name: 'counts', fn: 'process_data', input: '1' })).toMatchObject({
			ok: true,
		});
		let call = await callAtWork('counts', 6_000);
		while (call === null) call = await callAtWork('counts', 6_000);
		await sleep(6_600);
		expect(await call.answer).toMatchObject({ ok: true, data: { value: 1 } });
	});

	it('does not give a plugin that loops its freedom: it is ended after it woke', async () => {
		await request('plugins.install', { path: await scratch.plugin('loops', loops) });
		const call = request('plugins.call', { name: 'loops', fn: 'process_data', input: '1', timeoutMs: 2_000 });
		while (sandboxes().length === 0) await pause(5);
		await sleep(3_200);
		expect(await call).toMatchObject({ ok: false, error: { code: 'timeout' } });
	});
});
