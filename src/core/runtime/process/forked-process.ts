import type { ChildProcess } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import v8 from 'node:v8';
import { ByteChannel, SANDBOX_INPUT_FD, SANDBOX_OUTPUT_FD } from '../../../shared/sandbox/byte-channel.ts';
import { TextTail } from '../../../shared/text-tail.ts';
import { HeadScan } from '../frames/scan-head.ts';
import { endGroup, exitBehind, pidBehind } from '../launch/behind-launcher.ts';
import { INFO_FD } from '../launch/launcher.ts';
import { layersInForce } from '../launch/layers-in-force.ts';
import { memoryBoundInForce, softMemoryBound } from '../memory/memory-bound.ts';
import { memoryOf } from '../memory/resident-sizes.ts';
import type { OsProcess, ProcessExit } from '../process-adapter.ts';
import { lowerPriority } from './lower-priority.ts';
import type { Reaper } from './reaper.ts';

/** V8's last words with their stack fit; a process that chatters does not fill the parent's memory. */
const STDERR_CHARS = 16_384;
/** More than any honest process writes in its life: beyond it the text is there to keep the parent busy. */
const MAX_STDERR_CHARS = 4 * 1024 * 1024;
/** How long the streams of a process that has exited may stay open before the exit is reported all the same. ms */
export const CLOSE_GRACE_MS = 1_000;
/** How long a launcher may outlive the process that it started. ms */
const LAUNCHER_GRACE_MS = 1_000;

export interface ForkedOptions {
	readonly reaper: Reaper;
	readonly closeGraceMs: number;
	/** What it is bounded to while it has no guest (`firstAllowance`). */
	readonly firstBytes: number;
	/** Whether the child is a launcher that stays in front of the process (`Launcher.stays`). */
	readonly launcherStays: boolean;
	/** Layers that its launcher is known to put around it, besides those that the kernel tells of. */
	readonly layers: Promise<readonly string[]>;
}

/**
 * One forked process. Nothing is posted to it before the reaper knows its pid. Where a launcher stays in front of it,
 * each ends with the other, and the reaper knows both.
 */
export class ForkedProcess implements OsProcess {
	readonly #child: ChildProcess;
	readonly #reaper: Reaper;
	readonly #options: ForkedOptions;
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
	/** The process itself; undefined until the operating system, or the launcher in front of it, said so. */
	#pid: number | undefined;
	#lowered = false;
	/** Whether the end of a process behind a launcher was asked for. */
	#killed = false;

	constructor(child: ChildProcess, options: ForkedOptions) {
		this.#child = child;
		this.#reaper = options.reaper;
		this.#options = options;
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
		// ever.
		child.once('exit', (code, signal) => {
			if (options.launcherStays) endGroup(child.pid);
			const exit = options.launcherStays ? exitBehind(code, signal) : { code, signal };
			const late = setTimeout(() => this.#report(exit), options.closeGraceMs);
			void drained.then(() => {
				clearTimeout(late);
				this.#report(exit);
			});
		});
		const { pid } = child;
		if (pid !== undefined) void this.#watch(pid);
	}

	get pid(): number | undefined {
		return this.#pid;
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
		const dataBytes = dataBytesFor(pid, this.#options.firstBytes);
		const [known] = await Promise.all([this.#options.layers, this.#reaper.limit(pid, dataBytes)]);
		// It has the session now that it is scheduled by, should its launcher have made one.
		if (this.#lowered) this.lower();
		const [layers, bound] = await Promise.all([layersInForce(pid), dataBytes === undefined ? 0 : softMemoryBound(pid)]);
		if (dataBytes !== undefined && bound <= dataBytes) this.#boundedBytes = this.#options.firstBytes;
		return [...new Set([...known, ...layers])];
	}

	async boundMemory(allowedBytes: number): Promise<readonly string[]> {
		const { pid } = this;
		const dataBytes = pid === undefined ? undefined : dataBytesFor(pid, allowedBytes);
		if (pid === undefined || dataBytes === undefined) return [];
		await this.#reaper.limitMemory(pid, dataBytes);
		return memoryBoundInForce(pid, dataBytes);
	}

	lower(): void {
		this.#lowered = true;
		// What a launcher starts inherits its priority.
		const pid = this.#pid ?? this.#child.pid;
		if (pid !== undefined && this.#exit === undefined) lowerPriority(pid);
	}

	kill(): void {
		if (!this.#options.launcherStays) {
			this.#child.kill('SIGKILL');
			return;
		}
		if (this.#killed) return;
		this.#killed = true;
		// The process, not its launcher: that one sees its end, and takes it off the system's list before it ends itself.
		if (this.#pid !== undefined) this.#end(this.#pid);
		const late = setTimeout(() => this.#child.kill('SIGKILL'), LAUNCHER_GRACE_MS);
		this.#child.once('exit', () => clearTimeout(late));
	}

	/** The launcher still holds the pid: it is nobody else's. */
	#end(pid: number): void {
		if (!this.#alive) return;
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// Gone already.
		}
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

	get #alive(): boolean {
		return this.#child.exitCode === null && this.#child.signalCode === null;
	}

	async #watch(child: number): Promise<void> {
		try {
			await Promise.all([this.#watched(child), this.#find(child)]);
			const held = this.#held ?? [];
			this.#held = null;
			for (const encoded of held) this.#channel?.write(encoded);
		} catch (error) {
			this.#startError = error instanceof Error ? error.message : String(error);
			this.kill();
		}
	}

	/** Looks who the process is, and has it watched as well where it is not the child itself. */
	async #find(child: number): Promise<void> {
		const pid = this.#options.launcherStays ? await pidBehind(pipeOf(this.#child, INFO_FD)) : child;
		if (!this.#alive) return;
		// Nothing could limit it, and nothing end it for sure.
		if (pid === undefined) throw new Error('the launcher did not say which process it started');
		this.#pid = pid;
		if (pid === child) return;
		if (this.#killed) this.#end(pid);
		if (this.#lowered) this.lower();
		await this.#watched(pid);
	}

	#watched(pid: number): Promise<void> {
		this.onExit(() => this.#reaper.forget(pid));
		return this.#reaper.watch(pid);
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
