import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { answering } from '../support/scratch/scratch-core.ts';
import { runCli } from '../support/terminal/cli.ts';

/** More than fit on the screen. */
const CALLS = 60;

const scratch = scratchFolder();
let face: BrowserFace;
let page: Page;

async function prepare(core: Core): Promise<void> {
	const path = join(scratch.path, 'tool');
	mkdirSync(path);
	writeFileSync(join(path, 'tool.wasm'), await wat(answering('1')));
	const security_policy = { allow_file_system: true, allowed_paths: ['./data/'] };
	const manifest = { name: 'tool', type: 'processor', module_path: './tool.wasm', security_policy };
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
	const installed = await core.request('plugins.install', { path, grant: lockedDown });
	if (!installed.ok) throw new Error(installed.error.message);
	for (let call = 0; call < CALLS; call += 1)
		await core.request('plugins.call', { name: 'tool', fn: 'process_data', input: '1' });
	await core.request('settings.set', { key: 'first_start_done', value: true });
}

beforeAll(async () => {
	face = await openFace('browser', prepare);
	page = face.page;
	await page.setViewportSize({ width: 1280, height: 800 });
	// Whoever loads the page anew loses this.
	await page.evaluate(`window.__opened = 'once'`);
});
afterAll(async () => {
	// Read once: nothing below loads it.
	expect(await page.evaluate(`window.__opened`)).toBe('once');
	await face.close();
});

/** A command in a process of its own, on what the page shows. */
async function dataflare(...args: readonly string[]): Promise<string> {
	const ended = await runCli(scratch.path, ['--data-dir', face.folder, ...args]);
	expect(ended, ended.err).toMatchObject({ code: 0 });
	return ended.out;
}

async function goTo(place: string, shows: Locator): Promise<void> {
	await page.evaluate((hash) => {
		location.hash = hash;
	}, place);
	await shows.first().waitFor();
}

it('a run of another program is counted where a person reads, who keeps place and choice', async () => {
	const grid = page.getByRole('grid', { name: 'Runs, newest first' });
	const row = (index: number) => grid.locator(`[role="row"][aria-rowindex="${index}"]`);
	await goTo('#/runs', row(2));
	await row(2).locator('[data-tick]').click();
	await page.getByText('1 selected', { exact: true }).waitFor();
	await grid.focus();
	await page.keyboard.press('End');
	await row(CALLS + 1).waitFor();
	const place = () => row(CALLS + 1).evaluate((each) => each.getBoundingClientRect().top);
	const before = await place();

	await dataflare('call', 'tool', 'process_data', '1');
	const newer = page.getByRole('button', { name: '1 new run' });
	await newer.waitFor();
	await expect.poll(place).toBe(before);
	await page.getByText('1 selected', { exact: true }).waitFor();
	await newer.click();
	await expect.poll(() => row(2).innerText()).toContain('Command line');
	await expect.poll(() => row(3).getAttribute('aria-selected')).toBe('true');
	await page.getByRole('button', { name: 'Clear the selection' }).click();
});

it('what another program grants is shown, and a draft that was begun before stays as it is', async () => {
	const table = page.getByRole('table', { name: /^What the plugin asks for/ });
	await goTo('#/plugins/tool/policy', table);
	const changes = page.getByRole('region', { name: 'Changes' });
	const choice = table.getByRole('row').filter({ hasText: './data/' }).getByRole('combobox');
	await choice.selectOption('read');
	const note = changes.getByLabel('Reason for the change');
	await note.fill('half of it');

	await dataflare('policy', 'set', 'tool', '--time', '3s', '--note', 'from a terminal');
	await page.getByRole('button', { name: /Version 2.*from a terminal/ }).waitFor();
	await expect.poll(() => note.inputValue()).toBe('half of it');
	await expect.poll(() => choice.inputValue()).toBe('read');
	await changes.getByRole('button', { name: 'Discard' }).click();
});

it('a template that another program saves, renames and removes is shown as it is', async () => {
	const none = page.getByText('No policy templates yet');
	await goTo('#/policies/templates', none);
	const name = (text: string) => page.getByText(text, { exact: true }).first();
	await dataflare('templates', 'save', 'readers', '--allow-path', '/srv/reports:ro');
	await name('readers').waitFor();
	await dataflare('templates', 'rename', 'readers', 'all-readers');
	await name('all-readers').waitFor();
	await dataflare('templates', 'delete', 'all-readers', '--yes');
	await none.waitFor();
});

it('a flow that another program saves is shown, and what is not saved here stays', async () => {
	const file = join(scratch.path, 'report.json');
	const components = [{ name: 'rows', use: 'read-file', config: { path: '/srv/rows.csv' } }];
	writeFileSync(file, JSON.stringify({ name: 'report', components }));
	await goTo('#/flows', page.getByText('No flows yet'));
	await dataflare('flow', 'save', file);
	const named = page.getByRole('main').getByText('report', { exact: true });
	await named.first().waitFor();

	await named.first().click();
	await page.getByRole('radio', { name: 'List' }).press('Space');
	const component = (name: RegExp) => page.getByRole('rowheader', { name }).getByRole('button');
	await component(/rows/).focus();
	await page.keyboard.press('Delete');
	const unsaved = page.getByText('Unsaved changes', { exact: true });
	await unsaved.waitFor();
	writeFileSync(file, JSON.stringify({ name: 'report', components: [{ ...components[0], name: 'others' }] }));
	await dataflare('flow', 'save', file);
	await page.getByText(/Version 2 was saved elsewhere/).waitFor();
	await unsaved.waitFor();
	await component(/others/).waitFor({ state: 'detached' });
});

it('a setting that another program writes is in force at once', async () => {
	await dataflare('settings', 'set', 'theme', 'dark');
	await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
});

it('a plugin that another program disables is shown as it is, with the row where it was', async () => {
	await goTo('#/plugins', page.getByText('tool', { exact: true }));
	await dataflare('disable', 'tool');
	await page.getByText('Disabled', { exact: true }).first().waitFor();
});
