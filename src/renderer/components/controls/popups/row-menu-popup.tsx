import { Menu } from '@base-ui/react/menu';
import clsx from 'clsx';
import { type RefObject, useRef } from 'react';
import { type Command, openBeside, perform } from '../../../lib/keys/command.ts';
import { useHeldKeys } from '../../../lib/keys/use-held-keys.ts';
import type { RowMenuState } from './row-menu-state.ts';

/** What can be done with a row, beneath its name. The keys are back in the grid afterwards. */
export function RowMenuPopup({
	menu,
	grid,
	title,
	commands,
}: {
	readonly menu: RowMenuState<unknown>;
	readonly grid: RefObject<HTMLElement | null>;
	/** What the row stands for. */
	readonly title: string;
	readonly commands: readonly Command[];
}) {
	const { x, y } = menu.place;
	const popup = useRef<HTMLDivElement>(null);
	useHeldKeys(menu.row !== null, popup);
	return (
		<Menu.Root open={menu.row !== null} onOpenChange={(open) => !open && menu.close()}>
			<Menu.Portal>
				<Menu.Positioner
					anchor={{ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }}
					align="start"
					// It moves over its row rather than that an item is out of sight.
					collisionAvoidance={{ side: 'shift', align: 'shift', fallbackAxisSide: 'none' }}
					sideOffset={2}
					className="z-50"
				>
					<Menu.Popup
						ref={popup}
						data-takes-focus
						finalFocus={grid}
						className="max-h-[calc(100vh-16px)] max-w-90 min-w-44 overflow-y-auto rounded-base border border-line bg-raised p-1 shadow-float"
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
