import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Misbehaviour, misbehavingPlugin } from '../../scripts/demo/misbehaving.ts';
import type { Core } from '../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../src/shared/api/routes.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { chooseByKey } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';
import { answering, eventually } from '../support/scratch/scratch-core.ts';

/** More than the window can show at once. */
const MANY = 36;

function asking(core: Core) {
	return async <N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> => {
		const answer = await core.request(route, input);
		if (answer.ok) return answer.data;
		throw new Error(`${route}: ${answer.error.message}`);
	};
}

/** One plugin in each state, and many more. */
async function prepare(core: Core): Promise<void> {
	const ask = asking(core);
	const { dataDir, pluginsDir } = await ask('stats.get', {});
	const made = join(dataDir, 'made');
	const folderOf = (name: string): string => {
		const folder = join(made, name);
		mkdirSync(folder, { recursive: true });
		return folder;
	};
	const module = await wat(answering('1'));
	const put = (folder: string, name: string, metadata: object = {}): string => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'plugin.wasm'), module);
		const manifest = { name, type: 'processor', module_path: './plugin.wasm', metadata };
		writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest));
		return folder;
	};
	for (let index = 0; index < MANY; index += 1) {
		const name = `many-${String(index).padStart(2, '0')}`;
		await ask('plugins.install', { path: put(folderOf(name), name) });
	}
	for (const kind of ['file-thief', 'endless-loop', 'steady'] as const satisfies readonly Misbehaviour[]) {
		await ask('plugins.install', { path: await misbehavingPlugin(made, kind) });
		await core.request('plugins.call', { name: kind, fn: 'process_data', input: '{}' });
	}
	const broken = await misbehavingPlugin(made, 'steady-broken', 'steady');
	put(join(pluginsDir, 'newcomer'), 'newcomer', { version: '0.1.0' });
	mkdirSync(join(pluginsDir, 'damaged'));
	writeFileSync(join(pluginsDir, 'damaged/plugin.json'), '{"name": "damaged",');
	await eventually(async () => {
		const names = (await ask('plugins.list', {})).map(({ name }) => name);
		return names.includes('newcomer') && names.includes('damaged');
	});
	await core.request('plugins.install', { path: broken, replace: true });
	await ask('plugins.disable', { name: 'many-35' });
}

describe('the list of plugins', () => {
	let face: OpenFace;
	let page: Page;

	beforeAll(async () => {
		face = await openFace('browser', prepare);
		page = face.page;
		await grid().waitFor();
	});
	afterAll(() => face.close());

	const grid = () => page.getByRole('grid');
	const row = (plugin: string) => page.getByRole('row').filter({ has: page.getByText(plugin, { exact: true }) });
	const search = () => page.getByRole('searchbox', { name: 'Search plugins' });
	const goTo = async (place: string): Promise<void> => {
		await page.evaluate((hash) => {
			location.hash = hash;
		}, place);
		await grid().or(page.getByText('No plugins match')).first().waitFor();
	};

	it('says in words what each is fit for, and why where it is not', async () => {
		await goTo('#/plugins?order=state');
		await expect.poll(() => row('damaged').innerText()).toMatch(/Broken[\s\S]*plugin\.json/);
		await expect.poll(() => row('newcomer').innerText()).toMatch(/Waiting for review[\s\S]*Review/);
		await goTo('#/plugins?find=many-35');
		await expect.poll(() => row('many-35').innerText()).toMatch(/Disabled/);
	});

	it('tells what failed and what was refused since a person looked last', async () => {
		await goTo('#/plugins?order=trouble');
		await row('file-thief').getByText('1 denied').waitFor();
		await row('endless-loop').getByText('1 failed').waitFor();
		const size = page.viewportSize() ?? { width: 1280, height: 720 };
		// A narrower table does without it.
		await page.setViewportSize({ ...size, width: 1440 });
		await expect
			.poll(() => row('endless-loop').getByRole('img', { name: '1 run in the last 24 hours' }).count())
			.toBe(1);
		await page.setViewportSize(size);
	});

	it('keeps search and filters in the address, through a reload and through opening a plugin', async () => {
		await goTo('#/plugins');
		await search().fill('many-1');
		await page.getByRole('button', { name: /^Filter/ }).click();
		await page.getByRole('menuitemcheckbox', { name: 'Ready' }).click();
		await page.keyboard.press('Escape');
		await expect.poll(() => page.url()).toContain('find=many-1&states=ready');
		await page.reload();
		await row('many-19').waitFor();
		// With the row of the columns' names.
		await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('11');
		await expect.poll(() => search().inputValue()).toBe('many-1');
		await row('many-12').click();
		await page.waitForURL(/#\/plugins\/many-12\?find=many-1&states=ready$/);
		await page.getByRole('tab', { name: 'Runs' }).click();
		await page.waitForURL(/#\/plugins\/many-12\/runs\?find=many-1&states=ready$/);
	});

	it('says that nothing fits, and shows all again', async () => {
		await goTo('#/plugins');
		await search().fill('no such plugin');
		await page.getByText('No plugins match').waitFor();
		await page.getByRole('button', { name: 'Show all' }).click();
		await grid().waitFor();
		await expect.poll(() => search().inputValue()).toBe('');
	});

	it('has only the rows in sight in the page, and every row in its count', async () => {
		await goTo('#/plugins');
		await expect.poll(async () => Number(await grid().getAttribute('aria-rowcount'))).toBeGreaterThan(MANY);
		await expect.poll(() => grid().getByRole('row').count()).toBeLessThan(MANY);
	});

	it('is worked with the keyboard: arrows move, Enter opens, Space selects, Shift extends', async () => {
		await goTo('#/plugins?find=many-0');
		await row('many-00').waitFor();
		const active = (): Promise<string> =>
			grid().evaluate((node) => {
				const id = node.getAttribute('aria-activedescendant') ?? '';
				return node.ownerDocument.getElementById(id)?.textContent ?? '';
			});
		await grid().focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowDown');
		await expect.poll(() => active()).toContain('many-01');
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/plugins\/many-01\?/);
		await expect.poll(() => row('many-01').getAttribute('aria-current')).toBe('true');
		await page.keyboard.press('End');
		await expect.poll(() => active()).toContain('many-09');
		await page.keyboard.press(' ');
		await page.keyboard.press('Shift+ArrowUp');
		await page.getByText('2 selected').waitFor();
		await expect.poll(() => row('many-08').getAttribute('aria-selected')).toBe('true');
		await page.keyboard.press('Escape');
		await page.getByText('2 selected').waitFor({ state: 'detached' });
	});

	it('has a menu on each plugin, and the palette offers the same of the active one', async () => {
		const row = page.getByRole('row').filter({ hasText: 'many-02' });
		await row.click({ button: 'right' });
		const menu = page.getByRole('menu');
		await menu.getByRole('menuitem', { name: 'Policy of many-02' }).waitFor();
		await page.keyboard.press('Escape');
		await menu.waitFor({ state: 'detached' });
		await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
		await page.keyboard.press('Control+k');
		await page.getByRole('dialog').getByRole('combobox').fill('disable many-02');
		await page.getByRole('option', { name: 'Disable many-02' }).waitFor();

		await page.keyboard.press('Escape');
		await page.getByRole('grid').focus();
		await page.keyboard.press('Shift+F10');
		await chooseByKey(page, 'Policy of many-02');
		await page.waitForURL(/#\/plugins\/many-02\/policy$/);
		await page.getByRole('combobox', { name: 'Preset' }).waitFor();
		await page.keyboard.press('Control+k');
		await page
			.getByRole('option', { name: /^Set the draft to: / })
			.first()
			.waitFor();
		await page.keyboard.press('Escape');
		await page.evaluate(() => {
			location.hash = '#/policies';
		});
		await page.getByRole('link', { name: 'many-02' }).waitFor();
		await page.keyboard.press('Control+k');
		await page.getByRole('option', { name: 'Show policies: Waiting' }).click();
		await page.waitForURL(/#\/policies\?show=waiting$/);
		await page.evaluate(() => {
			location.hash = '#/plugins';
		});
		await row.waitFor();
	});

	it('disables what is selected, which can be undone', async () => {
		await goTo('#/plugins?find=many-2');
		await row('many-20').getByTitle('Select many-20').click();
		await row('many-21').getByTitle('Select many-21').click();
		await page.getByRole('button', { name: 'Disable' }).click();
		await row('many-21').getByText('Disabled').waitFor();
		const toast = page.getByRole('dialog').filter({ hasText: '2 plugins are disabled.' });
		await toast.getByRole('button', { name: 'Undo' }).click();
		await row('many-21').getByText('Ready').waitFor();
		await row('many-20').getByText('Ready').waitFor();
		await page.getByRole('button', { name: 'Select none' }).click();
	});

	it('names what would be uninstalled, and does it only then', async () => {
		await goTo('#/plugins?find=many-3');
		await row('many-30').getByTitle('Select many-30').click();
		await row('many-32')
			.getByTitle('Select many-32')
			.click({ modifiers: ['Shift'] });
		await page.getByRole('button', { name: 'Uninstall' }).click();
		const dialog = page.getByRole('alertdialog', { name: 'Uninstall 3 plugins?' });
		await expect.poll(() => dialog.getByRole('listitem').allInnerTexts()).toEqual(['many-30', 'many-31', 'many-32']);
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await dialog.waitFor({ state: 'detached' });
		await expect.poll(() => row('many-31').count()).toBe(1);
		await page.getByRole('button', { name: 'Uninstall' }).click();
		await dialog.getByRole('button', { name: 'Uninstall' }).click();
		await row('many-31').waitFor({ state: 'detached' });
		await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('4');
	});

	it('has no accessibility violation in either theme', async () => {
		await goTo('#/plugins?order=state');
		await row('damaged').waitFor();
		await row('newcomer').getByTitle('Select newcomer').click();
		await expectNoAxeViolations(page);
	});
});
