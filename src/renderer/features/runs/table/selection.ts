/** Which runs are chosen: some by their ids, or all that fit. */
export interface Selection {
	readonly ids: ReadonlySet<string>;
	readonly all: boolean;
	/** Where Shift extends from: a row, and what was chosen apart from the stretch. */
	readonly anchor: { readonly index: number; readonly base: ReadonlySet<string> } | null;
}

export const nothing: Selection = { ids: new Set(), all: false, anchor: null };
export const everything: Selection = { ids: new Set(), all: true, anchor: null };

export function isChosen(selection: Selection, id: string): boolean {
	return selection.all || selection.ids.has(id);
}

export function isEmpty({ ids, all }: Selection): boolean {
	return !all && ids.size === 0;
}

export function toggled(selection: Selection, index: number, id: string): Selection {
	// All that fit is one thing: who then takes one row begins anew with it.
	const ids = new Set(selection.ids);
	if (!ids.delete(id)) ids.add(id);
	return { ids, all: false, anchor: { index, base: ids } };
}

/** The row that a stretch begins at, where none was begun: `from`. */
export function anchorOf(selection: Selection, from: number): number {
	return selection.anchor?.index ?? from;
}

/** The stretch from the anchor on, and what was chosen before. */
export function stretched(selection: Selection, anchor: number, ids: readonly string[]): Selection {
	const base = selection.anchor?.base ?? selection.ids;
	return { ids: new Set([...base, ...ids]), all: false, anchor: { index: anchor, base } };
}
