import type { ChildProcess } from 'node:child_process';
import { guardChannel } from './guard-channel.ts';
import type { ProcessExit, SandboxProcess } from './process-adapter.ts';
import type { Reaper } from './reaper.ts';
import { limitResources } from './resource-limits.ts';
import { TextTail } from './text-tail.ts';

/** V8's last words with their stack fit; a process that chatters does not fill the parent's memory. */
const STDERR_CHARS = 16_384;
/** More than any honest process writes in its life: beyond it the text is there to keep the parent busy. */
const MAX_STDERR_CHARS = 4 * 1024 * 1024;
/** How long the streams of a process that has exited may stay open before the exit is reported all the same. */
const CLOSE_GRACE_MS = 1_000;

/** One forked process. Nothing is posted to it before the reaper knows its pid. */
export class ForkedProcess implements SandboxProcess {
	readonly #child: ChildProcess;
	readonly #stderr = new TextTail(STDERR_CHARS);
	readonly #messageListeners: ((message: unknown) => void)[] = [];
	readonly #exitListeners: ((exit: ProcessExit) => void)[] = [];
	/** Messages that wait for the reaper; null once they may flow. */
	#held: unknown[] | null = [];
	#exit: ProcessExit | undefined;
	#startError: string | undefined;
	/** What the process wrote that no honest one does. */
	#lie: string | undefined;
	#stderrChars = 0;

	constructor(child: ChildProcess, reaper: Reaper) {
		this.#child = child;
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			this.#stderr.push(text);
			this.#stderrChars += text.length;
			if (this.#stderrChars > MAX_STDERR_CHARS) this.#caught('endless text to its stderr');
		});
		child.stderr?.on('error', () => undefined);
		child.on('message', (message) => {
			if (this.#exit === undefined) for (const listener of this.#messageListeners) listener(message);
		});
		guardChannel(child, (reason) => this.#caught(reason));
		child.on('error', (error) => {
			if (child.pid === undefined) {
				this.#startError = error.message;
				this.#report({ code: null, signal: null });
			}
		});
		// `close` comes after the last message; a stream that something else holds open must not delay it for ever.
		child.once('exit', (code, signal) => {
			const late = setTimeout(() => this.#report({ code, signal }), CLOSE_GRACE_MS);
			child.once('close', () => {
				clearTimeout(late);
				this.#report({ code, signal });
			});
		});
		const { pid } = child;
		if (pid !== undefined) this.#watch(pid, reaper);
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	post(message: unknown): void {
		if (this.#exit !== undefined || !this.#child.connected) return;
		// The callback takes what goes wrong with a process that is going away; the exit tells of it anyway.
		if (this.#held === null) this.#child.send(message as object, () => undefined);
		// Copied now, as sending would: the caller may change it, and what cannot be copied is the caller's error.
		else this.#held.push(structuredClone(message));
	}

	confine(): Promise<readonly string[]> {
		const { pid } = this;
		return pid === undefined ? Promise.resolve([]) : limitResources(pid);
	}

	kill(): void {
		this.#child.kill('SIGKILL');
	}

	onMessage(listener: (message: unknown) => void): void {
		this.#messageListeners.push(listener);
	}

	onExit(listener: (exit: ProcessExit) => void): void {
		this.#exitListeners.push(listener);
	}

	stderrTail(): string {
		return this.#stderr.toString();
	}

	#caught(lie: string): void {
		this.#lie ??= lie;
		this.kill();
	}

	#watch(pid: number, reaper: Reaper): void {
		this.onExit(() => reaper.forget(pid));
		reaper.watch(pid).then(
			() => {
				const held = this.#held ?? [];
				this.#held = null;
				for (const message of held) this.post(message);
			},
			(error: Error) => {
				this.#startError = error.message;
				this.kill();
			},
		);
	}

	#report(exit: ProcessExit): void {
		if (this.#exit !== undefined) return;
		const [error, lie] = [this.#startError, this.#lie];
		this.#exit = { ...exit, ...(error === undefined ? {} : { error }), ...(lie === undefined ? {} : { lie }) };
		this.#child.stderr?.destroy();
		for (const listener of this.#exitListeners) listener(this.#exit);
	}
}
