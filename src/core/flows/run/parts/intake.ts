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
	/** Ends that were taken last, which stir until `over`. */
	#ends = 0;

	constructor(inputs: readonly Edge[], stirring: Stirring) {
		this.#live = inputs;
		this.#stirring = stirring;
	}

	/** Null: all have ended. */
	async take(): Promise<Taken | null> {
		const taken = await Promise.all(this.#live.map(async (edge) => ({ edge, batch: await edge.take() })));
		const parcels = taken.flatMap(({ edge, batch }) => (batch === null ? [] : [{ edge, batch }]));
		const ended = taken.length - parcels.length;
		this.#live = parcels.map(({ edge }) => edge);
		if (parcels.length === 0) {
			this.#ends = ended;
			return null;
		}
		this.#settle(ended);
		const settled = (): void => {
			for (const { edge, batch } of parcels) edge.settle(batch);
		};
		return { batches: parcels.map(({ batch }) => batch), settled };
	}

	/** The component that takes has given its own end. */
	over(): void {
		this.#settle(this.#ends);
		this.#ends = 0;
	}

	#settle(count: number): void {
		for (let each = 0; each < count; each++) this.#stirring.remove();
	}
}
