import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import v8 from 'node:v8';
import { afterEach, describe, expect, it } from 'vitest';
import { sandboxEntry } from '../../test/support/built.ts';
import { aGuest, batch, texts, wat } from '../../test/support/guests/in-process-guest.ts';
import { ByteChannel, CHANNEL_ARGUMENT } from '../shared/sandbox/byte-channel.ts';
import type { CallFrame, ParentFrame, SandboxFrame, Unstamped } from '../shared/sandbox/frames.ts';

type Of<T extends SandboxFrame['t']> = Extract<SandboxFrame, { t: T }>;

/** A real sandbox process, started as the engine does, and what it said. */
class Sandbox {
	readonly child: ChildProcess;
	readonly frames: SandboxFrame[] = [];
	readonly exit: Promise<number | null>;
	readonly #channel: ByteChannel;
	readonly #output: Duplex;
	#wake: () => void = () => {};

	constructor() {
		const flags = ['--permission', `--allow-fs-read=${sandboxEntry}`, '--max-old-space-size=128'];
		this.child = spawn(process.execPath, [...flags, sandboxEntry, 'test', CHANNEL_ARGUMENT], {
			env: {},
			stdio: ['ignore', 'ignore', 'inherit', 'overlapped', 'overlapped'],
		});
		const [, , , output, input] = this.child.stdio as [null, null, null, Duplex, Duplex];
		this.#output = output;
		this.#channel = new ByteChannel({
			input,
			ownsChunks: true,
			output,
			v8,
			rawBytes: (length) => new Uint8Array(length),
			onMessage: (message) => {
				this.frames.push(message as SandboxFrame);
				this.#wake();
			},
			onGarbage: (reason) => expect.unreachable(reason),
		});
		this.exit = new Promise((resolve) => this.child.on('exit', resolve));
	}

	send(frame: Unstamped<ParentFrame>, gen = 7, v = 1): void {
		this.#channel.send({ ...frame, v, gen });
	}

	/** What the end of its parent looks like to it. */
	hangUp(): void {
		this.#output.destroy();
	}

	/** The first frame of a kind that has not been taken yet. */
	async next<T extends SandboxFrame['t']>(kind: T): Promise<Of<T>> {
		for (;;) {
			const index = this.frames.findIndex((frame) => frame.t === kind);
			if (index >= 0) return this.frames.splice(index, 1)[0] as Of<T>;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	async boot(memoryWay: 'flag' | 'rewrite' = 'flag'): Promise<Of<'ready'>> {
		this.send({ t: 'boot', memoryWay });
		return this.next('ready');
	}

	load(source: string, memoryLimitBytes = 1024 * 1024): void {
		this.send({ t: 'load', module: wat(source), memoryLimitBytes, guest: aGuest() });
	}

	call(id: number, fn: string, input: CallFrame['input'] = { kind: 'value', data: null }): void {
		this.send({ t: 'call', id, fn, input, maxOutputBytes: 1024 * 1024 });
	}
}

const open: Sandbox[] = [];
function start(): Sandbox {
	const sandbox = new Sandbox();
	open.push(sandbox);
	return sandbox;
}

afterEach(async () => {
	for (const sandbox of open.splice(0)) {
		sandbox.child.kill('SIGKILL');
		await sandbox.exit;
	}
});

const echo = `(module (memory (export "memory") 1)
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func (export "process_data") (param i32 i32) (result i32)
		(i32.store (i32.const 1024) (local.get 1)) (i32.const 1024))
	(func (export "plugin_cleanup") (result i32) (i32.const 0)))`;

describe('a sandbox process', () => {
	it('comes up with nothing allowed, and names the layers that it found in force', async () => {
		const ready = await start().boot();
		expect(ready).toMatchObject({ v: 1, gen: 7, memoryProof: true });
		expect(ready.layers).toEqual([
			'permission-model',
			'no-file-writing',
			'no-network',
			'no-child-processes',
			'no-workers',
			'no-native-addons',
			'no-file-reading',
			'empty-environment',
			'no-process-kill',
			'no-native-bindings',
			'no-code-from-text',
			'no-modules',
			'frozen-webassembly',
			'collects-lost-memory',
		]);
	});

	it('loads, calls, cleans up and leaves with 0', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.load(echo);
		expect(await sandbox.next('loaded')).toMatchObject({ memoryBytes: 65_536 });
		sandbox.call(1, 'process_data', { kind: 'records', batch: batch('1', '{"a":2}') });
		const { output, id } = await sandbox.next('result');
		expect(id).toBe(1);
		expect(output.kind === 'records' ? texts(output.batch) : null).toEqual(['1', '{"a":2}']);
		sandbox.send({ t: 'stop' });
		expect(await sandbox.next('stopped')).toMatchObject({ cleanup: 0 });
		expect(await sandbox.exit).toBe(0);
	});

	it.each(['flag', 'rewrite'] as const)('keeps the exact memory limit by the %s way', async (way) => {
		const sandbox = start();
		expect(await sandbox.boot(way)).toMatchObject({ memoryProof: true });
		sandbox.load(
			`(module (memory (export "memory") 1) (func (export "bomb")
				(loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))`,
			7 * 65_536,
		);
		await sandbox.next('loaded');
		sandbox.call(1, 'bomb');
		expect(await sandbox.next('failed')).toMatchObject({
			instanceLost: true,
			memoryBytes: 7 * 65_536,
			error: { code: 'memory_limit' },
		});
	});

	it('answers calls one after another, while a guest waits for the host and after a trap', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.load(`(module (import "env" "host_get_env" (func $get (param i32 i32) (result i32)))
			(import "env" "host_log" (func $log (param i32 i32 i32 i32)))
			(memory (export "memory") 2) (data (i32.const 8) "name")
			(func (export "alloc") (param i32) (result i32) (i32.const 1024))
			(func (export "ask") (result i32)
				(call $log (i32.const 0) (i32.const 0) (i32.const 8) (i32.const 4)) (call $get (i32.const 8) (i32.const 4)))
			(func (export "fail") unreachable))`);
		await sandbox.next('loaded');
		sandbox.call(1, 'ask');
		sandbox.call(2, 'fail');
		sandbox.call(3, 'ask');
		const first = await sandbox.next('host');
		expect(first.request).toEqual({ op: 'get_env', name: 'name' });
		expect((await sandbox.next('log')).lines).toMatchObject([{ level: 'info', message: 'name' }]);
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(sandbox.frames).toEqual([]);
		sandbox.send({ t: 'host-reply', id: 999, status: -1, data: null });
		sandbox.send({ t: 'host-reply', id: first.id, status: 0, data: new TextEncoder().encode('"v"') });
		expect(await sandbox.next('result')).toMatchObject({ id: 1, counts: { recordsOut: 1 } });
		expect(await sandbox.next('failed')).toMatchObject({ id: 2, instanceLost: true });
		const second = await sandbox.next('host');
		sandbox.send({ t: 'host-reply', id: second.id, status: 0, data: null });
		expect(await sandbox.next('result')).toMatchObject({ id: 3, output: { status: 0, data: null } });
	});

	it('says why a module does not load', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.load('(module (import "env" "nobody" (func)) (memory (export "memory") 1))');
		expect((await sandbox.next('load-failed')).error).toMatchObject({ code: 'plugin_load' });
	});

	it('tells everything that a call said before its result, and how many lines it dropped', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.load(`(module (import "env" "host_log" (func $log (param i32 i32 i32 i32)))
			(import "env" "host_progress" (func $progress (param i64 i64)))
			(memory (export "memory") 1) (data (i32.const 8) "name")
			(func (export "chatter") (local $n i32)
				(loop $more
					(call $log (i32.const 0) (i32.const 0) (i32.const 8) (i32.const 4))
					(call $progress (i64.extend_i32_u (local.get $n)) (i64.const 50000))
					(local.set $n (i32.add (local.get $n) (i32.const 1)))
					(br_if $more (i32.lt_u (local.get $n) (i32.const 50000))))))`);
		await sandbox.next('loaded');
		sandbox.call(1, 'chatter');
		await sandbox.next('result');
		const logs = sandbox.frames.filter((frame) => frame.t === 'log');
		const lines = logs.reduce((sum, frame) => sum + frame.lines.length, 0);
		const dropped = logs.reduce((sum, frame) => sum + frame.dropped, 0);
		expect(lines + dropped).toBe(50_000);
		expect(dropped).toBeGreaterThan(10_000);
		const reports = sandbox.frames.filter((frame) => frame.t === 'progress');
		expect(reports.at(-1)).toMatchObject({ done: 49_999, total: 50_000 });
		expect(reports.length).toBeLessThan(1000);
	});

	it('does not answer frames of another generation', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.send({ t: 'stop' }, 6);
		sandbox.load(echo);
		await sandbox.next('loaded');
		expect(sandbox.child.exitCode).toBe(null);
	});

	it('leaves when its parent closes the channel', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.hangUp();
		expect(await sandbox.exit).toBe(0);
	});

	it('fails a call without a plugin, and ends at a frame of another protocol', async () => {
		const sandbox = start();
		await sandbox.boot();
		sandbox.call(4, 'anything');
		expect(await sandbox.next('failed')).toMatchObject({ id: 4, error: { code: 'runtime' } });
		sandbox.send({ t: 'stop' }, 7, 2);
		expect((await sandbox.next('load-failed')).error.message).toContain('protocol 2');
		expect(await sandbox.exit).toBe(1);
	});
});
