import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { settled } from './room.ts';

/** Resolves once the focus is on it or in it: keys go there from now on. */
export async function hasFocus(place: Locator): Promise<void> {
	await expect.poll(() => place.evaluate((each) => each.matches(':focus-within'))).toBe(true);
}

/** Chooses in the menu that a key has opened, as one does by keys: once they go there. */
export async function chooseByKey(page: Page, name: string): Promise<void> {
	const menu = page.getByRole('menu');
	await hasFocus(menu);
	await menu.getByRole('menuitem', { name }).press('Enter');
}

/**
 * Holds that something is not shown where it would be by now: `beside` is there, which comes with it or after it, and
 * what is drawn stands still.
 */
export async function absent(what: Locator, beside: Locator): Promise<void> {
	await beside.first().waitFor();
	await settled(beside.page());
	// Read once: whoever waits for nothing to be there would be content before anything was drawn.
	expect(await what.count(), `${String(what)} beside ${String(beside)}`).toBe(0);
}

/** Presses Escape until no dialog is open any more. */
export async function closeDialogs(page: Page): Promise<void> {
	await expect
		.poll(async () => {
			const open = await page.getByRole('dialog').count();
			// Read once: the next look is the poll's.
			if (open > 0) await page.keyboard.press('Escape');
			return open;
		})
		.toBe(0);
}

/** Resolves once this is the first that the palette offers: Enter takes that. */
export async function offeredFirst(page: Page, title: RegExp): Promise<void> {
	await expect.poll(() => page.getByRole('option').first().innerText()).toMatch(title);
}
