import type { ChildProcess } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import v8 from 'node:v8';
import { ByteChannel, SANDBOX_INPUT_FD, SANDBOX_OUTPUT_FD } from '../../shared/sandbox/byte-channel.ts';
import { limitsInForce, memoryBoundInForce, softMemoryBound } from './limits-in-force.ts';
import { lowerPriority } from './lower-priority.ts';
import type { ProcessExit, SandboxProcess } from './process-adapter.ts';
import type { Reaper } from './reaper.ts';
import { memoryOf } from './resident-sizes.ts';
import { HeadScan } from './scan-head.ts';
import { TextTail } from './text-tail.ts';

/** V8's last words with their stack fit; a process that chatters does not fill the parent's memory. */
const STDERR_CHARS = 16_384;
/** More than any honest process writes in its life: beyond it the text is there to keep the parent busy. */
const MAX_STDERR_CHARS = 4 * 1024 * 1024;
/** How long the streams of a process that has exited may stay open before the exit is reported all the same. ms */
export const CLOSE_GRACE_MS = 1_000;

/** One forked process. Nothing is posted to it before the reaper knows its pid. */
export class ForkedProcess implements SandboxProcess {
	readonly #child: ChildProcess;
	readonly #reaper: Reaper;
	readonly #firstBytes: number;
	#boundedBytes: number | undefined;
	readonly #stderr = new TextTail(STDERR_CHARS);
	readonly #messageListeners: ((message: unknown) => void)[] = [];
	readonly #exitListeners: ((exit: ProcessExit) => void)[] = [];
	readonly #channel: ByteChannel | undefined;
	/** Messages that wait for the reaper; null once they may flow. */
	#held: Uint8Array[] | null = [];
	#exit: ProcessExit | undefined;
	#startError: string | undefined;
	/** What the process wrote that no honest one does. */
	#lie: string | undefined;
	#stderrChars = 0;

	/** `firstBytes`: what it is bounded to while it has no guest. */
	constructor(child: ChildProcess, reaper: Reaper, closeGraceMs: number, firstBytes: number) {
		this.#child = child;
		this.#firstBytes = firstBytes;
		this.#reaper = reaper;
		// First of all: what cannot be spawned has nothing but this, and an error that nobody hears ends the program.
		child.on('error', (error) => {
			if (child.pid === undefined) {
				this.#startError = error.message;
				this.#report({ code: null, signal: null });
			}
		});
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			this.#stderr.push(text);
			this.#stderrChars += text.length;
			if (this.#stderrChars > MAX_STDERR_CHARS) this.#caught('endless text to its stderr');
		});
		child.stderr?.on('error', () => undefined);
		this.#channel = this.#open(child);
		const drained = Promise.all([child.stderr, pipeOf(child, SANDBOX_OUTPUT_FD)].map(closed));
		// What it last wrote comes before its end is told; a stream that something else holds open must not delay that for
		// ever. (The child's own `close` never comes once Node's channel was shut from this side.)
		child.once('exit', (code, signal) => {
			const late = setTimeout(() => this.#report({ code, signal }), closeGraceMs);
			void drained.then(() => {
				clearTimeout(late);
				this.#report({ code, signal });
			});
		});
		const { pid } = child;
		if (pid !== undefined) this.#watch(pid);
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	post(message: unknown): void {
		if (this.#exit !== undefined || this.#channel === undefined) return;
		const encoded = this.#channel.encode(message);
		if (this.#held === null) this.#channel.write(encoded);
		else this.#held.push(encoded);
	}

	get boundedBytes(): number | undefined {
		return this.#boundedBytes;
	}

	async confine(): Promise<readonly string[]> {
		const { pid } = this;
		if (pid === undefined || process.platform !== 'linux') return [];
		const dataBytes = dataBytesFor(pid, this.#firstBytes);
		await this.#reaper.limit(pid, dataBytes);
		const [layers, bound] = await Promise.all([limitsInForce(pid), dataBytes === undefined ? 0 : softMemoryBound(pid)]);
		if (dataBytes !== undefined && bound <= dataBytes) this.#boundedBytes = this.#firstBytes;
		return layers;
	}

	async boundMemory(allowedBytes: number): Promise<readonly string[]> {
		const { pid } = this;
		const dataBytes = pid === undefined ? undefined : dataBytesFor(pid, allowedBytes);
		if (pid === undefined || dataBytes === undefined) return [];
		await this.#reaper.limitMemory(pid, dataBytes);
		return memoryBoundInForce(pid, dataBytes);
	}

	lower(): void {
		const { pid } = this;
		if (pid !== undefined && this.#exit === undefined) lowerPriority(pid);
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

	/** Undefined where the operating system was out of pipes, and Node left the list of them out; the exit tells of it. */
	#open(child: ChildProcess): ByteChannel | undefined {
		const pipes = child.stdio as readonly unknown[] | undefined;
		const [output, input] = [pipes?.[SANDBOX_INPUT_FD], pipes?.[SANDBOX_OUTPUT_FD]] as (Duplex | undefined)[];
		if (input === undefined || output === undefined) return undefined;
		// What goes wrong with the pipes of a process that is going away, the exit tells.
		input.on('error', () => undefined);
		output.on('error', () => undefined);
		child.once('exit', () => output.destroy());
		return new ByteChannel({
			input,
			ownsChunks: true,
			output,
			v8,
			rawBytes: (length) => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer),
			onMessage: (message) => {
				if (this.#exit === undefined) for (const listener of this.#messageListeners) listener(message);
			},
			inspect: (headBytes) => new HeadScan(headBytes),
			onGarbage: (reason) => this.#caught(reason),
		});
	}

	#watch(pid: number): void {
		this.onExit(() => this.#reaper.forget(pid));
		this.#reaper.watch(pid).then(
			() => {
				const held = this.#held ?? [];
				this.#held = null;
				for (const encoded of held) this.#channel?.write(encoded);
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

/**
 * The kernel's limit under which a process holds so many bytes at most. V8 reserves some of what counts without ever
 * touching it; from what is touched now it may grow to what is allowed. Undefined where the kernel does not tell.
 */
function dataBytesFor(pid: number, allowedBytes: number): number | undefined {
	const now = process.platform === 'linux' ? memoryOf(pid) : undefined;
	if (now === undefined) return undefined;
	return now.dataBytes + Math.floor(Math.max(0, allowedBytes - now.residentBytes) / 4096) * 4096;
}

/** Resolves once everything that the stream brought was read, or it broke. */
function closed(stream: Readable | Writable | null | undefined): Promise<void> {
	if (stream === null || stream === undefined || stream.closed) return Promise.resolve();
	return new Promise((resolve) => stream.once('close', resolve));
}

/** Undefined where the operating system was out of pipes: a child that did not start has no streams at all. */
function pipeOf(child: ChildProcess, fd: number): Duplex | undefined {
	const { stdio } = child as { readonly stdio?: ChildProcess['stdio'] };
	return (stdio?.[fd] as Duplex | null | undefined) ?? undefined;
}
