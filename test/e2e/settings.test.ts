import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { resourcesDir } from '../support/built.ts';
import { coreProcess } from '../support/processes/core-process.ts';

const CALLS = 5;

async function openWithRuns(): Promise<BrowserFace> {
	return openFace('browser', async (core) => {
		const installed = await core.request('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
		if (!installed.ok) throw new Error(installed.error.message);
		for (let call = 0; call < CALLS; call += 1) {
			const answer = await core.request('plugins.call', { name: 'pii-redactor', fn: 'process_data', input: '{}' });
			if (!answer.ok) throw new Error(answer.error.message);
		}
	});
}

async function openSettings(page: Page): Promise<void> {
	await page.evaluate(() => {
		location.hash = '#/settings';
	});
	await page.getByRole('heading', { level: 1, name: /^(Settings|设置)$/ }).waitFor();
}

describe('the settings', () => {
	let face: BrowserFace;
	let page: Page;

	beforeAll(async () => {
		face = await openWithRuns();
		page = face.page;
	});
	afterAll(() => face.close());
	afterEach(() => page.keyboard.press('Escape'));

	it('change theme and language at once, and keep them', async () => {
		await openSettings(page);
		await page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Dark' }).click();
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
		await page.getByText('Saved', { exact: true }).first().waitFor();
		await page.getByRole('radiogroup', { name: 'Language' }).getByRole('radio', { name: '简体中文' }).click();
		await page.getByRole('heading', { level: 1, name: '设置' }).waitFor();
		await page.reload();
		await page.getByRole('heading', { level: 1, name: '设置' }).waitFor();
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
		await page.getByRole('radiogroup', { name: '语言' }).getByRole('radio', { name: 'English' }).click();
		await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
	});

	it('say beside the field what is wrong with a number, and save a good one with its unit', async () => {
		await openSettings(page);
		const memory = page.getByRole('textbox', { name: 'Memory', exact: true });
		await memory.fill('many');
		await memory.press('Enter');
		await page.getByText('Enter a number.').waitFor();
		await expect.poll(() => memory.getAttribute('aria-invalid')).toBe('true');
		await memory.fill('900');
		await memory.press('Enter');
		await page.getByText(/^At most 4 GB\.$/).waitFor();
		await memory.fill('64');
		await page.getByRole('combobox', { name: 'Unit of Memory' }).selectOption('MB');
		await memory.press('Enter');
		await page.getByText(/^At most/).waitFor({ state: 'hidden' });
		await page.getByText('Saved', { exact: true }).first().waitFor();
		await page.reload();
		await expect.poll(() => memory.inputValue()).toBe('64');
	});

	it('ask before a limit costs runs, and tell what was reclaimed', async () => {
		await openSettings(page);
		await page.getByText(new RegExp(`^${CALLS} runs\\. The database uses`)).waitFor();
		const most = page.getByRole('textbox', { name: 'Keep at most' });
		await most.fill('2');
		await most.press('Enter');
		const dialog = page.getByRole('alertdialog', { name: 'Delete runs to fit the new limit?' });
		await dialog.getByText(`${CALLS - 2} runs are beyond this limit`).waitFor();
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await expect.poll(() => most.inputValue()).toBe('1000000');
		await most.fill('2');
		await most.press('Enter');
		await dialog.getByRole('button', { name: 'Save and delete' }).click();
		await page.getByText(new RegExp(`^${CALLS - 2} runs deleted, .* freed\\.$`)).waitFor();
		await page.getByText(/^2 runs\. The database uses/).waitFor();
		await expect.poll(() => most.inputValue()).toBe('2');
	});

	it('turn previews off, and with them their size', async () => {
		await openSettings(page);
		await page.getByRole('switch', { name: 'Keep the beginning of inputs and outputs' }).click();
		const size = page.getByRole('textbox', { name: 'Size of a preview' });
		await expect.poll(() => size.isDisabled()).toBe(true);
	});

	it('require kernel limits, in both languages, and keep it', async () => {
		await openSettings(page);
		const required = page.getByRole('switch', { name: 'Require kernel limits' });
		await expect.poll(() => required.getAttribute('aria-checked')).toBe('false');
		await required.click();
		await expect.poll(() => required.getAttribute('aria-checked')).toBe('true');
		await page.getByText('Saved', { exact: true }).first().waitFor();
		await page.reload();
		await openSettings(page);
		await expect.poll(() => required.getAttribute('aria-checked')).toBe('true');
		await page.getByRole('radiogroup', { name: 'Language' }).getByRole('radio', { name: '简体中文' }).click();
		await page.getByRole('switch', { name: '要求内核限制' }).click();
		await page.getByRole('radiogroup', { name: '语言' }).getByRole('radio', { name: 'English' }).click();
		await expect.poll(() => required.getAttribute('aria-checked')).toBe('false');
	});

	it('follow what another tab and another program set, and of two that are set at once all show the last', async () => {
		await openSettings(page);
		const opened = page.context().waitForEvent('page');
		await page.evaluate(() => window.open(`${location.pathname}#/settings`));
		const tabs = [page, await opened] as const;
		const other = await coreProcess(face.folder);
		const fieldOf = (tab: Page) => tab.getByRole('textbox', { name: 'Time per call', exact: true });
		const shown = () => Promise.all(tabs.map((tab) => fieldOf(tab).inputValue()));
		const both = async (seconds: number): Promise<void> => {
			await expect.poll(shown).toEqual([String(seconds), String(seconds)]);
		};
		try {
			await other.request('settings.set', { key: 'ceiling_time', value: 40_000 });
			await both(40);
			await fieldOf(page).fill('20');
			await fieldOf(page).press('Enter');
			await both(20);
			// Each is the last to arrive in some of the rounds.
			for (const [mine, theirs] of [
				[21, 20],
				[22, 23],
				[25, 24],
			] as const) {
				await Promise.all(tabs.map((tab, index) => fieldOf(tab).fill(String([mine, theirs][index]))));
				await Promise.all(tabs.map((tab) => fieldOf(tab).press('Enter')));
				await expect
					.poll(async () => {
						const settings = await face.core.request('settings.get', {});
						const inForce = settings.ok ? settings.data.ceiling_time / 1000 : null;
						return new Set([...(await shown()), String(inForce)]).size;
					})
					.toBe(1);
			}
		} finally {
			await tabs[1].close();
			await other.close();
		}
	});

	it('show the version and what is copied to report a problem', async () => {
		await openSettings(page);
		await page.getByText('Show what will be copied').click();
		await page.getByText(/^DataFlare Plugin Manager \d+\.\d+\.\d+/).waitFor();
		await page.getByRole('button', { name: 'Copy diagnostics' }).waitFor();
	});

	it('have no accessibility violation in either theme', async () => {
		await openSettings(page);
		await expectNoAxeViolations(page);
	});

	it('move the plugins folder with its plugins, once it was said what happens', async () => {
		const target = join(face.folder, 'elsewhere');
		mkdirSync(target);
		await openSettings(page);
		await page.getByRole('button', { name: 'Change…' }).click();
		const path = page.getByRole('textbox', { name: 'Path' });
		await path.fill(target);
		await path.press('Enter');
		await page.getByText('This folder is empty.').waitFor();
		await page.getByRole('button', { name: 'Choose this folder' }).click();
		const dialog = page.getByRole('dialog', { name: 'Use another plugins folder?' });
		await dialog.getByRole('radio', { name: 'Use the folder as it is' }).click();
		await dialog.getByText('Nothing moves.').waitFor();
		await dialog.getByRole('radio', { name: 'Move 1 plugin there' }).click();
		await expectNoAxeViolations(page);
		await dialog.getByRole('button', { name: 'Move and use this folder' }).click();
		await page.getByText(`Plugins are now in ${target}.`).first().waitFor();
		expect(existsSync(join(target, 'pii-redactor', 'plugin.json'))).toBe(true);
	});
});
