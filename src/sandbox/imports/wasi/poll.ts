import { setTimeout as sleep } from 'node:timers/promises';
import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { right } from '../../../shared/wasm/wasi/rights.ts';
import type { Answer } from './answers.ts';
import { StreamEntry } from './entries.ts';
import type { Streams } from './streams.ts';
import type { Table } from './table.ts';
import type { WasiMemory } from './wasi-memory.ts';

/** How many subscriptions one call may name. */
const MAX_SUBSCRIPTIONS = 1024;
/** Timers take no more than 2^31 − 1 ms; whoever waits longer is woken by its deadline. */
const LONGEST_SLEEP_MS = 2_147_483_647;

/** Sizes and places in memory (wasi_snapshot_preview1.witx: `subscription`, `event`), bytes. */
const SUBSCRIPTION = 48;
const EVENT = 32;
const kinds = { clock: 0, read: 1, write: 2 } as const;
/** `subclockflags`: the time is a moment, not a duration. */
const ABSTIME = 1;
/** `eventrwflags`: the other end is gone; nothing will come. */
const HANGUP = 1;

/** What can be waited for besides time. */
export interface Pollable {
	readonly table: Table;
	readonly streams: Streams;
}

interface Wait {
	readonly userdata: bigint;
	readonly kind: number;
	readonly error: Errno;
	/** When it is ready, ms from now; 0: at once; null: when there is something to read on standard input. */
	readonly inMs: number | null;
	readonly bytes: number;
	readonly flags: number;
}

/**
 * Waits until the first of the subscriptions is ready and tells all that are: files and outputs take and give at once,
 * standard input when something came, clocks take their time. The guest is suspended meanwhile, and its deadline goes on.
 */
export function pollOneoff(
	memory: WasiMemory,
	pollable: Pollable,
	from: number,
	to: number,
	count: number,
	writtenAt: number,
): Answer {
	if (count <= 0 || count > MAX_SUBSCRIPTIONS) return errno.inval;
	const waits: Wait[] = [];
	for (let index = 0; index < count; index++) {
		const subscription = memory.view(from + SUBSCRIPTION * index, SUBSCRIPTION);
		if (subscription === null || memory.view(to + EVENT * index, EVENT) === null) return errno.fault;
		waits.push(waitOf(subscription, pollable));
	}
	const tellReady = (elapsedMs: number): Errno => {
		const ready = waits.flatMap((wait) => readyNow(wait, elapsedMs, pollable.streams));
		for (const [index, wait] of ready.entries()) {
			const event = memory.view(to + EVENT * index, EVENT);
			if (event === null) return errno.fault;
			tell(event, wait);
		}
		return memory.setU32(writtenAt, ready.length) ? errno.success : errno.fault;
	};
	const timed = waits.flatMap(({ inMs }) => inMs ?? []);
	const soonest = timed.length === 0 ? null : Math.min(...timed);
	if (soonest === 0) return tellReady(0);
	return firstOf(
		soonest,
		waits.some(({ inMs }) => inMs === null) ? pollable.streams.readable(soonest === null) : null,
	).then(tellReady);
}

/** Until the time is over or the other comes, whichever is first; answers with the time that counts as gone, ms. */
async function firstOf(ms: number | null, other: Promise<void> | null): Promise<number> {
	const clock = new AbortController();
	const waiting: Promise<number>[] = [];
	if (ms !== null) {
		const time = sleep(Math.min(Math.ceil(ms), LONGEST_SLEEP_MS), ms, { signal: clock.signal });
		waiting.push(time.catch(() => ms));
	}
	if (other !== null) waiting.push(other.then(() => 0));
	const elapsed = await Promise.race(waiting);
	clock.abort();
	return elapsed;
}

function readyNow(wait: Wait, elapsedMs: number, streams: Streams): readonly Wait[] {
	if (wait.inMs !== null) return wait.inMs <= elapsedMs ? [wait] : [];
	const bytes = streams.available();
	return bytes === null ? [] : [{ ...wait, bytes, flags: bytes === 0 ? HANGUP : 0 }];
}

function waitOf(subscription: DataView, { table, streams }: Pollable): Wait {
	const userdata = subscription.getBigUint64(0, true);
	const kind = subscription.getUint8(8);
	const base = { userdata, kind, flags: 0, inMs: 0, bytes: 0 };
	if (kind === kinds.clock) {
		const clock = subscription.getUint32(16, true);
		const now = clock === 0 ? BigInt(Date.now()) * 1_000_000n : clock === 1 ? process.hrtime.bigint() : null;
		if (now === null) return { ...base, error: errno.inval };
		const timeout = subscription.getBigUint64(24, true);
		const isMoment = (subscription.getUint16(40, true) & ABSTIME) !== 0;
		const left = isMoment ? timeout - now : timeout;
		return { ...base, error: errno.success, inMs: left <= 0n ? 0 : Number(left) / 1e6 };
	}
	if (kind !== kinds.read && kind !== kinds.write) return { ...base, error: errno.inval };
	const entry = table.get(subscription.getUint32(16, true));
	const needed = kind === kinds.read ? right.fdRead : right.fdWrite;
	if (entry === undefined || (entry.rights & needed) === 0) return { ...base, error: errno.badf };
	if (kind === kinds.read && entry instanceof StreamEntry) {
		const bytes = streams.available();
		if (bytes === null) return { ...base, error: errno.success, inMs: null };
		return { ...base, error: errno.success, bytes, flags: bytes === 0 ? HANGUP : 0 };
	}
	return { ...base, error: errno.success, bytes: kind === kinds.read ? 1 : 65_536 };
}

function tell(event: DataView, { userdata, kind, error, bytes, flags }: Wait): void {
	new Uint8Array(event.buffer, event.byteOffset, event.byteLength).fill(0);
	event.setBigUint64(0, userdata, true);
	event.setUint16(8, error, true);
	event.setUint8(10, kind);
	event.setBigUint64(16, BigInt(bytes), true);
	event.setUint16(24, flags, true);
}
