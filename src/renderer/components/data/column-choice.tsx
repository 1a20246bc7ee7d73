import { Popover } from '@base-ui/react/popover';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChosenColumns, movedBy } from '../../lib/hooks/use-columns.ts';
import { useHeldKeys } from '../../lib/keys/use-held-keys.ts';
import { Button, IconButton } from '../controls/button.tsx';
import { ButtonElsewhere } from '../controls/popups/button-elsewhere.tsx';
import type { Opened } from '../controls/popups/use-opener.ts';
import { Checkbox } from '../controls/toggles.tsx';

/** A table's columns, to tick and to put in their order: by ticks and arrows, or Alt with an arrow on a tick. */
export function ColumnChoice<C extends string>({
	opened: { open, onOpenChange, button, buttonId, id },
	columns,
	fixed,
	nameOf,
}: {
	readonly opened: Opened;
	readonly columns: ChosenColumns<C>;
	/** Cannot be left out. */
	readonly fixed: C;
	nameOf(column: C): string;
}) {
	const { t } = useTranslation();
	const popup = useRef<HTMLDivElement>(null);
	useHeldKeys(open, popup);
	const { shown, fitted, hidden, isChanged, choose, add, reset } = columns;
	const move = (event: KeyboardEvent, column: C): void => {
		if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
		event.preventDefault();
		choose((now) => movedBy(now, column, event.key === 'ArrowUp' ? -1 : 1));
	};
	return (
		<Popover.Root open={open} onOpenChange={onOpenChange} triggerId={buttonId}>
			<Popover.Trigger id={buttonId} render={<ButtonElsewhere button={button} />} />
			<Popover.Portal>
				<Popover.Positioner anchor={button} align="end" sideOffset={4} className="z-50">
					<Popover.Popup
						id={id}
						ref={popup}
						finalFocus={button}
						className="flex max-h-[70vh] w-64 flex-col overflow-y-auto rounded-base border border-line bg-raised p-2 shadow-float"
					>
						<Popover.Title className="px-1 font-semibold">{t('columns.menu')}</Popover.Title>
						<Popover.Description className="px-1 pb-1 text-small text-muted">{t('columns.hint')}</Popover.Description>
						<ul className="flex flex-col">
							{[...shown, ...hidden].map((column) => {
								const name = nameOf(column);
								const place = shown.indexOf(column);
								return (
									<li
										key={column}
										className="flex h-7 items-center gap-1 rounded-small px-1 hover:bg-hover"
										onKeyDown={(event) => place >= 0 && move(event, column)}
									>
										<span className="min-w-0 flex-1 truncate">
											<Checkbox
												label={name}
												checked={place >= 0}
												disabled={column === fixed}
												onChange={(on) => (on ? add(column) : choose((now) => now.filter((other) => other !== column)))}
											/>
										</span>
										{place >= 0 && !fitted.includes(column) && (
											<span className="text-label text-muted">{t('columns.noRoom')}</span>
										)}
										{place >= 0 && (
											<>
												<IconButton
													icon={ArrowUp}
													label={t('columns.up', { name })}
													disabled={place === 0}
													className="size-6"
													onClick={() => choose((now) => movedBy(now, column, -1))}
												/>
												<IconButton
													icon={ArrowDown}
													label={t('columns.down', { name })}
													disabled={place === shown.length - 1}
													className="size-6"
													onClick={() => choose((now) => movedBy(now, column, 1))}
												/>
											</>
										)}
									</li>
								);
							})}
						</ul>
						<Button tone="quiet" className="mt-1 self-start" disabled={!isChanged} onClick={reset}>
							{t('columns.reset')}
						</Button>
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}
