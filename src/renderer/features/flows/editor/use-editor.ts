import { useCallback, useMemo, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import { type ComponentId, componentOf, type FlowDocument } from '../model/document.ts';
import { type Deed, done, type History, historyOf, paused, redone, selecting, undone } from '../model/history.ts';

interface ChangeOptions {
	readonly selected?: readonly ComponentId[];
	/** Changes with the same words one after the other are one step. */
	readonly run?: string;
}

/** A document with its steps, and what can be done with it. */
export interface Editor {
	readonly document: FlowDocument;
	readonly selected: readonly ComponentId[];
	/** The one whose panel is shown. */
	readonly active: ComponentId | null;
	/** What was done or taken back last, for the screen reader. */
	readonly said: string;
	/** Grows whenever something is said, also the same once more. */
	readonly sayings: number;
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	change(change: (document: FlowDocument) => FlowDocument, deed: Deed, options?: ChangeOptions): void;
	/** With what was made selected. */
	make(
		change: (document: FlowDocument) => { readonly document: FlowDocument; readonly ids: readonly ComponentId[] },
		deed: (document: FlowDocument, ids: readonly ComponentId[]) => Deed,
	): void;
	undo(): void;
	redo(): void;
	/** What is typed from now on is a step of its own. */
	pause(): void;
	select(ids: readonly ComponentId[]): void;
	say(text: string): void;
}

interface State {
	readonly history: History;
	readonly said: string;
	readonly sayings: number;
}

function saying(state: State, history: History, said: string): State {
	return { history, said, sayings: state.sayings + 1 };
}

type Actions = Omit<Editor, 'document' | 'selected' | 'active' | 'said' | 'sayings' | 'canUndo' | 'canRedo'>;

export function useEditor(start: FlowDocument): Editor {
	const { t } = useTranslation('flows');
	const [{ history, said, sayings }, update] = useReducer(
		(state: State, step: (state: State) => State) => step(state),
		start,
		(document) => ({
			history: historyOf(document),
			said: '',
			sayings: 0,
		}),
	);
	const told = useCallback((deed: Deed) => t(`deed.${deed.what}`, { name: deed.name }), [t]);
	const actions = useMemo((): Actions => {
		const step =
			(take: typeof undone, say: (text: string) => string): ((state: State) => State) =>
			(state) => {
				const taken = take(state.history);
				return taken === null ? state : saying(state, taken.history, say(told(taken.deed)));
			};
		return {
			change: (change, deed, options = {}) =>
				update((state) => {
					const next = done(state.history, change(state.history.document), deed, options);
					if (next === state.history) return state;
					// What is typed is heard as it is typed.
					return options.run === undefined ? saying(state, next, told(deed)) : { ...state, history: next };
				}),
			make: (change, deed) =>
				update((state) => {
					const made = change(state.history.document);
					const what = deed(made.document, made.ids);
					return saying(state, done(state.history, made.document, what, { selected: made.ids }), told(what));
				}),
			undo: () => update(step(undone, (text) => t('undone', { text }))),
			redo: () => update(step(redone, (text) => t('redone', { text }))),
			pause: () => update((state) => ({ ...state, history: paused(state.history) })),
			select: (ids) => update((state) => ({ ...state, history: selecting(state.history, ids) })),
			say: (text) => update((state) => saying(state, state.history, text)),
		};
	}, [t, told]);
	const active = history.selected.at(-1) ?? null;
	return useMemo(
		() => ({
			...actions,
			said,
			sayings,
			document: history.document,
			selected: history.selected,
			active: componentOf(history.document, active) === undefined ? null : active,
			canUndo: history.past.length > 0,
			canRedo: history.future.length > 0,
		}),
		[actions, said, sayings, history, active],
	);
}

/** The name of the first of some components. */
export function firstName(document: FlowDocument, ids: readonly ComponentId[]): string {
	return componentOf(document, ids[0] ?? null)?.name ?? '';
}
