import { useEffect, useRef } from 'react';
import { nothing, type Selection } from './selection.ts';

/** Where somebody was in a list of runs: going into a run and back leads there again. */
interface Place {
	/** px */
	readonly top: number;
	/** Start of the newest run that was seen, Unix ms; null: the newest there is. */
	readonly head: number | null;
	readonly active: number | null;
	readonly total: number;
	readonly selection: Selection;
}

const KEPT = 20;
const places = new Map<string, Place>();
const beginning: Place = { top: 0, head: null, active: null, total: 0, selection: nothing };

export function placeOf(question: string): Place {
	return places.get(question) ?? beginning;
}

export function useKeptPlace(question: string, place: Place): void {
	const newest = useRef(place);
	useEffect(() => {
		newest.current = place;
	});
	useEffect(
		() => () => {
			places.delete(question);
			places.set(question, newest.current);
			for (const old of [...places.keys()].slice(0, -KEPT)) places.delete(old);
		},
		[question],
	);
}
