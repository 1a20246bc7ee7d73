import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLatest } from '../../../lib/hooks/use-latest.ts';
import { isMac } from '../../../lib/keys/key-text.ts';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { ComponentId } from '../model/document.ts';
import type { EditorView } from './editor-context.ts';
import { focusComponent } from './lead-to.ts';
import type { ComponentActions } from './use-component-actions.ts';

/** Where Undo and Delete are the editor's own, and letters are written. */
const OWN_UNDO = '.cm-editor, [role="dialog"]';
const TYPING = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"]';

/**
 * The editor's keys (`src/shared/face/keys.ts`, "flow"). Undo and redo hold wherever the keys are on the screen, also in
 * a field; the others on a component, which carries its id as `data-flow-component`.
 */
export function useFlowKeys(
	root: RefObject<HTMLElement | null>,
	view: EditorView,
	actions: ComponentActions,
	nextProblem: () => void,
): void {
	const { editor } = view;
	const { t } = useTranslation('flows');
	const format = useFormat();
	// What is pasted comes as an event, without asking for the clipboard.
	useEffect(() => {
		const onPaste = (event: ClipboardEvent): void => {
			const { target } = event;
			if (!(target instanceof Element) || target.closest(`${TYPING}, ${OWN_UNDO}`) !== null) return;
			const text = event.clipboardData?.getData('text/plain') ?? '';
			if (text === '') return;
			event.preventDefault();
			actions.paste(text);
		};
		window.addEventListener('paste', onPaste);
		return () => window.removeEventListener('paste', onPaste);
	}, [actions]);

	const onScreen = (event: KeyboardEvent): boolean => {
		if (event.key === 'F8') {
			nextProblem();
			return true;
		}
		if (!isMod(event) || event.altKey) return false;
		const key = event.key.toLowerCase();
		if (key === 'z' && !event.shiftKey) editor.undo();
		else if ((key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)) editor.redo();
		else return false;
		return true;
	};
	/** Escape leads from a field of the panel back to the component. */
	const isLeavingPanel = (event: KeyboardEvent, target: Element): boolean => {
		if (event.key !== 'Escape' || editor.active === null || target.closest('[data-flow-panel]') === null) return false;
		focusComponent(root, editor.active);
		return true;
	};
	/** Selects these, with the keys on one of them. */
	const takeIn = (ids: readonly ComponentId[], at: ComponentId): void => {
		const selected = [...new Set(ids.filter((id) => id !== at)), at];
		editor.select(selected);
		editor.say(t('many.title', { count: selected.length, text: format.count(selected.length) }));
	};
	/** In the list, the row above or below is selected as well. */
	const onShift = ({ key, target }: KeyboardEvent, id: ComponentId): boolean => {
		const list = target instanceof Element ? target.closest('[data-list]') : null;
		const by = { ArrowUp: -1, ArrowDown: 1 }[key];
		if (list === null || by === undefined) return false;
		const rows = [...list.querySelectorAll<HTMLElement>('[data-flow-component]')];
		const row = rows[rows.findIndex((each) => each.dataset['flowComponent'] === id) + by];
		const next = row?.dataset['flowComponent'];
		if (row === undefined || next === undefined) return true;
		row.focus();
		takeIn([...editor.selected, id], next);
		return true;
	};
	const onComponent = (event: KeyboardEvent, id: ComponentId): boolean => {
		const ids = editor.selected.includes(id) ? editor.selected : [id];
		if (isMod(event)) {
			const act = {
				d: () => actions.duplicate(ids),
				c: () => actions.copy(ids),
				x: () => actions.cut(ids),
				a: () =>
					takeIn(
						editor.document.components.map((component) => component.id),
						id,
					),
			}[event.key.toLowerCase()];
			if (act === undefined || event.shiftKey || event.altKey) return false;
			act();
			return true;
		}
		if (event.altKey) {
			const act = {
				ArrowUp: () => actions.earlier(id),
				ArrowLeft: () => actions.earlier(id),
				ArrowDown: () => actions.later(id),
				ArrowRight: () => actions.later(id),
			}[event.key];
			act?.();
			return act !== undefined;
		}
		if (event.key === 'F2') {
			view.open(id, 'name');
			return true;
		}
		if (event.shiftKey) return onShift(event, id);
		const act = {
			Enter: () => view.open(id),
			a: () => view.ask({ kind: 'add', after: id, link: null }),
			c: () => view.ask({ kind: 'connect', from: id }),
			Delete: () => actions.remove(ids),
			Backspace: () => actions.remove(ids),
			// The canvas keeps this key to itself.
			Escape: () => (editor.selected.length > 0 ? editor.select([]) : navigate(links.flows())),
		}[event.key];
		act?.();
		return act !== undefined;
	};
	const press = (event: KeyboardEvent): void => {
		const { target } = event;
		if (event.defaultPrevented || !(target instanceof Element) || target.closest(OWN_UNDO) !== null) return;
		const component = root.current?.contains(target)
			? target.closest<HTMLElement>('[data-flow-component]')?.dataset['flowComponent']
			: undefined;
		const isDone =
			onScreen(event) ||
			(component !== undefined && target.closest(TYPING) === null && onComponent(event, component)) ||
			isLeavingPanel(event, target);
		if (isDone) event.preventDefault();
	};
	const newest = useLatest({ press, pause: editor.pause });
	useEffect(() => {
		const here = root.current;
		if (here === null) return;
		const onKeyDown = (event: KeyboardEvent): void => newest().press(event);
		// A field that is left: what is typed in another is another step.
		const onFocusOut = (): void => newest().pause();
		// Whatever has the keys on this screen, also nothing.
		document.addEventListener('keydown', onKeyDown);
		here.addEventListener('focusout', onFocusOut);
		return () => {
			document.removeEventListener('keydown', onKeyDown);
			here.removeEventListener('focusout', onFocusOut);
		};
	}, [root, newest]);
}

function isMod(event: KeyboardEvent): boolean {
	return isMac ? event.metaKey : event.ctrlKey;
}
