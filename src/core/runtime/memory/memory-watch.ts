import type { MeasureMemory } from './resident-sizes.ts';

/** Between two looks at those whose guests run. ms */
const PAUSE_MS = 250;
/** The same while one of them holds more than half of what it may. ms */
const WARY_PAUSE_MS = 50;
/** A look is followed by a pause of so many times what it took: where it costs much, it comes more seldom. */
const PAUSE_PER_COST = 4;
/** Those that do nothing are looked at so many times more seldom: V8 may still be compiling for them. */
const IDLE_EVERY = 8;
/** Processes that one look asks about; the others are asked about next. */
const AT_ONCE = 32;

/** A process that has a guest. */
export interface WatchedMemory {
	readonly pid: number | undefined;
	/** What it may hold, bytes; null while it has no guest. */
	readonly allowedBytes: number | null;
	/** Whether its guest runs: it is called, loaded or cleaned up. */
	readonly guestRuns: boolean;
	/** Takes what it holds, bytes. */
	measured(residentBytes: number): void;
}

/**
 * Looks at what the processes of guests hold, from the first load on and for as long as there is one. It is what bounds
 * them where the kernel does not, and what tells how large a process was that the kernel ended. A look is bounded in
 * number and in its share of time, whatever guests do.
 */
export class MemoryWatch {
	readonly #measure: MeasureMemory;
	readonly #all: () => Iterable<WatchedMemory>;
	#timer: NodeJS.Timeout | undefined;
	#looks = 0;
	/** Where the next look begins among more than it asks about. */
	#next = 0;
	#closed = false;

	constructor(measure: MeasureMemory, all: () => Iterable<WatchedMemory>) {
		this.#measure = measure;
		this.#all = all;
	}

	/** A guest is being loaded. */
	begin(): void {
		if (this.#timer === undefined && !this.#closed) this.#later(PAUSE_MS);
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	#later(ms: number): void {
		this.#timer = setTimeout(() => void this.#look(), ms);
		this.#timer.unref();
	}

	async #look(): Promise<void> {
		const withGuest = [...this.#all()].filter(({ allowedBytes }) => allowedBytes !== null);
		if (this.#closed || withGuest.length === 0) {
			this.#timer = undefined;
			return;
		}
		const began = performance.now();
		const wary = await this.#ask(this.#choose(withGuest));
		const cost = performance.now() - began;
		if (!this.#closed) this.#later(Math.max(wary ? WARY_PAUSE_MS : PAUSE_MS, PAUSE_PER_COST * cost));
	}

	#choose(withGuest: readonly WatchedMemory[]): readonly WatchedMemory[] {
		this.#looks += 1;
		const wanted = this.#looks % IDLE_EVERY === 0 ? withGuest : withGuest.filter(({ guestRuns }) => guestRuns);
		if (wanted.length <= AT_ONCE) return wanted;
		const from = this.#next % wanted.length;
		this.#next = from + AT_ONCE;
		return [...wanted.slice(from), ...wanted.slice(0, from)].slice(0, AT_ONCE);
	}

	/** Answers with whether one of them is past half of what it may hold. */
	async #ask(processes: readonly WatchedMemory[]): Promise<boolean> {
		const byPid = new Map(processes.flatMap((one) => (one.pid === undefined ? [] : [[one.pid, one] as const])));
		if (byPid.size === 0) return false;
		const sizes = await this.#measure([...byPid.keys()]);
		let wary = false;
		for (const [pid, size] of sizes) {
			const one = byPid.get(pid);
			wary ||= size > (one?.allowedBytes ?? Number.POSITIVE_INFINITY) / 2;
			one?.measured(size);
		}
		return wary;
	}
}
