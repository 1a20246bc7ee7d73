const SEARCH = 'input[type="search"]';
/** A list has the one focus, or gives it to what opens each of its rows. */
const LIST = '[role="grid"], [data-list]';
const ROW = '[data-row]';

/** Puts the keys into the search field of the screen: the one nearest to where they are. False: it has none. */
export function searchHere(): boolean {
	const field = nearest(SEARCH);
	if (!(field instanceof HTMLInputElement)) return false;
	field.focus();
	field.select();
	return true;
}

/** Moves in the screen's list as an arrow key does there, from wherever the keys are; they are in the list afterwards. */
export function moveInList(key: 'ArrowDown' | 'ArrowUp'): void {
	const list = nearest(LIST);
	if (list === null) return;
	if (list.matches('[data-list]')) {
		moveAmongRows(list, key);
		return;
	}
	list.focus();
	list.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
}

/** `onKeyDown` of a list (`data-list`) whose rows are opened by a link or button each (`data-row`). */
export function onListKey(event: ListKey): void {
	// With another key held, it is somebody else's.
	if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
	if (moveAmongRows(event.currentTarget, event.key)) event.preventDefault();
}

interface ListKey extends Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> {
	readonly currentTarget: HTMLElement;
	preventDefault(): void;
}

/** Arrows, Home and End move the focus among the rows of such a list. True: it was one of them. */
function moveAmongRows(list: HTMLElement, key: string): boolean {
	const rows = rowsOf(list);
	const at = rowWithin(list);
	const to = {
		ArrowDown: at + 1,
		ArrowUp: Math.max(0, at - 1),
		Home: 0,
		End: rows.length - 1,
	}[key];
	if (to === undefined) return false;
	const row = rows[Math.min(to, rows.length - 1)];
	row?.focus();
	row?.scrollIntoView({ block: 'nearest' });
	return true;
}

const rowsOf = (list: HTMLElement): readonly HTMLElement[] => [...list.querySelectorAll<HTMLElement>(ROW)];

/** -1: the focus is in no row. */
function rowWithin(list: HTMLElement): number {
	const { activeElement } = document;
	return activeElement instanceof HTMLElement ? rowsOf(list).indexOf(activeElement) : -1;
}

/** Takes the keys out of a search field that is empty: to the list that it searches, else to the screen. */
export function leaveSearch(): void {
	const list = nearest(LIST);
	const row = list?.querySelector<HTMLElement>(ROW);
	(row ?? list ?? document.getElementById('content'))?.focus();
}

/** Of several parts of the screen, the one in the closest surroundings of the focus, else the first that is seen. */
function nearest(selector: string): HTMLElement | null {
	const screen = document.getElementById('content');
	if (screen === null) return null;
	const inSight = (within: Element): HTMLElement | undefined =>
		[...within.querySelectorAll<HTMLElement>(selector)].find((each) => each.checkVisibility());
	for (
		let around: Element | null = document.activeElement;
		around !== null && screen.contains(around);
		around = around.parentElement
	) {
		const found = around.matches(selector) && around instanceof HTMLElement ? around : inSight(around);
		if (found !== undefined) return found;
	}
	return inSight(screen) ?? null;
}
