import type { ChildProcess } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';

export interface KeepRunningOptions {
	/** Files and folders whose changes count. */
	readonly paths: readonly string[];
	/** Whether the change of a file, by its path below the folder, is one. */
	readonly counts: (file: string) => boolean;
	/** Starts the program; `again`: after a change. */
	readonly start: (again: boolean) => ChildProcess;
	readonly say: (sentence: string) => void;
	/** Ends the program and the watching. */
	readonly signal: AbortSignal;
	/** How long files must keep still, ms. */
	readonly settleMs?: number;
}

/**
 * Runs a program, and ends and starts it anew after each change of its sources. One that fails waits for the next change;
 * one that ends by itself ends this, too. Resolves to the exit code.
 */
export async function keepRunning(options: KeepRunningOptions): Promise<number> {
	const { signal, say } = options;
	let wake = (): void => {};
	let isChanged = false;
	let timer: NodeJS.Timeout | undefined;
	const changed = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			isChanged = true;
			wake();
		}, options.settleMs ?? 300);
	};
	const watchers: readonly FSWatcher[] = options.paths.map((path) =>
		watch(path, { recursive: true }, (_, file) => {
			if (file === null || options.counts(file)) changed();
		}),
	);
	const stop = (): void => wake();
	signal.addEventListener('abort', stop);
	try {
		for (let again = false; ; again = true) {
			isChanged = false;
			const child = options.start(again);
			let code: number | null | undefined;
			const ended = new Promise<void>((resolve) => {
				child.once('error', () => resolve());
				child.once('exit', (exit) => {
					code = exit;
					resolve();
				});
			}).then(() => wake());
			// Until it ended, a source changed, or all is over.
			await new Promise<void>((resolve) => {
				wake = resolve;
				if (signal.aborted || isChanged) resolve();
			});
			const endedItself = !isChanged && !signal.aborted;
			if (!endedItself) child.kill('SIGTERM');
			await ended;
			if (signal.aborted) return 0;
			if (endedItself && code === 0) return 0;
			if (!endedItself) {
				say('A source changed: restarting.');
				continue;
			}
			say('It failed, and restarts at the next source change.');
			await new Promise<void>((resolve) => {
				wake = resolve;
				if (signal.aborted || isChanged) resolve();
			});
			if (signal.aborted) return 1;
		}
	} finally {
		signal.removeEventListener('abort', stop);
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	}
}
