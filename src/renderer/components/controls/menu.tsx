import { type ComponentProps, cloneElement, type ReactElement } from 'react';
import { openLater } from '../../lib/load-later.tsx';
import type { MenuItem } from './popups/menu-item.ts';
import { useOpener } from './popups/use-opener.ts';

const MenuPopup = openLater(async () => (await import('./popups/menu-popup.tsx')).MenuPopup);

/** A button with a list of actions or ticks behind it. `button` is a `Button` or an `IconButton`. */
export function Menu({
	button,
	items,
	align = 'end',
}: {
	readonly button: ReactElement<ComponentProps<'button'>>;
	readonly items: readonly MenuItem[];
	readonly align?: 'start' | 'end';
}) {
	const { popup, buttonProps } = useOpener('menu');
	return (
		<>
			{cloneElement(button, buttonProps)}
			{popup !== null && <MenuPopup opened={popup} items={items} align={align} />}
		</>
	);
}
