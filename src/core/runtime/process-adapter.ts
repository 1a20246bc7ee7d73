import type { MemoryWay } from '../../shared/sandbox/frames.ts';
import type { MeasureMemory } from './memory/resident-sizes.ts';

/**
 * The one seam between the engine and operating-system processes.
 * An adapter knows bytes and life, nothing of plugins: `fork-adapter.ts` (plain Node), the Electron shell's
 * utilityProcess adapter, and the strict in-memory fake of the tests pass one contract suite.
 */
export interface ProcessAdapter {
	readonly kind: 'fork' | 'utility' | 'memory';
	/** How processes of this adapter enforce the memory limit. */
	readonly memoryWay: MemoryWay;
	/** Starts a process. Never throws for what the operating system refuses: that arrives as an exit with `error`. */
	spawn(options: SpawnOptions): OsProcess;
	/** How much memory processes of this adapter hold. Absent: they are not looked at. */
	readonly measureMemory?: MeasureMemory;
	/** Ends what the adapter itself keeps running beside its processes; call it when they are gone. */
	dispose?(): Promise<void>;
}

export interface SpawnOptions {
	/** Shown by process listings where the platform can. */
	readonly name: string;
	/** Limit of the process's own JavaScript heap, MiB. */
	readonly heapLimitMiB: number;
	/** What its memory is bounded to at first, where the kernel can, bytes; default: what a small guest may have. */
	readonly firstBytes?: number | undefined;
}

export interface ProcessExit {
	readonly code: number | null;
	readonly signal: string | null;
	/** Set when the process never started. */
	readonly error?: string;
	/** Set when the adapter killed it for what it wrote to its channel: what that was. */
	readonly lie?: string;
}

export interface OsProcess {
	/** Undefined until the operating system said so. */
	readonly pid: number | undefined;
	/** Sends a message by structured clone: it is copied when this returns. After the exit it is dropped silently. */
	post(message: unknown): void;
	/**
	 * Takes away what only a start needs, by the operating system's means; called once, when the process is ready and
	 * before it sees a guest. Answers with the layers that hold; never rejects. Absent where there are none.
	 */
	confine?(): Promise<readonly string[]>;
	/**
	 * Has the operating system bound what the process may hold of memory, bytes in all, for good; called once, before or
	 * while it gets its guest. Answers with the layers that hold; never rejects. Absent where there is no way.
	 */
	boundMemory?(allowedBytes: number): Promise<readonly string[]>;
	/** What the operating system bounds it to until then, bytes in all; undefined: to nothing. */
	readonly boundedBytes?: number | undefined;
	/** Lets other processes go first, from now on; best effort. Absent where there is no way. */
	lower?(): void;
	/** Ends the process at once and without its consent (SIGKILL). Idempotent; the exit is still reported by `onExit`. */
	kill(): void;
	onMessage(listener: (message: unknown) => void): void;
	/** Fires exactly once, after the last message. */
	onExit(listener: (exit: ProcessExit) => void): void;
	/** Diagnostic text that the process wrote to its stderr, e.g. V8's last words. Bounded. */
	stderrTail(): string;
}

/** What stands for a process that the operating system refused to start. */
export function neverStarted(thrown: unknown): OsProcess {
	const error = thrown instanceof Error ? thrown.message : String(thrown);
	return {
		pid: undefined,
		post: () => undefined,
		kill: () => undefined,
		onMessage: () => undefined,
		onExit: (listener) => setImmediate(() => listener({ code: null, signal: null, error })),
		stderrTail: () => '',
	};
}
