import { hostStatus } from '../../shared/host/abi.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { HostAnswer, HostSide } from '../imports/host-side.ts';

const cancelled: HostAnswer = { status: hostStatus.cancelled, data: null };
const tooMuch: HostAnswer = { status: hostStatus.tooLarge, data: null };

/** What one instance may have at a gate, waiting and under way, in all. bytes */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * How many requests are under way at once, whichever instance they are of: what one left behind that trapped is still
 * being answered, and the parent counts it.
 */
export class RequestTurns {
	readonly #most: number;
	readonly #queue: (() => boolean)[] = [];
	#taken = 0;

	constructor(most: number) {
		this.#most = most;
	}

	/** Whether it may be sent now; then `give` says that it was answered. */
	take(): boolean {
		if (this.#taken >= this.#most) return false;
		this.#taken += 1;
		return true;
	}

	/** `next` is called when there is a turn for it, and says whether it still wants it. */
	queue(next: () => boolean): void {
		this.#queue.push(next);
	}

	give(): void {
		for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) if (next()) return;
		this.#taken -= 1;
	}
}

interface Waiting {
	/** Null: nobody waits any more. */
	request: HostRequest | null;
	readonly bytes: number;
	readonly dropped: AbortSignal | undefined;
	readonly answer: (answer: HostAnswer | Promise<HostAnswer>) => void;
}

/**
 * An instance's way to the broker. A component may ask for many things without waiting for one of them, and lets go of
 * files without waiting at all; the parent takes few requests at once, and none while nothing of the guest runs, for no
 * honest sandbox sends more. What is too many waits its turn, within bounds; what comes while the way is shut is
 * cancelled.
 */
export class BrokerGate implements Pick<HostSide, 'ask'> {
	readonly #broker: Pick<HostSide, 'ask'>;
	readonly #turns: RequestTurns;
	readonly #mostWaiting: number;
	readonly #waiting = new Set<Waiting>();
	/** Those that were sent and not answered yet, with what drops each. */
	readonly #sent = new Map<Promise<HostAnswer>, AbortController>();
	#bytes = 0;
	#shut = false;
	#over = false;

	/** `mostWaiting`: so many requests of one instance may wait. */
	constructor(broker: Pick<HostSide, 'ask'>, turns: RequestTurns, mostWaiting: number) {
		this.#broker = broker;
		this.#mostWaiting = mostWaiting;
		this.#turns = turns;
	}

	ask(request: HostRequest, dropped?: AbortSignal): Promise<HostAnswer> {
		if (this.#shut) return Promise.resolve(cancelled);
		const bytes = bytesOf(request);
		if (this.#bytes > 0 && this.#bytes + bytes > MOST_BYTES) return Promise.resolve(tooMuch);
		if (this.#turns.take()) {
			this.#bytes += bytes;
			return this.#send(request, bytes, dropped);
		}
		if (this.#waiting.size >= this.#mostWaiting) return Promise.resolve(tooMuch);
		return new Promise((answer) => {
			const waiting: Waiting = { request, bytes, dropped, answer };
			this.#waiting.add(waiting);
			this.#bytes += bytes;
			this.#turns.queue(() => this.#sendNow(waiting));
		});
	}

	#sendNow(waiting: Waiting): boolean {
		const { request, bytes, dropped, answer } = waiting;
		if (request === null) return false;
		waiting.request = null;
		this.#waiting.delete(waiting);
		answer(this.#send(request, bytes, dropped));
		return true;
	}

	#forget(waiting: Waiting): void {
		waiting.request = null;
		this.#waiting.delete(waiting);
		this.#bytes -= waiting.bytes;
	}

	#send(request: HostRequest, bytes: number, dropped: AbortSignal | undefined): Promise<HostAnswer> {
		const drop = new AbortController();
		const answered = this.#broker.ask(request, dropped ?? drop.signal).finally(() => {
			this.#bytes -= bytes;
			this.#sent.delete(answered);
			this.#turns.give();
		});
		this.#sent.set(answered, drop);
		return answered;
	}

	open(): void {
		this.#shut = this.#over;
	}

	/** What was sent is still answered; what waits is not sent any more, until it is opened again. */
	shut(): void {
		this.#shut = true;
		for (const waiting of this.#waiting) {
			this.#forget(waiting);
			waiting.answer(cancelled);
		}
	}

	/** Shuts it for good: the instance is gone. Resolves when all that it had asked is answered, what it waited for dropped. */
	async end(): Promise<void> {
		this.#over = true;
		this.shut();
		for (const drop of this.#sent.values()) drop.abort();
		await Promise.allSettled(this.#sent.keys());
	}
}

/** What a request holds of memory, about. bytes */
function bytesOf(request: HostRequest): number {
	return Object.values(request).reduce<number>((sum, field) => {
		if (typeof field === 'string') return sum + 2 * field.length;
		return field instanceof Uint8Array ? sum + field.byteLength : sum + 8;
	}, 0);
}
