import { hostStatus } from '../../shared/host/abi.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { HostAnswer, HostSide } from '../imports/host-side.ts';

const cancelled: HostAnswer = { status: hostStatus.cancelled, data: null };
const tooMuch: HostAnswer = { status: hostStatus.tooLarge, data: null };

/** What one instance may have waiting at a gate, in all. bytes */
const MOST_WAITING_BYTES = 32 * 1024 * 1024;

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
	#waitingBytes = 0;
	#shut = false;

	/** `mostWaiting`: so many requests of one instance may wait. */
	constructor(broker: Pick<HostSide, 'ask'>, turns: RequestTurns, mostWaiting: number) {
		this.#broker = broker;
		this.#mostWaiting = mostWaiting;
		this.#turns = turns;
	}

	ask(request: HostRequest): Promise<HostAnswer> {
		if (this.#shut) return Promise.resolve(cancelled);
		if (this.#turns.take()) return this.#send(request);
		const bytes = bytesOf(request);
		if (this.#waiting.size >= this.#mostWaiting || this.#waitingBytes + bytes > MOST_WAITING_BYTES) {
			return Promise.resolve(tooMuch);
		}
		return new Promise((answer) => {
			const waiting: Waiting = { request, bytes, answer };
			this.#waiting.add(waiting);
			this.#waitingBytes += bytes;
			this.#turns.queue(() => this.#sendNow(waiting));
		});
	}

	#sendNow(waiting: Waiting): boolean {
		const { request, answer } = waiting;
		if (request === null) return false;
		this.#forget(waiting);
		answer(this.#send(request));
		return true;
	}

	#forget(waiting: Waiting): void {
		waiting.request = null;
		this.#waiting.delete(waiting);
		this.#waitingBytes -= waiting.bytes;
	}

	async #send(request: HostRequest): Promise<HostAnswer> {
		try {
			return await this.#broker.ask(request);
		} finally {
			this.#turns.give();
		}
	}

	open(): void {
		this.#shut = false;
	}

	/** What was sent is still answered; what waits is not sent any more. */
	shut(): void {
		this.#shut = true;
		for (const waiting of this.#waiting) {
			this.#forget(waiting);
			waiting.answer(cancelled);
		}
	}
}

/** What a request holds of memory, about. bytes */
function bytesOf(request: HostRequest): number {
	return Object.values(request).reduce<number>((sum, field) => {
		if (typeof field === 'string') return sum + 2 * field.length;
		return field instanceof Uint8Array ? sum + field.byteLength : sum + 8;
	}, 0);
}
