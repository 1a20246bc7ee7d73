import type { Batch } from '../../../../shared/sandbox/batch.ts';
import type { EdgeTally } from '../tally/edge-tally.ts';
import { BoundedQueue } from './bounded-queue.ts';
import type { Credits } from './credits.ts';
import type { Pace } from './pace.ts';
import type { ParcelMemory } from './parcel-memory.ts';
import type { Stirring } from './stirring.ts';

/** Parcels that an edge holds at most: enough that neither end waits for the other's pace, and little memory. */
const MOST_WAITING = 4;
/** Where these many bytes wait on it, no further parcel follows: how large one is, a plugin chooses. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

/** What one component's port gives and another takes: parcels in order, then their end. One gives, one takes. */
export class Edge {
	readonly #tally: EdgeTally;
	readonly #stirring: Stirring;
	readonly #memory: ParcelMemory;
	readonly #pace: Pace;
	readonly #credits: Pick<Credits, 'hold' | 'letGo' | 'changed'>;
	readonly #parcels = new BoundedQueue<Batch>(MOST_WAITING, {
		of: ({ data }) => data.length,
		most: MOST_WAITING_BYTES,
	});
	#given = 0;
	#ended = false;

	constructor(
		tally: EdgeTally,
		stirring: Stirring,
		memory: ParcelMemory,
		pace: Pace,
		credits: Pick<Credits, 'hold' | 'letGo' | 'changed'>,
	) {
		this.#credits = credits;
		this.#tally = tally;
		this.#stirring = stirring;
		this.#memory = memory;
		this.#pace = pace;
		tally.waiting = () => this.#parcels.waiting;
	}

	/** Whether nothing waits on it. */
	get isTaken(): boolean {
		return this.#parcels.waiting === 0;
	}

	/** Parcels that were put on it. */
	get given(): number {
		return this.#given;
	}

	/** Resolves once there is room for another one. Rejects with the reason of `break`. */
	put(parcel: Batch): Promise<void> {
		this.#tally.add(parcel);
		this.#stirring.add();
		this.#memory.hold(parcel);
		this.#credits.hold(parcel.data.length);
		this.#given++;
		const put = this.#parcels.put(parcel);
		this.#pace.reached(this.#given);
		return put;
	}

	/** No parcel follows. */
	end(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#stirring.add();
		this.#parcels.end();
	}

	/**
	 * The next parcel; null: there is none any more. What was taken stirs until its taker is done with it (`settle`), the
	 * end until its taker tells `Stirring` so.
	 */
	take(): Promise<Batch | null> {
		const taken = this.#parcels.take();
		this.#credits.changed();
		return taken;
	}

	/** Its taker is done with a parcel, which nobody may look at from now on. */
	settle(parcel: Batch): void {
		this.#credits.letGo(parcel.data.length);
		this.#memory.letGo(parcel);
		this.#stirring.remove();
	}

	/** No parcel follows, because whoever gave has failed: its taker is told so behind the last one. */
	fail(reason: unknown): void {
		this.#parcels.fail(reason);
	}

	/** Whoever waits at it, now or later, is told why it goes no further. */
	break(reason: unknown): void {
		this.#parcels.break(reason);
	}
}
