import { malformed } from './byte-reader.ts';

/** Section ids (WebAssembly Core Specification, "Sections"). */
export const sectionId = {
	custom: 0,
	type: 1,
	import: 2,
	function: 3,
	table: 4,
	memory: 5,
	global: 6,
	export: 7,
	start: 8,
	element: 9,
	code: 10,
	data: 11,
	dataCount: 12,
	tag: 13,
} as const;

/** Ids in the order in which sections stand; custom ones stand anywhere. */
const order: readonly number[] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/**
 * Throws where a section is of no known kind, stands twice, or behind one that it belongs before.
 *
 * @param last the place in the order that the last section had, 0 before the first
 * @returns the place of this one
 */
export function requireOrder(last: number, id: number, at: number): number {
	if (id === sectionId.custom) return last;
	const place = order.indexOf(id) + 1;
	if (place === 0) throw malformed(`there is no section ${id}`, at);
	if (place === last) throw malformed(`section ${id} appears twice`, at);
	if (place < last) throw malformed(`section ${id} is in the wrong place`, at);
	return place;
}
