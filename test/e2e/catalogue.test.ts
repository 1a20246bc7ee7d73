import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../../src/core/index.ts';
import { expectNoAxeViolations } from '../support/browser/axe.ts';
import { draw, drawEverywhere } from '../support/browser/every-size.ts';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { absent } from '../support/browser/steady.ts';
import { wat } from '../support/guests/wat.ts';
import { answering } from '../support/scratch/scratch-core.ts';
import { selfSigned } from '../support/servers/self-signed.ts';

const folder = mkdtempSync(join(tmpdir(), 'dataflare-catalogue-'));
const packages = join(folder, 'packages');
let face: BrowserFace;
let page: Page;

interface Made {
	readonly name: string;
	readonly version: string;
	readonly more?: object;
	readonly notes?: string;
	readonly date?: string;
}

/** Packs a version with its notes; returns the package. */
async function pack(core: Core, { name, version, more = {}, notes, date }: Made, into = packages): Promise<string> {
	const made = mkdtempSync(join(folder, `${name}-`));
	const manifest = {
		name,
		version,
		type: 'processor',
		module_path: './p.wasm',
		metadata: { author: 'Geo', description: `What ${name} does with records.` },
		...more,
	};
	writeFileSync(join(made, 'plugin.json'), JSON.stringify(manifest));
	// Each version is another module.
	const code = answering(JSON.stringify(version));
	writeFileSync(
		join(made, 'p.wasm'),
		await wat(name === 'fresh' ? code.replace('process_data', 'transform_data') : code),
	);
	const heading = date === undefined ? version : `${version} - ${date}`;
	writeFileSync(
		join(made, 'CHANGELOG.md'),
		`# Changes\n\n## ${heading}\n\n${notes ?? `Notes on ${name} ${version}.`}\n`,
	);
	const answer = await core.request('plugins.pack', { path: made, to: into });
	if (!answer.ok) throw new Error(answer.error.message);
	return answer.data.path;
}

async function install(core: Core, made: Made): Promise<void> {
	const path = await pack(core, made, mkdtempSync(join(folder, 'first-')));
	const answer = await core.request('plugins.install', { path });
	if (!answer.ok) throw new Error(answer.error.message);
}

const reaching = {
	security_policy: {
		allow_network: true,
		allowed_hosts: ['api.geo.example'],
		allow_file_system: true,
		allowed_paths: ['/srv/stations/:ro'],
	},
};

async function prepare(core: Core): Promise<void> {
	mkdirSync(packages, { recursive: true });
	for (const name of ['plain', 'second', 'asking', 'steady', 'alone']) await install(core, { name, version: '1.0.0' });
	for (const name of ['plain', 'second']) {
		await pack(core, { name, version: '1.0.1', date: '2026-03-01' });
		await pack(core, {
			name,
			version: '1.1.0',
			date: '2026-05-01',
			notes: 'Reads dates of every form.\n\n- and faster',
		});
	}
	await pack(core, { name: 'plain', version: '2.0.0', more: { host: '>=99' } });
	await pack(core, { name: 'asking', version: '2.0.0', more: { ...reaching, abi_version: 1 }, date: '2026-06-01' });
	await pack(core, { name: 'steady', version: '1.0.0' });
	await pack(core, { name: 'fresh', version: '0.3.0', more: { ...reaching, type: 'transformer' }, date: '2026-01-15' });
	await pack(core, { name: 'fresh', version: '0.2.0', more: { type: 'transformer' } });
	writeFileSync(join(packages, 'broken.dfplugin'), 'no package');
	await core.request('settings.set', { key: 'first_start_done', value: true });
}

const look = (name: string): Promise<void> => drawEverywhere(face, name);

const go = (hash: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
const labelOf = async (name: string): Promise<string | null> => {
	const answer = await face.core.request('plugins.get', { name });
	return answer.ok ? (answer.data.current?.label ?? null) : null;
};
const dialog = (): Locator => page.locator('[role=dialog]:not([data-type])');
const row = (name: string): Locator =>
	page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
async function inMenu(name: string, item: string): Promise<void> {
	await page.getByRole('button', { name: `More for ${name}` }).press('Enter');
	await page.getByRole('menuitem', { name: item }).click();
}
async function useSource(text: string): Promise<void> {
	await page
		.getByRole('button', { name: /^(Choose a|Change) source…$/ })
		.first()
		.press('Enter');
	await dialog().getByLabel('Folder, index file or https address').fill(text);
	await page.keyboard.press('Enter');
}

afterEach(async ({ task }) => {
	if (task.result?.state === 'fail') await draw(page, 'catalogue-fail');
});
beforeAll(async () => {
	face = await openFace('browser', prepare);
	page = face.page;
});
afterAll(async () => {
	await face.close();
	rmSync(folder, { recursive: true, force: true });
});

describe('updates from a folder of packages', () => {
	it('are looked for only once a person chose a folder and said so, by keyboard alone', async () => {
		await go('#/plugins');
		await page.getByRole('link', { name: 'Updates', exact: true }).press('Enter');
		await page.getByRole('heading', { name: 'No source yet' }).waitFor();
		await look('none');
		await expectNoAxeViolations(page);
		await useSource(join(folder, 'nowhere'));
		await dialog().getByRole('alert').waitFor();
		await look('source-wrong');
		await dialog().getByLabel('Folder, index file or https address').fill(packages);
		await page.keyboard.press('Enter');
		await dialog().waitFor({ state: 'detached' });
		await page.getByRole('region', { name: 'Available' }).waitFor();
		expect(await face.core.request('settings.get', {})).toMatchObject({ data: { update_source: packages } });
		await page.getByText('1 package was left out').waitFor();
		await look('updates');
		await expectNoAxeViolations(page);
	});

	it('say what changes, in the words of the review, and why a version is not offered', async () => {
		const asking = row('asking');
		await asking.getByText('Major version', { exact: true }).waitFor();
		await asking.getByText('Asks for more', { exact: true }).waitFor();
		await expect.poll(() => asking.getByRole('list', { name: 'New requests' }).getByRole('listitem').count()).toBe(2);
		await asking.getByText('Plugin interface').waitFor();
		const plain = row('plain');
		await plain.getByText('1.1.0', { exact: true }).first().waitFor();
		await plain.getByText('2.0.0 is not offered here:').waitFor();
		await plain.getByText(/made for DataFlare/).waitFor();
		await plain.getByText('Notes on 2 versions').press('Enter');
		await plain.getByText('Reads dates of every form.', { exact: false }).waitFor();
		await plain.getByText('Notes on plain 1.0.1.', { exact: false }).waitFor();
		await page.getByText('1 plugin is up to date: steady.').waitFor();
		await page.getByText('1 plugin is not in this source: alone.').waitFor();
	});

	it('are skipped and offered again; a plugin is held at its version and released', async () => {
		await inMenu('second', 'Skip 1.1.0');
		await row('second').getByText('1.0.1', { exact: true }).first().waitFor();
		await inMenu('second', 'Offer 1.1.0 again');
		await row('second').getByText('1.1.0', { exact: true }).first().waitFor();
		await inMenu('second', 'Hold at 1.0.0');
		const held = page.getByRole('region', { name: 'Held at their version' });
		await held.getByText('Held at 1.0.0. 1.1.0 is available.').waitFor();
		await look('held');
		await absent(page.getByRole('button', { name: 'Update all 2 that ask for nothing new' }), held);
		await go('#/plugins/second/versions');
		await page.getByRole('switch', { name: 'Hold at this version' }).waitFor();
		await expect.poll(() => page.getByRole('switch', { name: 'Hold at this version' }).isChecked()).toBe(true);
		await look('hold-row');
		await go('#/catalogue/updates');
		await page.getByRole('button', { name: 'Release second' }).press('Enter');
		await held.waitFor({ state: 'detached' });
	});

	it('that ask for nothing new go in together; what asks for more is reviewed first', async () => {
		await page.getByRole('button', { name: 'Update all 2 that ask for nothing new' }).press('Enter');
		await page.getByText('2 plugins updated').waitFor();
		await expect.poll(async () => [await labelOf('plain'), await labelOf('second')]).toEqual(['1.1.0', '1.1.0']);
		expect(await labelOf('asking')).toBe('1.0.0');
		await page.getByRole('button', { name: 'Review the update of asking to 2.0.0' }).press('Enter');
		await page.getByRole('heading', { name: 'Update asking to 2.0.0?' }).waitFor();
		await dialog().getByText('This is a major version', { exact: false }).waitFor();
		await look('review');
		await dialog().getByRole('button', { name: 'Update', exact: true }).click();
		await dialog().waitFor({ state: 'detached' });
		expect(await labelOf('asking')).toBe('2.0.0');
		await page.getByRole('heading', { name: 'Not for this version of DataFlare' }).waitFor();
	});

	it('go back to an older version on purpose, with a warning', async () => {
		await inMenu('plain', 'Another version…');
		await dialog().getByRole('radio', { name: '1.0.1' }).press('Space');
		await look('versions');
		await expectNoAxeViolations(page);
		await dialog().getByRole('button', { name: 'Review…' }).click();
		await page.getByRole('heading', { name: 'Downgrade plain from 1.1.0 to 1.0.1?' }).waitFor();
		await dialog().getByText('is older than the one before it, 1.1.0', { exact: false }).waitFor();
		await dialog().getByRole('button', { name: 'Downgrade', exact: true }).click();
		await dialog().waitFor({ state: 'detached' });
		expect(await labelOf('plain')).toBe('1.0.1');
	});

	it('are undone where they went in without a question', async () => {
		await page.getByRole('button', { name: 'Update plain to 1.1.0' }).press('Enter');
		await page.getByText('plain updated to 1.1.0').waitFor();
		await page.getByRole('dialog', { name: 'plain updated to 1.1.0' }).getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => labelOf('plain')).toBe('1.0.1');
		await go('#/plugins');
		await page.getByRole('link', { name: '1 update', exact: true }).waitFor();
	});
});

describe('the catalogue', () => {
	it('shows what plugins ask to reach, is searched by words and type, and installs one after a review', async () => {
		await go('#/catalogue');
		const cards = page.getByRole('list', { name: 'Plugins in the source' });
		await cards.getByRole('heading', { name: 'fresh' }).waitFor();
		await look('plugins');
		await expectNoAxeViolations(page);
		await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('api.geo.example');
		await expect.poll(() => cards.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['asking', 'fresh']);
		await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Transformer' });
		await expect.poll(() => cards.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['fresh']);
		await cards.getByRole('list', { name: 'What it asks to reach' }).getByText('api.geo.example').waitFor();
		await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('nothing like it');
		await page.getByRole('heading', { name: 'No plugin fits' }).waitFor();
		await look('none-fits');
		await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('');
		await page.getByRole('button', { name: 'Install fresh 0.3.0' }).press('Enter');
		await page.getByRole('heading', { name: 'Install fresh 0.3.0?' }).waitFor();
		await dialog().getByRole('button', { name: 'Install', exact: true }).click();
		await dialog().waitFor({ state: 'detached' });
		expect(await labelOf('fresh')).toBe('0.3.0');
		const granted = await face.core.request('policy.show', { name: 'fresh' });
		expect(granted).toMatchObject({ data: { granted: { policy: { allow_network: false } } } });
	});

	it('is found in the palette and in the settings', async () => {
		await go('#/plugins');
		await page.getByRole('link', { name: '1 update', exact: true }).waitFor();
		await page.keyboard.press('Control+k');
		await page.getByRole('dialog').getByRole('combobox').fill('Updates of plugins');
		await page
			.getByRole('option', { name: /Updates of plugins/ })
			.first()
			.waitFor();
		await page.keyboard.press('Enter');
		await expect.poll(() => page.evaluate('location.hash')).toBe('#/catalogue/updates');
		await go('#/settings?row=update_source');
		await page.getByText(packages, { exact: true }).waitFor();
		await look('settings');
	});

	it('shows an update that cannot be made any more with its reason, and the others as they are', async () => {
		await go('#/catalogue/updates');
		for (const file of readdirSync(packages)) {
			if (file.startsWith('plain-1.1.0')) writeFileSync(join(packages, file), 'another');
		}
		await page.getByRole('button', { name: 'Update plain to 1.1.0' }).press('Enter');
		await row('plain').getByRole('alert').waitFor();
		await look('failed');
		expect(await labelOf('plain')).toBe('1.0.1');
	});
});

describe('a source that cannot be used', () => {
	let server: Server;
	let secure: Server;
	let asked = 0;
	const index = { body: '' };
	const addressOf = (of: Server, scheme: string): string =>
		`${scheme}://127.0.0.1:${(of.address() as AddressInfo).port}/index.json`;
	beforeAll(async () => {
		server = createServer((_, response) => {
			asked += 1;
			response.end(index.body);
		});
		secure = createSecureServer(selfSigned, (_, response) => void response.end('{"plugins":[]}'));
		for (const each of [server, secure]) await new Promise<void>((done) => each.listen(0, '127.0.0.1', done));
	});
	afterAll(async () => {
		for (const each of [server, secure]) {
			each.closeAllConnections();
			await new Promise((done) => each.close(done));
		}
	});

	it('is told of in a sentence each, and the one before stays', async () => {
		await go('#/catalogue/updates');
		await useSource('http://example.com/index.json');
		const alert = dialog().getByRole('alert');
		await alert.getByText('http://example.com/index.json cannot be used', { exact: false }).waitFor();
		const field = dialog().getByLabel('Folder, index file or https address');
		await field.fill(addressOf(secure, 'https'));
		await page.keyboard.press('Enter');
		await alert.getByText('could not be downloaded', { exact: false }).first().waitFor();
		index.body = '<html>';
		await field.fill(addressOf(server, 'http'));
		await page.keyboard.press('Enter');
		await alert.getByText('is not an index of packages', { exact: false }).first().waitFor();
		await dialog().getByRole('button', { name: 'Cancel' }).press('Enter');
		expect(await face.core.request('settings.get', {})).toMatchObject({ data: { update_source: packages } });
	});

	it('is asked once for each time that a person says so, and never by looking around', async () => {
		index.body = '{"plugins":[]}';
		const before = asked;
		await useSource(addressOf(server, 'http'));
		await page.getByRole('heading', { name: 'This source has no packages' }).waitFor();
		await look('empty');
		expect(asked).toBe(before + 1);
		for (const hash of ['#/plugins', '#/catalogue', '#/catalogue/updates', '#/plugins']) await go(hash);
		await face.core.request('updates.hold', { name: 'plain', held: true });
		await go('#/catalogue/updates');
		await page.getByRole('heading', { name: 'This source has no packages' }).waitFor();
		expect(asked).toBe(before + 1);
		index.body = '[]';
		await page.getByRole('button', { name: 'Check for updates' }).press('Enter');
		await page.getByRole('alert').getByText('is not an index of packages', { exact: false }).first().waitFor();
		await look('unreadable');
		expect(asked).toBe(before + 2);
	});

	it('that nobody read since it was set says so', async () => {
		await face.core.request('settings.set', { key: 'update_source', value: join(packages) });
		await face.core.request('settings.set', { key: 'update_source', value: `${packages}/` });
		await page.getByRole('heading', { name: 'Not checked yet' }).waitFor();
		await look('unread');
		await page.getByRole('button', { name: 'Check for updates' }).press('Enter');
		await page.getByRole('region', { name: 'Held at their version' }).waitFor();
	});
});
