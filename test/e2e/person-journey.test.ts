import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dropFiles } from '../support/browser/drop-files.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { wat } from '../support/guests/wat.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';

let face: BrowserFace;
let page: Page;
let packages: string;
let first: string;
beforeAll(async () => {
	face = await openFace('browser', async (core) => {
		await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
	});
	page = face.page;
	packages = join(face.folder, 'offered');
	mkdirSync(packages);
	first = await pack('1.0.0', {}, face.folder);
	await pack('1.1.0', { allow_network: true, allowed_hosts: ['api.geo.example'] }, packages);
});
afterAll(() => face.close());

async function pack(version: string, security_policy: object, to: string): Promise<string> {
	const folder = join(face.folder, `geo-${version}`);
	mkdirSync(folder);
	const manifest = { name: 'geo', version, type: 'processor', module_path: './geo.wasm', security_policy };
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify({ ...manifest, metadata: { author: 'Geo' } }));
	writeFileSync(join(folder, 'geo.wasm'), await wat(answering(JSON.stringify(version))));
	return (await askCore(face.core, 'plugins.pack', { path: folder, to })).path;
}

const modal = (): Locator => page.locator('[role=dialog]:not([data-type])');
const answer = async (): Promise<unknown> =>
	(await askCore(face.core, 'plugins.call', { name: 'geo', fn: 'process_data', input: '{}' })).value;
const grantOf = async () => (await askCore(face.core, 'policy.show', { name: 'geo' })).granted?.policy;

it('a person drops a plugin, reviews it, is offered an update, reviews that, and goes back', async () => {
	await dropFiles(page, ['geo.dfplugin', readFileSync(first)]);
	await page.getByRole('heading', { name: 'Install geo 1.0.0?' }).waitFor();
	await modal().getByRole('button', { name: 'Install', exact: true }).click();
	await page.waitForURL(/#\/plugins\/geo$/);
	expect(await answer()).toBe('1.0.0');

	await page.evaluate(`location.hash = '#/catalogue/updates'`);
	await page.getByRole('button', { name: 'Choose a source…' }).click();
	await modal().getByLabel('Folder, index file or https address').fill(packages);
	await modal().getByRole('button', { name: 'Use and check' }).click();
	await page.getByRole('button', { name: 'Review the update of geo to 1.1.0' }).click();
	await page.getByRole('heading', { name: 'Update geo to 1.1.0?' }).waitFor();
	await modal()
		.getByRole('combobox', { name: /api\.geo\.example/ })
		.selectOption('allow');
	await modal().getByRole('button', { name: 'Update', exact: true }).click();
	await modal().waitFor({ state: 'detached' });
	await page.getByText('Everything is up to date').waitFor();
	expect(await answer()).toBe('1.1.0');
	expect(await grantOf()).toMatchObject({ allow_network: true, allowed_hosts: ['api.geo.example'] });

	await page.evaluate(`location.hash = '#/plugins/geo/versions'`);
	await page
		.getByRole('button', { name: /Roll back/ })
		.first()
		.click();
	const asked = page.getByRole('alertdialog');
	await asked.getByRole('button', { name: 'Roll back' }).click();
	await asked.waitFor({ state: 'detached' });
	expect(await answer()).toBe('1.0.0');
	// Where one went back on purpose, the update is offered again.
	await page.evaluate(`location.hash = '#/catalogue/updates'`);
	await page.getByRole('button', { name: /the update of geo to 1\.1\.0|Update geo to 1\.1\.0/ }).waitFor();
});
