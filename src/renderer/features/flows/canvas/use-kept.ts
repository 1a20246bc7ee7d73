import { useRef } from 'react';

/**
 * The same objects as before for what is the same as before, and the same list where all is: what draws them draws nothing
 * anew.
 */
export function useKept<T extends { readonly id: string }>(
	items: readonly T[],
	isSame: (one: T, other: T) => boolean,
): readonly T[] {
	const kept = useRef<readonly T[]>([]);
	const before = new Map(kept.current.map((item) => [item.id, item]));
	const next = items.map((item) => {
		const was = before.get(item.id);
		return was !== undefined && isSame(was, item) ? was : item;
	});
	const isAllSame = next.length === kept.current.length && next.every((item, place) => item === kept.current[place]);
	if (!isAllSame) kept.current = next;
	return kept.current;
}
