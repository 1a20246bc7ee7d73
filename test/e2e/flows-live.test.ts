import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { askCore, pluginFolder } from '../support/scratch/plugin-folder.ts';
import { grant } from '../support/scratch/samples.ts';

/** Gives `"ok"` whenever it is asked, without an end. */
const tireless = `(module (memory (export "memory") 1) (data (i32.const 16) "\\04\\00\\00\\00\\22ok\\22")
	(func (export "read_data") (result i32) (i32.const 16)))`;
/** Answers each record with `"ok"` after having counted for some milliseconds. */
const slow = `(module (memory (export "memory") 1) (data (i32.const 16) "\\04\\00\\00\\00\\22ok\\22")
	(func (export "alloc") (param i32) (result i32) (i32.const 4096))
	(func (export "dealloc") (param i32 i32))
	(func (export "process_data") (param i32 i32) (result i32) (local $left i32)
		(local.set $left (i32.const 2000000))
		(loop $on
			(local.set $left (i32.sub (local.get $left) (i32.const 1)))
			(br_if $on (local.get $left)))
		(i32.const 16)))`;

describe('a flow in the editor', () => {
	const made = mkdtempSync(join(tmpdir(), 'dataflare-live-flows-'));
	const file = join(made, 'disk.json');
	let face: BrowserFace;
	let page: Page;
	const written = (description: string, value: number): string =>
		JSON.stringify({
			name: 'from-disk',
			description,
			components: [
				{ name: 'in', use: 'read-file', config: { path: 'rows.csv' } },
				{ name: 'slow', inputs: ['in'], config: { value } },
				{ name: 'see', use: 'preview', inputs: ['slow'] },
			],
		});
	beforeAll(async () => {
		writeFileSync(join(made, 'rows.csv'), 'a\n1\n2\n');
		writeFileSync(file, written('one', 1));
		face = await openFace('browser', async (core) => {
			for (const [name, wat, manifest] of [
				['tireless', tireless, { type: 'source', endless: true }],
				['slow', slow, { type: 'processor' }],
			] as const) {
				await askCore(core, 'plugins.install', { path: await pluginFolder(made, name, wat, manifest) });
				await askCore(core, 'policy.set', { name, policy: grant() });
			}
			const components = [
				{ name: 'tireless', batch_size: 1 },
				{ name: 'slow', inputs: ['tireless'], batch_size: 1 },
				{ name: 'see', use: 'preview' as const, inputs: ['slow'] },
			];
			await askCore(core, 'flows.save', { flow: { definition: { name: 'live', components } as never } });
			await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		});
		page = face.page;
		await page.setViewportSize({ width: 1280, height: 800 });
	});
	afterAll(async () => {
		await face.close();
		rmSync(made, { recursive: true, force: true });
	});

	const go = (hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
	const panel = (): Locator => page.getByRole('region', { name: 'Details' });
	const strip = (): Locator => page.getByRole('region', { name: 'Run', exact: true });
	const description = () => expect.poll(() => panel().getByLabel('Description').inputValue());
	const said = () => expect.poll(() => page.locator('p.sr-only[aria-live=polite]').first().innerText());

	it('follows the file that it was opened from: takes over what changes there, and asks where both changed', async () => {
		await go('#/flows');
		await page.getByRole('button', { name: 'Open a file…' }).press('Enter');
		const chooser = page.getByRole('dialog', { name: 'Open a flow or chain file' });
		await chooser.getByRole('textbox', { name: 'Path' }).fill(made);
		await chooser.getByRole('textbox', { name: 'Path' }).press('Enter');
		await chooser.getByText('disk.json').click();
		await chooser.getByRole('button', { name: 'Choose this file' }).press('Enter');
		await panel().getByText('The file says the same.').waitFor();
		await description().toBe('one');

		// Nothing was done here: what another program writes is shown, and can be undone and redone.
		writeFileSync(file, written('two', 2));
		await description().toBe('two');
		await said().toBe('disk.json taken over');
		await page.getByText(/disk\.json changed on disk/).waitFor();
		await page.getByRole('button', { name: 'Undo' }).first().click();
		await description().toBe('one');
		await panel().getByText('The file differs from what is here.').waitFor();
		await page.getByRole('button', { name: 'Redo' }).first().click();
		await panel().getByText('The file says the same.').waitFor();

		// Something was: a person decides, after having seen what differs.
		await panel().getByLabel('Description').fill('mine');
		writeFileSync(file, written('three', 3));
		const clash = page
			.getByRole('alert')
			.filter({ hasText: 'disk.json changed on disk. Your changes are still here.' });
		await clash.waitFor();
		await expectNoAxeViolations(page);
		await clash.getByRole('button', { name: 'Show what differs' }).press('Enter');
		const differs = page.getByRole('dialog', { name: 'What differs' });
		await differs.getByRole('row', { name: 'description "mine" "three"' }).waitFor();
		await differs.getByRole('row', { name: 'components.slow.config.value 2 3' }).waitFor();
		await wholeAtEverySize(page, 'flow-clash');
		await expectNoAxeViolations(page);
		await page.keyboard.press('Escape');
		await differs.waitFor({ state: 'detached' });
		await clash.getByRole('button', { name: 'Take over the file' }).press('Enter');
		await clash.waitFor({ state: 'detached' });
		await description().toBe('three');
		await page.getByRole('button', { name: 'Undo' }).first().click();
		await description().toBe('mine');

		// What is here goes into the file, saved first; its own short paths stay.
		await panel().getByRole('button', { name: 'Write to the file' }).press('Enter');
		await panel().getByText('The file says the same.').waitFor();
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
			description: 'mine',
			components: [{ config: { path: 'rows.csv' } }, { config: { value: 2 } }, {}],
		});
		await page.getByText('from-disk saved as version 1').waitFor();

		// It is the file of the saved flow now, also after a reload, and broken for as long as somebody writes it.
		await page.reload();
		await panel().getByText('The file says the same.').waitFor();
		writeFileSync(file, '{');
		await panel().getByText('is not JSON').first().waitFor();
		writeFileSync(file, written('four', 4));
		await description().toBe('four');
		await go('#/flows');
		await page.getByRole('button', { name: 'Open a file…' }).press('Enter');
		await chooser.getByRole('textbox', { name: 'Path' }).fill(made);
		await chooser.getByRole('textbox', { name: 'Path' }).press('Enter');
		await chooser.getByText('disk.json').click();
		await chooser.getByRole('button', { name: 'Choose this file' }).press('Enter');
		await expect.poll(() => page.evaluate('location.hash')).toBe('#/flows/edit?name=from-disk');
		await panel().getByRole('button', { name: 'Stop following it' }).press('Enter');
		await panel().getByRole('heading', { name: 'File' }).waitFor({ state: 'detached' });
	});

	it('tells while it runs how quick everything is, what waits, and for which component, and finishes an endless one', async () => {
		await go('#/flows/edit?name=live');
		await page.getByRole('radio', { name: 'Canvas' }).press('Space');
		const canvas = page.locator('[data-flow-canvas]');
		await canvas.getByRole('button', { name: /^tireless/ }).waitFor();
		await page.getByRole('button', { name: 'Run', exact: true }).press('Enter');
		await strip()
			.getByText(/^Slowest: slow, busy \d+% of the time$/)
			.waitFor();
		await canvas.getByRole('button', { name: /^slow Processor Slowest \d/ }).waitFor();
		await canvas.getByRole('button', { name: /^From tireless to slow, [\d.]+K?\/s \d waiting$/ }).waitFor();
		await page.getByRole('radio', { name: 'List' }).press('Space');
		await page
			.getByRole('row', { name: /^slow Processor.* tireless \d batch(es)? waiting Slowest [\d.]+K?\/s \d/ })
			.waitFor();
		await expectNoAxeViolations(page);

		// The run's own page tells the same.
		await strip().getByRole('link', { name: 'Open the run' }).press('Enter');
		const components = page.getByRole('region', { name: 'Components' });
		await components.getByRole('row', { name: /^slow Processor Slowest/ }).waitFor();
		const edges = page.getByRole('list', { name: 'What went where' });
		await edges
			.getByText(/^\d batch(es)? waiting$/)
			.first()
			.waitFor();
		await expectNoAxeViolations(page);

		await go('#/flows/edit?name=live');
		await strip().getByRole('button', { name: 'Finish', exact: true }).press('Enter');
		await strip().getByText('Succeeded').waitFor();
		await strip().getByRole('button', { name: 'Finish', exact: true }).waitFor({ state: 'detached' });
		// What a preview kept is the result of a flow that writes no file.
		await panel().getByRole('heading', { name: 'Previews' }).waitFor();
		await panel().getByText(/^see/).first().waitFor();
	});
});
