import type { KeyboardEvent } from 'react';

/** What the keys of a list with one active row and many chosen ones do. */
export function useGridKeys({
	active,
	total,
	page,
	move,
	toggle,
	open,
	selectAll,
	clear,
	remove,
}: {
	readonly active: number | null;
	readonly total: number;
	readonly page: number;
	move(index: number, extend: boolean): void;
	toggle(index: number): void;
	open(index: number): void;
	selectAll(): void;
	clear(): void;
	remove(): void;
}): (event: KeyboardEvent) => void {
	return (event) => {
		// A control inside of the grid has its own keys.
		if (event.target !== event.currentTarget || event.altKey) return;
		const from = active ?? -1;
		const targets: Readonly<Record<string, number>> = {
			ArrowDown: from + 1,
			ArrowUp: Math.max(0, from - 1),
			PageDown: Math.max(0, from) + page,
			PageUp: from - page,
			Home: 0,
			End: total - 1,
		};
		const target = targets[event.key];
		const withControl = event.ctrlKey || event.metaKey;
		if (target !== undefined && !event.metaKey) move(target, event.shiftKey);
		else if (withControl && event.key.toLowerCase() === 'a') selectAll();
		else if (withControl) return;
		else if (event.key === ' ') active !== null && toggle(active);
		else if (event.key === 'Enter') active !== null && open(active);
		else if (event.key === 'Escape') clear();
		else if (event.key === 'Delete') remove();
		else return;
		event.preventDefault();
	};
}
