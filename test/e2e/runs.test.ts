import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { misbehavingPlugin } from '../../scripts/demo/misbehaving.ts';
import type { RouteInput, RouteName } from '../../src/shared/api/routes.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { textOf } from '../support/browser/shared-browser.ts';
import { absent } from '../support/browser/steady.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const CALLS = 6;

describe('the history of runs', () => {
	let face: BrowserFace;
	let page: Page;
	const sources = scratchFolder();

	beforeAll(async () => {
		face = await openFace('browser', async (core) => {
			const ask = async <N extends RouteName>(route: N, input: RouteInput<N>): Promise<void> => {
				const answer = await core.request(route, input);
				if (!answer.ok) throw new Error(answer.error.message);
			};
			for (const kind of ['steady', 'file-thief'] as const) {
				const path = await misbehavingPlugin(sources.path, kind);
				await ask('plugins.install', {
					path,
					grant: { ...lockedDown, max_memory: 4_194_304, max_execution_time: 500 },
				});
			}
			// Fails, because it does not bear the refusal.
			await core.request('plugins.call', { name: 'file-thief', fn: 'process_data', input: '{}', trigger: 'cli' });
			for (let call = 0; call < CALLS; call += 1)
				await ask('plugins.call', { name: 'steady', fn: 'process_data', input: '{}', trigger: 'window' });
		});
		page = face.page;
	});
	afterAll(() => face.close());
	afterEach(() => page.keyboard.press('Escape'));

	const grid = () => page.getByRole('grid', { name: 'Runs, newest first' });
	const rows = () =>
		grid()
			.getByRole('row')
			.filter({ hasNot: page.getByRole('columnheader') });
	const chosen = () => grid().locator('[role="row"][aria-selected="true"]');
	const hash = (): Promise<string> => page.evaluate(() => location.hash);

	const goTo = (place: string): Promise<void> =>
		page.evaluate((to) => {
			location.hash = to;
		}, place);

	async function open(place = '#/runs'): Promise<void> {
		await goTo(place);
		await rows().first().waitFor();
	}

	/** A call that the page did not ask for. */
	async function call(): Promise<void> {
		const input = { name: 'steady', fn: 'process_data', input: '{}', trigger: 'window' } as const;
		expect(await face.core.request('plugins.call', input)).toMatchObject({ ok: true });
	}

	it('tells every run’s state in words, and keeps the filters in the address', async () => {
		await open();
		await page.getByText(`${CALLS + 1} runs`, { exact: true }).waitFor();
		await page.getByRole('combobox', { name: 'State' }).selectOption('Failed');
		await page.getByText('1 run', { exact: true }).waitFor();
		await expect.poll(() => rows().first().innerText()).toMatch(/Failed[\s\S]*file-thief[\s\S]*Command line/);
		await expect.poll(() => hash()).toBe('#/runs?status=failed');
		await page.reload();
		await page.getByText('1 run', { exact: true }).waitFor();
		await page.getByRole('button', { name: 'Clear filters' }).click();
		await page.getByText(`${CALLS + 1} runs`, { exact: true }).waitFor();
		await expect.poll(() => hash()).toBe('#/runs');
	});

	it('finds words in errors, and leads on where nothing fits', async () => {
		await open();
		const search = page.getByRole('searchbox', { name: 'Search logs and errors' });
		await search.fill('thief');
		await page.getByText('1 run', { exact: true }).waitFor();
		await search.fill('nobody said this');
		await page.getByRole('heading', { name: 'No runs match' }).waitFor();
		await grid().getByRole('button', { name: 'Clear filters' }).click();
		await page.getByText(`${CALLS + 1} runs`, { exact: true }).waitFor();
		await expect.poll(() => search.inputValue()).toBe('');
	});

	it('is moved through, chosen from and opened by keys, and is found again as it was left', async () => {
		await open();
		await grid().focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Space');
		await page.keyboard.press('Shift+ArrowDown');
		await page.keyboard.press('Shift+ArrowDown');
		await page.getByText('3 selected', { exact: true }).waitFor();
		await expect.poll(() => chosen().count()).toBe(3);
		await page.keyboard.press('Control+A');
		await page.getByText(`All ${CALLS + 1} matching runs are selected`).waitFor();
		await page.keyboard.press('Escape');
		await page.getByText(`${CALLS + 1} runs`, { exact: true }).waitFor();
		await page.keyboard.press('Enter');
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
		await page.goBack();
		await rows().first().waitFor();
		await grid().focus();
		const active = await grid().getAttribute('aria-activedescendant');
		await expect.poll(() => page.locator(`[id="${active}"]`).getAttribute('aria-rowindex')).toBe('5');
		await page.keyboard.press('Home');
	});

	it('has a menu on each run: by the right button, by Shift+F10 and the Menu key, with what the palette offers', async () => {
		await open();
		const menu = page.getByRole('menu');
		const last = rows().nth(CALLS);
		await last.click({ button: 'right' });
		await menu.getByText(/^file-thief · Failed · [0-9a-f]{12}$/).waitFor();
		await page.keyboard.press('Escape');
		await menu.waitFor({ state: 'detached' });
		// The row that was pressed is the active one, and the keys are in the grid again.
		for (const key of ['Shift+F10', 'ContextMenu']) {
			await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
			await page.keyboard.press(key);
			await menu.getByRole('menuitem', { name: 'Open', exact: true }).waitFor();
			await page.keyboard.press('Escape');
			await menu.waitFor({ state: 'detached' });
		}
		await page.keyboard.press('Control+k');
		await page.getByRole('option', { name: 'Compare this run…' }).waitFor();
		await page.keyboard.press('Escape');
		await grid().focus();
		await page.keyboard.press('Shift+F10');
		await menu.getByRole('menuitem', { name: 'Compare this run…' }).click();
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await grid().focus();
		await page.keyboard.press('Shift+F10');
		await menu.getByRole('menuitem', { name: 'Open', exact: true }).click();
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
		await page.getByRole('heading', { name: /file-thief/ }).waitFor();
	});

	it('counts runs that begin while somebody reads, and shows them when asked to', async () => {
		await open();
		const first = rows().first();
		await first.locator('[data-tick]').click();
		await page.getByText('1 selected', { exact: true }).waitFor();
		await call();
		const newer = page.getByRole('button', { name: '1 new run' });
		await newer.waitFor();
		await expect.poll(() => rows().count()).toBe(CALLS + 1);
		await expect.poll(() => first.getAttribute('aria-selected')).toBe('true');
		await newer.click();
		await expect.poll(() => rows().count()).toBe(CALLS + 2);
		await expect.poll(() => first.getAttribute('aria-selected')).toBe('false');
		await page.getByRole('button', { name: 'Clear the selection' }).click();
	});

	it('compares two runs, the older one first', async () => {
		await open();
		await rows().nth(0).locator('[data-tick]').click();
		await rows().nth(2).locator('[data-tick]').click();
		await page.getByRole('button', { name: 'Compare' }).click();
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}\/compare\/[0-9a-f]{12}$/);
		await page.goBack();
		await rows().first().waitFor();
		// What was chosen is chosen still.
		await expect.poll(() => chosen().count()).toBe(2);
		await page.getByRole('button', { name: 'Clear the selection' }).click();
		await chosen().first().waitFor({ state: 'detached' });
	});

	it('deletes what is chosen, after asking', async () => {
		await open();
		// What was there a moment ago is shown at once; newer runs do not push in between what a person chose.
		await expect.poll(() => rows().count()).toBe(CALLS + 2);
		await rows().last().locator('[data-tick]').click();
		await page.getByRole('button', { name: 'Delete', exact: true }).click();
		const dialog = page.getByRole('alertdialog', { name: 'Delete 1 run?' });
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await dialog.waitFor({ state: 'hidden' });
		await expect.poll(() => chosen().count()).toBe(1);
		await grid().focus();
		await page.keyboard.press('Delete');
		await dialog.getByRole('button', { name: 'Delete' }).click();
		await page.getByText('1 run was deleted.').first().waitFor();
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByText('1 run is back.').first().waitFor();
		await expect.poll(() => rows().count()).toBe(CALLS + 2);
		await rows().last().locator('[data-tick]').click();
		await grid().focus();
		await page.keyboard.press('Delete');
		await dialog.getByRole('button', { name: 'Delete' }).click();
		await expect.poll(() => rows().count()).toBe(CALLS + 1);
		await chosen().first().waitFor({ state: 'detached' });
		// Its Undo is none of the next test's.
		await page.reload();
	});

	it('is narrowed to a part of the time by its chart, with keys, and tells the numbers in a table', async () => {
		await open();
		const chart = page.getByRole('slider', { name: 'Runs by outcome' });
		await chart.focus();
		await page.keyboard.press('Home');
		await page.keyboard.press('Shift+ArrowRight');
		await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/^Marked: /);
		await page.keyboard.press('Enter');
		await expect.poll(hash).toMatch(/^#\/runs\?since=\d+&until=\d+$/);
		await page.getByRole('button', { name: 'All time' }).click();
		await expect.poll(hash).toBe('#/runs');
		await page.getByRole('button', { name: 'Show as a table' }).click();
		const table = page.getByRole('table', { name: 'Runs over time' });
		await table.getByRole('columnheader', { name: '95th percentile' }).waitFor();
		await page.getByRole('button', { name: 'Show as a chart' }).click();
	});

	it('keeps a filter under a name, and gives a removed one back', async () => {
		await open('#/runs?status=succeeded&last=day');
		const menu = page.getByRole('button', { name: 'Saved filters' });
		await menu.click();
		await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
		await page.getByRole('textbox', { name: 'Name' }).fill('Good ones today');
		await page.keyboard.press('Enter');
		await page.getByText('The filter “Good ones today” was saved.').first().waitFor();
		await page.getByRole('button', { name: 'Clear filters' }).click();
		await menu.click();
		await page.getByRole('menuitem', { name: 'Good ones today', exact: true }).click();
		await expect.poll(() => hash()).toBe('#/runs?status=succeeded&last=day');
		await menu.click();
		await page.getByRole('menuitem', { name: 'Remove “Good ones today”' }).click();
		await page.getByRole('button', { name: 'Undo' }).click();
		await menu.click();
		await page.getByRole('menuitem', { name: 'Good ones today', exact: true }).waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Clear filters' }).click();
	});

	it('is exported as a file', async () => {
		await open();
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Export' }).click();
		await page.getByRole('menuitem', { name: /^CSV/ }).click();
		const lines = (await textOf(await downloading)).trim().split('\r\n');
		expect(lines[0]).toMatch(/^id,kind,label/);
		await expect.poll(() => rows().count()).toBe(lines.length - 1);
		await page
			.getByText(/runs were exported to dataflare-runs-.*\.csv/)
			.first()
			.waitFor();
	});

	it('shows on a plugin’s page what that plugin took part in', async () => {
		// Its only run was deleted.
		await goTo('#/plugins/file-thief/runs');
		await page.getByRole('heading', { name: 'No runs yet' }).waitFor();
		await open('#/plugins/steady/runs');
		await expect.poll(() => rows().count()).toBe(CALLS + 1);
		await absent(page.getByRole('combobox', { name: 'Plugin' }), rows());
	});

	it('has no accessibility violation in either theme', async () => {
		await open();
		await rows().first().locator('[data-tick]').click();
		await expectNoAxeViolations(page);
		await page.getByRole('button', { name: 'Show as a table' }).click();
		await expectNoAxeViolations(page);
		await open('#/plugins/steady/runs');
		await expectNoAxeViolations(page, '[role="tabpanel"]');
	});

	it('offers in its filter every plugin that has runs, also one that is no more', async () => {
		await open();
		const asked = page.getByLabel('Plugin', { exact: true }).locator('option');
		await expect.poll(async () => (await asked.allInnerTexts()).includes('steady')).toBe(true);
		expect(await face.core.request('plugins.uninstall', { name: 'steady' })).toMatchObject({ ok: true });
		await page.reload();
		await rows().first().waitFor();
		await expect.poll(async () => (await asked.allInnerTexts()).includes('steady')).toBe(true);
	});
});
