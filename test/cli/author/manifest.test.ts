import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { markedPlugin } from '../../support/scratch/bare-registry.ts';
import { runCliHere } from '../../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-manifest-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);

const told = {
	...{ id: 'example/rates', version: '1.2.0', host: '>=0.1', abi_version: 1 },
	security_policy: {
		...{ allow_network: true, allowed_hosts: ['api.example.com', 'b.example.com'], max_memory: 65_536 },
		...{ allow_env_vars: true, allowed_env_vars: ['RATES_REGION'] },
	},
	reasons: {
		'api.example.com': { en: 'The rates come from there.', 'zh-CN': '汇率来自该主机。' },
		'b.example.com': '" it is safe (really',
	},
	optional: ['b.example.com', 'RATES_REGION'],
	output_schema: { type: 'object', properties: { price: { type: 'number' }, note: {} }, required: ['price'] },
};

it('dataflare inspect tells what a manifest says of itself, and why it asks', async () => {
	const path = markedPlugin(join(folder, 'given'), 'rates', 'a', told);
	const { code, out } = await dataflare('inspect', path);
	expect(code).toBe(0);
	expect(out).toMatch(/^rates 1\.2\.0 \(processor\)/);
	expect(out).toContain('ID: example/rates');
	expect(out).toContain('Made for DataFlare ">=0.1"');
	expect(out).toContain('Made for version 1 of the plugin interface');
	expect(out).toContain('Gives records with price (number, required), note');
	expect(out).toMatch(/Reach api\.example\.com\.\n {6}its author’s reason: "The rates come from there\."/);
	expect(out).toMatch(/Reach b\.example\.com\. \(optional\)\n {6}its author’s reason: "\\" it is safe \(really"/);
	expect(out).toMatch(/RATES_REGION\. \(optional\)/);
	await dataflare('settings', 'set', 'language', 'zh-CN');
	expect((await dataflare('inspect', path)).out).toContain('its author’s reason: "汇率来自该主机。"');
	await dataflare('settings', 'set', 'language', 'en');
});

it('dataflare install grants what is needed without what is optional, and says so of what is installed', async () => {
	const path = markedPlugin(join(folder, 'needed'), 'rates', 'a', told);
	expect((await dataflare('install', path, '--grant', 'needde', '--yes')).err).toContain('did you mean "needed"?');
	expect(await dataflare('install', path, '--grant', 'needed', '--yes')).toMatchObject({ code: 0 });
	const { out } = await dataflare('inspect', 'rates');
	expect(out).toMatch(/Reach api\.example\.com\.\n/);
	expect(out).toContain('Reach b.example.com. (optional, not granted)');
	expect(out).toContain('RATES_REGION. (optional, not granted)');

	const other = markedPlugin(join(folder, 'other'), 'rates', 'b', { ...told, id: 'other/rates' });
	const refused = await dataflare('install', other, '--replace', '--yes');
	expect(refused).toMatchObject({ code: expect.any(Number), err: expect.stringContaining('is example/rates') });
	expect(refused.err).toContain('this one is other/rates, which is another plugin');
	expect(refused.err).toContain('dataflare uninstall rates');
	const renamed = markedPlugin(join(folder, 'renamed'), 'quotes', 'b', told);
	expect((await dataflare('inspect', renamed)).out).toContain(
		'It gives the same ID as rates, which is installed; any plugin can give any ID.',
	);
});

it('dataflare install refuses what is made for other versions, with both', async () => {
	const path = markedPlugin(join(folder, 'late'), 'late', 'a', { host: '>=99' });
	const refused = await dataflare('install', path, '--yes');
	expect(refused.code).not.toBe(0);
	expect(refused.err).toMatch(/late is made for DataFlare ">=99"; this is version \d+\.\d+\.\d+\./);
});

it('dataflare schema prints the schema of a file that people write', async () => {
	const manifest = await dataflare('schema');
	expect(manifest.code).toBe(0);
	expect(JSON.parse(manifest.out)).toMatchObject({ title: expect.stringContaining('plugin.json') });
	expect(JSON.parse((await dataflare('schema', 'chain')).out)).toMatchObject({ title: 'DataFlare chain' });
	expect((await dataflare('schema', 'manfest')).err).toContain('did you mean "manifest"?');
});
