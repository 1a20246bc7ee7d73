import type { Page } from 'playwright-core';

/** Whether the browser finds a font for two characters: what it finds none for, it draws as one and the same box. */
export async function canDraw(page: Page, one: string, other: string): Promise<boolean> {
	// A text, not a function: this file is checked without the page's globals.
	return page.evaluate<boolean>(`(() => {
		const drawn = (character) => {
			const canvas = document.createElement('canvas');
			canvas.width = canvas.height = 40;
			const context = canvas.getContext('2d');
			context.font = '32px sans-serif';
			context.fillText(character, 0, 32);
			return canvas.toDataURL();
		};
		return drawn(${JSON.stringify(one)}) !== drawn(${JSON.stringify(other)});
	})()`);
}
