import { Menu } from '@base-ui/react/menu';
import clsx from 'clsx';
import { type KeyboardEvent, type MouseEvent, type RefObject, useRef, useState } from 'react';
import { type Command, openBeside, perform } from '../../lib/keys/command.ts';

/** Beside a row that the keys named, px. */
const INDENT_PX = 40;

interface Place {
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

/** What can be done with a row, beneath its name. The keys are back in the grid afterwards. */
export function RowMenu<Row>({
	menu,
	grid,
	title,
	commands,
}: {
	readonly menu: RowMenuState<Row>;
	readonly grid: RefObject<HTMLElement | null>;
	/** What the row stands for. */
	readonly title: string;
	readonly commands: readonly Command[];
}) {
	const { x, y } = menu.place;
	return (
		<Menu.Root open={menu.row !== null} onOpenChange={(open) => !open && menu.close()}>
			<Menu.Portal>
				<Menu.Positioner
					anchor={{ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }}
					align="start"
					sideOffset={2}
					className="z-50"
				>
					<Menu.Popup
						data-takes-focus
						finalFocus={grid}
						className="max-h-[min(80vh,var(--available-height))] max-w-90 min-w-44 overflow-y-auto rounded-base border border-line bg-raised p-1 shadow-float"
					>
						<Menu.Group>
							<Menu.GroupLabel className="truncate px-2 py-1 text-label text-muted">{title}</Menu.GroupLabel>
							{commands.map((command) => {
								const { id, label, icon: Icon, danger, disabled, to } = command;
								return (
									<Menu.Item
										key={id}
										disabled={disabled ?? false}
										onClick={(event) =>
											to !== undefined && (event.ctrlKey || event.metaKey) ? openBeside(to) : perform(command)
										}
										className={clsx(
											'flex h-7 items-center gap-2 rounded-small px-2 data-disabled:opacity-50 data-highlighted:bg-hover',
											danger === true && 'text-failed',
										)}
									>
										<Icon size={16} aria-hidden className="shrink-0" />
										<span className="truncate">{label}</span>
									</Menu.Item>
								);
							})}
						</Menu.Group>
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}
