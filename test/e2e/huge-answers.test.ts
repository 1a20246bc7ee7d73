import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../../src/core/index.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { type Shell, startShell } from '../support/browser/shell.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { hugeAnswer } from '../support/guests/huge-answer.ts';
import { sayingForEver } from '../support/guests/progress-guest.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { eventually } from '../support/scratch/scratch-core.ts';

const made = mkdtempSync(join(tmpdir(), 'dataflare-huge-'));
const huge = hugeAnswer('list', 15);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function prepare(core: Core): Promise<void> {
	const policy = { max_memory: 33_554_432, max_execution_time: 120_000 };
	const path = await pluginFolder(made, 'huge', huge.wat, huge.manifest);
	await askCore(core, 'plugins.install', { path, grant: policy });
	const limits = { timeout_ms: 120_000, security_policy: { max_execution_time: 120_000 } };
	const busy = await pluginFolder(made, 'busy', sayingForEver(30, 120), limits);
	await askCore(core, 'plugins.install', { path: busy, grant: limits.security_policy });
}

const result = (page: Page): Locator =>
	page.locator('section').filter({ has: page.getByRole('heading', { name: 'Result', exact: true }) });

async function callHuge(page: Page): Promise<void> {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.locator('main').waitFor();
	await page.evaluate(() => location.assign('#/plugins/huge/test'));
	await page.getByRole('button', { name: 'Run', exact: true }).click();
	await result(page).getByText('Succeeded').waitFor();
	await result(page)
		.getByText(/^The function returned 15(\.0)?\sMi?B\. All of its records are in the table\./)
		.waitFor();
	await result(page)
		.getByRole('grid', { name: 'Output' })
		.getByRole('gridcell', { name: '0', exact: true })
		.first()
		.waitFor();
}

afterAll(() => rmSync(made, { recursive: true, force: true }));

describe('in the browser', () => {
	let face: OpenFace;
	beforeAll(async () => {
		face = await openFace('browser', prepare);
	});
	afterAll(() => face.close());

	it('a huge output is shown whole as a table, and saved whole', async () => {
		const { page } = face;
		await callHuge(page);
		await expectNoAxeViolations(page);
		const downloading = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save the whole output' }).click();
		const download = await downloading;
		expect(download.suggestedFilename()).toMatch(/^process_data-[0-9a-f]{12}\.json$/);
		expect(digest(await buffer(await download.createReadStream()))).toBe(digest(huge.bytes));
	});

	it('a huge output is no case’s expectation, and is not taken for one', async () => {
		const { page } = face;
		await page.getByRole('button', { name: 'Save this call…' }).click();
		const dialog = page.getByRole('dialog', { name: 'Save this call' });
		await dialog.getByText('The output is too large to keep.').waitFor();
		await dialog.getByRole('textbox', { name: 'Name' }).fill('huge');
		await dialog.getByRole('button', { name: 'Save' }).click();
		await dialog.waitFor({ state: 'detached' });
		const { core } = face;
		if (core === null) throw new Error('no engine');
		const [one] = await askCore(core, 'cases.list', { plugin: 'huge' });
		if (one === undefined) throw new Error('no case');
		const { createdAt: _, ...rest } = one;
		await askCore(core, 'cases.save', { ...rest, expected: [0] });
		await page.reload();
		await page.getByRole('button', { name: 'Run all' }).click();
		await page.getByRole('row', { name: /^huge .* Too large to compare/ }).waitFor();
		await page.getByText('1 of 1 did not pass').waitFor();
	});

	it('what a plugin says of its progress is on its run’s page and in the console, as its word', async () => {
		const { page, core } = face;
		await page.evaluate(() => location.assign('#/plugins/busy/test'));
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		const said = page.getByRole('region', { name: 'Progress reported by the plugins' });
		await said.getByText('30 of 120 (25%)').waitFor();
		const runs = (await core?.request('runs.list', { status: 'running' })) ?? null;
		const id = runs?.ok ? (runs.data.runs[0]?.id ?? '') : '';
		await page.evaluate((to) => location.assign(to), `#/runs/${id}`);
		await page.getByRole('region', { name: 'Progress', exact: true }).waitFor();
		await said.getByText('busy').waitFor();
		await said.getByRole('progressbar', { name: 'Progress reported by busy' }).waitFor();
		await said.getByText('30 of 120 (25%)').waitFor();
		await expectNoAxeViolations(page);
		await page.getByRole('button', { name: 'Cancel' }).first().click();
		await page.getByText('Cancelled').first().waitFor();
		await said.waitFor({ state: 'detached' });
	});
});

describe('in the Electron shell', () => {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-huge-shell-'));
	let shell: Shell;
	beforeAll(async () => {
		const core = await createCore({ dataDir: folder, sandboxEntry, reaperEntry });
		await prepare(core);
		await core.close();
		shell = await startShell(folder);
	});
	afterAll(async () => {
		await shell.kill();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	});

	it('a huge output is written whole to the file that the person names', async () => {
		const { page } = shell;
		await callHuge(page);
		const filePath = join(folder, 'whole.json');
		shell.tell({ do: 'answer', dialog: 'showSaveDialog', value: { canceled: false, filePath } });
		await page.getByRole('button', { name: 'Save the whole output' }).click();
		await page
			.getByText(/The output was saved as .*whole\.json/)
			.first()
			.waitFor();
		await eventually(() => digest(readFileSync(filePath)) === digest(huge.bytes));
	});
});
