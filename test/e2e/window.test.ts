import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { resourcesDir } from '../support/built.ts';

/** Goes to a place in the window, as a link that somebody kept would. */
const goTo = (page: Page, place: string): Promise<void> =>
	page.evaluate((hash) => {
		location.hash = hash;
	}, place);

describe('the window', () => {
	let face: BrowserFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			const answer = await core.request('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
			if (!answer.ok) throw new Error(answer.error.message);
		});
		page = face.page;
	});
	afterAll(() => face.close());
	afterEach(() => page.keyboard.press('Escape'));

	const navigation = () => page.getByRole('navigation', { name: /^(Main|主导航)$/ });

	it('shows where one is, and goes back and forward', async () => {
		await goTo(page, '#/plugins');
		await navigation().getByRole('link', { name: 'Runs' }).click();
		await page.waitForURL(/#\/runs$/);
		await expect.poll(() => navigation().getByRole('link', { name: 'Runs' }).getAttribute('aria-current')).toBe('page');
		await navigation().getByRole('link', { name: 'Settings' }).click();
		await page.waitForURL(/#\/settings$/);
		await page.goBack();
		await page.waitForURL(/#\/runs$/);
		await page.goForward();
		await page.waitForURL(/#\/settings$/);
	});

	it('says so where an address leads nowhere, and shows the way', async () => {
		await goTo(page, '#/nowhere');
		await page.getByRole('heading', { name: 'There is nothing here', level: 1 }).waitFor();
		await page.getByRole('link', { name: 'Go to the plugins' }).click();
		await page.waitForURL(/#\/plugins$/);
	});

	it('is reached in every part by the keyboard alone', async () => {
		await goTo(page, '#/plugins');
		await page.getByRole('grid').waitFor();
		await page.keyboard.press('Control+3');
		await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
		await page.keyboard.press('Control+K');
		const search = page.getByRole('combobox', { name: 'Search or do anything' });
		await search.waitFor();
		await page.keyboard.type('redact');
		await page.getByRole('option', { name: /^pii-redactor/ }).waitFor();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/plugins\/pii-redactor\/policy$/);
	});

	it('changes its theme and its language at once, and keeps them', async () => {
		const choose = async (typed: string): Promise<void> => {
			await navigation().waitFor();
			await page.keyboard.press('Control+K');
			await page.getByRole('dialog').getByRole('combobox').fill(typed);
			await expect.poll(() => page.getByRole('option').count()).toBeLessThan(4);
			await page.keyboard.press('Enter');
		};
		await choose('dark theme');
		await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
		await choose('简体中文');
		await navigation().getByRole('link', { name: '运行记录' }).waitFor();
		await expect.poll(() => page.getAttribute('html', 'lang')).toBe('zh-CN');
		await page.reload();
		await navigation().getByRole('link', { name: '运行记录' }).waitFor();
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
		await choose('Use English');
		await navigation().getByRole('link', { name: 'Runs' }).waitFor();
	});

	it('tells which sandboxes run, and stops one', async () => {
		await goTo(page, '#/settings');
		await face.core.request('plugins.call', { name: 'pii-redactor', fn: 'process_data', input: '{}' });
		const status = page.getByRole('region', { name: 'Status' });
		await status.getByRole('button', { name: /sandbox/ }).click();
		const row = page.getByRole('row', { name: /^pii-redactor/ });
		const pid = await row.getByRole('cell').nth(2).innerText();
		await row.getByRole('button', { name: 'Stop the sandbox of pii-redactor' }).click();
		await page.getByText('The sandbox of pii-redactor was stopped.').first().waitFor();
		// Another may take its place; this process is gone.
		await page.getByRole('cell', { name: pid, exact: true }).waitFor({ state: 'detached' });
	});

	it('has no violation that axe finds: the frame, the palette, the sandboxes', async () => {
		await goTo(page, '#/nowhere');
		await expectNoAxeViolations(page);
		await page.keyboard.press('Control+K');
		await page.getByRole('combobox', { name: 'Search or do anything' }).waitFor();
		await expectNoAxeViolations(page);
		await page.keyboard.press('Escape');
		await page
			.getByRole('region', { name: 'Status' })
			.getByRole('button', { name: /sandbox/ })
			.click();
		await page.getByText('Running sandboxes').waitFor();
		await expectNoAxeViolations(page);
	});
});
