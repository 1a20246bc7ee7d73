import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { NARROW } from './use-media.ts';

/** Of the navigation with words and without, px; its classes in the shell say the same. */
const NAVIGATION_PX = 180;
const ICONS_PX = 48;

/** What the shell leaves to a screen, px. */
export function screenWidth(isFolded: boolean): number {
	return innerWidth - (isFolded || matchMedia(NARROW).matches ? ICONS_PX : NAVIGATION_PX);
}

/** The width of an element, px; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
	return useKnownWidth(element) ?? 0;
}

/**
 * The width of an element, px; null before it is known, for what would be drawn twice. What is believed of it is drawn at
 * once, and drawn anew where it was wrong.
 */
export function useKnownWidth(
	element: RefObject<HTMLElement | null>,
	believed: () => number | null = () => null,
): number | null {
	const [width, setWidth] = useState(believed);
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

/** The width of an element once it is drawn, px; 0 before. For what is not seen: nothing waits for it, or is drawn for it twice. */
export function useDrawnWidth(element: RefObject<HTMLElement | null>): number {
	const [width, setWidth] = useState(0);
	useEffect(() => {
		const { current } = element;
		if (current === null) return;
		const observer = new ResizeObserver(() => setWidth(current.clientWidth));
		observer.observe(current);
		return () => observer.disconnect();
	}, [element]);
	return width;
}
