import { createHash } from 'node:crypto';
import type { WireError } from '../../../../shared/errors/errors.ts';

/** What a record is known by beside its number. */
export function hashOf(record: Uint8Array): string {
	return createHash('sha256').update(record).digest('hex');
}

/**
 * What is known of records that cost a component its state, through all attempts at a flow: those that are to be worked
 * one by one, and those that are left out. Records by their number among those that the component took, from 0. One that is
 * left out is known by its bytes as well: where what comes before does not give the same each time, another one has its
 * number by now.
 */
export class Suspects {
	readonly #ranges: { readonly first: number; readonly last: number }[] = [];
	/** By number, why; by `hashOf` the record, null: not known. */
	readonly #guilty = new Map<number, Map<string | null, WireError>>();

	/**
	 * False: nothing is known now that was not known before, so that trying again would end the same. Where a process may
	 * have ended by what is no record's doing (`isCertain` false), one alone is guilty the second time only.
	 */
	blame(error: WireError, first: number, last: number, isCertain: boolean, hash: string | null = null): boolean {
		if (first === last && (isCertain || this.isSuspect(first))) {
			const known = this.#guilty.get(first) ?? new Map<string | null, WireError>();
			if (known.has(hash)) return false;
			this.#guilty.set(first, known.set(hash, error));
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

	/** Why a record is left out; `another`: the one that is, is not the one with its number any more. Null: it is not. */
	guiltOf(number: number, record: Uint8Array): WireError | 'another' | null {
		const known = this.#guilty.get(number);
		if (known === undefined) return null;
		return known.get(null) ?? known.get(hashOf(record)) ?? 'another';
	}

	/** Of each component that lost its state, how many records are left out by now. */
	get leftOut(): number {
		let records = 0;
		for (const known of this.#guilty.values()) records += known.size;
		return records;
	}
}
