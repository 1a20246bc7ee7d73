import type { Spot } from '../model/document.ts';

/** What a component covers on the canvas, px of the canvas. */
export interface Box extends Spot {
	readonly width: number;
	readonly height: number;
}

/** How much of the screen the canvas has, CSS px. */
interface Room {
	readonly width: number;
	readonly height: number;
}

/** Which component of the canvas is seen: where its origin is, CSS px, and how large it is drawn. */
export interface View extends Spot {
	readonly zoom: number;
}

/** Round what is shown stays free: at the foot are the canvas’s own buttons. CSS px */
export const margins = { left: 24, right: 24, top: 24, bottom: 68 } as const;

/** Of the map of a flow, in the lower right corner, CSS px. */
export const map = { width: 160, height: 112, gap: 12 } as const;

/** Of all components; null: there are none. */
function boundsOf(boxes: Iterable<Box>): Box | null {
	const all = [...boxes];
	if (all.length === 0) return null;
	const [x, y] = [Math.min(...all.map((box) => box.x)), Math.min(...all.map((box) => box.y))];
	const right = Math.max(...all.map((box) => box.x + box.width));
	const bottom = Math.max(...all.map((box) => box.y + box.height));
	return { x, y, width: right - x, height: bottom - y };
}

/**
 * What is seen first: everything as large as it is drawn, in the middle; where there is no room for that, as large, from
 * the first component on. Never smaller: what is written could not be read.
 */
export function firstView(boxes: ReadonlyMap<string, Box>, first: string | undefined, room: Room): View {
	const bounds = boundsOf(boxes.values());
	if (bounds === null) return { x: 0, y: 0, zoom: 1 };
	const start = (first === undefined ? undefined : boxes.get(first)) ?? bounds;
	const along = (from: number, length: number, at: number, size: number, before: number, free: number): number => {
		if (length <= free) return before + (free - length) / 2 - from;
		// The first is in the middle, but nothing is left free at an edge for that.
		const middle = before + free / 2 - (at + size / 2);
		return Math.min(before - from, Math.max(before + free - (from + length), middle));
	};
	const { left, right, top, bottom } = margins;
	return {
		x: Math.round(along(bounds.x, bounds.width, start.x, start.width, left, room.width - left - right)),
		y: Math.round(along(bounds.y, bounds.height, start.y, start.height, top, room.height - top - bottom)),
		zoom: 1,
	};
}

/** All of it, as small as that takes. */
export function wholeView(boxes: Iterable<Box>, room: Room, least: number): View {
	const bounds = boundsOf(boxes);
	if (bounds === null) return { x: 0, y: 0, zoom: 1 };
	const { left, right, top, bottom } = margins;
	const [width, height] = [room.width - left - right, room.height - top - bottom];
	const zoom = Math.max(least, Math.min(1, width / bounds.width, height / bounds.height));
	return {
		x: Math.round(left + (width - bounds.width * zoom) / 2 - bounds.x * zoom),
		y: Math.round(top + (height - bounds.height * zoom) / 2 - bounds.y * zoom),
		zoom,
	};
}

/** The view moved as little as it takes for a component to be seen whole, with a bit of what is behind it. */
export function viewWith(box: Box, view: View, room: Room): View {
	const along = (at: number, size: number, before: number, end: number): number => {
		if (at >= before && at + size <= end) return 0;
		// Something of its neighbours is seen as well, as far as there is room.
		const more = Math.max(0, Math.min(NEIGHBOUR * view.zoom, (end - before - size) / 2));
		return at < before ? before + more - at : Math.max(before - at, end - more - (at + size));
	};
	const { left, right, top, bottom } = margins;
	const [x, y] = [view.x + box.x * view.zoom, view.y + box.y * view.zoom];
	const [width, height] = [box.width * view.zoom, box.height * view.zoom];
	const byX = along(x, width, left, room.width - right);
	const isByMap = x + byX + width > room.width - map.width - 2 * map.gap;
	const foot = isByMap && room.height - top > height + map.height + 2 * map.gap ? map.height + 2 * map.gap : bottom;
	return {
		x: view.x + byX,
		y: view.y + along(y, height, top, room.height - foot),
		zoom: view.zoom,
	};
}

/** Of what is beside a component that was led to, px. */
const NEIGHBOUR = 96;

/** Where more is than is seen. */
export interface Beyond {
	readonly left: boolean;
	readonly right: boolean;
	readonly above: boolean;
	readonly below: boolean;
	/** Components of which something is not seen. */
	readonly count: number;
}

/** What is not seen of a flow, or not whole. */
export function beyond(boxes: Iterable<Box>, view: View, room: Room): Beyond {
	let [left, right, above, below, count] = [false, false, false, false, 0];
	for (const box of boxes) {
		const [x, y] = [view.x + box.x * view.zoom, view.y + box.y * view.zoom];
		const is = {
			left: x < -1,
			right: x + box.width * view.zoom > room.width + 1,
			above: y < -1,
			below: y + box.height * view.zoom > room.height + 1,
		};
		if (is.left || is.right || is.above || is.below) count++;
		left ||= is.left;
		right ||= is.right;
		above ||= is.above;
		below ||= is.below;
	}
	return { left, right, above, below, count };
}
