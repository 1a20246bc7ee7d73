const SEARCH = 'input[type="search"]';
const LIST = '[role="grid"]';

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
	list.focus();
	list.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
}

/** Takes the keys out of a search field that is empty: to the list that it searches, else to the screen. */
export function leaveSearch(): void {
	(nearest(LIST) ?? document.getElementById('content'))?.focus();
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
