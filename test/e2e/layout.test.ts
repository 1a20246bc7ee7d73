import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { draw } from '../support/browser/every-size.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { settled, whatIsCut } from '../support/browser/room.ts';
import { wat } from '../support/guests/wat.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();
const LINES = 1200;

/** Logs a line for each turn of a loop: "line 0007 needle", where every hundredth has the last word. */
const TALKER = `(module
	(import "env" "host_log" (func $log (param i32 i32 i32 i32)))
	(memory (export "memory") 2)
	(data (i32.const 0) "line 0000 needle")
	(data (i32.const 32) "info")
	(func $digit (param $at i32) (param $value i32)
		(i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $value) (i32.const 10)))))
	(func (export "process_data") (param i32 i32) (result i32)
		(local $i i32)
		(loop $again
			(local.set $i (i32.add (local.get $i) (i32.const 1)))
			(call $digit (i32.const 8) (local.get $i))
			(call $digit (i32.const 7) (i32.div_u (local.get $i) (i32.const 10)))
			(call $digit (i32.const 6) (i32.div_u (local.get $i) (i32.const 100)))
			(call $digit (i32.const 5) (i32.div_u (local.get $i) (i32.const 1000)))
			(call $log (i32.const 32) (i32.const 4) (i32.const 0)
				(select (i32.const 9) (i32.const 16) (i32.rem_u (local.get $i) (i32.const 100))))
			(br_if $again (i32.lt_u (local.get $i) (i32.const ${LINES}))))
		(i32.const 0)))`;

describe('a layout that bends', () => {
	let face: OpenFace;
	let page: Page;
	let run = '';
	let example = '';
	const go = (hash: string): Promise<void> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`) as Promise<void>;
	const shoot = (name: string): Promise<void> => draw(page, `layout-${name}`);
	const setting = async (key: 'panes' | 'columns' | 'column_widths'): Promise<unknown> => {
		const answer = await face.core?.request('settings.get', {});
		return answer?.ok === true ? answer.data[key] : undefined;
	};
	beforeAll(async () => {
		const path = join(scratch.path, 'talker');
		mkdirSync(path);
		writeFileSync(
			join(path, 'plugin.json'),
			JSON.stringify({ name: 'talker', type: 'processor', module_path: './p.wasm', metadata: { version: '1.2.0' } }),
		);
		writeFileSync(join(path, 'p.wasm'), await wat(TALKER));
		face = await openFace('browser', async (core) => {
			const sample = await core.request('samples.run', {});
			example = sample.ok ? sample.data.id : '';
			await core.request('plugins.install', { path, grant: lockedDown });
			const answer = await core.request('plugins.call', { name: 'talker', fn: 'process_data', input: '{}' });
			run = answer.ok ? answer.data.runId : String(answer.error.details?.['runId']);
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
	});
	afterAll(() => face.close());

	it('the list of plugins is as wide as a person makes it by keys, folds away, and is so again after a reload', async () => {
		await go('#/plugins/talker');
		const line = page.getByRole('separator', { name: 'Width of the list' });
		const percent = async (): Promise<number> => Number(await line.getAttribute('aria-valuenow'));
		const list = page.getByRole('region', { name: 'Plugins', exact: true });
		await line.focus();
		const before = (await list.boundingBox())?.width ?? 0;
		await line.press('Shift+ArrowRight');
		await expect.poll(async () => ((await list.boundingBox())?.width ?? 0) - before).toBeCloseTo(64, 0);
		const wide = await percent();
		await shoot('plugins-wide');
		await line.press('Home');
		await expect.poll(percent).toBeLessThan(wide);
		await line.press('Enter');
		await list.waitFor({ state: 'hidden' });
		await expect.poll(() => setting('panes')).toMatchObject({ pluginList: { collapsed: true } });
		await shoot('plugins-folded');
		await page.reload();
		await line.waitFor();
		await expect.poll(() => list.isVisible()).toBe(false);
		await line.press('Enter');
		await list.waitFor();
		await line.dblclick();
		await expect.poll(() => setting('panes')).toEqual({ pluginList: { collapsed: false } });
	});

	it('the line between two panes follows the pointer, and near the end the pane folds away', async () => {
		const line = page.getByRole('separator', { name: 'Width of the list' });
		const drag = async (by: number): Promise<void> => {
			const box = await line.boundingBox();
			const [x, y] = [box?.x ?? 0, (box?.y ?? 0) + 200];
			await page.mouse.move(x, y);
			await page.mouse.down();
			await page.mouse.move(x + by / 2, y);
			await page.mouse.move(x + by, y);
			await page.mouse.up();
		};
		const list = page.getByRole('region', { name: 'Plugins', exact: true });
		await list.waitFor();
		await page.getByRole('heading', { name: 'talker', level: 1 }).waitFor();
		const before = (await line.boundingBox())?.x ?? 0;
		await drag(90);
		await expect.poll(async () => (await line.boundingBox())?.x ?? 0).toBeCloseTo(before + 90, -1);
		await drag(-600);
		await expect.poll(() => setting('panes')).toMatchObject({ pluginList: { collapsed: true } });
		// What the engine keeps is not yet what is drawn.
		await list.waitFor({ state: 'hidden' });
		await line.click();
		await expect.poll(() => setting('panes')).toMatchObject({ pluginList: { collapsed: false } });
		await page.getByRole('button', { name: 'Show icons only' }).click();
		await page.getByRole('button', { name: 'Show names' }).waitFor();
		await shoot('navigation-icons');
		await page.getByRole('button', { name: 'Show names' }).click();
	});

	it('plugins stand in a table whose columns sort, are chosen, and change places by keys', async () => {
		await go('#/plugins');
		const grid = page.getByRole('grid', { name: 'Plugins' });
		const heads = () => grid.getByRole('columnheader');
		await heads().nth(1).waitFor();
		await shoot('plugins-table');
		await heads().filter({ hasText: 'Version' }).getByRole('button').press('Enter');
		await page.waitForURL(/order=version/);
		await expect.poll(() => heads().filter({ hasText: 'Version' }).getAttribute('aria-sort')).toBe('ascending');
		await heads().filter({ hasText: 'Version' }).getByRole('button').press('Enter');
		await page.waitForURL(/order=-version/);
		await page.getByRole('button', { name: 'Columns' }).click();
		await page.getByRole('checkbox', { name: 'Memory limit' }).press('Space');
		await page.getByRole('checkbox', { name: 'State' }).press('Alt+ArrowDown');
		await expect
			.poll(() => setting('columns'))
			.toMatchObject({ plugins: expect.arrayContaining(['version', 'state', 'memory']) });
		await shoot('plugins-columns');
		await expectNoAxeViolations(page);
		await page.keyboard.press('Escape');
		await expect.poll(async () => (await heads().allInnerTexts()).slice(1, 4)).toEqual(['Name', 'Version', 'State']);
	});

	it('runs are listed by any of their columns, which the address keeps', async () => {
		await go('#/runs');
		const grid = page.getByRole('grid', { name: /^Runs/ });
		await grid.getByRole('columnheader', { name: 'Duration' }).getByRole('button').press('Enter');
		await page.getByRole('grid', { name: 'Runs by Duration' }).waitFor();
		await expect.poll(() => page.url()).toMatch(/sort=duration$/);
		await expect
			.poll(() => grid.getByRole('columnheader', { name: 'Duration' }).getAttribute('aria-sort'))
			.toBe('descending');
		await shoot('runs-sorted');
		await page.getByRole('button', { name: 'Columns' }).click();
		await page.getByRole('checkbox', { name: 'Trigger' }).press('Space');
		await grid.getByRole('columnheader', { name: 'Trigger' }).waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'As proposed' }).click();
		await grid.getByRole('columnheader', { name: 'Trigger' }).waitFor();
		await page.keyboard.press('Escape');
	});

	it('columns are as wide as a person makes them, by keys and by the pointer, and are so again after a reload', async () => {
		await go('#/plugins');
		const plugins = page.getByRole('grid', { name: 'Plugins' });
		const headOf = (name: string) => plugins.getByRole('columnheader', { name, exact: true });
		const edgeOf = (name: string) => plugins.getByRole('separator', { name: `Width of ${name}`, exact: true });
		const widthOf = async (head: Locator): Promise<number> => (await head.boundingBox())?.width ?? 0;
		await edgeOf('Version').focus();
		await edgeOf('Version').press('Shift+ArrowRight');
		await expect.poll(() => widthOf(headOf('Version'))).toBe(124);
		await expect.poll(() => edgeOf('Version').getAttribute('aria-valuenow')).toBe('124');
		const cell = plugins.getByRole('row', { name: /talker/ }).getByRole('gridcell', { name: '1.2.0' });
		await expect.poll(() => widthOf(cell)).toBe(124);
		await expect.poll(() => setting('column_widths')).toEqual({ plugins: [{ column: 'version', px: 124 }] });
		await page.reload();
		await expect.poll(() => widthOf(headOf('Version'))).toBe(124);
		await edgeOf('Version').press('End');
		await expect.poll(() => widthOf(headOf('Version'))).toBeGreaterThan(150);
		await expect.poll(() => whatIsCut(page)).toEqual([]);
		await shoot('plugins-wide-column');
		await edgeOf('Version').press('Home');
		await expect.poll(() => widthOf(headOf('Version'))).toBe(84);

		const drag = async (edge: Locator, by: number): Promise<void> => {
			await edge.hover();
			const box = await edge.boundingBox();
			const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
			await page.mouse.move(x, y);
			await page.mouse.down();
			await page.mouse.move(x + by / 2, y);
			await page.mouse.move(x + by, y);
			await page.mouse.up();
		};
		await go('#/runs');
		const runs = page.getByRole('grid', { name: /^Runs/ });
		const duration = runs.getByRole('columnheader', { name: 'Duration', exact: true });
		await drag(runs.getByRole('separator', { name: 'Width of Duration' }), 60);
		await expect.poll(() => widthOf(duration)).toBe(148);
		await drag(runs.getByRole('separator', { name: 'Width of Duration' }), -600);
		await expect.poll(() => widthOf(duration)).toBe(48);
		// What was pressed was the edge, which sorts nothing.
		await expect.poll(() => duration.getAttribute('aria-sort')).toBe('none');
		await runs.getByRole('separator', { name: 'Width of Duration' }).dblclick();
		await expect.poll(() => widthOf(duration)).toBe(88);

		await go(`#/runs/${example}`);
		const records = page.getByRole('grid', { name: /^Records of/ });
		const first = records.getByRole('columnheader').nth(1);
		const edge = first.getByRole('separator');
		// How wide it is at first is known once its values are.
		await records.getByRole('gridcell').nth(1).waitFor();
		await settled(page);
		const before = await widthOf(first);
		await drag(edge, 50);
		await expect.poll(() => widthOf(first)).toBe(before + 50);
		await expect.poll(() => first.getAttribute('aria-sort')).toBe('none');
		await expect
			.poll(() => setting('column_widths'))
			.toEqual({ results: [{ column: expect.stringMatching(/^[0-9a-f]{16}$/), px: before + 50 }] });
		await shoot('records-wide-column');
		await page.reload();
		await expect.poll(() => widthOf(first)).toBe(before + 50);
		await records.focus();
		await records.press('Tab');
		await expect.poll(() => edge.evaluate((element) => element === document.activeElement)).toBe(true);
		await edge.press('Home');
		await expect.poll(() => widthOf(first)).toBe(before);
		await expectNoAxeViolations(page);
	});

	it('a log is searched as a whole, from match to match, beyond what is at hand', async () => {
		await go(`#/runs/${run}`);
		const lines = page.getByRole('listbox', { name: 'Logs' });
		await lines.getByText('line 0001', { exact: true }).waitFor();
		const search = page.getByRole('searchbox', { name: 'Search the logs' });
		await search.fill('needle');
		await page.getByText('1 of 12', { exact: true }).waitFor();
		await lines.locator('mark').first().waitFor();
		await shoot('log-search');
		await search.press('Shift+Enter');
		await page.getByText('12 of 12', { exact: true }).waitFor();
		await lines.getByRole('option', { name: /line 1200/ }).waitFor();
		await search.press('Enter');
		await page.getByText('1 of 12', { exact: true }).waitFor();
		await search.press('F3');
		await page.getByText('2 of 12', { exact: true }).waitFor();
		await page.getByRole('checkbox', { name: 'Only matching lines' }).click();
		await lines.getByRole('option', { name: /line 1100/ }).waitFor();
		await lines.getByText('line 0001', { exact: true }).waitFor({ state: 'detached' });
		await page.getByRole('checkbox', { name: 'Only matching lines' }).click();
	});

	it('a line of a log has an address, and Shift makes it a range', async () => {
		await go(`#/runs/${run}?line=700-702`);
		await page.reload();
		const lines = page.getByRole('listbox', { name: 'Logs' });
		const line = (text: string) => lines.getByRole('option', { name: new RegExp(`line ${text}`) });
		await line('0701').waitFor();
		await expect.poll(() => line('0701').getAttribute('aria-selected')).toBe('true');
		await line('0703').getByText('703', { exact: true }).click();
		await page.waitForURL(/line=703$/);
		await lines.press('Shift+ArrowDown');
		await page.waitForURL(/line=703-704$/);
		await page.getByRole('button', { name: 'Wrap long lines' }).click();
		await line('0704').waitFor();
		await shoot('log-range');
		await page.getByRole('button', { name: 'Wrap long lines' }).click();
	});

	it('a log fills the window with nothing reached behind it, and is saved whole', async () => {
		await page.getByRole('button', { name: 'Fill the window' }).click();
		await page.getByRole('dialog', { name: 'Logs' }).waitFor();
		await expectNoAxeViolations(page);
		await shoot('log-full');
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: 'Download the log' }).click(),
		]);
		const saved = join(scratch.path, 'saved.log');
		await download.saveAs(saved);
		const text = readFileSync(saved, 'utf8');
		expect(text.split('\n')).toHaveLength(LINES + 1);
		await page.getByRole('listbox', { name: 'Logs' }).press('Escape');
		await page.keyboard.press('Escape');
		await page.getByRole('dialog', { name: 'Logs' }).waitFor({ state: 'detached' });
	});

	it('with room, the console’s request and result stand beside each other', async () => {
		await page.setViewportSize({ width: 1600, height: 900 });
		await go('#/plugins/talker/test');
		await page.getByRole('separator', { name: 'Width of the request' }).waitFor();
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		const result = page.getByRole('heading', { name: 'Result' });
		await page.getByRole('listbox', { name: 'Log' }).waitFor();
		const input = await page.getByRole('textbox', { name: 'Input' }).boundingBox();
		await expect
			.poll(async () => (await result.boundingBox())?.x)
			.toBeGreaterThan((input?.x ?? 0) + (input?.width ?? 0));
		await shoot('console-columns');
		await expectNoAxeViolations(page);
	});
});
