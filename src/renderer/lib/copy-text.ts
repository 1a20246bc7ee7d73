/**
 * Puts a text into the clipboard. Rejects where nothing allows it. The desktop window grants its page no permissions,
 * so that there the older way is taken, which needs none while a person presses something.
 */
export async function copyText(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
	} catch {
		copySelected(text);
	}
}

function copySelected(text: string): void {
	const before = document.activeElement;
	const area = document.createElement('textarea');
	area.value = text;
	area.setAttribute('aria-hidden', 'true');
	area.style.position = 'fixed';
	area.style.opacity = '0';
	// Inside an open dialog, which takes the focus back from everything outside.
	(before?.closest('[role="dialog"], [role="alertdialog"], dialog') ?? document.body).append(area);
	area.select();
	const done = document.execCommand('copy');
	area.remove();
	if (before instanceof HTMLElement) before.focus();
	if (!done) throw new Error('The clipboard is not available.');
}
