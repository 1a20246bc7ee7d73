import type { CallOptions, CallOutcome } from '../runtime.ts';
import { Deadline } from './deadline.ts';

/** One call that was posted to a process. */
export interface InFlightCall {
	readonly id: number;
	readonly options: CallOptions;
	/** ms */
	readonly limitMs: number;
	readonly resolve: (outcome: CallOutcome) => void;
	readonly reject: (error: Error) => void;
	/** Takes the abort listener off again. */
	readonly release: () => void;
}

/**
 * Calls posted to one process, in order. The sandbox runs them one at a time, so only the head's clock runs; the next
 * one's starts when the head has left.
 */
export class InFlight {
	readonly #calls: InFlightCall[] = [];
	readonly #overdue: (call: InFlightCall) => void;
	readonly #clock: Deadline;

	/** `steady`: ms that never jump. */
	constructor(overdue: (call: InFlightCall) => void, steady: () => number) {
		this.#overdue = overdue;
		this.#clock = new Deadline(steady);
	}

	get size(): number {
		return this.#calls.length;
	}

	get head(): InFlightCall | undefined {
		return this.#calls[0];
	}

	add(call: InFlightCall): void {
		this.#calls.push(call);
		if (this.#calls.length === 1) this.#startClock();
	}

	/** The head is answered. */
	shift(): InFlightCall | undefined {
		this.#clock.stop();
		const call = this.#calls.shift();
		call?.release();
		this.#startClock();
		return call;
	}

	/** A call that never left, because posting it failed. */
	withdraw(call: InFlightCall): void {
		const index = this.#calls.indexOf(call);
		if (index === 0) this.shift();
		else if (index > 0) this.#calls.splice(index, 1)[0]?.release();
	}

	/** The process ended: everything leaves, the head first. */
	clear(): readonly InFlightCall[] {
		this.#clock.stop();
		const calls = this.#calls.splice(0);
		for (const call of calls) call.release();
		return calls;
	}

	#startClock(): void {
		const call = this.#calls[0];
		if (call === undefined) return;
		this.#clock.start(call.limitMs, () => this.#overdue(call));
	}
}
