import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';
import { grant } from '../support/scratch/samples.ts';

const RECORDS = 5_000;

describe('a compressed file that a run wrote', () => {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-packed-'));
	const [input, output] = [join(folder, 'tickets.ndjson'), join(folder, 'clean.csv.gz')];
	const run = newRunId();
	let face: BrowserFace;
	let page: Page;
	const grid = () => page.getByRole('grid', { name: 'Records of clean.csv.gz' });
	const note = (text: string): Promise<void> => page.getByRole('status').getByText(text, { exact: true }).waitFor();

	beforeAll(async () => {
		const lines = Array.from({ length: RECORDS }, (_, n) => `{"n":${n},"from":"user${n}@example.com","size":${n % 7}}`);
		writeFileSync(input, `${lines.join('\n')}\n`);
		const components = [
			{ name: 'in', use: 'read-file', config: { path: input } },
			{ name: 'clean', plugin: 'pii-redactor', inputs: ['in'] },
			{ name: 'out', use: 'write-file', inputs: ['clean'], config: { path: output } },
		];
		face = await openFace('browser', async (core) => {
			await askCore(core, 'samples.install', { names: ['pii-redactor'] });
			await askCore(core, 'policy.set', { name: 'pii-redactor', policy: grant() });
			await askCore(core, 'flows.run', { flow: { definition: { name: 'clean', components } as never }, runId: run });
			await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.evaluate((hash) => {
			location.hash = hash;
		}, `#/runs/${run}`);
	});
	afterAll(async () => {
		await face.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is shown whole, searched and sorted like one that is not', async () => {
		await note('5,000 records');
		await grid().getByText('u***@***.com').first().waitFor();
		await page.getByRole('searchbox', { name: 'Search all fields' }).fill('499');
		await note('15 of 5,000 records match');
		await page.getByRole('searchbox', { name: 'Search all fields' }).fill('');
		await grid().getByRole('columnheader', { name: 'n', exact: true }).click();
		await grid().getByRole('columnheader', { name: 'n', exact: true }).click();
		await grid().getByRole('rowheader', { name: '5,000' }).waitFor();
		await expectNoAxeViolations(page);
		await wholeAtEverySize(page, 'packed-result');
	});

	it('has the file beside it that the flow read, with what changed', async () => {
		await page.getByRole('switch', { name: 'Input beside output' }).click();
		await grid().getByText('user4999@example.com').waitFor();
		await page.getByText('Matched by ID: n', { exact: true }).waitFor();
		await page.getByRole('switch', { name: 'Input beside output' }).click();
	});

	it('is had as the file that it is', async () => {
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Download', exact: true }).click();
		const download = await downloading;
		expect(download.suggestedFilename()).toBe('clean.csv.gz');
		const copy = join(folder, 'copy.gz');
		await download.saveAs(copy);
		expect(readFileSync(copy).equals(readFileSync(output))).toBe(true);
		expect(gunzipSync(readFileSync(copy)).toString('utf8').split('\n').length).toBeGreaterThan(RECORDS);
	});

	it('says that its content is damaged, and is read anew once it was written anew', async () => {
		const whole = readFileSync(output);
		writeFileSync(output, whole.subarray(0, whole.length - 300));
		await page.getByText(/^The compressed content of .*clean\.csv\.gz is damaged\.$/).waitFor();
		writeFileSync(output, whole);
		await page.getByRole('button', { name: 'Try again' }).click();
		// Sorted as before.
		await note('5,000 of 5,000 records match');
	});
});
