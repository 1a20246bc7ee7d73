import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropFiles } from '../support/browser/drop-files.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();
const LINE = '{"from":"ann@example.com"}\n';

describe('a run on a person’s own files', () => {
	let face: OpenFace;
	let page: Page;
	const at = (name: string): string => join(scratch.path, name);
	const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
	const run = () => page.getByRole('button', { name: 'Run', exact: true });
	const runs = async (): Promise<number> => {
		const answer = await face.core?.request('runs.list', {});
		return answer?.ok === true ? answer.data.total : -1;
	};
	const newest = async () => {
		const answer = await face.core?.request('runs.list', { limit: 1 });
		return answer?.ok === true ? answer.data.runs[0] : undefined;
	};
	const fill = async (input: string, output: string): Promise<void> => {
		await page.evaluate(`location.hash = '#/run?plugin=pii-redactor'`);
		await page.getByRole('radio', { name: 'Write a file' }).click();
		await field('Input file').fill(input);
		await field('Output file').fill(output);
	};

	beforeAll(async () => {
		writeFileSync(at('people.ndjson'), LINE);
		face = await openFace('browser', async (core) => {
			await core.request('samples.install', {});
			await core.request('settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
	});
	afterAll(() => face.close());

	it('takes a file that another program made after its folder was looked into', async () => {
		await fill(at('later.ndjson'), at('later-out.ndjson'));
		await page.getByText('There is no such file.').waitFor();
		writeFileSync(at('later.ndjson'), LINE);
		await run().click();
		await page.getByText(/1 record in, 1 record out/).waitFor();
		// And what a run wrote can be what the next one reads.
		await field('Input file').fill(at('later-out.ndjson'));
		await page.getByText(/^\d+ B$/).waitFor();
		await absent(page.getByText('There is no such file.'), page.getByText(/^\d+ B$/));
	});

	it('shows where the file is, and its records', async () => {
		const files = page.getByRole('region', { name: 'Result' });
		await files.getByText(at('later-out.ndjson')).waitFor();
		await files.getByRole('gridcell', { name: /\*@\*/ }).first().waitFor();
		await files.getByRole('button', { name: 'Copy the path' }).waitFor();
	});

	it('does not start when Enter leads to a folder in the file chooser', async () => {
		await fill(at('people.ndjson'), at('out.ndjson'));
		const before = await runs();
		await page.getByRole('button', { name: 'Browse…' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('textbox').fill(scratch.path);
		await dialog.getByRole('textbox').press('Enter');
		await dialog.getByRole('option', { name: /people\.ndjson/ }).waitFor();
		// Made while the chooser is closed: it is looked for anew.
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		writeFileSync(at('newer.ndjson'), LINE);
		await page.getByRole('button', { name: 'Browse…' }).click();
		await dialog.getByRole('textbox').fill(scratch.path);
		await dialog.getByRole('textbox').press('Enter');
		await dialog.getByRole('option', { name: /newer\.ndjson/ }).waitFor();
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await dialog.waitFor({ state: 'detached' });
		await expect.poll(() => runs()).toBe(before);
		expect(existsSync(at('out.ndjson'))).toBe(false);
	});

	it('asks before it replaces a file, and keeps it when told to', async () => {
		writeFileSync(at('important.ndjson'), 'keep me\n');
		await fill(at('people.ndjson'), at('important.ndjson'));
		const before = await runs();
		await run().click();
		const dialog = page.getByRole('alertdialog', { name: 'This file exists (8 B). Replace it?' });
		await dialog.getByText(at('important.ndjson')).waitFor();
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		expect(readFileSync(at('important.ndjson'), 'utf8')).toBe('keep me\n');
		await expect.poll(() => runs()).toBe(before);
		await run().click();
		await dialog.getByRole('button', { name: 'Replace it' }).click();
		await page.getByText(/1 record in, 1 record out/).waitFor();
		expect(readFileSync(at('important.ndjson'), 'utf8')).not.toContain('keep me');
	});

	it('asks more plainly before it replaces its own input', async () => {
		writeFileSync(at('same.ndjson'), LINE);
		await fill(at('same.ndjson'), at('same.ndjson'));
		await run().click();
		const dialog = page.getByRole('alertdialog', { name: /^The output is the input itself/ });
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		expect(readFileSync(at('same.ndjson'), 'utf8')).toBe(LINE);
	});

	it('takes data that is dropped on the screen as its input, and still offers a plugin as one', async () => {
		await fill(at('people.ndjson'), at('dropped-out.ndjson'));
		await dropFiles(page, ['rows.ndjson', '{"a":1}\n']);
		await page.waitForFunction(() =>
			[...document.querySelectorAll('input')].some(({ value }) => value.endsWith('rows.ndjson')),
		);
		await absent(page.getByRole('dialog'), field('Input file'));
		await dropFiles(page, ['thing.wasm', '{"a":1}\n']);
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
	});

	it('keeps no sensitive input unasked, and forgets what it keeps', async () => {
		await fill(at('people.ndjson'), at('quiet.ndjson'));
		await page.getByText('pii-redactor takes sensitive input').waitFor();
		await expect.poll(() => page.getByRole('radio', { name: 'Output only' }).isChecked()).toBe(true);
		await run().click();
		await page.getByText(/1 record in, 1 record out/).waitFor();
		const quiet = await newest();
		await expect
			.poll(() => face.core?.request('runs.get', { id: quiet?.id ?? '' }))
			.toMatchObject({
				data: { inputPreview: null, outputPreview: {}, keeping: { input: 'sensitive' } },
			});
		await page.getByRole('radio', { name: 'Input and output' }).click();
		await page.getByText('You asked for it').waitFor();
		await page.getByText('Log lines', { exact: true }).click();
		await field('Output file').fill(at('kept.ndjson'));
		await run().click();
		await expect.poll(async () => (await newest())?.id !== quiet?.id && (await newest())?.status).toBe('succeeded');
		const id = (await newest())?.id ?? '';
		await expect
			.poll(() => face.core?.request('runs.get', { id }))
			.toMatchObject({
				data: { inputPreview: {}, keeping: { input: 'kept', logs: 'choice' } },
			});
		await page.evaluate(`location.hash = '#/runs/${id}'`);
		await page.getByText('Not kept: this was chosen for this run.').waitFor();
		await page.getByRole('button', { name: 'Forget: Beginning of the input…' }).click();
		await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).click();
		await page.getByText('It is forgotten.').first().waitFor();
		await expect
			.poll(() => face.core?.request('runs.get', { id }))
			.toMatchObject({
				data: { inputPreview: null, outputPreview: {}, keeping: { input: 'forgotten' } },
			});
		await page.getByRole('button', { name: 'Forget all of it…' }).click();
		await page.getByRole('alertdialog').getByRole('button', { name: 'Forget', exact: true }).click();
		await page.getByText('Places and configuration are forgotten.').waitFor();
		await expect
			.poll(() => face.core?.request('runs.get', { id }))
			.toMatchObject({
				data: { outputPreview: null, request: null, recordsIn: 1 },
			});
		// What was said of it is no dialog of the next test.
		await page.reload();
	});

	it('does not run the call behind a dialog of the test console', async () => {
		await page.evaluate(`location.hash = '#/plugins/pii-redactor/test'`);
		await page.getByRole('button', { name: /^Save/ }).first().click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('textbox').first().waitFor();
		const before = await runs();
		await dialog.getByRole('textbox').first().press('Control+Enter');
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		await expect.poll(() => runs()).toBe(before);
	});
});
