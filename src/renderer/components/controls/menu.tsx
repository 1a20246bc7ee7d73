import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, cloneElement, type ReactElement } from 'react';
import { openLater } from '../../lib/load-later.tsx';
import { useOpener } from './popups/use-opener.ts';

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

const MenuPopup = openLater(async () => (await import('./popups/menu-popup.tsx')).MenuPopup);

/** A button with a list of actions or ticks behind it. `trigger` is a `Button` or an `IconButton`. */
export function Menu({
	trigger,
	items,
	align = 'end',
}: {
	readonly trigger: ReactElement<ComponentProps<'button'>>;
	readonly items: readonly MenuItem[];
	readonly align?: 'start' | 'end';
}) {
	const { popup, buttonProps } = useOpener('menu');
	return (
		<>
			{cloneElement(trigger, buttonProps)}
			{popup !== null && <MenuPopup opened={popup} items={items} align={align} />}
		</>
	);
}
