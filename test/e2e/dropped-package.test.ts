import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { dropFiles } from '../support/browser/drop-files.ts';
import { inBothLanguages, wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { chooseByKey } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';
import { componentOf, echoTransformer } from '../support/wasi/component.ts';

const modal = '[role=dialog]:not([aria-modal=false])';

let face: BrowserFace;
let page: Page;
let packed: string;
let component: string;
beforeAll(async () => {
	face = await openFace('browser', async (core) => {
		await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
	});
	page = face.page;
	packed = join(face.folder, 'row-filter.dfplugin');
	await askCore(face.core, 'plugins.pack', { path: join(resourcesDir, 'plugins/row-filter'), to: packed });
	component = join(face.folder, 'echo.wasm');
	writeFileSync(component, await componentOf(echoTransformer(), 'transformer-plugin'));
});
afterAll(() => face.close());

const drop = (path: string, name: string): Promise<void> => dropFiles(page, [name, readFileSync(path)]);

/** What is opened is whole at every size, in either language. */
const whole = (name: string, open: () => Promise<void>): Promise<void> =>
	inBothLanguages(face, async (language) => {
		await open();
		await wholeAtEverySize(page, `${name}-${language}`);
		await page.locator(modal).press('Escape');
		await page.locator(modal).waitFor({ state: 'detached' });
	});

const asked = (): Promise<void> => page.locator(modal).locator('code').first().waitFor();

it('the review of a component, and of a package, is whole at every size in both languages', async () => {
	await whole('component', async () => {
		await drop(component, 'echo.wasm');
		await asked();
	});
	await whole('package', async () => {
		await drop(packed, 'row-filter.dfplugin');
		await asked();
	});
});

it('a package that is dropped, or chosen, is looked into as a whole, and installed with what lies in it', async () => {
	await drop(packed, 'anything.dfplugin');
	await page.getByRole('heading', { name: /^Install row-filter / }).waitFor();
	await page.locator(modal).getByText('Package (.dfplugin)').waitFor();
	await expectNoAxeViolations(page, modal);
	await page.keyboard.press('Escape');
	await page.locator(modal).waitFor({ state: 'detached' });

	await page.getByRole('button', { name: 'Install', exact: true }).first().press('Enter');
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByRole('button', { name: 'Choose files' }).press('Enter'),
	]);
	await expect.poll(() => chooser.element().getAttribute('accept')).toContain('.dfplugin');
	await chooser.setFiles(packed);
	await page.getByRole('heading', { name: /^Install row-filter / }).waitFor();
	await page.getByRole('button', { name: 'Install', exact: true }).last().press('Enter');
	await page.waitForURL(/#\/plugins\/row-filter$/);
	await page.getByText('row-filter is installed.').waitFor();
	// What lay beside the module in it is there.
	await page.getByRole('heading', { name: 'README' }).first().waitFor();
	const { samples } = await askCore(face.core, 'plugins.package', { name: 'row-filter' });
	expect(samples.length).toBeGreaterThan(0);

	// It goes out again as it came.
	await page.getByRole('button', { name: 'More', exact: true }).last().press('Enter');
	const [packedAgain] = await Promise.all([page.waitForEvent('download'), chooseByKey(page, 'Pack into one file…')]);
	expect(packedAgain.suggestedFilename()).toMatch(/^row-filter-[\d.]+\.dfplugin$/);
	const again = join(face.folder, 'again.dfplugin');
	await packedAgain.saveAs(again);
	expect(readFileSync(again).equals(readFileSync(packed))).toBe(true);
	await page
		.getByText(/^row-filter was packed into one file, /)
		.first()
		.waitFor();

	await drop(component, 'broken.dfplugin');
	await page.getByRole('alert').first().waitFor();
	await page.keyboard.press('Escape');
	await page.locator(modal).waitFor({ state: 'detached' });
});
