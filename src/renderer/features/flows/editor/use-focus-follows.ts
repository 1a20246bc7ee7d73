import { type RefObject, useEffect } from 'react';
import { focusComponent, isLeading } from './lead-to.ts';
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
		const component = activeElement?.closest<HTMLElement>('[data-flow-component]')?.dataset['flowComponent'];
		const isLost =
			activeElement === document.body &&
			had !== undefined &&
			(had === BEGIN ? flow.components.length > 0 : flow.components.every(({ id }) => id !== had));
		if (isLost || (component !== undefined && active !== null && component !== active)) focusComponent(root, active);
	}, [root, active, flow]);
	// The other view shows the same component.
	// biome-ignore lint/correctness/useExhaustiveDependencies: when the view is another
	useEffect(() => {
		const had = root.current?.dataset['keysOn'];
		if (document.activeElement === document.body && had !== undefined) focusComponent(root, had);
	}, [root, view]);
	useEffect(() => {
		const here = root.current;
		if (here === null) return;
		const note = ({ target }: FocusEvent): void => {
			const component = target instanceof Element ? target.closest<HTMLElement>('[data-flow-component]') : null;
			if (target instanceof Element && target.closest('[data-flow-begin]') !== null) here.dataset['keysOn'] = BEGIN;
			else if (component === null) delete here.dataset['keysOn'];
			else here.dataset['keysOn'] = component.dataset['flowComponent'];
		};
		here.addEventListener('focusin', note);
		return () => here.removeEventListener('focusin', note);
	}, [root]);
}
