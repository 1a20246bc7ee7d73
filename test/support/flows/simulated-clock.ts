import type { Clock } from '../../../src/core/program/clock.ts';

interface Waiting {
	/** By the steady clock, ms. */
	readonly at: number;
	readonly work: () => void;
}

/** A clock that goes on when a test says so, with whatever waits for it, one after another. */
export class SimulatedClock implements Clock {
	#wall: number;
	#steady = 0;
	/** How often something began to wait. */
	waits = 0;
	readonly #waiting = new Set<Waiting>();

	/** `wall`: when it begins, Unix ms. */
	constructor(wall: number) {
		this.#wall = wall;
	}

	readonly now = (): number => this.#wall;

	readonly steady = (): number => this.#steady;

	after(ms: number, work: () => void): () => void {
		this.waits++;
		const waiting = { at: this.#steady + Math.max(0, ms), work };
		this.#waiting.add(waiting);
		return () => void this.#waiting.delete(waiting);
	}

	/** The computer is awake for so long. */
	async pass(ms: number): Promise<void> {
		const end = this.#steady + ms;
		for (let next = this.#due(end); next !== null; next = this.#due(end)) {
			this.#waiting.delete(next);
			const since = Math.max(0, next.at - this.#steady);
			this.#wall += since;
			this.#steady += since;
			next.work();
			await settled();
		}
		this.#wall += end - this.#steady;
		this.#steady = end;
		await settled();
	}

	/** The computer sleeps. On some systems the steady clock sleeps with it, on others what waits is called at once afterwards. */
	async sleep(ms: number, steadySleeps: boolean): Promise<void> {
		this.#wall += ms;
		if (!steadySleeps) this.#steady += ms;
		await this.pass(0);
	}

	/** Somebody sets it, Unix ms. */
	set(wall: number): void {
		this.#wall = wall;
	}

	#due(end: number): Waiting | null {
		let first: Waiting | null = null;
		for (const each of this.#waiting) if (each.at <= end && (first === null || each.at < first.at)) first = each;
		return first;
	}
}

/** Once all that waits for no clock and no file has been done. */
function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
