import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of an element, px; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
	return useKnownWidth(element) ?? 0;
}

/** The width of an element, px; null before it is known, for what would be drawn twice. */
export function useKnownWidth(element: RefObject<HTMLElement | null>): number | null {
	const [width, setWidth] = useState<number | null>(null);
	useLayoutEffect(() => {
		const { current } = element;
		if (current === null) return;
		const observer = new ResizeObserver(() => setWidth(current.clientWidth));
		observer.observe(current);
		setWidth(current.clientWidth);
		return () => observer.disconnect();
	}, [element]);
	return width;
}
