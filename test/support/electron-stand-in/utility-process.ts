import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

interface ForkOptions {
	readonly env: Readonly<Record<string, string>>;
	readonly execArgv: readonly string[];
	readonly serviceName: string;
	readonly stdio: readonly ['ignore', 'ignore', 'pipe'];
}

/** Electron's UtilityProcess as far as it is documented: no pid before `spawn`, a code and no signal at the end. */
class StandInUtilityProcess extends EventEmitter {
	readonly stderr: Readable | null;
	readonly #child: ReturnType<typeof fork>;
	#spawned = false;

	constructor(entry: string, args: readonly string[], { env, execArgv }: ForkOptions) {
		super();
		this.#child = fork(join(import.meta.dirname, 'parent-port.ts'), [entry, ...args], {
			env: { ...env },
			execArgv: [...execArgv],
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		});
		this.stderr = this.#child.stderr;
		children.add(this.#child);
		this.#child.once('spawn', () => {
			this.#spawned = true;
			this.emit('spawn');
		});
		this.#child.on('message', (message) => this.emit('message', message));
		this.#child.on('error', () => {});
		void this.#end();
	}

	get pid(): number | undefined {
		return this.#spawned ? this.#child.pid : undefined;
	}

	postMessage(message: unknown): void {
		if (this.#child.connected) this.#child.send(message as object, () => {});
	}

	kill(): boolean {
		return this.#child.kill('SIGTERM');
	}

	/** What the process said before its end arrives before its end. */
	async #end(): Promise<void> {
		const gone = Promise.withResolvers<void>();
		this.#child.once('disconnect', () => gone.resolve());
		const code = await new Promise<number>((resolve) =>
			this.#child.once('close', (status, signal) =>
				resolve(signal === null ? (status ?? 0) : constants.signals[signal]),
			),
		);
		if (this.#child.connected) await gone.promise;
		children.delete(this.#child);
		this.emit('exit', code);
	}
}

const children = new Set<ReturnType<typeof fork>>();
// As Chromium does: utility processes end with the main process.
process.on('exit', () => {
	for (const child of children) child.kill('SIGKILL');
});

export const utilityProcess = {
	fork: (entry: string, args: readonly string[], options: ForkOptions): StandInUtilityProcess =>
		new StandInUtilityProcess(entry, args, options),
};
