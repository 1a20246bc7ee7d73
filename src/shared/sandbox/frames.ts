/**
 * The wire between the engine and a sandbox process. Hardly more than types, so that the sandbox loads no schema library;
 * the parent treats the sandbox as hostile and parses each arriving frame (core/runtime/frames/parse-frame.ts).
 * Frames travel by structured clone: typed arrays stay typed arrays.
 */

import type { WireError } from '../errors/errors.ts';
import type { LogLevel } from '../host/abi.ts';
import type { RequestOf } from '../host/operations.ts';
import type { ComponentType, Encoding, GuestAbi } from '../plugin/component-type.ts';
import type { ExtismUse } from '../plugin/module/extism-use.ts';
import type { Batch } from './batch.ts';

export const PROTOCOL_VERSION = 1;

/** So many requests to the broker does an honest sandbox have open at once at most. */
export const MOST_HOST_REQUESTS = 4;

/** The layer of a sandbox that gives back what lost instances kept, before it makes the next one. */
export const COLLECTS_LOST_MEMORY = 'collects-lost-memory';

/** Every frame names the protocol and the generation (one process from spawn to observed exit) it belongs to. */
interface FrameHead {
	readonly v: typeof PROTOCOL_VERSION;
	readonly gen: number;
}

/** How the memory limit is enforced: V8's own flag, or the module's declared maximum lowered before compilation. */
export type MemoryWay = 'flag' | 'rewrite';

// ---------------------------------------------------------------- parent → sandbox

/** First frame to every process: which generation it is and which memory way it shall prove. */
export interface BootFrame extends FrameHead {
	readonly t: 'boot';
	readonly memoryWay: MemoryWay;
}

/** What the guest is and how to talk to it. */
export interface GuestDescription {
	readonly plugin: string;
	readonly type: ComponentType;
	readonly abi: GuestAbi;
	readonly encoding: Encoding;
	readonly batch: boolean;
	/** How an Extism plugin is used; absent: it is none, or nothing is said of it. */
	readonly extism?: ExtismUse | undefined;
	/** JSON object handed to `plugin_init` and `host_get_config`. */
	readonly config: string;
	/** Environment that a WASI guest sees: only granted names. */
	readonly env: readonly (readonly [string, string])[];
	/** Command line that a WASI guest sees. */
	readonly args: readonly string[];
}

export interface LoadFrame extends FrameHead {
	readonly t: 'load';
	readonly module: Uint8Array;
	readonly memoryLimitBytes: number;
	readonly guest: GuestDescription;
	/** Its functions are compiled now and not when each is called first. Absent: they are not. */
	readonly eager?: boolean;
}

/** One call of one exported function. */
export interface CallFrame extends FrameHead {
	readonly t: 'call';
	readonly id: number;
	readonly fn: string;
	/**
	 * `value`: hand `data` (null: no argument) to the function once and return its one result.
	 * `records`: hand every record of `batch` to the component function, once as a batch or in a loop, whatever the
	 * guest takes, and return one batch: outputs in order for processors and transformers, the records kept for
	 * filters, partial results for aggregators, acknowledgements for destinations.
	 * `isolate`: a record that the guest does not take costs that record and not the call (`failed` in the output). Where a
	 * guest keeps something between records, losing its instance fails the call all the same. `dropped`: of a filter, what it
	 * lets go is wanted as well.
	 * `read`: call `read_data` until `maxRecords` or `maxBytes` is reached or it returns 0.
	 * `finish`: call `aggregate_result` once; its result becomes a batch of zero or one record (or of the array's
	 * elements, when the guest takes batches and answers with an array).
	 */
	readonly input:
		| { readonly kind: 'value'; readonly data: Uint8Array | null }
		| { readonly kind: 'records'; readonly batch: Batch; readonly isolate?: true; readonly dropped?: true }
		| { readonly kind: 'read'; readonly maxRecords: number; readonly maxBytes: number }
		| { readonly kind: 'finish' };
	/** A larger output fails the call with `invalid_input` naming both numbers. bytes */
	readonly maxOutputBytes: number;
	/** The guest is not called: a module of the sandbox's own answers in its place. Absent: it is called. */
	readonly rehearsal?: true;
}

/** Answer to a host request. `status` 0 with data null is "unset". */
export interface HostReplyFrame extends FrameHead {
	readonly t: 'host-reply';
	readonly id: number;
	readonly status: number;
	readonly data: Uint8Array | null;
}

/** Finish: `plugin_cleanup`, answer `stopped`, exit 0. */
interface StopFrame extends FrameHead {
	readonly t: 'stop';
}

/**
 * A piece of what is looked at and not run, in order; each one but the last, which ends at `size`, is answered with
 * `look-more`. The last one of a module is answered with `looked`; of the transpiler, which comes before the first
 * component, with `look-more`; of a component with `transpiled`, piece after piece, or `not-transpiled`.
 */
export interface LookFrame extends FrameHead {
	readonly t: 'look';
	readonly id: number;
	readonly what: 'module' | 'transpiler' | 'component';
	/** Of the whole, bytes. */
	readonly size: number;
	/** Where in the whole the piece begins, bytes. */
	readonly offset: number;
	readonly piece: Uint8Array;
}

export type ParentFrame = BootFrame | LoadFrame | CallFrame | HostReplyFrame | StopFrame | LookFrame;

// ---------------------------------------------------------------- sandbox → parent

/** The process is up; no guest byte has been seen. `memoryProof` false means that the limit did not hold: run nothing. */
export interface ReadyFrame extends FrameHead {
	readonly t: 'ready';
	readonly memoryProof: boolean;
	/** Layers of isolation found in force at boot, e.g. `permission-model`, `empty-environment`, `no-process-kill`. */
	readonly layers: readonly string[];
}

export interface LoadedFrame extends FrameHead {
	readonly t: 'loaded';
	readonly compileMs: number;
	readonly initMs: number;
	/** Size of the guest's memory after `plugin_init`, bytes. */
	readonly memoryBytes: number;
}

/** The guest did not start. The process is of no further use. */
export interface LoadFailedFrame extends FrameHead {
	readonly t: 'load-failed';
	readonly error: WireError;
}

/** So many failed records does one answer name at most, and so many characters of all that is said of them. */
export const MOST_RECORD_FAILURES = 512;
export const MOST_FAILURE_CHARS = 1_000_000;

/** A record that the guest did not take. */
export interface RecordFailure {
	/** Place in the batch of the call, from 0. */
	readonly index: number;
	readonly error: WireError;
}

export interface CallCounts {
	/** Under `isolate` it may be fewer than were handed over, from the first on, and at least one: the others were not worked. */
	readonly recordsIn: number;
	readonly recordsOut: number;
}

export type CallOutput =
	| {
			readonly kind: 'value' /** null: the guest returned 0. */;
			readonly data: Uint8Array | null;
			readonly status: number;
	  }
	| {
			readonly kind: 'records';
			readonly batch: Batch /** `read`: the source said that it has no more. */;
			readonly end: boolean;
			/** Under `isolate`, and only there: by their place, ascending. `batch` holds what the others gave. */
			readonly failed?: readonly RecordFailure[];
			/** Where it was asked for, and only there: in order, byte for byte as they came. */
			readonly dropped?: Batch;
	  };

export interface ResultFrame extends FrameHead {
	readonly t: 'result';
	readonly id: number;
	readonly output: CallOutput;
	readonly counts: CallCounts;
	/** Time spent on this call inside the sandbox, ms. */
	readonly ms: number;
	/** Size of the guest's memory after the call (it never shrinks, so this is also its peak), bytes. */
	readonly memoryBytes: number;
}

export interface FailedFrame extends FrameHead {
	readonly t: 'failed';
	readonly id: number;
	readonly error: WireError;
	readonly ms: number;
	readonly memoryBytes: number;
	/** True when the instance was thrown away (trap) and the next call gets a freshly initialised one: state is lost. */
	readonly instanceLost: boolean;
}

/** What the broker is asked; its kinds and their fields are in the table of host functions. */
export type HostRequest = RequestOf;

export interface HostRequestFrame extends FrameHead {
	readonly t: 'host';
	readonly id: number;
	readonly request: HostRequest;
}

/** Nobody waits for the answer of a host request any more: it may be given up. It is answered all the same. */
export interface HostDropFrame extends FrameHead {
	readonly t: 'host-drop';
	readonly id: number;
}

export interface LogFrame extends FrameHead {
	readonly t: 'log';
	/** Unix ms, level, message; limited in number and size by the sender and once more by the receiver. */
	readonly lines: readonly { readonly at: number; readonly level: LogLevel; readonly message: string }[];
	/** Lines that the limit dropped since the last log frame. */
	readonly dropped: number;
}

export interface ProgressFrame extends FrameHead {
	readonly t: 'progress';
	readonly done: number;
	/** 0 = unknown. */
	readonly total: number;
}

export interface StoppedFrame extends FrameHead {
	readonly t: 'stopped';
	/** What `plugin_cleanup` returned; null where the plugin has none. */
	readonly cleanup: number | null;
	/** What a failed cleanup said through `host_set_error`, or the trap that ended it. */
	readonly said: string | null;
}

/** The piece arrived; the next one may be sent. */
interface LookMoreFrame extends FrameHead {
	readonly t: 'look-more';
	readonly id: number;
}

/** What looking at a module told: a `ModuleReport` as JSON in UTF-8, at most `MAX_REPORT_BYTES`. */
interface LookedFrame extends FrameHead {
	readonly t: 'looked';
	readonly id: number;
	readonly report: Uint8Array;
}

/** A piece of the bundle that runs a component (`shared/wasm/component/bundle.ts`), in order; the last one ends at `size`. */
interface TranspiledFrame extends FrameHead {
	readonly t: 'transpiled';
	readonly id: number;
	/** Of the whole bundle, bytes; at most `MAX_BUNDLE_BYTES`. */
	readonly size: number;
	readonly offset: number;
	readonly piece: Uint8Array;
}

/** What keeps a component from being made ready to run. */
interface NotTranspiledFrame extends FrameHead {
	readonly t: 'not-transpiled';
	readonly id: number;
	readonly error: WireError;
}

/** So much is sent at once of what is looked at, and of what is made of it: copying it takes a millisecond. bytes */
export const LOOK_PIECE_BYTES = 1024 * 1024;

/** bytes */
export const MAX_REPORT_BYTES = 2 * 1024 * 1024;

/** What a process says that looks at modules; it is never one that runs a guest. */
export type LookerFrame = ReadyFrame | LookMoreFrame | LookedFrame | TranspiledFrame | NotTranspiledFrame;

export type SandboxFrame =
	| ReadyFrame
	| LoadedFrame
	| LoadFailedFrame
	| ResultFrame
	| FailedFrame
	| HostRequestFrame
	| HostDropFrame
	| LogFrame
	| ProgressFrame
	| StoppedFrame;

/** A frame before the sender stamps it. */
export type Unstamped<F extends FrameHead> = F extends FrameHead ? Omit<F, keyof FrameHead> : never;
