import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { settled } from '../support/browser/room.ts';
import { absent, closeDialogs, offeredFirst } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';

describe('the keys of the window', () => {
	let face: OpenFace;
	let page: Page;
	let run = '';

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			for (const name of ['pii-redactor', 'csv-source']) {
				const answer = await core.request('plugins.install', { path: join(resourcesDir, 'plugins', name) });
				if (!answer.ok) throw new Error(answer.error.message);
			}
			await core.request('settings.set', { key: 'first_start_done', value: true });
			const call = await core.request('plugins.call', {
				previews: true,
				name: 'pii-redactor',
				fn: 'process_data',
				input: '{}',
			});
			run = call.ok ? call.data.run.id : '';
		});
		page = face.page;
	});
	afterAll(() => face.close());
	afterEach(() => closeDialogs(page));

	const go = async (hash: string): Promise<void> => {
		await page.evaluate(`location.hash = ${JSON.stringify(hash)}; document.activeElement?.blur()`);
		await settled(page);
	};
	const palette = () => page.getByRole('combobox', { name: 'Search or do anything' });
	const options = () => page.getByRole('option');
	const find = async (typed: string): Promise<void> => {
		await settled(page);
		// Read once: a palette that was closing is gone by now.
		if ((await palette().count()) === 0) await page.keyboard.press('Control+k');
		await palette().fill(typed);
	};

	it('lead to each screen by a number and by a letter, and tell so on the way there', async () => {
		await go('#/plugins');
		await page.keyboard.press('Control+3');
		await page.waitForURL(/#\/runs$/);
		await settled(page);
		await page.keyboard.press('g');
		await page.keyboard.press('o');
		await page.waitForURL(/#\/policies$/);
		const link = page.getByRole('navigation').getByRole('link', { name: 'Policies' });
		await expect.poll(() => link.getAttribute('title')).toBe('Policies (Ctrl+4)');
	});

	it('open the sheet of all keys with ?, which closes again and has no accessibility violation', async () => {
		await go('#/runs');
		await page.keyboard.press('?');
		const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
		await sheet.getByRole('row', { name: /^Go to Runs/ }).waitFor();
		await expectNoAxeViolations(page);
		// Behind a dialog nothing is done.
		await page.keyboard.press('Control+4');
		await page.keyboard.press('Escape');
		await sheet.waitFor({ state: 'detached' });
		await expect.poll(() => page.url()).toMatch(/#\/runs$/);
	});

	it('search with / and move with j and k, from anywhere on the screen; Escape leaves the field', async () => {
		await go('#/plugins');
		await page.keyboard.press('/');
		const search = page.getByRole('searchbox', { name: 'Search plugins' });
		await expect.poll(() => search.evaluate((each) => each === document.activeElement)).toBe(true);
		// While somebody types, signs are letters.
		await page.keyboard.type('j?/gs');
		await expect.poll(() => search.inputValue()).toBe('j?/gs');
		await expect.poll(() => page.url()).toMatch(/#\/plugins/);
		await page.keyboard.press('Escape');
		await expect.poll(() => search.inputValue()).toBe('');
		await page.keyboard.press('Escape');
		const list = page.getByRole('grid', { name: 'Plugins' });
		await expect.poll(() => list.evaluate((each) => each === document.activeElement)).toBe(true);
		await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
		await page.keyboard.press('j');
		await page.keyboard.press('j');
		await page.keyboard.press('k');
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/plugins\/csv-source$/);
	});

	it('save what is being edited: a policy, a test case, a setting', async () => {
		await go('#/plugins/pii-redactor/policy');
		await page.getByRole('combobox', { name: 'Preset' }).selectOption({ label: 'Read these folders' });
		await page.getByRole('region', { name: 'Changes', exact: true }).waitFor();
		await page.keyboard.press('Control+s');
		await page.getByText('Saved as version 2').first().waitFor();

		await go('#/plugins/pii-redactor/test');
		await page.locator('button[aria-keyshortcuts="Control+s"]').waitFor();
		await page.keyboard.press('Control+s');
		const dialog = page.getByRole('dialog', { name: 'Save this call' });
		await dialog.getByRole('textbox').fill('by keys');
		await page.keyboard.press('Control+s');
		await dialog.waitFor({ state: 'detached' });
		await page.getByRole('cell', { name: 'by keys', exact: true }).waitFor();

		await go('#/settings?row=ceiling_memory');
		const memory = page.getByRole('textbox', { name: 'Memory', exact: true });
		await expect.poll(() => memory.evaluate((each) => each === document.activeElement)).toBe(true);
		await expect.poll(() => page.url()).toMatch(/#\/settings$/);
		await expect.poll(() => page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
		await memory.fill('1');
		await page.keyboard.press('Control+s');
		await page.getByText('Saved', { exact: true }).first().waitFor();
	});

	it('run what is filled in with Ctrl+Enter, wherever on the screen the keys are', async () => {
		await go('#/plugins/pii-redactor/test');
		await page.locator('button[aria-keyshortcuts="Control+Enter"]').waitFor();
		const before = await face.core?.request('runs.list', {});
		await settled(page);
		await page.keyboard.press('Control+Enter');
		await page.getByText('Succeeded').first().waitFor();
		const after = await face.core?.request('runs.list', {});
		expect(after?.ok === true && before?.ok === true && after.data.total).toBe(
			(before?.ok === true ? before.data.total : 0) + 1,
		);
	});

	it('find in the palette by letters, by other words, and by the beginning of a run’s id', async () => {
		await go('#/policies');
		await find('rdctr');
		await expect.poll(() => options().first().innerText()).toContain('pii-redactor');
		await expect.poll(() => options().first().locator('mark').allInnerTexts()).toEqual(['r', 'd', 'ct', 'r']);
		await find('remove csv');
		await expect.poll(() => options().first().innerText()).toContain('Uninstall csv-source…');
		await find('ceil');
		await find(run.slice(0, 6));
		await page
			.getByRole('option', { name: new RegExp(run) })
			.first()
			.waitFor();
		await page.keyboard.press('Enter');
		await page.waitForURL(new RegExp(`#/runs/${run}$`));
		// Escape leads back up.
		await page.getByRole('heading', { name: 'What ran' }).waitFor();
		await page.keyboard.press('Escape');
		await page.waitForURL(/#\/runs$/);
	});

	it('do with a plugin from the palette what its page does, and remember what was used', async () => {
		await go('#/policies');
		await find('turn off csv');
		await page.getByRole('option', { name: /^Disable csv-source/ }).waitFor();
		await page.keyboard.press('Enter');
		await page.getByText('csv-source is disabled.').first().waitFor();
		await find('uninstall csv');
		await offeredFirst(page, /^Uninstall csv-source/);
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('alertdialog', { name: /Uninstall csv-source/ });
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await dialog.waitFor({ state: 'detached' });
		await page.keyboard.press('Control+k');
		await page
			.getByRole('group', { name: 'Recently used' })
			.getByRole('option', { name: /^Uninstall csv-source/ })
			.waitFor();
		await find('enable csv');
		await offeredFirst(page, /^Enable csv-source/);
		await page.keyboard.press('Enter');
		await page.getByText('csv-source is enabled.').first().waitFor();
	});

	it('offer what can be done on the screen, with its keys, and lead to a setting', async () => {
		await go(`#/runs/${run}`);
		await page.keyboard.press('Control+k');
		const here = page.getByRole('group', { name: 'On this screen' });
		await expect.poll(() => here.getByRole('option').first().innerText()).toMatch(/Run again\s*Ctrl\s*Enter/);
		await find('previews');
		await page.getByRole('option', { name: /^Keep the beginning of inputs/ }).click();
		await page.waitForURL(/#\/settings$/);
		const previews = page.getByRole('switch', { name: 'Keep the beginning of inputs and outputs' });
		await expect.poll(() => previews.evaluate((each) => each === document.activeElement)).toBe(true);
	});

	it('open what is found in a tab of its own with Ctrl+Enter, where the engine is joined', async () => {
		await go('#/plugins');
		await find('Go to Policies');
		const opened = page.context().waitForEvent('page');
		await offeredFirst(page, /^Go to Policies/);
		await page.keyboard.press('Control+Enter');
		const other = await opened;
		await other.getByText('csv-source').first().waitFor();
		await expect.poll(() => other.url()).toMatch(/#\/policies$/);
		await other.close();
		await expect.poll(() => page.url()).toMatch(/#\/plugins$/);
	});

	it('in Chinese find by spelling, by initials and by English words', async () => {
		await find('simplified chinese');
		await offeredFirst(page, /简体中文/);
		await page.keyboard.press('Enter');
		await page.getByRole('navigation').getByRole('link', { name: '运行记录' }).waitFor();
		await page.keyboard.press('Control+k');
		const box = page.getByRole('combobox', { name: '搜索或执行任何操作' });
		for (const typed of ['yxjl', '运行记录', 'go to runs']) {
			await box.fill(typed);
			await page.getByRole('option', { name: /^前往运行记录/ }).waitFor();
		}
		await expectNoAxeViolations(page);
		await box.fill('use english');
		await offeredFirst(page, /English/);
		await page.keyboard.press('Enter');
		await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).waitFor();
	});

	it('that are signs alone can be switched off; the others stay', async () => {
		await go('#/settings');
		await page.getByRole('switch', { name: 'Single-key shortcuts' }).click();
		await page.getByText('Saved', { exact: true }).first().waitFor();
		await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
		await page.keyboard.press('?');
		await page.keyboard.press('g');
		await page.keyboard.press('r');
		await page.keyboard.press('Control+4');
		await page.waitForURL(/#\/policies$/);
		await absent(page.getByRole('dialog'), page.getByRole('heading', { name: 'Policies', level: 1 }));
	});
});
