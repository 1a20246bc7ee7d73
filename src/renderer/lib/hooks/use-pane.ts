import type { Pane, PaneName } from '../../../shared/api/layout.ts';
import { usePreferences, useRemember } from '../preferences.tsx';

const asProposed: Pane = { collapsed: false };

/** How a pane was left, and a way to leave it otherwise. */
export function usePane(name: PaneName): readonly [pane: Pane, change: (pane: Pane) => void] {
	const { panes } = usePreferences();
	const remember = useRemember();
	return [panes[name] ?? asProposed, (pane) => remember('panes', (now) => ({ ...now, [name]: pane }))];
}
