import type { Page } from 'playwright-core';

/** Drops files on the window, each with its name and what it holds. */
export async function dropFiles(
	page: Page,
	...files: readonly (readonly [string, string | Uint8Array])[]
): Promise<void> {
	const dropped = files.map(([name, content]) => [name, typeof content === 'string' ? content : [...content]]);
	await page.evaluate(`(${DROP})(${JSON.stringify(dropped)})`);
}

const DROP = `(dropped) => {
	const dataTransfer = new DataTransfer();
	for (const [name, content] of dropped) {
		dataTransfer.items.add(new File([typeof content === 'string' ? content : Uint8Array.from(content)], name));
	}
	for (const type of ['dragenter', 'dragover', 'drop']) {
		dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
	}
}`;
