/** The room that two panes have together, along the way that the line between them moves. px */
export interface Room {
	readonly whole: number;
	/** Of the pane whose size is chosen, at least. */
	readonly least: number;
	/** Of its neighbour, at least. */
	readonly leastRest: number;
}

/** Moved closer to its end than half of its least size, a pane is folded away. */
export function folds(px: number, { least }: Room): boolean {
	return px < least / 2;
}

/** The share of a pane that is to be so many px, within what the two need at least. */
export function shareOf(px: number, { whole, least, leastRest }: Room): number {
	if (whole <= 0) return 0;
	const most = Math.max(least, whole - leastRest);
	return Math.min(1, Math.min(Math.max(px, least), most) / whole);
}

/** px by one key: an arrow moves the line, with Shift by more. */
const STEP_PX = 16;
const LEAP_PX = 64;

/**
 * Where a key moves the line, as px of the pane; null: it is none of the line's keys. `grows` is the arrow in whose
 * direction the pane gets larger.
 */
export function moved(
	key: { readonly key: string; readonly shiftKey: boolean },
	px: number,
	room: Room,
	grows: 'ArrowRight' | 'ArrowDown' | 'ArrowLeft' | 'ArrowUp',
): number | null {
	const shrinks = { ArrowRight: 'ArrowLeft', ArrowLeft: 'ArrowRight', ArrowDown: 'ArrowUp', ArrowUp: 'ArrowDown' }[
		grows
	];
	const step = key.shiftKey ? LEAP_PX : STEP_PX;
	switch (key.key) {
		case grows:
			return px + step;
		case shrinks:
			return px - step;
		case 'Home':
			return room.least;
		case 'End':
			return room.whole - room.leastRest;
		default:
			return null;
	}
}
