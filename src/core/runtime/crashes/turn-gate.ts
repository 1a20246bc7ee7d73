/** A place in the queue in front of the gate, then inside of it. */
export interface Turn {
	/** Resolves when it is this one's turn, or when it left before that came. Never rejects. */
	readonly granted: Promise<void>;
	/** Lets the next one in; harmless when called again. */
	leave(): void;
}

interface Waiting {
	readonly grant: () => void;
}

/**
 * Lets a few in at once. Who is first in a class goes before the other class; within a class the names take turns, so
 * that one with much to do does not hold up one with little. A turn that lasts too long no longer counts: whoever
 * works for minutes is no reason for others to wait as long.
 */
export class TurnGate {
	readonly #places: number;
	readonly #longestMs: number;
	readonly #first = new Map<string, Waiting[]>();
	readonly #others = new Map<string, Waiting[]>();
	#inside = 0;
	#open = false;

	constructor(places: number, longestMs: number) {
		this.#places = places;
		this.#longestMs = longestMs;
	}

	enter(name: string, goesFirst: boolean): Turn {
		const { promise: granted, resolve } = Promise.withResolvers<void>();
		const queue = goesFirst ? this.#first : this.#others;
		let state: 'waits' | 'inside' | 'left' = 'waits';
		let late: NodeJS.Timeout | undefined;
		const leave = (): void => {
			const was = state;
			state = 'left';
			clearTimeout(late);
			if (was === 'waits') {
				remove(queue, name, waiting);
				resolve();
			} else if (was === 'inside') {
				this.#inside -= 1;
				this.#admit();
			}
		};
		const grant = (): void => {
			state = 'inside';
			this.#inside += 1;
			late = setTimeout(leave, this.#longestMs);
			late.unref();
			resolve();
		};
		const waiting: Waiting = { grant };
		queue.set(name, [...(queue.get(name) ?? []), waiting]);
		this.#admit();
		return { granted, leave };
	}

	/** Lets everybody in, now and from now on. */
	open(): void {
		this.#open = true;
		this.#admit();
	}

	#admit(): void {
		while (this.#open || this.#inside < this.#places) {
			const next = takeNext(this.#first) ?? takeNext(this.#others);
			if (next === undefined) return;
			next.grant();
		}
	}
}

/** The first of the name whose turn it is; the name goes to the end of the queue. */
function takeNext(queue: Map<string, Waiting[]>): Waiting | undefined {
	for (const [name, [waiting, ...rest]] of queue) {
		queue.delete(name);
		if (rest.length > 0) queue.set(name, rest);
		return waiting;
	}
	return undefined;
}

function remove(queue: Map<string, Waiting[]>, name: string, waiting: Waiting): void {
	const rest = (queue.get(name) ?? []).filter((each) => each !== waiting);
	if (rest.length > 0) queue.set(name, rest);
	else queue.delete(name);
}
