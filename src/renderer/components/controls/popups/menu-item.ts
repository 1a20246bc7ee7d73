import type { LucideIcon } from 'lucide-react';

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
