import type { SandboxAnswer } from '../../shared/api/program-routes.ts';
import type { LogLevel } from '../../shared/host/abi.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { CallCounts, CallFrame, CallOutput, GuestDescription } from '../../shared/sandbox/frames.ts';
import type { HostCallRecord } from '../broker/broker.ts';
import type { Quarantined } from './crashes/crash-ledger.ts';

/** Everything needed to run one version of one plugin. Two specs with the same content are interchangeable. */
export interface GuestSpec {
	readonly plugin: string;
	/** SHA-256 of the module, hex. */
	readonly versionHash: string;
	readonly module: Uint8Array;
	readonly guest: GuestDescription;
	/** bytes */
	readonly memoryLimitBytes: number;
	/** Deadline of each call, of the load and of the cleanup, ms. */
	readonly timeoutMs: number;
	readonly instances: number;
	/** Read anew for each host request. */
	readonly policy: () => SecurityPolicy;
	readonly dataFolder: string;
	readonly extraPaths?: readonly string[] | undefined;
	/** What is granted of files, where that is open from the beginning of an instance (WASI). */
	readonly folders?: readonly string[] | undefined;
	/** Whether the functions of a module of modest size are compiled at its load, and not when each is called first. */
	readonly eager?: boolean | undefined;
}

/** Who hears what one call does while it goes on. All optional; none may throw. */
export interface CallSink {
	readonly onLog?: (line: { at: number; level: LogLevel; message: string }) => void;
	readonly onLogDropped?: (lines: number) => void;
	readonly onHostCall?: (call: HostCallRecord) => void;
	readonly onProgress?: (done: number, total: number) => void;
	readonly onEvent?: (event: RuntimeEvent) => void;
}

export interface RuntimeEvent {
	readonly kind: 'load' | 'init' | 'kill' | 'restart' | 'swap';
	readonly detail: string;
	readonly ms: number | null;
}

export interface CallOptions {
	readonly fn: string;
	readonly input: CallFrame['input'];
	/** Shortens the spec's deadline, never lengthens it. ms */
	readonly timeoutMs?: number | undefined;
	readonly maxOutputBytes?: number | undefined;
	/** Aborting a call that has begun kills its process; the call rejects with `cancelled`. */
	readonly signal?: AbortSignal | undefined;
	readonly sink?: CallSink | undefined;
	/**
	 * The guest is not called: a module of ours answers in its process. Only where the plugin's pool has nothing else to do;
	 * otherwise the call rejects at once with `cancelled`.
	 */
	readonly rehearsal?: true | undefined;
}

export interface CallOutcome {
	readonly output: CallOutput;
	readonly counts: CallCounts;
	/** Inside the sandbox, ms. */
	readonly busyMs: number;
	/** Guest memory after the call, bytes. */
	readonly memoryBytes: number;
}

/** A plugin that is loaded and shared: calls queue, a crash costs a restart, a new version replaces the old under load. */
export interface GuestPool {
	readonly plugin: string;
	readonly spec: GuestSpec;
	call(options: CallOptions): Promise<CallOutcome>;
	/**
	 * Has one sandbox ready for the next call, starting it where none is left. Resolves to false, with nothing done, while
	 * a pause after a crash goes on or a call has it started; rejects with what kept it from starting.
	 */
	warm(): Promise<boolean>;
	/**
	 * Starts the new version beside the old one; when it is ready, new calls go to it and the old drains and is
	 * cleaned up. Rejects, with the old one untouched, if the new one does not start.
	 */
	swap(next: GuestSpec): Promise<void>;
	/** Refuses new calls, lets accepted ones finish within `budgetMs`, then cleans up or kills. */
	close(budgetMs?: number): Promise<void>;
}

/** One fresh instance that belongs to one run: its state starts empty and ends with the run. */
export interface GuestLease {
	readonly plugin: string;
	/**
	 * Calls are answered in order. Several may be under way, so that the next batch waits inside the process already.
	 * After a failure that lost the instance every later call rejects: a run's state cannot be resumed.
	 */
	call(options: CallOptions): Promise<CallOutcome>;
	/** False once its process ended, for whatever reason. */
	readonly alive: boolean;
	/** Of one whose crash counts only so: counts it against the plugin. Nothing where its process did not crash by itself. */
	countCrash(): void;
	/** Cleans up and ends. Rejects where `plugin_cleanup` failed or did not finish: what it still held may be lost. */
	close(): Promise<void>;
}

export interface LeaseOptions {
	readonly signal?: AbortSignal;
	readonly sink?: CallSink | undefined;
	/**
	 * A crash after it has started counts against the plugin only by `countCrash`: for whoever looks for what it crashed on,
	 * and has it crash several times for one fault.
	 */
	readonly crashesCountedByHand?: boolean;
}

/** What the engine itself knows of a sandbox; what the operating system says of it comes on top. */
export type SandboxStats = Omit<SandboxAnswer, 'rssBytes' | 'cpuPercent'>;

/** The sandbox side of the engine. */
export interface Runtime {
	open(spec: GuestSpec, sink?: CallSink): Promise<GuestPool>;
	lease(spec: GuestSpec, options?: LeaseOptions): Promise<GuestLease>;
	sandboxes(): readonly SandboxStats[];
	/** Kills one sandbox by its generation; its calls fail as after a crash that is not the plugin's fault. */
	stop(generation: number): boolean;
	/** Fires when a plugin crashed so often that it must not be started again by itself. */
	onQuarantine(listener: Quarantined): void;
	/** Lets a quarantined plugin start again. */
	forgive(plugin: string): void;
	/** Stops everything within `budgetMs` (default 4,000), then kills. No process is left when it resolves. */
	dispose(budgetMs?: number): Promise<void>;
}
