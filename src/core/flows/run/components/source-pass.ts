import type { SourceCounts } from '../parcels/groups.ts';
import type { Pace } from '../parcels/pace.ts';
import type { Stirring } from '../parcels/stirring.ts';

/** One source's way through the moments at which all may be made to stand still, and beside those that it meets. */
export class SourcePass implements SourceCounts {
	readonly #stirring: Stirring;
	readonly #pace: Pace;
	readonly #onLeft: () => void;
	readonly #unheard: () => void;
	/** Parcels that it gave. */
	#gave = 0;
	/** Whether it is asked for one more. */
	#isAsked = false;
	#hasEnded = false;
	/** The parcel behind which it waits; null: none. */
	#until: number | null = null;
	#broken: { readonly reason: unknown } | null = null;
	#held: { resolve(): void; reject(reason: unknown): void } | null = null;
	#onTurn: (() => void) | null = null;

	constructor(stirring: Stirring, pace: Pace, onLeft: () => void) {
		this.#stirring = stirring;
		this.#pace = pace;
		this.#onLeft = onLeft;
		this.#unheard = pace.onFurther(() => this.wake());
		stirring.add();
	}

	get hasEnded(): boolean {
		return this.#hasEnded;
	}

	/** Parcels that it gave or is about to give. */
	get given(): number {
		return this.#isAsked ? this.#gave + 1 : this.#gave;
	}

	/** Whether it would wait at `next`. */
	get isHeld(): boolean {
		return this.#until !== null && this.given >= this.#until;
	}

	/**
	 * Whether others wait for a parcel of its own: those that it is merged with are further, or it is to come to where the
	 * flow can stand still.
	 */
	get isBehind(): boolean {
		return this.#until === null ? this.#gave < this.#pace.furthest : this.isDue;
	}

	/** Whether it is to go on to where the flow can stand still. */
	get isDue(): boolean {
		return this.#until !== null && this.given < this.#until;
	}

	/** Before it is asked for a parcel. Waits for as long as the flow stands still. */
	async next(): Promise<void> {
		while (this.isHeld) await this.#wait();
		if (this.#broken !== null) throw this.#broken.reason;
		this.#isAsked = true;
	}

	/** The parcel that it was asked for goes out. */
	answered(): void {
		this.#isAsked = false;
		this.#gave++;
	}

	/** A parcel goes out that it was not asked for. */
	filled(): void {
		this.#gave++;
	}

	/** Resolves as soon as anything above may have changed, or at `wake`. One waits at a time. */
	turn(): Promise<void> {
		if (this.#broken !== null) return Promise.reject(this.#broken.reason);
		return new Promise((resolve) => {
			this.#onTurn = resolve;
		});
	}

	wake(): void {
		const onTurn = this.#onTurn;
		this.#onTurn = null;
		onTurn?.();
	}

	holdAt(parcel: number): void {
		if (this.#hasEnded) return;
		this.#until = parcel;
		this.wake();
	}

	release(): void {
		this.#until = null;
		const held = this.#held;
		this.#held = null;
		if (held !== null) {
			this.#stirring.add();
			held.resolve();
		}
		this.wake();
	}

	/** It gives nothing any more. */
	leave(): void {
		if (this.#hasEnded) return;
		this.#hasEnded = true;
		this.#isAsked = false;
		this.#unheard();
		this.#stirring.remove();
		this.#onLeft();
	}

	break(reason: unknown): void {
		this.#broken ??= { reason };
		this.#held?.reject(reason);
		this.wake();
	}

	#wait(): Promise<void> {
		if (this.#broken !== null) return Promise.reject(this.#broken.reason);
		return new Promise((resolve, reject) => {
			this.#held = { resolve, reject };
			this.#stirring.remove();
		});
	}
}
