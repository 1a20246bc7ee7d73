import { createKeybindingsHandler } from 'tinykeys';
import { type HeardKey, isHeard, isWithModifier, keyIds, keyTable } from '../../../shared/face/keys.ts';
import { heldKeys } from './held-keys.ts';
import { takenKeys } from './use-keys.tsx';

/** How long the second of two keys is waited for, ms. */
const SECOND_MS = 1_500;

/** Where letters are written, or lead to what begins with them. */
const TYPING =
	'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"], [role="menu"], [role="combobox"], [role="textbox"]';
/** What has an Escape of its own. */
const OWN_ESCAPE = `${TYPING}, [role="listbox"], [role="slider"], [role="application"]`;
/** What floats above the page without being a dialog, and goes away at an Escape. */
const FLOATS =
	'[data-open][role="menu"], [data-open][role="listbox"], [role="dialog"], [role="alertdialog"], [role="tooltip"]';

/**
 * Hears the keys of the table (`src/shared/face/keys.ts`) for the whole window and gives each to who takes it. Those with
 * Control or Command come before anything else, also while somebody types; a sign is heard where nobody types and nothing
 * else took it, and only while `signs` says so.
 */
export function listenForKeys(signs: () => boolean): () => void {
	// What only the shell can have, its menu hears.
	const heard = keyIds.filter(isHeard).filter((id) => keyTable[id].face === undefined);
	const bind = (fits: (presses: string) => boolean, press: (id: HeardKey, event: KeyboardEvent) => void) =>
		Object.fromEntries(
			heard.flatMap((id) =>
				keyTable[id].presses.filter(fits).map((presses) => [presses, (event: KeyboardEvent) => press(id, event)]),
			),
		);
	let floated = false;
	const first = createKeybindingsHandler(
		bind(isWithModifier, (id, event) => {
			const isTaken = takenKeys.press(id);
			if (isTaken) event.stopPropagation();
			// What the browser would do instead, such as saving the page, is never meant; an editor's own way of Enter is.
			if (isTaken || id !== 'run') event.preventDefault();
		}),
		{ ignore: ({ isComposing, repeat }) => isComposing || repeat },
	);
	const last = createKeybindingsHandler(
		bind(
			(presses) => !isWithModifier(presses),
			(id, event) => {
				if (id === 'leave' && (floated || isWithin(event, OWN_ESCAPE))) return;
				if (takenKeys.press(id)) event.preventDefault();
			},
		),
		{
			timeout: SECOND_MS,
			ignore: (event) =>
				event.defaultPrevented ||
				event.isComposing ||
				(event.key !== 'Escape' && (!signs() || isWithin(event, TYPING))),
		},
	);
	const capture = (event: Event): void => {
		// What is on its way to be opened comes before all.
		if (event instanceof KeyboardEvent && heldKeys.takes(event)) return;
		// By the time that the key has come back up, what floated may be gone, and the key with it.
		floated = document.querySelector(FLOATS) !== null;
		first(event);
	};
	addEventListener('keydown', capture, true);
	addEventListener('keydown', last);
	return () => {
		removeEventListener('keydown', capture, true);
		removeEventListener('keydown', last);
	};
}

/** Whether a key was pressed in something, also within a shadow root. */
function isWithin(event: Event, selector: string): boolean {
	return event.composedPath().some((each) => each instanceof Element && each.matches(selector));
}
