import type { Stirring } from '../parcels/stirring.ts';
import type { ComponentTally } from '../tally/component-tally.ts';

/** What an output takes nothing for so long is given up, once something in front of it has failed. ms */
export const GIVEN_UP_AFTER_MS = 10_000;

/** A line's components, by their places. */
export interface Line {
	readonly stirring: Pick<Stirring, 'settled'>;
	readonly tallies: readonly Pick<ComponentTally, 'begun' | 'underWay'>[];
	readonly isPlugin: (place: number) => boolean;
	/** Whether what the other one gives comes to it. */
	readonly isBehind: (place: number, other: number) => boolean;
}

/**
 * Of a line that drains, from its first failure on: what was given before is still written, for as long as whoever takes it
 * goes on taking it. A plugin may be slow, and is waited for: its own time limit ends a call that never comes back.
 */
export class StalledOutput {
	readonly #line: Line;
	readonly #afterMs: number;
	readonly #giveUp: () => void;
	/** The failure behind which no other is known. */
	#failedAt: number | null = null;
	/** Of the component that failed, so many calls were begun before: they may still give something. */
	#before = 0;
	#timer: NodeJS.Timeout | null = null;

	constructor(line: Line, afterMs: number, giveUp: () => void) {
		this.#line = line;
		this.#afterMs = afterMs;
		this.#giveUp = giveUp;
	}

	/** A component failed. `gives`: what it was called for before is still under way. */
	watch(failedAt: number, gives: boolean): void {
		const { isBehind, tallies } = this.#line;
		const known = this.#failedAt;
		if (known !== null && known !== failedAt && !isBehind(failedAt, known)) return;
		this.#failedAt = failedAt;
		this.#before = gives ? (tallies[failedAt]?.begun ?? 0) : 0;
		if (this.#timer !== null) return;
		let before = this.#look();
		this.#timer = setInterval(() => {
			const now = this.#look();
			if (now.done === before.done && now.underWay === 0) this.#giveUp();
			before = now;
		}, this.#afterMs).unref();
	}

	/**
	 * What came to rest, with calls that came back, since whoever takes what they gave has had it only from then on; and
	 * calls that are waited for.
	 */
	#look(): { readonly done: number; readonly underWay: number } {
		const { stirring, tallies, isPlugin, isBehind } = this.#line;
		let done = stirring.settled;
		let underWay = 0;
		for (const [place, tally] of tallies.entries()) {
			const isAwaited = this.#failedAt !== null && isPlugin(place) && isBehind(place, this.#failedAt);
			const first = place === this.#failedAt ? this.#before : isAwaited ? tally.begun : 0;
			underWay += tally.underWay(first);
			done += first - tally.underWay(first);
		}
		return { done, underWay };
	}

	end(): void {
		if (this.#timer !== null) clearInterval(this.#timer);
	}
}
