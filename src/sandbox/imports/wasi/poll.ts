import { setTimeout as sleep } from 'node:timers/promises';
import { type Errno, errno } from './errno.ts';
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

interface Wait {
	readonly userdata: bigint;
	readonly kind: number;
	readonly error: Errno;
	/** When it is ready, ms from now; 0: at once. */
	readonly inMs: number;
	readonly flags: number;
}

/**
 * Waits until the first of the subscriptions is ready and tells all that are: standard output and error take what they
 * are given at once, standard input is at its end, clocks take their time. The guest is suspended meanwhile, and its
 * deadline goes on.
 */
export async function pollOneoff(
	memory: WasiMemory,
	from: number,
	to: number,
	count: number,
	writtenAt: number,
): Promise<Errno> {
	if (count <= 0 || count > MAX_SUBSCRIPTIONS) return errno.inval;
	const waits: Wait[] = [];
	for (let index = 0; index < count; index++) {
		const subscription = memory.view(from + SUBSCRIPTION * index, SUBSCRIPTION);
		if (subscription === null || memory.view(to + EVENT * index, EVENT) === null) return errno.fault;
		waits.push(waitOf(subscription));
	}
	const soonest = Math.min(...waits.map(({ inMs }) => inMs));
	if (soonest > 0) await sleep(Math.min(Math.ceil(soonest), LONGEST_SLEEP_MS));
	const ready = waits.filter(({ inMs }) => inMs <= soonest);
	for (const [index, wait] of ready.entries()) {
		const event = memory.view(to + EVENT * index, EVENT);
		if (event === null) return errno.fault;
		tell(event, wait);
	}
	return memory.setU32(writtenAt, ready.length) ? errno.success : errno.fault;
}

function waitOf(subscription: DataView): Wait {
	const userdata = subscription.getBigUint64(0, true);
	const kind = subscription.getUint8(8);
	const base = { userdata, kind, flags: 0, inMs: 0 };
	if (kind === kinds.clock) {
		const clock = subscription.getUint32(16, true);
		const now = clock === 0 ? BigInt(Date.now()) * 1_000_000n : clock === 1 ? process.hrtime.bigint() : null;
		if (now === null) return { ...base, error: errno.inval };
		const timeout = subscription.getBigUint64(24, true);
		const isMoment = (subscription.getUint16(40, true) & ABSTIME) !== 0;
		const left = isMoment ? timeout - now : timeout;
		return { ...base, error: errno.success, inMs: left <= 0n ? 0 : Number(left) / 1e6 };
	}
	const fd = subscription.getUint32(16, true);
	if (kind === kinds.read && fd === 0) return { ...base, error: errno.success, flags: HANGUP };
	if (kind === kinds.write && (fd === 1 || fd === 2)) return { ...base, error: errno.success };
	return { ...base, error: kind === kinds.read || kind === kinds.write ? errno.badf : errno.inval };
}

function tell(event: DataView, { userdata, kind, error, flags }: Wait): void {
	new Uint8Array(event.buffer, event.byteOffset, event.byteLength).fill(0);
	event.setBigUint64(0, userdata, true);
	event.setUint16(8, error, true);
	event.setUint8(10, kind);
	event.setUint16(24, flags, true);
}
