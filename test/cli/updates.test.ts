import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { markedPlugin } from '../support/scratch/bare-registry.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-updates-'));
	mkdirSync(join(folder, 'packages'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);

async function pack(name: string, version: string, manifest: object = {}): Promise<void> {
	const made = markedPlugin(join(folder, version), name, `${name}${version}`, { version, ...manifest });
	expect(await dataflare('pack', made, '--out', 'packages')).toMatchObject({ code: 0 });
}

it('dataflare index, search, updates and update take plugins from a folder of packages to their newest versions', async () => {
	const more = { security_policy: { allow_network: true, allowed_hosts: ['api.example.com'] } };
	await pack('plain', '1.0.0');
	await pack('asking', '1.0.0');
	for (const name of ['plain', 'asking']) {
		expect(await dataflare('install', `packages/${name}-1.0.0.dfplugin`, '--yes')).toMatchObject({ code: 0 });
	}
	await pack('plain', '1.1.0');
	await pack('asking', '1.1.0', more);

	expect(await dataflare('updates')).toMatchObject({ code: 1, err: expect.stringContaining('--source') });
	expect(await dataflare('index', 'packages')).toMatchObject({
		code: 0,
		out: expect.stringContaining('2 plugins, 4 versions'),
	});
	expect(JSON.parse(readFileSync(join(folder, 'packages/index.json'), 'utf8'))).toMatchObject({ plugins: [{}, {}] });
	const source = ['--source', 'packages/index.json'];
	expect((await dataflare('search', 'api.example', ...source)).out).toMatch(/asking[\s\S]*1\.1\.0/);
	expect((await dataflare('search', 'api.example', ...source)).out).not.toContain('plain');
	const listed = await dataflare('updates', ...source);
	expect(listed.out).toMatch(/plain +1\.0\.0 +1\.1\.0 .*available/);
	expect(listed.out).toMatch(/asking +1\.0\.0 +1\.1\.0 .*asks for more than before/);

	const all = await dataflare('update', '--all', ...source);
	expect(all).toMatchObject({ code: 0, out: expect.stringContaining('plain was updated from 1.0.0 to 1.1.0') });
	expect(all.err).toContain('dataflare update asking');
	expect(await dataflare('update', 'asking', ...source)).toMatchObject({ code: 2 });
	expect(await dataflare('update', 'asking', '--yes', ...source)).toMatchObject({ code: 0 });
	const { data } = JSON.parse((await dataflare('--json', 'policy', 'show', 'asking')).out);
	expect(data.granted.policy.allow_network).toBe(false);
	expect((await dataflare('updates', ...source)).out).toMatch(/plain .*up to date\n?/);

	expect(await dataflare('update', 'plain', '--to', '1.0.0', '--yes', ...source)).toMatchObject({ code: 0 });
	expect((await dataflare('list')).out).toMatch(/plain +processor +1\.0\.0/);
	expect(await dataflare('update', 'plain', '9.9.9', '--yes', ...source)).toMatchObject({
		code: 1,
		err: expect.stringContaining('9.9.9'),
	});
	expect(await dataflare('update')).toMatchObject({ code: 2, err: expect.stringContaining('--all') });
});

it('dataflare pin and skip keep a plugin from versions that are not wanted, until unpin and unskip', async () => {
	const source = ['--source', 'packages'];
	expect(await dataflare('pin', 'plain')).toMatchObject({ code: 0, out: expect.stringContaining('held at 1.0.0') });
	expect((await dataflare('updates', ...source)).out).toMatch(/plain +1\.0\.0 +1\.1\.0 .*held at 1\.0\.0/);
	const refused = await dataflare('update', 'plain', '--yes', ...source);
	expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('dataflare unpin plain') });
	const all = await dataflare('update', '--all', ...source);
	expect(all).toMatchObject({ code: 0, err: expect.stringContaining('dataflare unpin plain') });
	expect(await dataflare('unpin', 'plain')).toMatchObject({ code: 0 });
	expect(await dataflare('skip', 'plain', '1.1.0')).toMatchObject({ code: 0 });
	expect((await dataflare('updates', ...source)).out).toMatch(/plain +1\.0\.0 +— .*skipped: 1\.1\.0/);
	expect(await dataflare('skip', 'plain', '1.0.0')).toMatchObject({
		code: 1,
		err: expect.stringContaining('dataflare pin plain'),
	});
	expect(await dataflare('unskip', 'plain', '1.1.0')).toMatchObject({ code: 0 });
	expect((await dataflare('updates', ...source)).out).toMatch(/plain +1\.0\.0 +1\.1\.0 .*available/);
	expect(await dataflare('pin', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
	expect(await dataflare('update', 'plain', '1.1.0', '--to', '1.0.0')).toMatchObject({ code: 2 });
	expect(await dataflare('index', 'packages', '--published', '2026-02-30')).toMatchObject({ code: 2 });
});

it('dataflare lock and install --locked bring the same plugins to another machine, and nothing where one is missing', async () => {
	expect(await dataflare('lock', '--out', 'team.lock.json')).toMatchObject({
		code: 0,
		out: expect.stringContaining('2 plugins'),
	});
	const there = mkdtempSync(join(folder, 'there-'));
	const elsewhere = (...args: readonly string[]) => runCliHere(there, args);
	const locked = ['install', '--locked', join(folder, 'team.lock.json'), '--source', join(folder, 'packages')];
	expect(await elsewhere(...locked)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
	expect((await elsewhere('list')).out).toContain('No plugins installed');
	expect(await elsewhere(...locked, '--yes')).toMatchObject({ code: 0 });
	expect((await elsewhere('list')).out).toMatch(/asking.*1\.1\.0[\s\S]*plain.*1\.0\.0/);
	const empty = mkdtempSync(join(folder, 'empty-'));
	expect(await elsewhere(...locked.slice(0, 4), empty, '--yes')).toMatchObject({
		code: 1,
		err: expect.stringContaining('asking 1.1.0'),
	});
	expect(await elsewhere('install', 'a.wasm', ...locked.slice(1))).toMatchObject({ code: 2 });
	expect(await elsewhere('install')).toMatchObject({ code: 2 });
});
