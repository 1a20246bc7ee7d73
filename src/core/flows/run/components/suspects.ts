import type { WireError } from '../../../../shared/errors/errors.ts';

/**
 * What is known of records that cost a component its state, through all attempts at a flow: those that are to be worked
 * one by one, and those that are left out. Records by their number among those that the component took, from 0.
 */
export class Suspects {
	readonly #ranges: { readonly first: number; readonly last: number }[] = [];
	readonly #guilty = new Map<number, WireError>();

	/**
	 * False: nothing is known now that was not known before, so that trying again would end the same. Where a process may
	 * have ended by what is no record's doing (`isCertain` false), one alone is guilty the second time only.
	 */
	blame(error: WireError, first: number, last: number, isCertain: boolean): boolean {
		if (first === last && (isCertain || this.isSuspect(first))) {
			if (this.#guilty.has(first)) return false;
			this.#guilty.set(first, error);
			return true;
		}
		if (this.#ranges.some((known) => known.first <= first && known.last >= last)) return false;
		this.#ranges.push({ first, last });
		return true;
	}

	isSuspect(number: number): boolean {
		return this.#ranges.some(({ first, last }) => number >= first && number <= last);
	}

	/** Whether any of `count` records from `first` is known to be either. */
	concerns(first: number, count: number): boolean {
		const last = first + count - 1;
		if (this.#ranges.some((range) => range.first <= last && range.last >= first)) return true;
		for (const number of this.#guilty.keys()) if (number >= first && number <= last) return true;
		return false;
	}

	/** Why a record is left out; null: it is not. */
	guiltOf(number: number): WireError | null {
		return this.#guilty.get(number) ?? null;
	}

	/** Of each component that lost its state, how many records are left out by now. */
	get leftOut(): number {
		return this.#guilty.size;
	}
}
