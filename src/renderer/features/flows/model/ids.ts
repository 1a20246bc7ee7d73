import type { ComponentId } from './document.ts';

let last = 0;

/** A name for a component that no other has had in this page, nor in a draft that was kept by an earlier one. */
export function newComponentId(): ComponentId {
	last += 1;
	return `${last.toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}
