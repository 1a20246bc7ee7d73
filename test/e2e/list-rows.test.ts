import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { misbehavingPlugin } from '../../scripts/demo/misbehaving.ts';
import type { Core } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { hasFocus, offeredFirst } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';

describe('the rows of lists', () => {
	let face: OpenFace;
	let page: Page;
	let core: Core;
	const made = mkdtempSync(join(tmpdir(), 'dataflare-rows-'));

	beforeAll(async () => {
		face = await openFace('browser', async (opened) => {
			core = opened;
			const path = join(resourcesDir, 'plugins/pii-redactor');
			const installed = await core.request('plugins.install', { path });
			if (!installed.ok) throw new Error(installed.error.message);
			await core.request('settings.set', { key: 'first_start_done', value: true });
			await core.request('plugins.call', { name: 'pii-redactor', fn: 'process_data', input: '{}' });
			const thief = await misbehavingPlugin(made, 'file-thief');
			const grant = { ...lockedDown, max_memory: 4 * 1024 * 1024, max_execution_time: 500 };
			const given = await core.request('plugins.install', { path: thief, grant });
			if (!given.ok) throw new Error(given.error.message);
			for (const name of ['first', 'second', 'third'])
				await core.request('templates.save', { name, note: '', policy: lockedDown });
		});
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

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

	it('of plugins cut no name and no version for what is said beside them, and no mark in two', async () => {
		await go('#/plugins/pii-redactor');
		const rows = page.getByRole('grid').getByRole('row');
		for (const width of [1280, 1100]) {
			await page.setViewportSize({ width, height: 800 });
			const row = rows.filter({ hasText: 'file-thief' });
			await row.waitFor();
			// What it tries is denied, and fails it: since it was looked at, its row has more to say beside its name.
			await core.request('plugins.call', { name: 'file-thief', fn: 'process_data', input: '{}', trigger: 'window' });
			await row.getByText(/\d failed/).waitFor();
			await row.getByText(/\d denied/).waitFor();
			await expect.poll(() => rows.evaluateAll(cutIn)).toEqual([]);
		}
		await page.setViewportSize({ width: 1280, height: 800 });
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

/** Runs in the page. What of a row's name, version and marks is shown in part, or out of its line. */
function cutIn(rows: readonly Element[]): readonly string[] {
	return rows.flatMap((row) => {
		const texts = [...row.querySelectorAll('[role="gridcell"]')][1]?.querySelectorAll('span.truncate') ?? [];
		return [...texts].flatMap((text) => {
			const { top, bottom, right } = text.getBoundingClientRect();
			const marks = text.closest('.overflow-hidden:not(.truncate)')?.getBoundingClientRect();
			// A mark that has no room is below what is shown of them.
			if (marks !== undefined && top >= marks.bottom - 2) return [];
			const isCut = text.scrollWidth > text.clientWidth || top < row.getBoundingClientRect().top + 5;
			const isMarkCut = marks !== undefined && (right > marks.right + 1 || bottom > marks.bottom + 2);
			return isCut || isMarkCut ? [text.textContent ?? ''] : [];
		});
	});
}
