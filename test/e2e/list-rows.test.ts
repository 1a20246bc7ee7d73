import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { hasFocus, offeredFirst } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';

describe('the rows of lists', () => {
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			const path = join(resourcesDir, 'plugins/pii-redactor');
			const installed = await core.request('plugins.install', { path });
			if (!installed.ok) throw new Error(installed.error.message);
			await core.request('settings.set', { key: 'first_start_done', value: true });
			await core.request('plugins.call', { name: 'pii-redactor', fn: 'process_data', input: '{}' });
			for (const name of ['first', 'second', 'third'])
				await core.request('templates.save', { name, note: '', policy: lockedDown });
		});
		page = face.page;
	});
	afterAll(() => face.close());

	const go = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);

	it('of templates are gone through by arrows, Home and End, by j and k, and opened with Enter', async () => {
		await go('#/policies/templates');
		const row = (name: string) => page.getByRole('link', { name, exact: true });
		await row('first').waitFor();
		await page.keyboard.press('j');
		await hasFocus(row('first'));
		await page.keyboard.press('j');
		await hasFocus(row('second'));
		await page.keyboard.press('k');
		await hasFocus(row('first'));
		await page.keyboard.press('ArrowUp');
		await hasFocus(row('first'));
		await page.keyboard.press('End');
		await hasFocus(row('third'));
		await page.keyboard.press('ArrowDown');
		await hasFocus(row('third'));
		await page.keyboard.press('Home');
		await page.keyboard.press('ArrowDown');
		await hasFocus(row('second'));
		// The search leads back to the list.
		await page.keyboard.press('/');
		await hasFocus(page.getByRole('searchbox', { name: 'Find a template' }));
		await page.keyboard.press('Escape');
		await hasFocus(row('first'));
		await page.keyboard.press('j');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'second', level: 1 }).waitFor();
	});

	it('have a menu that is in sight as a whole where there is little room', async () => {
		await page.setViewportSize({ width: 640, height: 400 });
		await go('#/plugins');
		await page.getByRole('grid').getByRole('row').first().waitFor();
		await page.getByRole('grid').focus();
		await page.keyboard.press('Shift+F10');
		const last = page.getByRole('menuitem').last();
		await last.waitFor();
		await expect
			.poll(() =>
				last.evaluate((each) => {
					const { left, width, bottom } = each.getBoundingClientRect();
					return bottom <= innerHeight && each.contains(document.elementFromPoint(left + width / 2, bottom - 4));
				}),
			)
			.toBe(true);
		await page.keyboard.press('Escape');
		await page.getByRole('menu').waitFor({ state: 'detached' });
		await page.setViewportSize({ width: 1280, height: 800 });
	});

	it('stand under columns whose names are said anew in another language, in their menu, too', async () => {
		await go('#/runs');
		await page.getByRole('columnheader', { name: /^Started/ }).waitFor();
		await page.keyboard.press('Control+k');
		await page.getByRole('dialog').getByRole('combobox').fill('Mandarin');
		await offeredFirst(page, /Mandarin|中文/);
		await page.keyboard.press('Enter');
		await page.getByRole('columnheader', { name: /^开始时间/ }).waitFor();
		await page.getByRole('button', { name: '列', exact: true }).click();
		await page.getByRole('dialog', { name: '列' }).getByRole('checkbox', { name: '失败原因' }).waitFor();
	});
});
