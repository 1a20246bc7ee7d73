import { type KeyboardEvent, type MouseEvent, type RefObject, useId, useRef, useState } from 'react';
import { heldKeys } from '../../../lib/keys/held-keys.ts';

/** What a popup needs to know of the button that opens it. */
export interface Opened {
	readonly open: boolean;
	onOpenChange(open: boolean): void;
	readonly button: RefObject<HTMLButtonElement | null>;
	/** Of the button. */
	readonly buttonId: string;
	/** Of the popup. */
	readonly id: string;
}

/**
 * A button whose popup comes in a file of its own: the button is there from the beginning and stays what it is, the popup
 * is drawn (`popup`) once it was opened, and then stays, since it is on its way out for a moment after it was closed.
 */
export function useOpener(kind: 'menu' | 'dialog') {
	const [open, setOpen] = useState(false);
	const [wasOpened, setWasOpened] = useState(false);
	const button = useRef<HTMLButtonElement>(null);
	const id = useId();
	const buttonId = `${id}-button`;
	const show = (byKey: boolean): void => {
		setOpen(true);
		setWasOpened(true);
		// Who comes by keys begins at the first item; whatever has the focus of an item by then keeps it.
		if (byKey && kind === 'menu') heldKeys.begin('ArrowDown', isOnItem);
	};
	const popup: Opened | null = wasOpened ? { open, onOpenChange: setOpen, button, buttonId, id } : null;
	return {
		popup,
		buttonProps: {
			ref: button,
			id: buttonId,
			'aria-haspopup': kind,
			'aria-expanded': open,
			'aria-controls': open ? id : undefined,
			onClick(event: MouseEvent) {
				if (open) setOpen(false);
				else show(event.detail === 0);
			},
			onKeyDown(event: KeyboardEvent) {
				if (kind !== 'menu' || open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
				event.preventDefault();
				show(true);
			},
		},
	} as const;
}

function isOnItem(): boolean {
	return document.activeElement?.getAttribute('role')?.startsWith('menuitem') === true;
}
