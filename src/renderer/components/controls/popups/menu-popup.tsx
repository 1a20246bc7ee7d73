import { Menu } from '@base-ui/react/menu';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import { useRef } from 'react';
import { useHeldKeys } from '../../../lib/keys/use-held-keys.ts';
import { ButtonElsewhere } from './button-elsewhere.tsx';
import type { MenuItem } from './menu-item.ts';
import type { Opened } from './use-opener.ts';

const item =
	'flex h-7 items-center gap-2 rounded-small px-2 data-highlighted:bg-hover data-disabled:opacity-50 whitespace-nowrap';

/** The list of actions or ticks behind a button. */
export function MenuPopup({
	opened: { open, onOpenChange, button, buttonId, id },
	items,
	align,
}: {
	readonly opened: Opened;
	readonly items: readonly MenuItem[];
	readonly align: 'start' | 'end';
}) {
	const popup = useRef<HTMLDivElement>(null);
	useHeldKeys(open, popup);
	return (
		<Menu.Root open={open} onOpenChange={onOpenChange} triggerId={buttonId}>
			<Menu.Trigger id={buttonId} render={<ButtonElsewhere button={button} />} />
			<Menu.Portal>
				<Menu.Positioner anchor={button} align={align} sideOffset={4} className="z-50">
					<Menu.Popup
						id={id}
						ref={popup}
						data-takes-focus
						finalFocus={button}
						className="max-h-[60vh] min-w-44 overflow-y-auto rounded-base border border-line bg-raised p-1 shadow-float"
					>
						{items.map(({ id, label, icon: Icon, danger, disabled, checked, separated, onSelect }) => (
							<div key={id} className={clsx(separated === true && 'mt-1 border-t border-line pt-1')} role="none">
								{checked === undefined ? (
									<Menu.Item
										disabled={disabled ?? false}
										onClick={onSelect}
										className={clsx(item, danger === true && 'text-failed')}
									>
										{Icon !== undefined && <Icon size={16} aria-hidden />}
										{label}
									</Menu.Item>
								) : (
									<Menu.CheckboxItem
										checked={checked}
										disabled={disabled ?? false}
										onCheckedChange={onSelect}
										className={item}
									>
										<span className="w-4">
											<Menu.CheckboxItemIndicator>
												<Check size={16} aria-hidden />
											</Menu.CheckboxItemIndicator>
										</span>
										{label}
									</Menu.CheckboxItem>
								)}
							</div>
						))}
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}
