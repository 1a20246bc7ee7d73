import type { KeyboardEvent } from 'react';

/** A row of the view and a column among those that are chosen. */
export interface CellPlace {
	readonly row: number;
	readonly column: number;
}

/** What the keys of a table with one active cell do. */
export function useCellKeys({
	active,
	rows,
	columns,
	page,
	move,
	open,
	copy,
	sort,
	close,
}: {
	readonly active: CellPlace;
	readonly rows: number;
	readonly columns: number;
	/** Rows that are seen at once. */
	readonly page: number;
	move(to: CellPlace): void;
	open(): void;
	/** Of the whole record, or of the cell. */
	copy(whole: boolean): void;
	sort(): void;
	/** False: there is nothing to close. */
	close(): boolean;
}): (event: KeyboardEvent) => void {
	return (event) => {
		// A control inside of the table has its own keys.
		if (event.target !== event.currentTarget || event.altKey || rows === 0) return;
		const { row, column } = active;
		const withControl = event.ctrlKey || event.metaKey;
		const targets: Readonly<Record<string, CellPlace>> = {
			ArrowDown: { row: row + 1, column },
			ArrowUp: { row: row - 1, column },
			ArrowRight: { row, column: column + 1 },
			ArrowLeft: { row, column: column - 1 },
			PageDown: { row: row + page, column },
			PageUp: { row: row - page, column },
			Home: withControl ? { row: 0, column: 0 } : { row, column: 0 },
			End: withControl ? { row: rows - 1, column: columns - 1 } : { row, column: columns - 1 },
		};
		const target = targets[event.key];
		if (target !== undefined) {
			move({
				row: Math.min(Math.max(0, target.row), rows - 1),
				column: Math.min(Math.max(0, target.column), Math.max(0, columns - 1)),
			});
		} else if (withControl && event.key.toLowerCase() === 'c') {
			// What a person marked themselves is what they copy.
			if (!event.shiftKey && String(getSelection() ?? '') !== '') return;
			copy(event.shiftKey);
		} else if (withControl) return;
		else if (event.key === 'Enter' || event.key === ' ') open();
		else if (event.key.toLowerCase() === 's') sort();
		else if (event.key !== 'Escape' || !close()) return;
		event.preventDefault();
		event.stopPropagation();
	};
}
