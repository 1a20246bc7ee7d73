import type { RefObject } from 'react';

const FOCUSABLE = 'input, select, textarea, button, [contenteditable="true"]';

let leading = false;

/** Whether the keys are on their way to the panel. */
export const isLeading = (): boolean => leading;

/**
 * Leads the keys to the panel once it shows what was chosen: to the field of a key (`config.path`, `inputs`), or where it
 * has none to its title, which is then read.
 */
export function leadTo(root: RefObject<HTMLElement | null>, key: string | null): void {
	leading = true;
	requestAnimationFrame(() => {
		leading = false;
		const panel = root.current?.querySelector<HTMLElement>('[data-flow-panel]');
		if (panel == null) return;
		const field = key === null ? null : fieldOf(panel, key);
		const place = field ?? panel.querySelector<HTMLElement>('[data-panel-title]');
		place?.focus();
		place?.scrollIntoView({ block: 'nearest' });
	});
}

function fieldOf(panel: HTMLElement, key: string): HTMLElement | null {
	const [first = '', second = ''] = key.split('.');
	const places =
		first === 'config'
			? [`[data-config-field="${CSS.escape(second)}"]`, '[data-flow-field="config"]']
			: [`[data-flow-field="${CSS.escape(first)}"]`];
	for (const place of places) {
		const found = panel.querySelector<HTMLElement>(place);
		if (found === null) continue;
		return found.matches(FOCUSABLE) ? found : found.querySelector<HTMLElement>(FOCUSABLE);
	}
	return null;
}

/** Gives the keys back to a component where the views show it. */
export function focusComponent(root: RefObject<HTMLElement | null>, id: string | null): void {
	requestAnimationFrame(() => {
		const component =
			id === null ? null : root.current?.querySelector<HTMLElement>(`[data-flow-component="${CSS.escape(id)}"]`);
		(component ?? root.current?.querySelector<HTMLElement>('[data-flow-component], [data-flow-begin]'))?.focus();
	});
}
