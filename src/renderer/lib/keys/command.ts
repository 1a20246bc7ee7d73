import type { LucideIcon } from 'lucide-react';
import type { HeardKey } from '../../../shared/face/keys.ts';
import { navigate } from '../nav/hash-location.ts';

/** One thing that can be done: by its key, in the palette, in a menu of actions. */
export interface Command {
	/** The same at the next start: what was used lately is kept by it. */
	readonly id: string;
	readonly label: string;
	readonly icon: LucideIcon;
	/** Other words that find it; in any language. */
	readonly also?: readonly string[];
	/** Seen at the end of the line. */
	readonly detail?: string;
	readonly key?: HeardKey | undefined;
	/** Takes something away. */
	readonly danger?: boolean | undefined;
	/** It is there, and cannot be done just now. */
	readonly disabled?: boolean | undefined;
	/** The place that it leads to, which can be opened beside as well. */
	readonly to?: string;
	/** What it does, where it is not to lead somewhere. */
	readonly act?: () => void;
}

export function perform({ act, to, disabled }: Command): void {
	if (disabled === true) return;
	if (act !== undefined) act();
	else if (to !== undefined) navigate(to);
}

/** Opens a place in a tab or a window of its own; the shell and the browser decide which. */
export function openBeside(to: string): void {
	window.open(`${location.pathname}#${to}`, '_blank');
}
