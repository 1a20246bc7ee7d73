/** What a flow holds of records at once, bytes: on its connections, and in answers that nobody took yet. */
const MOST_HELD_BYTES = 128 * 1024 * 1024;

/**
 * Counts the bytes that a flow holds. While there is no room for more, a component begins nothing beside what it needs to go
 * on at all: one call, once whoever takes from it has taken all that it gave. All keep step, so the one that is furthest
 * behind may always begin, and the flow goes on.
 */
export class Credits {
	readonly #limit: number;
	#held = 0;
	#most = 0;
	readonly #waiting = new Set<() => void>();

	constructor(limit = MOST_HELD_BYTES) {
		this.#limit = limit;
	}

	/** The most that it held so far, bytes. */
	get most(): number {
		return this.#most;
	}

	hasRoom(bytes: number): boolean {
		return this.#held + bytes <= this.#limit;
	}

	hold(bytes: number): void {
		this.#held += bytes;
		this.#most = Math.max(this.#most, this.#held);
	}

	letGo(bytes: number): void {
		this.#held -= bytes;
		this.changed();
	}

	/** Whoever waits looks again. */
	changed(): void {
		for (const look of [...this.#waiting]) look();
	}

	/** Resolves as soon as `may` does; it is asked with each change. */
	async when(may: () => boolean, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		if (may()) return;
		await new Promise<void>((resolve, reject) => {
			const over = (): void => {
				this.#waiting.delete(look);
				signal.removeEventListener('abort', onAbort);
			};
			const look = (): void => {
				if (!may()) return;
				over();
				resolve();
			};
			const onAbort = (): void => {
				over();
				reject(signal.reason as Error);
			};
			signal.addEventListener('abort', onAbort, { once: true });
			this.#waiting.add(look);
		});
	}
}

/** One call of a component, from when it is begun until what came of it is with those who take it. */
export interface Credit {
	answered(bytes: number): void;
	given(): void;
}

/** What one component has under way. How much comes of a call is reckoned by the calls before it. */
export class Account {
	readonly #credits: Credits;
	readonly #isTaken: () => boolean;
	#parcel = 0;
	/** Calls without an answer, and those that nobody took all of yet: of this parcel, and of those before. */
	#unanswered = 0;
	#ungiven = 0;
	#before = 0;
	/** Bytes that come of one byte; null: nothing came yet. */
	#yield: number | null = null;

	/** `isTaken`: whether nothing that it gave waits for whoever takes it. */
	constructor(credits: Credits, isTaken: () => boolean) {
		this.#credits = credits;
		this.#isTaken = isTaken;
	}

	/** What is begun from now on belongs together: none of it is given before all is begun. */
	nextParcel(): void {
		this.#parcel++;
		this.#before += this.#ungiven;
		this.#ungiven = 0;
	}

	/** Resolves once a call with so many bytes may begin. Rejects with why the signal was aborted. */
	async begin(bytes: number, signal: AbortSignal): Promise<Credit> {
		const parcel = this.#parcel;
		const expected = (): number => Math.ceil(bytes * (this.#yield ?? 0));
		await this.#credits.when(
			() =>
				(this.#yield !== null && this.#credits.hasRoom(expected())) ||
				(this.#unanswered === 0 && this.#before === 0 && this.#isTaken()),
			signal,
		);
		this.#unanswered++;
		this.#ungiven++;
		let held = expected();
		this.#credits.hold(held);
		return {
			answered: (came) => {
				this.#unanswered--;
				const now = bytes === 0 ? 0 : came / bytes;
				// One that gives more at once is believed at once, one that gives less only by and by.
				this.#yield = Math.max(now, ((this.#yield ?? now) * 3 + now) / 4);
				this.#credits.hold(came - held);
				held = came;
				this.#credits.changed();
			},
			given: () => {
				if (parcel === this.#parcel) this.#ungiven--;
				else this.#before--;
				this.#credits.letGo(held);
			},
		};
	}
}
