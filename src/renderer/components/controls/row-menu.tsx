import { type ComponentProps, useRef, useState } from 'react';
import { openLater } from '../../lib/load-later.tsx';
import type { RowMenuPopup as WholeMenu } from './popups/row-menu-popup.tsx';
import type { Place, RowMenuState } from './popups/row-menu-state.ts';

const RowMenuPopup = openLater(async () => (await import('./popups/row-menu-popup.tsx')).RowMenuPopup);

/** Beside a row that the keys named, px. */
const INDENT_PX = 40;

/**
 * A menu on the rows of a grid that has the one focus: by the right button on a row, by Shift+F10 or the Menu key on the
 * active one. `rowAt` tells what a drawn row stands for.
 */
export function useRowMenu<Row>({
	rowAt,
	activeId,
	onActive,
}: {
	rowAt(elementId: string): Row | undefined;
	/** Of the element of the active row. */
	readonly activeId: string | undefined;
	/** The row that was pressed becomes the active one. */
	onActive(row: Row): void;
}): RowMenuState<Row> {
	const [open, setOpen] = useState<{ readonly row: Row; readonly place: Place } | null>(null);
	const last = useRef<Place>({ x: 0, y: 0 });
	const show = (row: Row, place: Place): void => {
		last.current = place;
		setOpen({ row, place });
	};
	const showActive = (): void => {
		const element = activeId === undefined ? null : document.getElementById(activeId);
		const row = element === null ? undefined : rowAt(element.id);
		if (element === null || row === undefined) return;
		const { left, bottom } = element.getBoundingClientRect();
		show(row, { x: left + INDENT_PX, y: bottom });
	};
	return {
		row: open?.row ?? null,
		place: open?.place ?? last.current,
		onContextMenu(event) {
			// Where keys ask for it, the grid itself is what they are on.
			if (event.target === event.currentTarget && event.button !== 2) {
				event.preventDefault();
				showActive();
				return;
			}
			const element = (event.target as Element).closest('[role="row"]');
			const row = element === null ? undefined : rowAt(element.id);
			if (row === undefined) return;
			event.preventDefault();
			onActive(row);
			show(row, { x: event.clientX, y: event.clientY });
		},
		onKeyDown(event) {
			if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return false;
			if (event.target !== event.currentTarget) return false;
			event.preventDefault();
			showActive();
			return true;
		},
		close: () => setOpen(null),
	};
}

/** What can be done with a row; comes when it is first asked for, and then stays. */
export function RowMenu(props: ComponentProps<typeof WholeMenu>) {
	const [wasAsked, setWasAsked] = useState(false);
	if (props.menu.row !== null && !wasAsked) setWasAsked(true);
	return wasAsked ? <RowMenuPopup {...props} /> : null;
}
