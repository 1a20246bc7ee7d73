import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';

describe('preloading', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-preload-'));
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			for (const plugin of ['marked', 'plain']) {
				await askCore(core, 'plugins.install', { path: await pluginFolder(made, plugin, answering('1')) });
			}
			await askCore(core, 'plugins.preload', { name: 'marked', preload: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.locator('main').waitFor();
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

	const go = (hash: string): Promise<void> => page.evaluate((to) => location.assign(to), `#${hash}`);
	const row = (plugin: string) => page.getByRole('row', { includeHidden: true }).filter({ hasText: plugin });
	const preload = () => page.getByRole('switch', { name: 'Preload' });

	it('is shown in the list and on the page of a plugin that was marked before the program began', async () => {
		await go('/plugins/marked');
		await row('marked').getByText('Preloaded', { exact: true }).waitFor({ state: 'attached' });
		await page.getByText(/^Preloaded, using \d/).waitFor();
		await expect.poll(() => preload().isChecked()).toBe(true);
		await absent(row('plain').getByText('Preloaded'), page.getByText(/^Preloaded, using \d/));
		await expectNoAxeViolations(page);
	});

	it('is switched on and off by the keyboard', async () => {
		await go('/plugins/plain');
		await page.getByRole('heading', { level: 1, name: 'plain' }).waitFor();
		await preload().focus();
		await page.keyboard.press('Space');
		await page.getByText(/^Preloaded, using \d/).waitFor();
		await row('plain').getByText('Preloaded', { exact: true }).waitFor({ state: 'attached' });
		await preload().focus();
		await page.keyboard.press('Space');
		await row('plain').getByText('Preloaded', { exact: true }).waitFor({ state: 'detached' });
		await expect.poll(() => preload().isChecked()).toBe(false);
	});

	it('has a budget in the settings, and says of what no longer fits why', async () => {
		await go('/settings');
		await page.getByText(/^1 plugin uses .* now\.$/).waitFor();
		const memory = page.getByRole('textbox', { name: 'Preloaded plugins may use' });
		await memory.fill('0');
		await memory.press('Enter');
		await page.getByText('Saved', { exact: true }).waitFor();
		await go('/plugins/marked');
		await page.getByText(/^Preloading marked takes about .*, but only 0 .* of 0 .* are free\.$/).waitFor();
		await row('marked').getByText('Not preloaded', { exact: true }).waitFor({ state: 'attached' });
		await expectNoAxeViolations(page);
	});
});
