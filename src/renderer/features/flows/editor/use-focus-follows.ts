import { type RefObject, useEffect } from 'react';
import { focusPart, isLeading } from './lead-to.ts';
import type { Editor } from './use-editor.ts';
import type { FlowView } from './use-flow-view.ts';

/** The keys are on the button that an empty flow begins with. */
const BEGIN = '-';

/**
 * Keys that are on a component go on with the one that is chosen now: what was made, what came back, what stands beside
 * the one that is gone.
 */
export function useFocusFollows(
	root: RefObject<HTMLElement | null>,
	{ active, document: flow }: Editor,
	view: FlowView,
): void {
	useEffect(() => {
		if (isLeading()) return;
		const { activeElement } = document;
		const had = root.current?.dataset['keysOn'];
		const part = activeElement?.closest<HTMLElement>('[data-flow-part]')?.dataset['flowPart'];
		const isLost =
			activeElement === document.body &&
			had !== undefined &&
			(had === BEGIN ? flow.parts.length > 0 : flow.parts.every(({ id }) => id !== had));
		if (isLost || (part !== undefined && active !== null && part !== active)) focusPart(root, active);
	}, [root, active, flow]);
	// The other view shows the same component.
	// biome-ignore lint/correctness/useExhaustiveDependencies: when the view is another
	useEffect(() => {
		const had = root.current?.dataset['keysOn'];
		if (document.activeElement === document.body && had !== undefined) focusPart(root, had);
	}, [root, view]);
	useEffect(() => {
		const here = root.current;
		if (here === null) return;
		const note = ({ target }: FocusEvent): void => {
			const part = target instanceof Element ? target.closest<HTMLElement>('[data-flow-part]') : null;
			if (target instanceof Element && target.closest('[data-flow-begin]') !== null) here.dataset['keysOn'] = BEGIN;
			else if (part === null) delete here.dataset['keysOn'];
			else here.dataset['keysOn'] = part.dataset['flowPart'];
		};
		here.addEventListener('focusin', note);
		return () => here.removeEventListener('focusin', note);
	}, [root]);
}
