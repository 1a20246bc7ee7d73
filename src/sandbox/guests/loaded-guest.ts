import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import type { HostSide } from '../imports/host-side.ts';
import type { LostMemory } from '../memory/collector.ts';
import type { MemoryLimit } from '../memory/memory-limit.ts';

export interface GuestOptions {
	readonly module: Uint8Array;
	readonly memoryLimitBytes: number;
	readonly guest: GuestDescription;
	readonly memoryLimit: MemoryLimit;
	readonly host: HostSide;
	/** Hears of the memory of instances that are thrown away. */
	readonly lost: LostMemory;
	/** Whether its functions are compiled at once (`LoadFrame.eager`). */
	readonly eager?: boolean | undefined;
}

/** How long it took to load a guest, ms. */
export interface LoadTimes {
	readonly compileMs: number;
	/** What the first instance took to start. */
	readonly initMs: number;
}

/** A loaded plugin of any kind. Calls must come one after another. */
export interface LoadedGuest {
	readonly times: LoadTimes;
	/** Size of the guest's memory, bytes; of the last instance where that one is gone. */
	readonly memoryBytes: number;
	call(request: CallRequest): Promise<CallResult>;
	/** Never throws. */
	stop(): Promise<{ readonly cleanup: number | null; readonly said: string | null }>;
}
