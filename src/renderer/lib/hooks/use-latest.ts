import { useCallback, useEffect, useRef } from 'react';

/** Gives the newest value of what a component was drawn with, whenever it is asked. */
export function useLatest<T>(value: T): () => T {
	const newest = useRef(value);
	useEffect(() => {
		newest.current = value;
	});
	return useCallback(() => newest.current, []);
}
