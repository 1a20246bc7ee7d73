import type { Batch } from '../../../../shared/sandbox/batch.ts';
import type { Edge } from '../parcels/edge.ts';
import type { Stirring } from '../parcels/stirring.ts';

/** The next parcel of every input that did not end, and a word to say once they are done with: their memory is freed then. */
export interface Taken {
	readonly batches: readonly Batch[];
	readonly settled: () => void;
}

/** Takes from several inputs in step: parcel k of each, in the order in which they are named. */
export class Intake {
	readonly #stirring: Stirring;
	#live: readonly Edge[];
	/** Whether the last end of all was taken, and is not done with. */
	#holdsEnd = false;

	constructor(inputs: readonly Edge[], stirring: Stirring) {
		this.#live = inputs;
		this.#stirring = stirring;
	}

	/** Null: all have ended. */
	async take(): Promise<Taken | null> {
		const taken = await Promise.all(this.#live.map(async (edge) => ({ edge, batch: await this.#takeFrom(edge) })));
		const parcels = taken.flatMap(({ edge, batch }) => (batch === null ? [] : [{ edge, batch }]));
		if (parcels.length === 0) return null;
		return {
			batches: parcels.map(({ batch }) => batch),
			settled: () => {
				for (const { edge, batch } of parcels) edge.settle(batch);
			},
		};
	}

	/** The component that takes has given its own end. */
	over(): void {
		if (this.#holdsEnd) this.#stirring.remove();
		this.#holdsEnd = false;
	}

	/**
	 * An end is done with as it comes, so that nothing stirs while others are waited for; the last one of all stirs until
	 * `over`.
	 */
	async #takeFrom(edge: Edge): Promise<Batch | null> {
		const batch = await edge.take();
		if (batch !== null) return batch;
		const others = this.#live.filter((other) => other !== edge);
		this.#live = others;
		if (others.length > 0) this.#stirring.remove();
		else this.#holdsEnd = true;
		return null;
	}
}
