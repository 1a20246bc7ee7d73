import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processesNaming } from '../../scripts/torture/ground.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { type ScratchCore, scratchCore } from '../support/scratch-core.ts';

/** Counts for a good part of a second, then answers 1: long enough to be put to sleep meanwhile. */
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
	const program = join(import.meta.dirname, '../support/core-child.mts');
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

/** The program and its sandboxes, as a machine that sleeps stops them. */
function family(): readonly number[] {
	const parent = child.pid ?? 0;
	return [parent, ...processesNaming(sandboxEntry).filter((pid) => parentOf(pid) === parent)];
}

function parentOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
	for (const pid of pids) process.kill(pid, name);
}

describe.skipIf(process.platform !== 'linux')('a machine that sleeps', () => {
	it('is no timeout of the plugin that was at work, however long it slept, and adds nothing to its run', async () => {
		await request('plugins.install', { path: await scratch.plugin('counts', counts) });
		const call = request('plugins.call', { name: 'counts', fn: 'process_data', input: '1', timeoutMs: 3_000 });
		await pause(250);
		const stopped = family();
		// The program, the sandbox at work, and a spare where one is up already.
		expect(stopped.length).toBeGreaterThanOrEqual(2);
		signal(stopped, 'SIGSTOP');
		await pause(3_600);
		signal(stopped, 'SIGCONT');
		expect(await call).toMatchObject({ ok: true, data: { value: 1 } });
	});

	it('does not give a plugin that loops its freedom: it is ended after it woke', async () => {
		await request('plugins.install', { path: await scratch.plugin('loops', loops) });
		const call = request('plugins.call', { name: 'loops', fn: 'process_data', input: '1', timeoutMs: 1_000 });
		await pause(300);
		const stopped = family();
		signal(stopped, 'SIGSTOP');
		await pause(2_200);
		signal(stopped, 'SIGCONT');
		expect(await call).toMatchObject({ ok: false, error: { code: 'timeout' } });
	});
});
