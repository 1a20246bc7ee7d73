import type { KeyboardEvent, MouseEvent } from 'react';

/** px from the window's upper left. */
export interface Place {
	readonly x: number;
	readonly y: number;
}

/** The menu of one row of a grid, and how it is asked for. */
export interface RowMenuState<Row> {
	/** Null: it is closed. */
	readonly row: Row | null;
	readonly place: Place;
	onContextMenu(event: MouseEvent): void;
	/** True: the key asked for the menu. */
	onKeyDown(event: KeyboardEvent): boolean;
	close(): void;
}
