/**
 * A clock that gives the benefit of the doubt: Node runs timers before input, so a parent that was busy first looks
 * at what has arrived, and only then calls the other side late.
 */
export class Deadline {
	#timer: NodeJS.Timeout | undefined;

	/** Replaces what was running. */
	start(ms: number, passed: () => void): void {
		this.stop();
		const timer = setTimeout(() => {
			setImmediate(() => {
				if (this.#timer === timer) passed();
			});
		}, ms);
		this.#timer = timer;
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
