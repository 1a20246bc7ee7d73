/**
 * A list may be taller than what a page can hold: Chromium's layout ends at 33,554,428 px, a million rows of 32 px are
 * 32,000,000. So the scrolled box is at most `MAX_SCROLL_PX` high, and its place stands for one in the list: px for px
 * near both ends, in between several px for one. Small movements (a wheel, a finger) are always px for px; a leap (the
 * scroll bar) goes where it points.
 */
export const MAX_SCROLL_PX = 12_000_000;
/** Of the box, at either end. */
const EDGE_PX = 5_000_000;

export interface Tall {
	/** Of the whole list, px. */
	readonly content: number;
	/** Of the part that is seen, px. */
	readonly view: number;
}

export function boxHeight({ content }: Tall): number {
	return Math.min(content, MAX_SCROLL_PX);
}

export function lastTop({ content, view }: Tall): number {
	return Math.max(0, content - view);
}

function lastScroll(tall: Tall): number {
	return Math.max(0, boxHeight(tall) - tall.view);
}

/** How many px of the list one px of the box is, between its ends. */
function slope(tall: Tall): number {
	return (lastTop(tall) - 2 * EDGE_PX) / (lastScroll(tall) - 2 * EDGE_PX);
}

/** The place in the list that a place of the box stands for. */
export function topAt(scroll: number, tall: Tall): number {
	if (tall.content <= MAX_SCROLL_PX || scroll <= EDGE_PX) return Math.min(Math.max(0, scroll), lastTop(tall));
	const left = lastScroll(tall) - scroll;
	if (left <= EDGE_PX) return lastTop(tall) - Math.max(0, left);
	return EDGE_PX + (scroll - EDGE_PX) * slope(tall);
}

/** The place of the box that stands for a place in the list. */
export function scrollAt(top: number, tall: Tall): number {
	if (tall.content <= MAX_SCROLL_PX || top <= EDGE_PX) return Math.min(Math.max(0, top), lastScroll(tall));
	const left = lastTop(tall) - top;
	if (left <= EDGE_PX) return lastScroll(tall) - Math.max(0, left);
	return EDGE_PX + (top - EDGE_PX) / slope(tall);
}

/** Where the list is after the box was moved. */
export function topAfter(top: number, from: number, to: number, tall: Tall): number {
	if (to <= 0) return 0;
	if (to >= lastScroll(tall)) return lastTop(tall);
	if (Math.abs(to - from) > 2 * tall.view) return topAt(to, tall);
	return Math.min(Math.max(0, top + to - from), lastTop(tall));
}
