import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { textOf } from '../support/browser/shared-browser.ts';
import { absent } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';

const RECORDS = 2_000;

/** Writes a processor that never answers; returns its folder. */
async function endless(into: string): Promise<string> {
	const path = join(into, 'endless');
	mkdirSync(path);
	const manifest = { name: 'endless', type: 'processor', module_path: './endless.wasm', timeout_ms: 60_000 };
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
	writeFileSync(
		join(path, 'endless.wasm'),
		await wat(`(module (memory (export "memory") 1)
			(func (export "process_data") (param i32 i32) (result i32) (loop $again (br $again)) (i32.const 0)))`),
	);
	return path;
}

describe('running on a file', () => {
	let face: OpenFace;
	let page: Page;
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-file-'));
	const input = join(folder, 'tickets.ndjson');
	const output = join(folder, 'clean.ndjson');
	const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
	const run = () => page.getByRole('button', { name: 'Run', exact: true });
	const goTo = (place: string): Promise<void> =>
		page.evaluate((hash) => {
			location.hash = hash;
		}, place);

	beforeAll(async () => {
		const lines = Array.from({ length: RECORDS }, (_, index) => `{"id":${index},"from":"user${index}@example.com"}`);
		writeFileSync(input, `${lines.join('\n')}\n`);
		face = await openFace('browser', async (core) => {
			await core.request('samples.install', {});
			const grant = { ...lockedDown, max_execution_time: 60_000 };
			await core.request('plugins.install', { path: await endless(folder), grant });
		});
		page = face.page;
	});
	afterAll(async () => {
		await face.close();
		rmSync(folder, { recursive: true, force: true });
	});

	it('says beside the field what is missing or wrong, before anything starts', async () => {
		await goTo('#/run');
		await run().click();
		await page.getByText('Choose a plugin.', { exact: true }).waitFor();
		await page.getByRole('combobox', { name: 'Plugin' }).selectOption('pii-redactor');
		await field('Input file').fill(join(folder, 'absent.ndjson'));
		await page.getByText('There is no such file.').waitFor();
		await field('Input file').fill(folder);
		await page.getByText('This is a folder. Choose a file in it.').waitFor();
		await field('Records per batch').fill('0');
		await page.getByText('Enter a whole number from 1 to 100,000.').waitFor();
		await expect.poll(() => field('Records per batch').getAttribute('aria-invalid')).toBe('true');
		await field('Records per batch').fill('500');
		await expectNoAxeViolations(page);
	});

	it('says what the run may do, does it by keyboard alone, and shows the beginning of what came out', async () => {
		await field('Input file').fill(input);
		await page.getByText(/^\d+ kB$/).waitFor();
		await page.getByRole('radio', { name: 'Write a file' }).press('Space');
		await field('Output file').fill(output);
		const grant = page.getByRole('region', { name: 'What this run may do' });
		await expect
			.poll(() => grant.innerText())
			.toContain('DataFlare reads tickets.ndjson and passes its records to pii-redactor.');
		await expect.poll(() => grant.innerText()).toContain('pii-redactor itself opens neither file.');
		await field('Output file').press('Enter');
		await page.getByText(/2,000 records in, 2,000 records out/).waitFor();
		await page.getByRole('grid', { name: 'Records of clean.ndjson' }).getByText('u***@***.com').first().waitFor();
		expect(readFileSync(output, 'utf8').trim().split('\n').length).toBe(RECORDS);
		await expectNoAxeViolations(page);
	});

	it('keeps the form and the run when one leaves and comes back, and after a reload', async () => {
		await goTo('#/settings');
		await page.waitForURL(/#\/settings/);
		await goTo('#/run');
		await expect.poll(() => field('Input file').inputValue()).toBe(input);
		await page.getByText(/2,000 records in, 2,000 records out/).waitFor();
		await page.reload();
		await page.getByText(/2,000 records in, 2,000 records out/).waitFor();
		await expect.poll(() => field('Records per batch').inputValue()).toBe('500');
		await page.getByRole('link', { name: 'Open the run' }).click();
		await page.waitForURL(/#\/runs\/[0-9a-f]{12}$/);
	});

	it('is filled in as an earlier run was, from that run', async () => {
		await page.getByRole('button', { name: 'Run again' }).click();
		await page.waitForURL(/#\/run(\?from=[0-9a-f]+)?$/);
		await page.waitForFunction(() => location.hash === '#/run');
		await expect.poll(() => field('Input file').inputValue()).toBe(input);
		await expect.poll(() => field('Output file').inputValue()).toBe(output);
		await expect.poll(() => field('Records per batch').inputValue()).toBe('500');
	});

	it('brings a run that was started into view, goes on while one is elsewhere, and is cancelled when asked', async () => {
		await page.setViewportSize({ width: 1000, height: 700 });
		await goTo('#/run?plugin=endless');
		await field('Input file').fill(input);
		await page.getByRole('radio', { name: 'Only keep the beginning' }).click();
		await run().click();
		await page.getByRole('button', { name: 'Cancel the run' }).waitFor();
		await page.waitForFunction(() => {
			const button = [...document.querySelectorAll('button')].find((each) => each.textContent === 'Cancel the run');
			const box = button?.getBoundingClientRect();
			return box !== undefined && box.top >= 0 && box.bottom <= innerHeight - 28;
		});
		await page.setViewportSize({ width: 1280, height: 800 });
		await goTo('#/settings');
		await page.waitForURL(/#\/settings/);
		await goTo('#/run');
		await page.getByRole('button', { name: 'Cancel the run' }).click();
		await page.getByText(/^Cancelled after/).waitFor();
		await page.getByRole('link', { name: 'Open the run' }).click();
		await page.getByRole('heading', { name: 'Counts' }).waitFor();
		await absent(page.getByText('Failed here'), page.getByRole('heading', { name: 'Counts' }));
		await absent(page.getByRole('alert'), page.getByRole('heading', { name: 'Counts' }));
	});

	it('refuses a chain that cannot run, names the stage, and runs the example with counts per stage', async () => {
		const file = join(folder, 'chain.json');
		const source = { name: 'csv-source', config: { path: 'airports.csv' } };
		writeFileSync(file, JSON.stringify({ name: 'mine', components: [source, { name: 'nobody' }] }));
		await goTo('#/run');
		await page.getByRole('radio', { name: 'A chain' }).click();
		await page.getByRole('radio', { name: 'A chain file' }).click();
		await field('Chain file').fill(file);
		await page
			.getByText(/^No plugin named .?nobody.? is installed\.$/)
			.first()
			.waitFor();
		await run().click();
		await page.getByText('Fix the fields marked above.').waitFor();
		await page.getByRole('button', { name: 'Edit the stages' }).click();
		await page.getByRole('combobox', { name: 'Plugin of stage 2' }).selectOption('row-filter');
		await page.getByText('Every stage is ready.').waitFor();
		await page.getByRole('button', { name: 'Move stage 2 up' }).click();
		await page.getByText('The stages of this chain do not follow one another.').first().waitFor();
		await expectNoAxeViolations(page);
		await page.getByRole('radio', { name: 'The example' }).click();
		await run().click();
		await page.getByText(/10,000 records in, 29 records written by file-writer/).waitFor();
	});

	it('hands the result to the downloads where it is not written to a place', async () => {
		await goTo('#/run?plugin=pii-redactor');
		await field('Input file').fill(input);
		await page.getByText(/^\d+ kB$/).waitFor();
		const download = page.waitForEvent('download');
		await run().click();
		expect((await textOf(await download)).trim().split('\n').length).toBe(RECORDS);
		expect((await download).suggestedFilename()).toBe('tickets.pii-redactor.ndjson');
	});
});
