import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { Attempt } from '../attempt/attempt.ts';
import type { Checkpoint } from '../checkpoint.ts';

/** Between two checkpoints passes at least so many times what the main thread stood still for the one before. */
const SHARE = 20;
/** One that could not be taken doubles the time to the next, as often as that. */
const MOST_DOUBLINGS = 7;

/** How often a checkpoint is taken: by time (ms, at least), or by how many parcels left the flow's sources since the last one. */
export type CheckpointEvery = { readonly ms: number } | { readonly parcels: number };

/** Takes checkpoints of a flow under way, one after the other, the farther apart the more they cost. */
export class Checkpointer {
	readonly #attempt: Pick<Attempt, 'standStill'>;
	readonly #every: CheckpointEvery | null;
	readonly #save: (checkpoint: Checkpoint) => void;
	readonly #listener: { noCheckpoint(error: DataFlareError): void };
	readonly #closing = new AbortController();
	#timer: NodeJS.Timeout | null = null;
	#taking: Promise<void> | null = null;
	#parcels = 0;
	/** ms */
	#cost = 0;
	#missed = 0;

	/** `every` null: none are taken. `clock`: ms, of any beginning. */
	constructor(
		attempt: Pick<Attempt, 'standStill'>,
		every: CheckpointEvery | null,
		save: (checkpoint: Checkpoint) => void,
		listener: { noCheckpoint(error: DataFlareError): void },
		clock: () => number = () => performance.now(),
	) {
		this.#attempt = attempt;
		this.#every = every;
		this.#save = (checkpoint) => {
			const begun = clock();
			save(checkpoint);
			this.#cost = clock() - begun;
		};
		this.#listener = listener;
	}

	/** Takes one after the other, from a while after now on. */
	start(): void {
		const { ms } = { ms: null, ...this.#every };
		if (ms === null || this.#closing.signal.aborted) return;
		const distance = Math.max(ms * 2 ** this.#missed, SHARE * this.#cost);
		this.#timer = setTimeout(() => void this.take().then(() => this.start()), distance).unref();
	}

	/** A parcel left a source. */
	entered(): void {
		const { parcels } = { parcels: null, ...this.#every };
		if (parcels === null) return;
		this.#parcels++;
		if (this.#parcels < parcels) return;
		this.#parcels = 0;
		void this.take();
	}

	/** Resolves once one was taken, or none could be. Never rejects. */
	take(): Promise<void> {
		this.#taking ??= this.#take().finally(() => {
			this.#taking = null;
		});
		return this.#taking;
	}

	/** One more, unless that takes longer. None after it. Never rejects. */
	async takeWithin(ms: number): Promise<void> {
		const late = setTimeout(() => this.#closing.abort(), ms);
		await this.#taking;
		await this.take();
		clearTimeout(late);
		await this.close();
	}

	async close(): Promise<void> {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#closing.abort();
		await this.#taking;
	}

	async #take(): Promise<void> {
		try {
			if (await this.#attempt.standStill(this.#closing.signal, this.#save)) this.#missed = 0;
		} catch (error) {
			this.#missed = Math.min(this.#missed + 1, MOST_DOUBLINGS);
			this.#listener.noCheckpoint(toDataFlareError(error));
		}
	}
}
