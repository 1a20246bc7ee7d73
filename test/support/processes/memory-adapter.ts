import type { OsProcess, ProcessAdapter, ProcessExit } from '../../../src/core/runtime/process-adapter.ts';

/** The inside of an in-memory process: what a script may do, and which faults it may inject. */
export interface MemoryChild {
	readonly pid: number;
	post(message: unknown): void;
	onMessage(listener: (message: unknown) => void): void;
	/** Ends the process; messages posted before still arrive. */
	exit(code: number | null, signal?: string): void;
	/** The process is busy for ever: nothing posted to it is seen any more. */
	spin(): void;
	writeError(text: string, done?: () => void): void;
}

export interface MemoryAdapter extends ProcessAdapter {
	/** Processes that have started and whose exit was not reported yet. */
	readonly alive: number;
	/** All that were ever started. */
	readonly started: number;
}

const STDERR_CHARS = 16_384;

/**
 * Processes without processes, as strict as reality: everything is cloned both ways, arrives later and in order, the
 * exit is reported once and after the last message, a kill takes its time, and what is posted after the end is lost.
 */
export function memoryAdapter(
	script: (child: MemoryChild, index: number) => void,
	options: { readonly neverStarts?: (index: number) => string | undefined } = {},
): MemoryAdapter {
	let started = 0;
	let alive = 0;
	return {
		kind: 'memory',
		memoryWay: 'flag',
		get alive() {
			return alive;
		},
		get started() {
			return started;
		},
		spawn() {
			const index = started;
			started += 1;
			alive += 1;
			const process = new MemoryProcess(100_000 + index, () => {
				alive -= 1;
			});
			const error = options.neverStarts?.(index);
			if (error === undefined) process.run((child) => script(child, index));
			else process.end({ code: null, signal: null, error });
			return process;
		},
	};
}

class MemoryProcess implements OsProcess {
	readonly pid: number;
	readonly #gone: () => void;
	readonly #outside: ((message: unknown) => void)[] = [];
	readonly #inside: ((message: unknown) => void)[] = [];
	readonly #exits: ((exit: ProcessExit) => void)[] = [];
	#stderr = '';
	#ended = false;
	#reported = false;
	#spinning = false;

	constructor(pid: number, gone: () => void) {
		this.pid = pid;
		this.#gone = gone;
	}

	run(script: (child: MemoryChild) => void): void {
		setImmediate(() => {
			if (this.#ended) return;
			this.#guarded(() =>
				script({
					pid: this.pid,
					post: (message) => this.#fromInside(message),
					onMessage: (listener) => this.#inside.push(listener),
					exit: (code, signal) => this.end({ code, signal: signal ?? null }),
					spin: () => {
						this.#spinning = true;
					},
					writeError: (text, done) => {
						this.#stderr = (this.#stderr + text).slice(-STDERR_CHARS);
						done?.();
					},
				}),
			);
		});
	}

	post(message: unknown): void {
		const copy: unknown = structuredClone(message);
		if (this.#ended) return;
		// Two turns: a message never overtakes the start of the script, nor arrives within the turn it was posted in.
		setImmediate(() =>
			setImmediate(() => {
				if (this.#ended || this.#spinning) return;
				this.#guarded(() => {
					for (const listener of this.#inside) listener(copy);
				});
			}),
		);
	}

	kill(): void {
		setImmediate(() => this.end({ code: null, signal: 'SIGKILL' }));
	}

	onMessage(listener: (message: unknown) => void): void {
		this.#outside.push(listener);
	}

	onExit(listener: (exit: ProcessExit) => void): void {
		this.#exits.push(listener);
	}

	stderrTail(): string {
		return this.#stderr;
	}

	end(exit: ProcessExit): void {
		if (this.#ended) return;
		this.#ended = true;
		setImmediate(() =>
			setImmediate(() => {
				this.#reported = true;
				this.#gone();
				for (const listener of this.#exits) listener(exit);
			}),
		);
	}

	#fromInside(message: unknown): void {
		if (this.#ended) return;
		const copy: unknown = structuredClone(message);
		setImmediate(() => {
			if (this.#reported) throw new Error('a message after the exit');
			for (const listener of this.#outside) listener(copy);
		});
	}

	#guarded(run: () => void): void {
		try {
			run();
		} catch (error) {
			this.#stderr += String(error);
			this.end({ code: 1, signal: null });
		}
	}
}
