import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent, hasFocus } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';

/** Files of what opens later, however soon the page would fetch them by itself. */
const opening = /\/assets\/(?:palette|key-sheet|menu-popup|row-menu-popup|column-choice|uninstall-asked)-[^/]*\.js$/;
const plugins = ['csv-source', 'pii-redactor', 'row-filter'] as const;

describe('keys that are pressed while something is on its way to be opened', () => {
	let face: OpenFace;
	let page: Page;
	let release = (): void => undefined;

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			for (const name of plugins) {
				const answer = await core.request('plugins.install', { path: join(resourcesDir, 'plugins', name) });
				if (!answer.ok) throw new Error(answer.error.message);
			}
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
	});
	afterAll(() => face.close());
	beforeEach(async () => {
		const released = new Promise<void>((done) => {
			release = done;
		});
		await page.route(opening, async (route) => {
			await released;
			await route.continue();
		});
		await page.evaluate(`location.hash = '#/plugins'`);
		await page.reload();
		await row('csv-source').waitFor();
		await grid().focus();
		await page.keyboard.press('Home');
		await isActive('csv-source');
	});
	afterEach(async () => {
		release();
		await page.unrouteAll({ behavior: 'wait' });
	});

	const grid = () => page.getByRole('grid');
	const row = (name: string) => grid().getByRole('row', { name });
	const isActive = (name: string) => expect.poll(() => grid().getAttribute('aria-activedescendant')).toContain(name);

	it('are written into the palette, which finds by them, and move nothing in the list behind it', async () => {
		await hasFocus(grid());
		await page.keyboard.press('Control+k');
		await page.keyboard.type('policies');
		await page.keyboard.press('Backspace');
		await page.keyboard.press('Backspace');
		await page.keyboard.type('jk');
		await absent(page.getByRole('combobox'), grid());
		await isActive('csv-source');
		release();
		const field = page.getByRole('dialog').getByRole('combobox');
		await expect.poll(() => field.inputValue()).toBe('policijk');
		await hasFocus(field);
		await page.keyboard.type('!');
		await expect.poll(() => field.inputValue()).toBe('policijk!');
		await page.keyboard.press('Escape');
		await field.waitFor({ state: 'detached' });
		await isActive('csv-source');
	});

	it('choose in the palette what Enter is pressed on', async () => {
		await hasFocus(grid());
		await page.keyboard.press('Control+k');
		await page.keyboard.type('policies');
		await page.keyboard.press('Enter');
		await expect.poll(() => page.url()).toMatch(/#\/plugins$/);
		release();
		await page.waitForURL(/#\/policies/);
		await page.getByRole('heading', { name: 'Policies' }).first().waitFor();
	});

	it('close the sheet of keys at once where that was pressed, and go to no screen', async () => {
		await hasFocus(grid());
		await page.keyboard.press('?');
		await page.keyboard.press('Control+3');
		await page.keyboard.press('g');
		await page.keyboard.press('s');
		await page.keyboard.press('j');
		await page.keyboard.press('Escape');
		await absent(page.getByRole('dialog'), grid());
		release();
		await page.waitForResponse(opening);
		await absent(page.getByRole('dialog'), grid());
		await expect.poll(() => page.url()).toMatch(/#\/plugins$/);
		await page.keyboard.press('j');
		await isActive('pii-redactor');
	});

	it('move in the menu of a row, not in its list, and Space selects nothing', async () => {
		await hasFocus(grid());
		await page.keyboard.press('Shift+F10');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowUp');
		await absent(page.getByRole('menu'), grid());
		await isActive('csv-source');
		await expect.poll(() => row('csv-source').getAttribute('aria-selected')).toBe('false');
		release();
		const items = page.getByRole('menu').getByRole('menuitem');
		await hasFocus(items.first());
		await page.keyboard.press('Escape');
		await hasFocus(grid());
		await isActive('csv-source');
	});

	it('tick in the menu of a button, which begins at its first item', async () => {
		await page.getByRole('button', { name: /^Filter/ }).focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await absent(page.getByRole('menu'), grid());
		release();
		await page.waitForURL(/types?=/);
		await expect.poll(() => page.getByRole('menuitemcheckbox').nth(1).getAttribute('aria-checked')).toBe('true');
		await page.keyboard.press('Escape');
		await hasFocus(page.getByRole('button', { name: /^Filter/ }));
	});

	it('are for the item that was given the focus meanwhile, as a program that reads the screen does', async () => {
		await page.evaluate(() => {
			const given = new MutationObserver(() => {
				const item = document.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]')[2];
				if (item === undefined) return;
				given.disconnect();
				item.focus();
			});
			given.observe(document.body, { childList: true, subtree: true });
		});
		await page.getByRole('button', { name: /^Filter/ }).focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Enter');
		await absent(page.getByRole('menu'), grid());
		release();
		const ticked = page.getByRole('menuitemcheckbox', { checked: true });
		const third = page.getByRole('menuitemcheckbox').nth(2);
		await expect.poll(() => third.getAttribute('aria-checked')).toBe('true');
		await expect.poll(() => ticked.count()).toBe(1);
		await hasFocus(third);
		await page.keyboard.press('Enter');
		await expect.poll(() => ticked.count()).toBe(0);
		await page.keyboard.press('Escape');
		await hasFocus(page.getByRole('button', { name: /^Filter/ }));
	});

	it('confirm nothing in a dialog that asks', async () => {
		await hasFocus(grid());
		await page.keyboard.press(' ');
		await page.getByRole('button', { name: 'Uninstall' }).click();
		await page.keyboard.press('Enter');
		await page.keyboard.press('a');
		await absent(page.getByRole('alertdialog'), grid());
		release();
		const asked = page.getByRole('alertdialog');
		await asked.waitFor();
		await hasFocus(asked);
		await asked.getByRole('button', { name: 'Cancel' }).click();
		await row('csv-source').waitFor();
		await expect.poll(() => grid().getByRole('row').count()).toBe(plugins.length + 1);
	});
});
