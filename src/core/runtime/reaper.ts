import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { DataFlareError } from '../../shared/errors.ts';

/** Sees to it that no sandbox outlives this process, however it dies. */
export interface Reaper {
	/**
	 * Resolves when the reaper's pipe holds the pid; from then on the process dies with this one.
	 * Rejects with `runtime` if the reaper cannot be kept running.
	 */
	watch(pid: number): Promise<void>;
	/** Call it when the exit was observed, never earlier: the pid may belong to somebody else soon. */
	forget(pid: number): void;
	/** Resolves when the reaper is gone. A later `watch` starts a new one. */
	dispose(): Promise<void>;
}

/** A reaper that dies this often within its first second is not started again. */
const QUICK_DEATHS = 3;
const QUICK_DEATH_MS = 1_000;
/** A reaper that does not end with its pipe is killed after this time. */
const END_GRACE_MS = 1_000;

export function createReaper(options: { readonly entry: string; readonly execPath: string }): Reaper {
	const pids = new Set<number>();
	let running: ChildProcess | undefined;
	let quickDeaths = 0;

	function start(): ChildProcess {
		const startedAt = performance.now();
		const child = spawn(options.execPath, ['--max-old-space-size=16', '--no-warnings', options.entry], {
			detached: true,
			env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
			stdio: ['pipe', 'ignore', 'ignore'],
			windowsHide: true,
		});
		const ended = (): void => {
			if (running !== child) return;
			running = undefined;
			quickDeaths = performance.now() - startedAt < QUICK_DEATH_MS ? quickDeaths + 1 : 0;
			if (pids.size > 0 && quickDeaths < QUICK_DEATHS) running = start();
		};
		child.on('error', ended);
		child.on('exit', ended);
		child.stdin.on('error', () => undefined);
		// The parent's event loop is free to end while the reaper waits: its end is what the reaper waits for.
		child.unref();
		(child.stdin as Writable & { unref?: () => void }).unref?.();
		if (pids.size > 0) child.stdin.write([...pids].map((pid) => `+${pid}\n`).join(''));
		return child;
	}

	return {
		async watch(pid) {
			pids.add(pid);
			if (running === undefined && quickDeaths >= QUICK_DEATHS) {
				throw new DataFlareError('runtime', `the reaper (${options.entry}) ended at its start ${QUICK_DEATHS} times`, {
					hint: 'Build the project again; without the reaper a sandbox could outlive this program.',
				});
			}
			const fresh = running === undefined;
			running ??= start();
			const { stdin } = running;
			if (stdin === null) return;
			// A write that fails means that this reaper died; its successor is told all pids when it starts.
			await new Promise<void>((resolve) => stdin.write(fresh ? '' : `+${pid}\n`, () => resolve()));
		},
		forget(pid) {
			if (pids.delete(pid)) running?.stdin?.write(`-${pid}\n`, () => undefined);
		},
		async dispose() {
			const child = running;
			running = undefined;
			quickDeaths = 0;
			if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
			await new Promise<void>((resolve) => {
				const late = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
				child.once('error', () => resolve());
				child.once('exit', () => {
					clearTimeout(late);
					resolve();
				});
				child.ref();
				child.stdin?.end();
			});
		},
	};
}
