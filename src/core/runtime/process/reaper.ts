import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { bareEnvironment } from '../launch/bare-environment.ts';
import { closeArguments } from './inherited-descriptors.ts';

/** Sees to it that no sandbox outlives this process, however it dies, and has sandboxes limited. */
export interface Reaper {
	/** Starts it, so that it is there before anything that it could have to end. */
	begin(): void;
	/**
	 * Resolves when the reaper's pipe holds the pid; from then on the process dies with this one.
	 * Rejects with `runtime` while the reaper cannot be kept running.
	 */
	watch(pid: number): Promise<void>;
	/**
	 * Has a watched process limited (`limit-resources.ts`). Resolves when that was tried, when the process is forgotten
	 * or after nine seconds; what holds then, the kernel tells. Never rejects.
	 */
	limit(pid: number, dataBytes?: number): Promise<void>;
	/** The same for its memory, for good. */
	limitMemory(pid: number, dataBytes: number): Promise<void>;
	/** Call it when the exit was observed, never earlier: the pid may belong to somebody else soon. */
	forget(pid: number): void;
	/** Resolves when the reaper is gone. A later `watch` starts a new one. */
	dispose(): Promise<void>;
}

/**
 * A reaper that dies this often within its first second is broken, or somebody is after it: no sandbox is started for a
 * pause, and then it is tried again, for those that run as well.
 */
const QUICK_DEATHS = 3;
const QUICK_DEATH_MS = 1_000;
const PAUSE_MS = 5_000;
/** A reaper that does not end with its pipe is killed after this time. */
const END_GRACE_MS = 1_000;
/** More than the reaper itself waits for one process to be limited. ms */
const LIMIT_PATIENCE_MS = 9_000;

export interface ReaperOptions {
	/** Absolute path of the built entry. */
	readonly entry: string;
	/** The Node binary. */
	readonly execPath: string;
	/** An argument that all processes of this program have: by it those are found that it was killed before telling of. */
	readonly mark?: string | undefined;
	/** How long a reaper that keeps dying is left alone; default 5,000. ms */
	readonly pauseMs?: number | undefined;
}

export function createReaper(options: ReaperOptions): Reaper {
	const pids = new Set<number>();
	/** Who waits for a process to be limited. */
	const limiting = new Map<number, { readonly line: string; readonly done: () => void }>();
	let running: ChildProcess | undefined;
	let quickDeaths = 0;
	/** Set while a reaper that kept dying is left alone. */
	let pause: NodeJS.Timeout | undefined;

	function tryAgain(): void {
		pause = undefined;
		quickDeaths = 0;
		if (pids.size > 0) running ??= start();
	}

	function start(): ChildProcess {
		const startedAt = performance.now();
		const marks = options.mark === undefined ? [] : [options.mark];
		const args = ['--max-old-space-size=16', '--no-warnings', options.entry, ...closeArguments(), ...marks];
		const child = spawn(options.execPath, args, {
			detached: true,
			env: bareEnvironment(),
			stdio: ['pipe', 'pipe', 'ignore'],
			windowsHide: true,
		});
		const ended = (): void => {
			if (running !== child) return;
			running = undefined;
			quickDeaths = performance.now() - startedAt < QUICK_DEATH_MS ? quickDeaths + 1 : 0;
			if (quickDeaths >= QUICK_DEATHS) pause ??= setTimeout(tryAgain, options.pauseMs ?? PAUSE_MS).unref();
			else if (pids.size > 0) running = start();
			if (running === undefined) for (const { done } of limiting.values()) done();
		};
		child.on('error', ended);
		child.on('exit', ended);
		child.stdin.on('error', () => undefined);
		// The parent's event loop is free to end while the reaper waits: its end is what the reaper waits for.
		child.unref();
		for (const pipe of [child.stdin, child.stdout]) (pipe as { unref?: () => void }).unref?.();
		createInterface({ input: child.stdout }).on('line', (line) => limiting.get(Number(line))?.done());
		const told = [...[...pids].map((pid) => `+${pid}\n`), ...[...limiting.values()].map(({ line }) => line)];
		if (told.length > 0) child.stdin.write(told.join(''));
		return child;
	}

	function ask(pid: number, line: string): Promise<void> {
		if (!pids.has(pid) || running === undefined) return Promise.resolve();
		return new Promise((resolve) => {
			const done = (): void => {
				clearTimeout(late);
				if (limiting.get(pid)?.done === done) limiting.delete(pid);
				resolve();
			};
			const late = setTimeout(done, LIMIT_PATIENCE_MS);
			limiting.set(pid, { line, done });
			// A reaper that dies meanwhile has a successor, which is told what still waits.
			running?.stdin?.write(line, () => undefined);
		});
	}

	return {
		begin() {
			if (pause === undefined) running ??= start();
		},
		async watch(pid) {
			pids.add(pid);
			if (pause !== undefined) {
				throw new DataFlareError('runtime', `the reaper (${options.entry}) ended at its start ${QUICK_DEATHS} times`, {
					hint: 'It will be tried again in a few seconds. If this persists, rebuild the project: without the reaper, a sandbox could outlive this program.',
				});
			}
			const fresh = running === undefined;
			running ??= start();
			const { stdin } = running;
			if (stdin === null) return;
			// A write that fails means that this reaper died; its successor is told all pids when it starts.
			await new Promise<void>((resolve) => stdin.write(fresh ? '' : `+${pid}\n`, () => resolve()));
		},
		limit: (pid, dataBytes) => ask(pid, dataBytes === undefined ? `!${pid}\n` : `!${pid} ${dataBytes}\n`),
		limitMemory: (pid, dataBytes) => ask(pid, `=${pid} ${dataBytes}\n`),
		forget(pid) {
			limiting.get(pid)?.done();
			if (pids.delete(pid)) running?.stdin?.write(`-${pid}\n`, () => undefined);
		},
		async dispose() {
			const child = running;
			running = undefined;
			quickDeaths = 0;
			clearTimeout(pause);
			pause = undefined;
			for (const { done } of limiting.values()) done();
			if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
			await new Promise<void>((resolve) => {
				const late = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
				child.once('error', () => resolve());
				child.once('exit', () => {
					clearTimeout(late);
					resolve();
				});
				child.ref();
				child.stdin?.end('.\n');
			});
		},
	};
}
