import { useEffect, useState } from 'react';

/** The newest value once it has stood still for `ms`: what a person types is asked about when they pause. */
export function useSettled<V>(value: V, ms: number): V {
	const [settled, setSettled] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(value), ms);
		return () => clearTimeout(timer);
	}, [value, ms]);
	return settled;
}
