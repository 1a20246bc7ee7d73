import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { decode, encode, type FromChild } from './mojo.ts';
import { nodeFlagsOf } from './switches.ts';

interface ForkOptions {
	readonly env: Readonly<Record<string, string>>;
	readonly execArgv?: readonly string[];
	readonly serviceName?: string;
	readonly stdio: readonly ['ignore', 'ignore', 'pipe'];
}

/**
 * Electron's UtilityProcess with all that it does not promise: the exit overtakes messages and text, what was not read by
 * then is dropped, the process tells its exit itself and may lie, a process that the system did not start is silent, a
 * fatal error of V8 is an `error` that throws where nobody listens, and nothing of a process is known after its exit.
 */
class StandInUtilityProcess extends EventEmitter {
	readonly #child: ChildProcess;
	#stderr: PassThrough | null = new PassThrough();
	#pid: number | undefined;
	#isOver = false;

	constructor(entry: string, args: readonly string[], { env, execArgv = [], stdio }: ForkOptions) {
		super();
		if (!entry) throw new Error('Missing UtilityProcess entry script.');
		if (stdio[0] !== 'ignore') throw new Error('stdin value other than ignore is not supported.');
		this.#child = fork(join(import.meta.dirname, 'parent-port.ts'), [entry, ...args], {
			// An empty environment is taken as "inherit everything".
			env: Object.keys(env).length === 0 ? process.env : { ...env },
			execArgv: nodeFlagsOf(execArgv),
			...(process.env['STAND_IN_EXEC_PATH'] ? { execPath: process.env['STAND_IN_EXEC_PATH'] } : {}),
			serialization: 'advanced',
			stdio: [...stdio, 'ipc'],
		});
		children.add(this.#child);
		this.#child.once('exit', () => children.delete(this.#child));
		// What the system does not start is never heard of again.
		this.#child.on('error', () => undefined);
		this.#child.stderr?.pipe(this.#stderr as PassThrough);
		this.#child.once('spawn', () => {
			this.#pid = this.#child.pid;
			this.emit('spawn');
		});
		this.#child.on('message', (message: FromChild) => this.#hear(message));
		this.#child.once('exit', (status, signal) => {
			// Its own fatal-error handler tells of it on the way out.
			if (signal === 'SIGABRT' && !this.#isOver) this.#fatal('v8::internal::V8::FatalProcessOutOfMemory');
			this.#exit(signal === null ? (status ?? 0) : constants.signals[signal]);
		});
	}

	get pid(): number | undefined {
		return this.#pid;
	}

	get stderr(): PassThrough | null {
		return this.#stderr;
	}

	/** Clones the whole memory behind every view. Throws for what cannot be cloned. */
	postMessage(message: unknown): void {
		if (this.#isOver) return;
		const bytes = encode(message);
		if (this.#child.connected) this.#child.send(bytes, () => {});
	}

	/** Politely, as on POSIX. */
	kill(): boolean {
		return this.#pid !== undefined && this.#child.kill('SIGTERM');
	}

	#hear(message: FromChild): void {
		switch (message.kind) {
			case 'message':
				// Each message is a task of its own; what an exit overtakes is dropped.
				setImmediate(() => {
					if (!this.#isOver) this.emit('message', decode(message.bytes));
				});
				return;
			case 'error':
				return this.#fatal(message.location);
			case 'exit':
				return this.#exit(message.code);
		}
	}

	#fatal(location: string): void {
		this.emit('error', 'FatalError', location, JSON.stringify({ header: { cwd: process.cwd(), trigger: location } }));
	}

	#exit(status: number): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#pid = undefined;
		try {
			this.emit('exit', status);
		} finally {
			this.#stderr?.removeAllListeners();
			this.#stderr = null;
		}
	}
}

const children = new Set<ChildProcess>();
// As Chromium does on POSIX.
process.on('exit', () => {
	for (const child of children) child.kill('SIGKILL');
});

export const utilityProcess = {
	fork: (entry: string, args: readonly string[], options: ForkOptions): StandInUtilityProcess =>
		new StandInUtilityProcess(entry, args, options),
};
