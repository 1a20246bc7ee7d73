import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BrowserFace, openFace } from '../support/browser/faces.ts';
import { wat } from '../support/guests/wat.ts';
import { askCore } from '../support/scratch/plugin-folder.ts';
import { answering } from '../support/scratch/scratch-core.ts';
import { selfSigned } from '../support/servers/self-signed.ts';

const folder = mkdtempSync(join(tmpdir(), 'dataflare-https-'));
const packages = join(folder, 'packages');
const trusted = getCACertificates('default');
const asked: string[] = [];
let server: Server;
let face: BrowserFace;

/** A version of the plugin, as a folder. */
async function made(version: string): Promise<string> {
	const path = mkdtempSync(join(folder, 'made-'));
	writeFileSync(join(path, 'tool.wasm'), await wat(answering(JSON.stringify(version))));
	const manifest = { name: 'tool', version, type: 'processor', module_path: './tool.wasm' };
	writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
	return path;
}

beforeAll(async () => {
	// As a computer has it whose owner trusts an authority of their own: the program's rules are as they are.
	setDefaultCACertificates([...trusted, selfSigned.cert]);
	server = createServer(selfSigned, ({ url = '' }, response) => {
		asked.push(url);
		response.end(readFileSync(join(packages, basename(url))));
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	mkdirSync(packages);
	face = await openFace('browser', async (core) => {
		await askCore(core, 'settings.set', { key: 'first_start_done', value: true });
		await askCore(core, 'plugins.install', { path: await made('1.0.0') });
		await askCore(core, 'plugins.pack', { path: await made('1.1.0'), to: packages });
		await askCore(core, 'catalogue.index', { path: packages });
	});
});
afterAll(async () => {
	setDefaultCACertificates(trusted);
	await face.close();
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
	rmSync(folder, { recursive: true, force: true });
});

it('an index at an https address is read, and its package fetched and installed, once each and when a person says so', async () => {
	const { page, core } = face;
	const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}/index.json`;
	await page.evaluate(`location.hash = '#/catalogue/updates'`);
	await page
		.getByRole('button', { name: /^(Choose a|Change) source…$/ })
		.first()
		.press('Enter');
	await page.getByLabel('Folder, index file or https address').fill(address);
	await page.keyboard.press('Enter');
	const row = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'tool', exact: true }) });
	await row.getByText('1.1.0', { exact: true }).first().waitFor();
	expect(asked).toEqual(['/index.json']);
	await page.getByRole('button', { name: /^Update tool/ }).press('Enter');
	await expect.poll(async () => (await askCore(core, 'plugins.get', { name: 'tool' })).current?.label).toBe('1.1.0');
	expect(await askCore(core, 'plugins.call', { name: 'tool', fn: 'process_data', input: '1' })).toMatchObject({
		value: '1.1.0',
	});
	expect(asked.slice(1)).toEqual(['/tool-1.1.0.dfplugin']);
});
