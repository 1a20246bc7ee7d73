import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { boxHeight, lastTop, scrollAt, type Tall, topAfter } from './tall-scroll.ts';

interface RowWindow {
	/** Height of the box inside of the scroller, without the head, px. */
	readonly height: number;
	/** Height of what is seen of the rows, px. */
	readonly view: number;
	/** The first row to draw, and how many. */
	readonly first: number;
	readonly drawn: number;
	/** The row that places are told from; stays the same while a few hundred rows pass, so that they need not be drawn anew. */
	readonly base: number;
	/** Where that row is, from the top of what is seen, px. */
	readonly shift: number;
	/** Whole rows that are seen at once. */
	readonly page: number;
	/** px of the list above what is seen. */
	readonly top: number;
	scrollTo(top: number): void;
	/** Scrolls as little as needed for a row to be seen whole. */
	reveal(index: number): void;
}

const OVERSCAN = 4;
const BLOCK = 256;

/**
 * The rows of equal height that are seen of a list of any length. Its rows stand in a box that sticks to the scroller,
 * so that neither their count nor their distance from the top has a limit. (A general virtualiser measures every row
 * anew when their number changes, which here it does with every run.)
 */
export function useRowWindow(
	scroller: RefObject<HTMLElement | null>,
	{ count, rowHeight, headHeight, start }: { count: number; rowHeight: number; headHeight: number; start: number },
): RowWindow {
	const [view, setView] = useState(0);
	const [top, setTop] = useState(start);
	const tall: Tall = { content: count * rowHeight, view };
	const place = Math.min(top, lastTop(tall));
	// What the listeners see: the newest of each, and where the box was when it was last heard of.
	const now = useRef({ tall, top: place, scroll: 0 });

	useLayoutEffect(() => {
		const element = scroller.current;
		if (element === null) return;
		const measure = (): void => setView(Math.max(0, element.clientHeight - headHeight));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [scroller, headHeight]);

	useLayoutEffect(() => {
		now.current = { tall: { content: count * rowHeight, view }, top: place, scroll: now.current.scroll };
	});
	// biome-ignore lint/correctness/useExhaustiveDependencies: not while the place changes: that would stop a wheel's glide
	useLayoutEffect(() => settle(scroller.current, now.current), [scroller, count, rowHeight, view]);

	useEffect(() => {
		const element = scroller.current;
		if (element === null) return;
		const onScroll = (): void => {
			const { current } = now;
			if (element.scrollTop === current.scroll) return;
			current.top = topAfter(current.top, current.scroll, element.scrollTop, current.tall);
			current.scroll = element.scrollTop;
			// In the same frame: the rows must not lag behind the scroll bar.
			flushSync(() => setTop(current.top));
		};
		const onEnd = (): void => settle(element, now.current);
		element.addEventListener('scroll', onScroll, { passive: true });
		element.addEventListener('scrollend', onEnd);
		return () => {
			element.removeEventListener('scroll', onScroll);
			element.removeEventListener('scrollend', onEnd);
		};
	}, [scroller]);

	const first = Math.max(0, Math.floor(place / rowHeight) - OVERSCAN);
	const base = first - (first % BLOCK);
	const last = Math.min(count, Math.ceil((place + view) / rowHeight) + OVERSCAN);
	const scrollTo = (wanted: number): void => {
		const next = Math.min(Math.max(0, wanted), lastTop(now.current.tall));
		now.current.top = next;
		setTop(next);
		settle(scroller.current, now.current);
	};
	return {
		height: boxHeight(tall),
		view,
		first,
		drawn: Math.max(0, last - first),
		base,
		shift: base * rowHeight - place,
		page: Math.max(1, Math.floor(view / rowHeight)),
		top: place,
		scrollTo,
		reveal(index) {
			const { top: seen } = now.current;
			if (index * rowHeight < seen) scrollTo(index * rowHeight);
			else if ((index + 1) * rowHeight > seen + view) scrollTo((index + 1) * rowHeight - view);
		},
	};
}

/** Puts the scroll bar where the list is. The movement is heard as none. */
function settle(element: HTMLElement | null, current: { tall: Tall; top: number; scroll: number }): void {
	if (element === null || current.tall.view === 0) return;
	const wanted = scrollAt(current.top, current.tall);
	if (Math.abs(wanted - element.scrollTop) >= 1) element.scrollTop = wanted;
	current.scroll = element.scrollTop;
}
