import { setImmediate as turn } from 'node:timers/promises';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { QuarantineStore } from '../../store/flows/quarantine-store.ts';

/** Of records that are looked at, so many bytes before somebody else has a turn. */
export const PIECE_BYTES = 2 * 1024 * 1024;

type Chosen = RouteParsed<'quarantine.remove'>['which'];
type Filter = Extract<Chosen, { readonly filter: unknown }>['filter'];

/** Ids of all records that fit a filter, newest first. */
export async function idsAside(
	quarantine: Pick<QuarantineStore, 'search'>,
	filter: Filter,
): Promise<readonly number[]> {
	const found: number[] = [];
	for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; await turn()) {
		const piece = quarantine.search(filter, before, PIECE_BYTES);
		found.push(...piece.ids);
		before = piece.before;
	}
	return found;
}

export function looksForWords(filter: Filter): boolean {
	return (filter.text ?? '').trim() !== '';
}

/** The same records, without words that every one of them would be searched for once more. */
export async function foundAside(quarantine: Pick<QuarantineStore, 'search'>, which: Chosen): Promise<Chosen> {
	if (!('filter' in which) || !looksForWords(which.filter)) return which;
	return { ids: [...(await idsAside(quarantine, which.filter))] };
}
