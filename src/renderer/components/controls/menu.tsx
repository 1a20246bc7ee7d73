import { Menu as BaseMenu } from '@base-ui/react/menu';
import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { Check } from 'lucide-react';
import type { ReactElement } from 'react';

export interface MenuItem {
	readonly id: string;
	readonly label: string;
	readonly icon?: LucideIcon | undefined;
	readonly danger?: boolean | undefined;
	readonly disabled?: boolean | undefined;
	/** Given: the item is a tick that is on or off. */
	readonly checked?: boolean | undefined;
	/** A line above. */
	readonly separated?: boolean | undefined;
	onSelect(): void;
}

const item =
	'flex h-7 items-center gap-2 rounded-small px-2 data-highlighted:bg-hover data-disabled:opacity-50 whitespace-nowrap';

/** A button with a list of actions or ticks behind it. `trigger` is a `Button` or an `IconButton`. */
export function Menu({
	trigger,
	items,
	align = 'end',
}: {
	readonly trigger: ReactElement;
	readonly items: readonly MenuItem[];
	readonly align?: 'start' | 'end';
}) {
	return (
		<BaseMenu.Root>
			<BaseMenu.Trigger render={trigger} />
			<BaseMenu.Portal>
				<BaseMenu.Positioner align={align} sideOffset={4} className="z-50">
					<BaseMenu.Popup
						data-takes-focus
						className="max-h-[60vh] min-w-44 overflow-y-auto rounded-base border border-line bg-raised p-1 shadow-float"
					>
						{items.map(({ id, label, icon: Icon, danger, disabled, checked, separated, onSelect }) => (
							<div key={id} className={clsx(separated === true && 'mt-1 border-t border-line pt-1')} role="none">
								{checked === undefined ? (
									<BaseMenu.Item
										disabled={disabled ?? false}
										onClick={onSelect}
										className={clsx(item, danger === true && 'text-failed')}
									>
										{Icon !== undefined && <Icon size={16} aria-hidden />}
										{label}
									</BaseMenu.Item>
								) : (
									<BaseMenu.CheckboxItem
										checked={checked}
										disabled={disabled ?? false}
										onCheckedChange={onSelect}
										className={item}
									>
										<span className="w-4">
											<BaseMenu.CheckboxItemIndicator>
												<Check size={16} aria-hidden />
											</BaseMenu.CheckboxItemIndicator>
										</span>
										{label}
									</BaseMenu.CheckboxItem>
								)}
							</div>
						))}
					</BaseMenu.Popup>
				</BaseMenu.Positioner>
			</BaseMenu.Portal>
		</BaseMenu.Root>
	);
}
