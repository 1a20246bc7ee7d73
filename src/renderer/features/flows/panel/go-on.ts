/**
 * What has the keys is about to go, with its row: they go on with what removes the next row, or the one before, or with
 * whatever else the group has.
 */
export function goOnBeside(button: HTMLElement): void {
	const group = button.closest('fieldset');
	const place = rowsOf(group).indexOf(button);
	requestAnimationFrame(() => {
		if (button.isConnected || group === null) return;
		const rows = rowsOf(group);
		const next = rows[Math.min(place, rows.length - 1)] ?? group.querySelector<HTMLElement>('button, select');
		(next ?? group.closest('section')?.querySelector<HTMLElement>('[data-panel-title]'))?.focus();
	});
}

function rowsOf(group: Element | null): readonly HTMLElement[] {
	return [...(group?.querySelectorAll<HTMLElement>('[data-removes]') ?? [])];
}
