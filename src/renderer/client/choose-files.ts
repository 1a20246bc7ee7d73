import type { PickFiles } from '../../shared/face/bridge.ts';

/** The browser's own file dialog. Null: nothing was chosen. Must be called while a click or key press is handled. */
export function chooseFiles({ kind, multiple }: PickFiles): Promise<readonly File[] | null> {
	const input = document.createElement('input');
	input.type = 'file';
	input.multiple = multiple;
	input.webkitdirectory = kind === 'folder';
	if (kind === 'plugin') input.accept = '.wasm,.dfplugin,.json';
	return new Promise((resolve) => {
		input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
		input.addEventListener('cancel', () => resolve(null), { once: true });
		input.click();
	});
}

/** Hands content to the browser's downloads under a name. */
export function saveAs(content: Blob, name: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(content);
	link.download = name;
	link.click();
	// The download holds what it needs by then.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Has the browser download what an address of the program sends; it comes under the name that the program says. */
export function followLink(path: string): void {
	const link = document.createElement('a');
	link.href = path;
	link.download = '';
	link.click();
}
