import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { textOf } from '../support/browser/shared-browser.ts';

const RECORDS = 5_000;

describe('what a run made', () => {
	let face: OpenFace;
	let page: Page;
	let run = '';
	let example = '';
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-result-'));
	const input = join(folder, 'tickets.ndjson');
	const output = join(folder, 'clean.ndjson');
	const grid = () => page.getByRole('grid', { name: 'Records of clean.ndjson' });
	const note = (text: string): Promise<void> => page.getByRole('status').getByText(text, { exact: true }).waitFor();
	const open = async (id: string): Promise<void> => {
		await page.evaluate((hash) => {
			location.hash = hash;
		}, `#/runs/${id}`);
	};

	beforeAll(async () => {
		const lines = Array.from({ length: RECORDS }, (_, n) => `{"n":${n},"from":"user${n}@example.com","size":${n % 7}}`);
		writeFileSync(input, `${lines.join('\n')}\n`);
		face = await openFace('browser', async (core) => {
			await core.request('samples.install', {});
			const one = await core.request('streams.run', {
				plugin: 'pii-redactor',
				input: { kind: 'file', path: input },
				output: { kind: 'file', path: output },
			});
			const other = await core.request('samples.run', {});
			if (!one.ok || !other.ok) throw new Error('a run failed');
			[run, example] = [one.data.id, other.data.id];
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
	});
	afterAll(async () => {
		await face.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is shown whole, searched, filtered and sorted', async () => {
		await open(run);
		await note('5,000 records');
		await grid().getByText('u***@***.com').first().waitFor();
		await grid().getByRole('columnheader', { name: 'n', exact: true }).click();
		await grid().getByRole('columnheader', { name: 'n', exact: true }).click();
		await grid().getByRole('rowheader', { name: '5,000' }).waitFor();
		await page.getByRole('searchbox', { name: 'Search all fields' }).fill('499');
		await note('15 of 5,000 records match');
		await expect.poll(() => grid().locator('mark').first().innerText()).toBe('499');
		await page.getByRole('button', { name: 'Filter', exact: true }).click();
		const filter = page.getByRole('group', { name: 'Filter' });
		await filter.getByRole('combobox', { name: 'Column' }).selectOption('size');
		await filter.getByRole('combobox', { name: 'Condition' }).selectOption('is more than');
		await filter.getByRole('textbox', { name: 'Value' }).fill('5');
		const found = Array.from({ length: RECORDS }, (_, n) => n).filter((n) => String(n).includes('499') && n % 7 > 5);
		await note(`${found.length} of 5,000 records match`);
		await grid()
			.getByRole('rowheader', { name: String((found.at(-1) ?? 0) + 1).replace(/(?=(\d{3})$)/, ',') })
			.waitFor();
		await page.getByRole('searchbox', { name: 'Search all fields' }).fill('nowhere');
		await page.getByText('No records match.').waitFor();
		await page.getByRole('searchbox', { name: 'Search all fields' }).fill('');
		await filter.getByRole('button', { name: 'Remove the filter' }).click();
		await note('5,000 of 5,000 records match');
		await expectNoAxeViolations(page);
	});

	it('is gone through by keys, a record as a whole, its input beside it with what changed', async () => {
		await page.getByRole('switch', { name: 'Input beside output' }).click();
		await grid().getByText('user4999@example.com').waitFor();
		await page.getByText('Matched by ID: n', { exact: true }).waitFor();
		await grid().focus();
		await page.keyboard.press('Control+Home');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		const record = page.getByRole('region', { name: 'Record 4,999' });
		await record.getByText('"user4998@example.com"').first().waitFor();
		await record.getByRole('table', { name: 'What differs' }).getByText('from').waitFor();
		await page.keyboard.press('Control+End');
		await page.getByRole('region', { name: 'Record 1', exact: true }).waitFor();
		await grid().getByText('user0@example.com').waitFor();
		await expectNoAxeViolations(page);
		await page.keyboard.press('Escape');
		await page.getByRole('region', { name: 'Record 1', exact: true }).waitFor({ state: 'detached' });
		await page.getByRole('switch', { name: 'Input beside output' }).click();
	});

	it('hides the columns that nobody wants to see', async () => {
		await page.getByRole('button', { name: 'All columns' }).click();
		await page.getByRole('menuitemcheckbox', { name: 'size' }).click();
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: '2 of 3 columns' }).waitFor();
		await grid().getByRole('columnheader', { name: 'size' }).waitFor({ state: 'detached' });
	});

	it('is had as a file', async () => {
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Download', exact: true }).click();
		const download = await downloading;
		expect(download.suggestedFilename()).toBe('clean.ndjson');
		expect(await textOf(download)).toBe(readFileSync(output, 'utf8'));
	});

	it('says that the file changed, and that it is gone', async () => {
		writeFileSync(output, '{"n":1}\n{"n":\n');
		await page.getByText('The file changed, and was read again.').waitFor();
		await grid().getByText('Damaged').waitFor();
		rmSync(output);
		await open(example);
		await page
			.getByRole('grid', { name: 'Records of damage-by-state.ndjson' })
			.getByRole('rowheader', { name: '1', exact: true })
			.waitFor();
		await note('29 records');
		await open(run);
		await page.getByText('It wrote this file, which is no longer there:').waitFor();
	});
});
