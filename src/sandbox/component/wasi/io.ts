import { setTimeout as sleep } from 'node:timers/promises';
import { misused } from '../misused.ts';
import type { Outcome } from '../outcome.ts';
import { Handle, type Handles } from './handles.ts';

/** Timers take no more than 2^31 − 1 ms; whoever waits longer is woken by its deadline. */
const LONGEST_SLEEP_MS = 2_147_483_647;

/** `wasi:io/error.error`: why an operation on a stream failed. */
export class IoError extends Handle {
	/** As `wasi:filesystem` names it. */
	readonly code: string;

	constructor(handles: Handles, code: string) {
		super(handles);
		this.code = code;
	}

	toDebugString(): string {
		return this.code;
	}
}

export type StreamFailure =
	| { readonly tag: 'closed' }
	| { readonly tag: 'last-operation-failed'; readonly val: IoError };
export type StreamOutcome<Value> = Outcome<Value, StreamFailure> | Promise<Outcome<Value, StreamFailure>>;
export const closed: StreamFailure = { tag: 'closed' };

/** What can be waited for: `ready` tells whether it is over, `wait` resolves when it is. */
export interface Event {
	ready(): boolean;
	/** `alone`: the component waits for nothing else meanwhile. */
	wait(alone: boolean): Promise<void>;
	/** It comes when the host hands the component more to read, and never before. */
	readonly isInput?: true;
}

/** It is always over. */
export const always: Event = { ready: () => true, wait: () => Promise.resolve() };

/** A moment of the monotonic clock, ns. */
export function moment(when: bigint): Event {
	const left = (): bigint => when - process.hrtime.bigint();
	return {
		ready: () => left() <= 0n,
		async wait() {
			for (let ns = left(); ns > 0n; ns = left()) {
				await sleep(Math.min(Math.ceil(Number(ns) / 1e6), LONGEST_SLEEP_MS));
			}
		},
	};
}

/** `wasi:io/poll.pollable`. */
export class Pollable extends Handle {
	readonly event: Event;

	constructor(handles: Handles, event: Event) {
		super(handles);
		this.event = event;
	}

	ready(): boolean {
		return this.event.ready();
	}

	async block(): Promise<void> {
		await this.event.wait(true);
	}
}

/** Waits until the first of them is over; answers with the places of all that are. An empty list is a trap, as WASI has it. */
export async function poll(pollables: readonly Pollable[]): Promise<Uint32Array> {
	if (pollables.length === 0) misused('wasi:io/poll#poll', 'it waits for nothing at all, which would never end');
	const ready = (): readonly number[] => pollables.flatMap(({ event }, index) => (event.ready() ? [index] : []));
	const alone = pollables.every(({ event }) => event.isInput === true);
	let over = ready();
	while (over.length === 0) {
		await Promise.race(pollables.map(({ event }) => event.wait(alone)));
		over = ready();
	}
	return Uint32Array.from(over);
}
