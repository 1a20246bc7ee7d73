import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { inBothLanguages, wholeAtEverySize } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { chooseByKey, hasFocus, offeredFirst } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';

let face: BrowserFace;
let page: Page;
const made = mkdtempSync(join(tmpdir(), 'dataflare-new-plugin-'));

beforeAll(async () => {
	face = await openFace('browser', async (core) => {
		await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
	});
	page = face.page;
});
afterAll(async () => {
	await face.close();
	rmSync(made, { recursive: true, force: true });
});

const whole = (name: string): Promise<void> =>
	inBothLanguages(face, (language) => wholeAtEverySize(page, `${name}-${language}`));

it('a person begins a plugin by keyboard, is told how it is built, and installs it once it was', async () => {
	await page.evaluate(`location.hash = '#/plugins'`);
	await page.getByRole('button', { name: 'More ways to add a plugin' }).press('Enter');
	await chooseByKey(page, 'New plugin…');
	const dialog = page.getByRole('dialog', { name: 'New plugin' });
	const name = dialog.getByLabel('Name');
	await hasFocus(name);
	await name.fill('Numbers');
	await dialog.getByText('Use 1 to 64 of').waitFor();
	await expect.poll(() => dialog.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);
	await name.fill('numbers');
	await dialog.getByLabel('Language').selectOption('wat');
	await dialog.getByLabel('What it does').selectOption('filter');
	await dialog.getByLabel('In which folder').fill(made);
	const folder = join(made, 'numbers');
	await dialog.getByText(`Creates ${folder}`).waitFor();
	await dialog.getByText('Description, author and licence').press('Enter');
	await dialog.getByLabel('Author').fill('Ada');
	await whole('new-plugin');
	await expectNoAxeViolations(page);
	await name.press('Enter');

	const created = page.getByRole('dialog', { name: 'numbers was created' });
	await created.getByText(`dataflare plugin build ${folder}`).waitFor();
	expect(readdirSync(folder)).toEqual(expect.arrayContaining(['build.json', 'cases', 'plugin.json', 'src']));
	const manifest = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'));
	expect(manifest).toMatchObject({ name: 'numbers', type: 'filter', metadata: { author: 'Ada' } });

	// Nothing was built: that is said where the commands are. Then somebody did.
	await created.getByRole('button', { name: 'Install…' }).press('Enter');
	await created.getByRole('region', { name: 'It cannot be installed yet' }).waitFor();
	await whole('new-plugin-made');
	await expectNoAxeViolations(page);
	writeFileSync(join(folder, 'numbers.wasm'), await wat(readFileSync(join(folder, 'src/plugin.wat'), 'utf8')));
	await created.getByRole('button', { name: 'Install…' }).press('Enter');
	await created.waitFor({ state: 'detached' });
	const install = page.getByRole('dialog', { name: /numbers/ });
	await install.waitFor();
	await install.getByRole('button', { name: 'Install', exact: true }).press('Enter');
	await expect
		.poll(async () => (await askCore(face.core, 'plugins.list', {})).map((plugin) => plugin.name))
		.toEqual(['numbers']);
	await page.keyboard.press('Escape');
});

it('the palette leads to it, and a folder with something in it stays as it is', async () => {
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').getByRole('combobox').fill('new plugin');
	await offeredFirst(page, /New plugin/);
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog', { name: 'New plugin' });
	await dialog.getByLabel('Name').fill('numbers');
	await dialog.getByRole('button', { name: 'Choose…' }).press('Enter');
	const chooser = page.getByRole('dialog', { name: 'Choose the folder it is created in' });
	await chooser.getByRole('textbox').fill(made);
	await chooser.getByRole('textbox').press('Enter');
	await chooser.getByRole('option', { name: 'numbers' }).waitFor();
	await chooser.getByRole('button', { name: 'Choose this folder' }).press('Enter');
	await chooser.waitFor({ state: 'detached' });
	await dialog.getByText(`Creates ${join(made, 'numbers')}`).waitFor();
	await dialog.getByRole('button', { name: 'Create' }).press('Enter');
	await dialog.getByRole('alert').getByText('is not empty').first().waitFor();
	await page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'detached' });
});
