import { Deadline } from './deadline.ts';
import { Deferred } from './deferred.ts';
import type { EndCause } from './end-cause.ts';
import type { Phase } from './sandbox-phase.ts';

/** The life of one generation: where it is, how long it may stay there, and why it ended. The first cause wins. */
export class Lifetime {
	/** Resolves when the process is up and has proven its memory limit. */
	readonly ready = new Deferred<void>();
	/** Resolves when the guest has started. */
	readonly loaded = new Deferred<void>();
	/** Resolves when the exit was observed. */
	readonly exited = new Deferred<EndCause>();
	readonly #clock: Deadline;
	readonly #endListeners: ((cause: EndCause) => void)[] = [];
	#phase: Phase = 'starting';
	#cause: EndCause | undefined;

	/** `steady`: ms that never jump. */
	constructor(steady: () => number) {
		this.#clock = new Deadline(steady);
	}

	get phase(): Phase {
		return this.#phase;
	}

	get cause(): EndCause | undefined {
		return this.#cause;
	}

	get alive(): boolean {
		return this.#cause === undefined;
	}

	/** Fires once, as soon as the cause is known. */
	onEnd(listener: (cause: EndCause) => void): void {
		this.#endListeners.push(listener);
	}

	enter(phase: Exclude<Phase, 'starting' | 'ended'>): void {
		this.#phase = phase;
	}

	/** Start-up, load and stop may take so long, ms. */
	allow(ms: number, passed: () => void): void {
		this.#clock.start(ms, passed);
	}

	/** What was allowed time has come to its end. */
	settle(): void {
		this.#clock.stop();
	}

	/** The start is over, and what limits the process holds. */
	becameReady(): void {
		this.settle();
		this.ready.resolve();
	}

	/** False where it has ended already, and nothing is to be done. */
	end(cause: EndCause): boolean {
		if (this.#cause !== undefined) return false;
		this.#cause = cause;
		this.#phase = 'ended';
		this.#clock.stop();
		return true;
	}

	/** Tells who listens, and who still waits for something that will not be. */
	announce(cause: EndCause): void {
		for (const listener of this.#endListeners) listener(cause);
		this.ready.reject(cause.error);
		this.loaded.reject(cause.error);
	}

	/** The process is gone. */
	observed(): void {
		if (this.#cause !== undefined) this.exited.resolve(this.#cause);
	}
}
