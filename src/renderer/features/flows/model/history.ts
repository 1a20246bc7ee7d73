import type { ComponentId, FlowDocument } from './document.ts';

/** What was done, for whoever takes it back: a word of the catalogue and the component that it was about. */
export interface Deed {
	readonly what:
		| 'add'
		| 'remove'
		| 'rename'
		| 'link'
		| 'unlink'
		| 'connect'
		| 'disconnect'
		| 'configure'
		| 'kind'
		| 'handling'
		| 'duplicate'
		| 'paste'
		| 'move'
		| 'arrange'
		| 'about'
		| 'replace'
		| 'theirs'
		| 'discard';
	readonly name: string;
}

interface Step {
	readonly document: FlowDocument;
	readonly selected: readonly ComponentId[];
	/** That led away from it. */
	readonly deed: Deed;
	/** One that follows with the same words is part of it; null: it stands alone. */
	readonly run: string | null;
}

/** A document with what it was and what it could be again. */
export interface History {
	readonly document: FlowDocument;
	readonly selected: readonly ComponentId[];
	readonly past: readonly Step[];
	readonly future: readonly Step[];
}

/** Steps that can be taken back. */
const MAX_STEPS = 200;

export function historyOf(document: FlowDocument): History {
	return { document, selected: [], past: [], future: [] };
}

/** After a deed. What is typed in one field (`run`) is taken back at once. */
export function done(
	history: History,
	document: FlowDocument,
	deed: Deed,
	{ selected = history.selected, run = null }: { selected?: readonly ComponentId[]; run?: string | null } = {},
): History {
	if (document === history.document) return history;
	const last = history.past.at(-1);
	const isSameRun = run !== null && last?.run === run && history.future.length === 0;
	const step: Step = { document: history.document, selected: history.selected, deed, run };
	const past = isSameRun ? history.past : [...history.past, step].slice(-MAX_STEPS);
	return { document, selected: within(document, selected), past, future: [] };
}

export function undone(history: History): { readonly history: History; readonly deed: Deed } | null {
	const step = history.past.at(-1);
	if (step === undefined) return null;
	const { document, selected } = step;
	const back: Step = { ...step, document: history.document, selected: history.selected, run: null };
	return {
		deed: step.deed,
		history: { document, selected, past: history.past.slice(0, -1), future: [back, ...history.future] },
	};
}

export function redone(history: History): { readonly history: History; readonly deed: Deed } | null {
	const [step, ...future] = history.future;
	if (step === undefined) return null;
	const forth: Step = { ...step, document: history.document, selected: history.selected, run: null };
	return {
		deed: step.deed,
		history: { document: step.document, selected: step.selected, past: [...history.past, forth], future },
	};
}

/** What is typed from now on is a step of its own. */
export function paused(history: History): History {
	const last = history.past.at(-1);
	if (last === undefined || last.run === null) return history;
	return { ...history, past: [...history.past.slice(0, -1), { ...last, run: null }] };
}

export function selecting(history: History, selected: readonly ComponentId[]): History {
	return { ...history, selected: within(history.document, selected) };
}

function within({ components }: FlowDocument, ids: readonly ComponentId[]): readonly ComponentId[] {
	return ids.filter((id) => components.some((component) => component.id === id));
}
