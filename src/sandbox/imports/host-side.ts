import type { LogLevel } from '../../shared/host/abi.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { Allocator } from '../memory/allocator.ts';
import type { GuestMemory } from '../memory/guest-memory.ts';

/** Answer of the broker. `status` 0 with data null is "unset"; a negative status is a code of `hostStatus`. */
export interface HostAnswer {
	readonly status: number;
	readonly data: Uint8Array | null;
}

/** What lies outside an instance: in the process the port to the parent, in tests whatever they like. */
export interface HostSide {
	/** `dropped`: aborts when nobody waits for the answer any more. There is one all the same, and soon. */
	ask(request: HostRequest, dropped?: AbortSignal): Promise<HostAnswer>;
	log(level: LogLevel, message: string): void;
	progress(done: number, total: number): void;
}

/** What the imports of one instance share. Memory and allocator are absent while the start function runs. */
export interface GuestContext {
	readonly host: HostSide;
	memory: GuestMemory | null;
	allocator: Allocator | null;
	/** What the guest said through `host_set_error` since the call began. */
	lastError: string | null;
	/** Configuration by key, as JSON bytes. */
	readonly config: ReadonlyMap<string, Uint8Array>;
	/** Import names about whose wrong pointers a warning was logged already. */
	readonly warned: Set<string>;
}
