import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { dropFiles } from '../support/browser/drop-files.ts';
import { type OpenFace, openFace } from '../support/browser/faces.ts';
import { absent, chooseByKey } from '../support/browser/steady.ts';
import { resourcesDir } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';
import { answering, eventually } from '../support/scratch/scratch-core.ts';

/** The dialog, and none of the toasts. */
const modal = '[role=dialog]:not([aria-modal=false])';

const imports = `(import "env" "host_http" (func (param i32 i32) (result i32)))
	(import "env" "host_read_file" (func (param i32 i32 i64 i32) (result i32)))`;

/** A plugin that asks for the network and for files, as its author would publish it. */
const geo = (version: string, policy: object, author = 'Geo Tools') => ({
	metadata: { author, version },
	security_policy: { allow_network: true, allow_file_system: true, ...policy },
});
const first = geo('1.0.0', { allowed_hosts: ['api.geo.example'], allowed_paths: ['./cache/', '/srv/geo/'] });
const more = geo('2.0.0', { allowed_hosts: ['api.geo.example', 'new.geo.example'], allowed_paths: ['./cache/'] });
const same = geo('1.0.1', { allowed_hosts: ['api.geo.example'], allowed_paths: ['./cache/'] });
const foreign = geo('9.9.9', { allowed_hosts: ['elsewhere.example'], allowed_paths: [] }, 'Somebody Else');

async function put(folder: string, name: string, manifest: object, extra = ''): Promise<string> {
	mkdirSync(folder, { recursive: true });
	const module = answering(`"${folder.length}"`).replace('(module', `(module ${extra}`);
	writeFileSync(join(folder, 'plugin.wasm'), await wat(module));
	const whole = { name, type: 'processor', module_path: './plugin.wasm', ...manifest };
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify(whole));
	return folder;
}

describe('installing', () => {
	let face: OpenFace;
	let page: Page;
	let made: string;

	beforeAll(async () => {
		face = await openFace('browser', async (core: Core) => {
			const stats = await core.request('stats.get', {});
			if (!stats.ok) throw new Error(stats.error.message);
			await put(join(stats.data.pluginsDir, 'newcomer'), 'newcomer', {});
			await eventually(async () => {
				const answer = await core.request('plugins.list', {});
				return answer.ok && answer.data.length === 1;
			});
		});
		page = face.page;
		made = join(face.folder, 'made');
		for (const [folder, manifest] of Object.entries({ first, more, same, foreign })) {
			await put(join(made, folder), 'geo', manifest, imports);
		}
	});
	afterAll(() => face.close());
	afterEach(() => page.keyboard.press('Escape'));

	const dialog = () => page.locator(modal);
	const offer = async (path: string): Promise<void> => {
		await page.getByRole('button', { name: 'Install', exact: true }).click();
		await page.getByRole('textbox', { name: 'Or enter a path' }).fill(path);
		await page.keyboard.press('Enter');
	};
	const decide = (sentence: string) => page.getByRole('combobox', { name: sentence });
	const given = () => page.getByRole('region', { name: 'You give it:' });
	const row = (plugin: string) => page.getByRole('row').filter({ has: page.getByText(plugin, { exact: true }) });

	it('shows what a plugin asks for, riskiest first and denied, before anything is copied', async () => {
		await offer(join(made, 'first'));
		await page.getByRole('heading', { name: 'Install geo 1.0.0?' }).waitFor();
		const asked = page.getByRole('region', { name: 'It asks to' }).getByRole('listitem');
		await expect
			.poll(async () => (await asked.allInnerTexts()).map((text) => text.split('\n')[0]))
			.toEqual(['High risk', 'Some risk', 'Low risk']);
		await expect.poll(() => decide('Read and change /srv/geo/ and everything in it.').inputValue()).toBe('deny');
		await expect.poll(() => decide('Reach api.geo.example.').inputValue()).toBe('deny');
		await expect.poll(() => given().innerText()).toContain('Read and change ./cache/ in its own data folder.');
		await expect.poll(() => given().innerText()).not.toContain('api.geo.example');
		// What its code can reach is told from the code.
		const reach = page.getByRole('region', { name: 'What its code can reach at most' });
		await reach.getByText('The network, as far as you grant it: host_http').waitFor();
		await reach.getByText('Files, as far as you grant them: host_read_file').waitFor();
		await reach.getByText('No environment variables: it imports nothing that reads them.').waitFor();
		await expectNoAxeViolations(page, modal);
		await page.keyboard.press('Escape');
		await dialog().waitFor({ state: 'detached' });
		await absent(row('geo'), row('newcomer'));
	});

	it('says of a plugin that comes with the program that it does, whether it is installed or not', async () => {
		const signature = () => dialog().getByText('Bundled', { exact: true });
		await offer(join(resourcesDir, 'plugins/row-filter'));
		await signature().waitFor();
		await dialog().getByText('Not signed', { exact: true }).waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Install', exact: true }).last().click();
		await dialog().waitFor({ state: 'detached' });
		await row('row-filter').waitFor();
		await offer(join(resourcesDir, 'plugins/row-filter'));
		await signature().waitFor();
	});

	it('says beside the field what is wrong with what a person narrowed to, and waits', async () => {
		await offer(join(made, 'first'));
		await decide('Read and change /srv/geo/ and everything in it.').selectOption('Another path…');
		const path = page.getByRole('textbox', { name: 'Another path…' });
		await path.fill('../up');
		await page.getByText('without ..').waitFor();
		await expect.poll(() => path.getAttribute('aria-invalid')).toBe('true');
		await expect.poll(() => page.getByRole('button', { name: 'Install', exact: true }).last().isDisabled()).toBe(true);
	});

	it('grants what a person allowed and nothing else, and goes to the plugin', async () => {
		await offer(join(made, 'first'));
		await decide('Reach api.geo.example.').selectOption('Allow');
		await decide('Read and change /srv/geo/ and everything in it.').selectOption('Another path…');
		await page.getByRole('textbox', { name: 'Another path…' }).fill('/srv/geo/places.db:ro');
		await page.getByRole('combobox', { name: 'Memory' }).selectOption('8 MB');
		await given().getByText('Read /srv/geo/places.db').waitFor();
		await page.getByRole('button', { name: 'Install', exact: true }).last().click();
		await page.waitForURL(/#\/plugins\/geo$/);
		await page.getByText('geo is installed.').waitFor();
		await row('geo').getByTitle('May read and change: /srv/geo/places.db:ro, ./cache/').waitFor();
		await row('geo').getByTitle('May reach: api.geo.example').waitFor();
	});

	it('says so where this very version is installed already', async () => {
		await offer(join(made, 'first'));
		await page.getByRole('heading', { name: 'geo 1.0.0 is already installed' }).waitFor();
		await absent(dialog().getByRole('button', { name: 'Install' }), dialog().getByRole('button'));
	});

	it('asks on an update for what is new alone, and shows versions, sizes and what is no longer used', async () => {
		await offer(join(made, 'more'));
		await page.getByRole('heading', { name: 'Update geo to 2.0.0?' }).waitFor();
		const group = (title: string) => page.getByRole('region', { name: title }).getByRole('listitem');
		await expect
			.poll(() => group('New requests').allInnerTexts())
			.toEqual([expect.stringContaining('new.geo.example')]);
		await expect
			.poll(async () => (await group('Already granted').allInnerTexts()).join())
			.toContain('Reach api.geo.example.');
		await expect
			.poll(async () => (await group('No longer used').allInnerTexts()).join())
			.toContain('/srv/geo/places.db');
		await expect.poll(() => decide('Reach new.geo.example.').inputValue()).toBe('deny');
		await expect.poll(() => dialog().innerText()).toMatch(/1\.0\.0\s+2\.0\.0/);
		await expectNoAxeViolations(page, modal);
	});

	it('puts in an update that asks for nothing more without a question, and takes it back when told', async () => {
		await offer(join(made, 'same'));
		await page.getByText('geo was updated to 1.0.1. It asks for nothing new.').waitFor();
		await row('geo').getByText('1.0.1').waitFor();
		await absent(page.getByRole('heading', { name: /^Update geo/ }), row('geo').getByText('1.0.1'));
		await page.getByRole('button', { name: 'Undo' }).click();
		await row('geo').getByText('1.0.0').waitFor();
	});

	it('shows in view why an update was not put in, however much it asks for, and leaves the version that runs', async () => {
		const hosts = Array.from({ length: 12 }, (_, index) => `host-${index}.example`);
		const folder = await put(
			join(made, 'gone'),
			'geo',
			geo('3.0.0', { allowed_hosts: hosts, allowed_paths: [] }),
			imports,
		);
		await offer(folder);
		const update = dialog().getByRole('button', { name: 'Update', exact: true });
		await update.waitFor();
		rmSync(folder, { recursive: true });
		await update.click();
		const alert = dialog().getByRole('alert');
		await alert.waitFor();
		await expect
			.poll(async () => {
				const shown = await alert.boundingBox();
				const footer = await update.boundingBox();
				return shown !== null && footer !== null && shown.y > 0 && shown.y + shown.height <= footer.y;
			})
			.toBe(true);
		await page.keyboard.press('Escape');
		await row('geo').getByText('1.0.0').waitFor();
	});

	it('offers to replace another plugin of the same name, which inherits nothing risky', async () => {
		await offer(join(made, 'foreign'));
		await page.getByRole('heading', { name: 'Replace geo 1.0.0?' }).waitFor();
		await expect.poll(() => dialog().innerText()).toContain('by "Geo Tools"');
		await expect.poll(() => given().innerText()).not.toContain('example');
		await dialog().getByRole('button', { name: 'Cancel' }).click();
		await row('geo').getByText('1.0.0').waitFor();
	});

	it('has its own words for what is no plugin', async () => {
		const file = (title: string, content: string | Uint8Array): string => {
			const path = join(made, title);
			writeFileSync(path, content);
			return path;
		};
		const cut = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 200]);
		for (const [path, words] of [
			[file('table.csv', 'a,b\n'), 'It is not a WebAssembly module.'],
			[file('cut.wasm', cut), 'The module is damaged or cut off.'],
			[file('packed.zip', 'PK'), 'It is an archive.'],
			[made, 'The folder has no plugin.json.'],
			[join(made, 'nowhere'), 'Check the spelling of the path.'],
		] as const) {
			await offer(path);
			await dialog().getByText(words).first().waitFor();
			await page.keyboard.press('Escape');
			await dialog().waitFor({ state: 'detached' });
		}
	});

	it('lets a person say what an Extism plugin does, by which export and how, by keyboard alone', async () => {
		const path = join(made, 'keeper.wasm');
		const alloc = '(import "extism:host/env" "alloc" (func (param i64) (result i64)))';
		const functions =
			'(func (export "keep") (result i32) (i32.const 0)) (func (export "drop") (result i32) (i32.const 0))';
		writeFileSync(path, await wat(`(module ${alloc} (memory (export "memory") 1) ${functions})`));
		await offer(path);
		const does = page.getByRole('region', { name: 'What it does' });
		await does.getByText('An Extism plugin').waitFor();
		const choice = (label: string) => does.getByRole('combobox', { name: label });
		const go = page.getByRole('button', { name: 'Install', exact: true }).last();
		await expect.poll(() => choice('Type').inputValue()).toBe('processor');
		await expect.poll(() => choice('Records').inputValue()).toBe('bytes');
		await choice('Type').focus();
		await page.keyboard.type('Fil');
		await does.getByText('Choose the export that does this.').waitFor();
		await expect.poll(() => go.isDisabled()).toBe(true);
		await page.keyboard.press('Tab');
		await page.keyboard.type('keep');
		await page.keyboard.press('Tab');
		await page.keyboard.type('One');
		await expect.poll(() => choice('Records').inputValue()).toBe('one');
		await expectNoAxeViolations(page, modal);
		await go.press('Enter');
		await page.waitForURL(/#\/plugins\/keeper$/);
		await page.getByText('keeper is installed.').waitFor();
		await offer(path);
		await page.getByRole('heading', { name: 'keeper is already installed' }).waitFor();
		await dialog().getByText('Filter').first().waitFor();
		// The same module again: what it does can be said anew, and nothing else.
		const change = dialog().getByRole('button', { name: 'Change what it does' });
		await expect.poll(() => change.isDisabled()).toBe(true);
		await expect.poll(() => choice('Export that does it').inputValue()).toBe('keep');
		await choice('Type').selectOption('Processor');
		await expectNoAxeViolations(page, modal);
		await change.press('Enter');
		await page.getByText('keeper does what you said from now on.').waitFor();
		await dialog().waitFor({ state: 'detached' });
		await page.locator('main').getByText('Processor').first().waitFor();

		// And from its own page, of the files that are installed: back to what it did, and no module is given.
		await page.getByRole('button', { name: 'Change what it does…' }).press('Enter');
		await page.getByRole('heading', { name: 'Change what keeper does' }).waitFor();
		await absent(dialog().getByRole('button', { name: 'Open' }), change);
		await choice('Type').selectOption('Filter');
		await choice('Records').selectOption('Many, as a JSON array');
		await change.press('Enter');
		await dialog().waitFor({ state: 'detached' });
		await page.locator('main').getByText('Filter').first().waitFor();
		await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
		await chooseByKey(page, 'Change what it does…');
		await expect.poll(() => choice('Records').inputValue()).toBe('batch');
		await page.keyboard.press('Escape');
		await dialog().waitFor({ state: 'detached' });
	});

	it('lets a plugin that appeared in the folder run once a person has reviewed it', async () => {
		await row('newcomer').getByRole('button', { name: 'Review newcomer' }).click();
		await page.getByRole('heading', { name: 'Review newcomer' }).waitFor();
		await page.getByRole('button', { name: 'Allow it to run' }).click();
		await row('newcomer').getByText('Ready').waitFor();
	});
});

it('what is dropped on the window is looked into, one after the other, and a plugin that was skipped is not installed', async () => {
	const face = await openFace('browser', async () => {});
	try {
		const { page } = face;
		await page.getByRole('button', { name: 'Skip' }).waitFor();
		const module = await wat(answering('1'));
		const waiting = page.getByRole('heading', { name: /^Install (one|two)\?$/ });
		await dropFiles(page, ['one.wasm', module], ['two.wasm', module], ['table.csv', 'a,b']);
		await waiting.waitFor();
		const rail = page.getByRole('navigation', { name: 'Plugins to install' });
		await rail.getByText('Not a plugin').waitFor();
		await expect
			.poll(() => rail.getByRole('listitem').allInnerTexts())
			.toEqual([expect.stringContaining('one'), expect.stringContaining('two'), expect.stringContaining('table.csv')]);
		await page.getByRole('button', { name: 'Install', exact: true }).last().click();
		await page.getByText('The same module is already installed as one.').waitFor();
		await page.getByRole('button', { name: 'Skip' }).click();
		await page.getByText('It is not a WebAssembly module.').waitFor();
		await page.getByRole('button', { name: 'Close' }).last().click();
		await page.getByRole('grid').getByRole('row').filter({ hasText: 'one' }).waitFor();
		await expect.poll(() => page.getByRole('grid').getByRole('row').count()).toBe(1);
	} finally {
		await face.close();
	}
});
