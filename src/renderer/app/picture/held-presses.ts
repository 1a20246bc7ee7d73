import { AT_MOST_MS, heldKeys } from '../../lib/keys/held-keys.ts';

const clicks = ['click', 'dblclick', 'auxclick', 'contextmenu'] as const;

interface Held {
	readonly target: Element;
	readonly event: MouseEvent;
}

/**
 * Holds what is done while the page shows what it cannot answer for yet: the pointer's presses, the keys, and what is
 * written by other means than keys, pasted or dictated. What it answers with ends that: they act then, in their order, on
 * what they were meant for. After five seconds what is pressed is the browser's again, and what was held is let go: nobody
 * means a press for so long. What was written stays in its field and is told all the same. Idempotent.
 */
export function holdPresses(): () => void {
	const held: Held[] = [];
	const written = new Set<HTMLInputElement>();
	const endKeys = heldKeys.hold();
	const onKey = (event: KeyboardEvent): void => {
		// The browser leads on at once, unless what was pressed before still waits for where the focus is.
		if (event.key === 'Tab' && !heldKeys.hasKeys) return;
		heldKeys.takes(event);
	};
	const onPress = (event: MouseEvent): void => {
		if (!(event.target instanceof Element)) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		held.push({ target: event.target, event });
	};
	const onWritten = (event: Event): void => {
		if (event.target instanceof HTMLInputElement) written.add(event.target);
	};
	addEventListener('keydown', onKey, true);
	addEventListener('input', onWritten, true);
	for (const type of clicks) addEventListener(type, onPress, true);
	const letGo = (): void => {
		clearTimeout(timer);
		removeEventListener('keydown', onKey, true);
		for (const type of clicks) removeEventListener(type, onPress, true);
	};
	const timer = setTimeout(() => {
		held.length = 0;
		letGo();
	}, AT_MOST_MS);
	return () => {
		letGo();
		removeEventListener('input', onWritten, true);
		for (const field of written) write(field);
		written.clear();
		for (const { target, event } of held.splice(0)) press(target, event);
		endKeys();
	};
}

/** Who took the field over believes it to be as it was drawn, and would not hear of a text that stands there already. */
function write(field: HTMLInputElement): void {
	const text = field.value;
	field.value = field.defaultValue;
	Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
	field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** What was pressed may have been drawn anew meanwhile: then it is what stands in its place. */
function press(target: Element, event: MouseEvent): void {
	const { type, detail, button, buttons, clientX, clientY, screenX, screenY } = event;
	const { ctrlKey, shiftKey, altKey, metaKey } = event;
	const there = target.isConnected ? target : document.elementFromPoint(clientX, clientY);
	there?.dispatchEvent(
		new MouseEvent(type, {
			...{ bubbles: true, cancelable: true, composed: true, view: window },
			...{ detail, button, buttons, clientX, clientY, screenX, screenY },
			...{ ctrlKey, shiftKey, altKey, metaKey },
		}),
	);
}
