/** The time is watched in pieces of at most this length, ms. */
const SLICE_MS = 500;
/**
 * A piece that ends this much too late, ms, without this thread having worked meanwhile, means that this process stood
 * still: the machine slept, or somebody stopped the program. The other side stood still as well, or could not be heard, so
 * the piece does not count. A thread that worked all the while is no such case: what held it may be the very plugin whose
 * call this is, which would have no deadline if it could buy time by making the program work.
 */
const STOOD_STILL_MS = 1_000;
/** A machine hardly sleeps more often during one call; whoever can stop the program again and again gets no more time. */
const MOST_FORGIVEN = 16;

/**
 * A clock that gives the benefit of the doubt: Node runs timers before input, so a parent that was busy first looks
 * at what has arrived, and only then calls the other side late; and time in which the parent stood still is nobody's.
 */
export class Deadline {
	readonly #now: () => number;
	readonly #worked: () => number;
	#timer: NodeJS.Timeout | undefined;

	/** `now`: ms that never go backwards. `worked`: how long this thread has worked since it began, ms. */
	constructor(now: () => number = () => performance.now(), worked: () => number = threadTime) {
		this.#now = now;
		this.#worked = worked;
	}

	/** Replaces what was running. */
	start(ms: number, passed: () => void): void {
		this.#watch(ms, passed, MOST_FORGIVEN);
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	#watch(ms: number, passed: () => void, forgivable: number): void {
		this.stop();
		const slice = Math.min(ms, SLICE_MS);
		const [began, workedBefore] = [this.#now(), this.#worked()];
		const timer = setTimeout(() => {
			const took = this.#now() - began;
			const late = took - slice;
			const stoodStill =
				late > STOOD_STILL_MS && late - (this.#worked() - workedBefore) > STOOD_STILL_MS && forgivable > 0;
			const left = stoodStill ? ms : ms - took;
			setImmediate(() => {
				if (this.#timer !== timer) return;
				if (left < 1) passed();
				else this.#watch(left, passed, stoodStill ? forgivable - 1 : forgivable);
			});
		}, slice);
		this.#timer = timer;
	}
}

/** So old may be what is known of how long the thread has worked, ms: asking the system costs more than most calls. */
const FRESH_MS = 25;
let asked = { at: Number.NEGATIVE_INFINITY, ms: 0 };

/** ms, at most `FRESH_MS` too few. */
function threadTime(): number {
	const at = performance.now();
	if (at - asked.at > FRESH_MS) {
		const { user, system } = process.threadCpuUsage();
		asked = { at, ms: (user + system) / 1_000 };
	}
	return asked.ms;
}
