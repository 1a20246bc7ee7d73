import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sandboxEntry } from '../../../test/support/built.ts';
import { describeAdapterContract } from '../../../test/support/processes/adapter-contract.ts';
import type { OddOrder } from '../../../test/support/processes/utility-odd-child.mts';
import type { OsProcess, ProcessExit } from '../../core/runtime/process-adapter.ts';
import { utilityAdapter } from './utility-adapter.ts';

// Real child processes behind an interface that promises no more than Electron's.
vi.mock('electron', () => import('../../../test/support/electron-stand-in/utility-process.ts'));

const support = join(import.meta.dirname, '../../../test/support/processes');
const contractChild = join(support, 'utility-contract-child.mts');

describeAdapterContract('utility', () => utilityAdapter(contractChild));

const exitOf = (child: OsProcess): Promise<ProcessExit> => new Promise((resolve) => child.onExit(resolve));
const messageOf = (child: OsProcess): Promise<unknown> => new Promise((resolve) => child.onMessage(resolve));

/** What ended and was not collected by whoever inherited it still has an id. */
function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return process.platform !== 'linux' || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

const gone = (pid: number): Promise<void> => vi.waitFor(() => expect(isThere(pid)).toBe(false), 20_000);

/** A process that does what it is told, and is up. */
async function odd(): Promise<{ child: OsProcess; pid: number; order(order: OddOrder): void }> {
	const child = utilityAdapter(join(support, 'utility-odd-child.mts')).spawn({ name: 'odd', heapLimitMiB: 32 });
	expect(await messageOf(child)).toBe('up');
	return { child, pid: child.pid as number, order: (order) => child.post(order) };
}

/** Nothing that comes in is read for this long, ms. */
function standStill(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

afterEach(() => vi.unstubAllEnvs());

describe('a utility process', () => {
	it('that is killed before it was spawned ends all the same', async () => {
		const child = utilityAdapter(contractChild).spawn({ name: 'early', heapLimitMiB: 64 });
		child.kill();
		expect(await exitOf(child)).toEqual({ code: null, signal: 'SIGKILL' });
	});

	it('that the system never started ends when it is given up, once, with the reason', async () => {
		vi.stubEnv('STAND_IN_EXEC_PATH', join(support, 'there-is-no-such-program'));
		const child = utilityAdapter(contractChild).spawn({ name: 'never', heapLimitMiB: 64 });
		const exits: ProcessExit[] = [];
		child.onExit((exit) => exits.push(exit));
		child.post('nobody hears this');
		child.kill();
		child.kill();
		await vi.waitFor(() => expect(exits).toHaveLength(1), 20_000);
		expect(exits).toEqual([{ code: null, signal: null, error: expect.stringContaining('no process') }]);
		expect(child.pid).toBeUndefined();
	});

	it('is sent the bytes that a view shows and none beside them, and sends no others', async () => {
		const { child, order } = await odd();
		const pooled = Buffer.from('ab');
		expect(pooled.buffer.byteLength).toBeGreaterThan(1_000);
		const sent = messageOf(child);
		order({ do: 'measure', value: { pooled, list: [new Uint8Array(1_048_576).subarray(5, 105)] } });
		expect(await sent).toBe(102);
		const received = messageOf(child);
		order({ do: 'cut', bytes: 3, of: 1_000_000 });
		expect(((await received) as { readonly data: Uint8Array }).data.buffer.byteLength).toBe(3);
		child.kill();
		await exitOf(child);
	});

	it('that fills its heap ends by its own limit, and the program hears of it without harm', async () => {
		const { child, order } = await odd();
		order({ do: 'fill-heap' });
		expect(await exitOf(child)).toEqual({ code: null, signal: 'SIGABRT' });
		expect(child.stderrTail()).toMatch(/heap out of memory|Reached heap limit/);
	});

	it('that reports fatal errors without end is ended at the first, and its report is not kept', async () => {
		const { child, pid, order } = await odd();
		for (let time = 0; time < 100; time += 1) {
			order({ do: 'tell', what: { kind: 'error', location: 'x'.repeat(100_000) } });
		}
		expect(await exitOf(child)).toEqual({ code: null, signal: 'SIGABRT' });
		expect(child.stderrTail()).toContain('FATAL ERROR: xxx');
		expect(child.stderrTail().length).toBeLessThan(1_000);
		expect(child.stderrTail()).not.toContain(process.cwd());
		await gone(pid);
	});

	it('that says it ended and lives on is ended', async () => {
		const { child, pid, order } = await odd();
		order({ do: 'tell', what: { kind: 'exit', code: 0 } });
		expect(await exitOf(child)).toEqual({ code: 0, signal: null });
		expect(child.pid).toBeUndefined();
		await gone(pid);
	});

	it('that writes to its stderr without end is ended for it', async () => {
		const { child, order } = await odd();
		order({ do: 'write-for-ever' });
		expect(await exitOf(child)).toEqual({ code: null, signal: 'SIGKILL', lie: expect.stringContaining('endless') });
		expect(child.stderrTail().length).toBeLessThan(20_000);
	});

	it('is heard to its last written word, though its exit overtakes it', async () => {
		const { child, order } = await odd();
		order({ do: 'write-and-exit', text: `${'x'.repeat(60_000)} the very end`, code: 3 });
		standStill(200);
		expect(await exitOf(child)).toEqual({ code: 3, signal: null });
		expect(child.stderrTail()).toMatch(/the very end$/);
	});

	it.each(['SIGSEGV', 'SIGILL', 'SIGKILL'] as const)('that is ended by %s is said to be', async (signal) => {
		const { child, pid } = await odd();
		process.kill(pid, signal);
		expect(await exitOf(child)).toEqual({ code: null, signal });
	});

	it('runs the built sandbox, which proves that the rewritten memory limit holds', async () => {
		const child = utilityAdapter(sandboxEntry).spawn({ name: 'sandbox', heapLimitMiB: 64 });
		const ready = messageOf(child);
		child.post({ v: 1, gen: 1, t: 'boot', memoryWay: 'rewrite' });
		expect(await ready).toMatchObject({ t: 'ready', gen: 1, memoryProof: true });
		expect(((await ready) as { readonly layers: readonly string[] }).layers).toEqual(
			expect.arrayContaining(['no-code-from-text', 'empty-environment', 'no-modules', 'frozen-webassembly']),
		);
		child.kill();
		await exitOf(child);
	});

	it('that stopped in order is heard, however long the program stands still meanwhile', async () => {
		const child = utilityAdapter(sandboxEntry).spawn({ name: 'sandbox', heapLimitMiB: 64 });
		const seen: unknown[] = [];
		child.onExit((exit) => seen.push(exit));
		const ready = messageOf(child);
		child.post({ v: 1, gen: 1, t: 'boot', memoryWay: 'rewrite' });
		await ready;
		child.onMessage((message) => seen.push((message as { readonly t: string }).t));
		child.post({ v: 1, gen: 1, t: 'stop' });
		// What is posted leaves at once; the answer, and an exit behind it, are there before anything is read again.
		standStill(500);
		await vi.waitFor(() => expect(seen).toEqual(['stopped']), 20_000);
		child.kill();
		await exitOf(child);
	});
});

describe('the program ends by force', () => {
	let parent: ChildProcess | undefined;
	afterEach(() => parent?.kill('SIGKILL'));

	it('and a sandbox that spins ends after it', async () => {
		parent = spawn(
			process.execPath,
			['--import', join(support, '../electron-stand-in/register.ts'), join(support, 'utility-parent.mts')],
			{ stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
		const pid = Number(line.toString());
		expect(isThere(pid)).toBe(true);
		parent.kill('SIGKILL');
		await gone(pid);
	});
});
