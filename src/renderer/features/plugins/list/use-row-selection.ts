import { useCallback, useMemo, useState } from 'react';

/** Which rows are selected, and the one that the keys act on. Both are names, so that they outlive a reload. */
export interface RowSelection {
	/** Null: none was acted on yet. */
	readonly active: string | null;
	readonly selected: ReadonlySet<string>;
	moveTo(name: string): void;
	toggle(name: string): void;
	/** Selects all from where the selection began to this row. */
	extendTo(name: string): void;
	/** A click on a row's tick. */
	click(name: string, withRange: boolean): void;
	selectAll(): void;
	clear(): void;
}

interface State {
	readonly active: string | null;
	/** Where a range begins. */
	readonly anchor: string | null;
	readonly selected: ReadonlySet<string>;
}

/** `names`: the rows in order, as they are shown. What is not shown is not selected. */
export function useRowSelection(names: readonly string[]): RowSelection {
	const [state, setState] = useState<State>({ active: null, anchor: null, selected: new Set() });
	const toggle = useCallback((name: string) => setState((before) => toggled(before, name)), []);
	const extendTo = useCallback((name: string) => setState((before) => extended(before, name, names)), [names]);
	const selected = useMemo(() => new Set(names.filter((name) => state.selected.has(name))), [names, state.selected]);
	const click = useCallback(
		(name: string, withRange: boolean) => (withRange ? extendTo(name) : toggle(name)),
		[extendTo, toggle],
	);
	return {
		active: state.active,
		selected,
		toggle,
		extendTo,
		click,
		moveTo: (name) => setState((before) => ({ ...before, active: name, anchor: name })),
		selectAll: () => setState((before) => ({ ...before, selected: new Set(names) })),
		clear: () => setState((before) => ({ ...before, selected: new Set() })),
	};
}

export function toggled(before: State, name: string): State {
	const selected = new Set(before.selected);
	if (!selected.delete(name)) selected.add(name);
	return { active: name, anchor: name, selected };
}

export function extended(before: State, name: string, names: readonly string[]): State {
	const anchor = before.anchor ?? before.active ?? name;
	const [from, to] = [names.indexOf(anchor), names.indexOf(name)].toSorted((left, right) => left - right);
	const range = from === undefined || to === undefined || from < 0 ? [name] : names.slice(from, to + 1);
	return { active: name, anchor, selected: new Set([...before.selected, ...range]) };
}
