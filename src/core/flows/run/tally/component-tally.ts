import type { StageTime } from '../../../../shared/run/run-edge.ts';

/** What is counted of one component, and goes on from a checkpoint. */
export interface ComponentCounts {
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly dropped: number;
	readonly failed: number;
	readonly bytesIn: number;
	readonly bytesOut: number;
}

const noComponentCounts: ComponentCounts = {
	recordsIn: 0,
	recordsOut: 0,
	dropped: 0,
	failed: 0,
	bytesIn: 0,
	bytesOut: 0,
};

type What = 'input' | 'takers' | 'work';

/** Counts one component's records and its time. */
export class ComponentTally {
	#counts: ComponentCounts;
	readonly #now: () => number;
	readonly #spent: Record<What, number> = { input: 0, takers: 0, work: 0 };
	/** Batches that are under way, by their numbers. */
	readonly #calls = new Set<number>();
	#begun = 0;
	#giving = 0;
	#what: What | null = null;
	#since = 0;
	#firstAt: number | null = null;
	#lastAt: number | null = null;
	#isResting = false;

	constructor(now: () => number, counts: ComponentCounts = noComponentCounts) {
		this.#now = now;
		this.#counts = counts;
	}

	/** Its time is measured until `stop`. */
	start(): void {
		this.#calls.clear();
		this.#giving = 0;
		this.#turn('input');
	}

	stop(): void {
		this.#turn(null);
	}

	/** One more batch is under way in it; the answer ends that. */
	begin(): () => void {
		const number = this.#begun++;
		this.#calls.add(number);
		this.#look();
		return () => {
			this.#calls.delete(number);
			this.#look();
		};
	}

	/** How many batches were begun in it. */
	get begun(): number {
		return this.#begun;
	}

	/** How many of the first so many batches are under way. */
	underWay(first: number): number {
		let count = 0;
		for (const number of this.#calls) if (number < first) count++;
		return count;
	}

	/** For as long as a port's takers have no room. */
	async giving<T>(given: Promise<T>): Promise<T> {
		this.#giving++;
		this.#look();
		try {
			return await given;
		} finally {
			this.#giving--;
			this.#look();
		}
	}

	add(more: Partial<ComponentCounts>): void {
		const { recordsIn = 0, recordsOut = 0, dropped = 0, failed = 0, bytesIn = 0, bytesOut = 0 } = more;
		const before = this.#counts;
		this.#counts = {
			recordsIn: before.recordsIn + recordsIn,
			recordsOut: before.recordsOut + recordsOut,
			dropped: before.dropped + dropped,
			failed: before.failed + failed,
			bytesIn: before.bytesIn + bytesIn,
			bytesOut: before.bytesOut + bytesOut,
		};
		if (recordsIn + recordsOut + dropped + failed === 0) return;
		this.#lastAt = this.#now();
		this.#firstAt ??= this.#lastAt;
	}

	/** Whether its sandboxes are let go while nothing comes to it. */
	get isResting(): boolean {
		return this.#isResting;
	}

	/** Answers whether that is news. */
	rests(isResting: boolean): boolean {
		const isNews = this.#isResting !== isResting;
		this.#isResting = isResting;
		return isNews;
	}

	counts(): ComponentCounts {
		return this.#counts;
	}

	restore(counts: ComponentCounts): void {
		this.#counts = counts;
	}

	time(): StageTime {
		this.#turn(this.#what);
		return {
			firstAt: this.#firstAt,
			lastAt: this.#lastAt,
			waitedForInputMs: Math.round(this.#spent.input),
			waitedForTakersMs: Math.round(this.#spent.takers),
			workedMs: Math.round(this.#spent.work),
		};
	}

	#look(): void {
		if (this.#what !== null) this.#turn(this.#giving > 0 ? 'takers' : this.#calls.size > 0 ? 'work' : 'input');
	}

	#turn(what: What | null): void {
		const now = performance.now();
		if (this.#what !== null) this.#spent[this.#what] += now - this.#since;
		this.#what = what;
		this.#since = now;
	}
}
