import { type RefObject, useLayoutEffect } from 'react';
import { heldKeys } from './held-keys.ts';

/** Keys are for what opens from now on, and are pressed there once it has the focus. */
export function useHeldKeys(isOpen: boolean, opening: RefObject<Element | null>): void {
	useLayoutEffect(() => (isOpen ? heldKeys.holdUntilWithin(() => opening.current) : undefined), [isOpen, opening]);
}
