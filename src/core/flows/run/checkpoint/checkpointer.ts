import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { Attempt } from '../attempt/attempt.ts';
import type { Checkpoint } from '../checkpoint.ts';

/** How often a checkpoint is taken: by time (ms), or by how many parcels left the flow's sources since the last one. */
export type CheckpointEvery = { readonly ms: number } | { readonly parcels: number };

/** Takes checkpoints of a flow under way, one after the other. */
export class Checkpointer {
	readonly #attempt: Pick<Attempt, 'standStill'>;
	readonly #every: CheckpointEvery | null;
	readonly #save: (checkpoint: Checkpoint) => void;
	readonly #listener: { noCheckpoint(error: DataFlareError): void };
	readonly #closing = new AbortController();
	#timer: NodeJS.Timeout | null = null;
	#taking: Promise<void> | null = null;
	#parcels = 0;

	/** `every` null: none are taken. */
	constructor(
		attempt: Pick<Attempt, 'standStill'>,
		every: CheckpointEvery | null,
		save: (checkpoint: Checkpoint) => void,
		listener: { noCheckpoint(error: DataFlareError): void },
	) {
		this.#attempt = attempt;
		this.#every = every;
		this.#save = save;
		this.#listener = listener;
	}

	start(): void {
		const { ms } = { ms: null, ...this.#every };
		if (ms !== null) this.#timer = setInterval(() => void this.take(), ms).unref();
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
		if (this.#timer !== null) clearInterval(this.#timer);
		this.#timer = null;
		this.#closing.abort();
		await this.#taking;
	}

	async #take(): Promise<void> {
		try {
			await this.#attempt.standStill(this.#closing.signal, this.#save);
		} catch (error) {
			this.#listener.noCheckpoint(toDataFlareError(error));
		}
	}
}
