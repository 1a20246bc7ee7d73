import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedPlugin } from '../../../test/support/scratch/bare-registry.ts';
import { runCliHere } from '../../../test/support/terminal/cli-here.ts';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-decided-'));
	mkdirSync(join(folder, 'packages'));
	markedPlugin(folder, 'tool', 'one', { version: '1.0.0' });
	for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
		const made = markedPlugin(join(folder, version), 'plain', version, { version, security_policy: hosts(version) });
		await does('pack', made, '--out', 'packages');
	}
	await does('index', 'packages');
	await does('install', 'packages/plain-1.0.0.dfplugin', '--yes', '--grant', 'requested');
	await does('install', 'packages/plain-1.1.0.dfplugin', '--yes', '--replace');
	await does('policy', 'set', 'plain', '--deny-all');
	await does('lock', '--out', 'team.lock.json');
	await does('keys', 'generate', 'me', 'me.pem');
	await does('templates', 'save', 'reports', '--allow-path', '/srv/reports:ro');
	await does('templates', 'export', '--output', 'templates.json');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hosts = (version: string): object => ({ allow_network: true, allowed_hosts: [`v${version}.example.com`] });
const source = ['--source', 'packages/index.json'];
const dataflare = (...args: readonly string[]) => runCliHere(folder, args);
async function does(...args: readonly string[]): Promise<void> {
	expect(await dataflare(...args)).toMatchObject({ code: 0 });
}
const data = async (...args: readonly string[]) => JSON.parse((await dataflare('--json', ...args)).out).data;
/** What is kept of plugins, grants, keys and templates. */
const kept = async () => [
	await data('list'),
	await data('policy', 'history', 'plain'),
	await data('keys', 'list'),
	await data('templates', 'list'),
];

describe('with --json, where nothing is shown', () => {
	it.each<readonly [what: string, args: readonly string[], instead: string]>([
		['install', ['install', './tool'], '--reviewed'],
		['install --locked', ['install', '--locked', 'team.lock.json', ...source], '--yes'],
		['update', ['update', 'plain', ...source], '--reviewed'],
		['rollback --grant then', ['rollback', 'plain', '1.0.0', '--grant', 'then'], '--yes'],
		['uninstall', ['uninstall', 'plain'], '--yes'],
		['keys remove', ['keys', 'remove', 'me'], '--yes'],
		['templates apply', ['templates', 'apply', 'reports', 'plain'], '--dry-run'],
		['templates import', ['templates', 'import', 'templates.json'], '--dry-run'],
		['templates delete', ['templates', 'delete', 'reports'], '--yes'],
	])('%s asks nobody, and does nothing unless it is told to', async (_, args, instead) => {
		const before = await kept();
		// Neither a pipe nor a person who presses y has seen what it would be about.
		for (const typed of [false, true]) {
			const { code, out, err } = await runCliHere(folder, ['--json', ...args], 'y\n', undefined, typed);
			expect(code).toBe(2);
			expect(JSON.parse(out === '' ? err : out)).toMatchObject({
				ok: false,
				error: { message: expect.stringContaining('--json'), hint: expect.stringContaining(instead) },
			});
		}
		expect(await kept()).toEqual(before);
	});

	it('install takes what inspect showed, and nothing else', async () => {
		const { filesSha256 } = await data('inspect', './tool');
		const installs = (hash: string) => dataflare('--json', 'install', './tool', '--reviewed', hash);
		expect(await installs('seen')).toMatchObject({ code: 2 });
		writeFileSync(join(folder, 'tool/more.txt'), 'what nobody saw');
		expect(JSON.parse((await installs(filesSha256)).out)).toMatchObject({ ok: false, error: { code: 'conflict' } });
		expect((await data('list')).map(({ name }: { readonly name: string }) => name)).toEqual(['plain']);
		rmSync(join(folder, 'tool/more.txt'));
		expect(JSON.parse((await installs(filesSha256)).out)).toMatchObject({ ok: true, data: { state: 'ready' } });
		await does('uninstall', 'tool', '--yes');
	});

	it('update takes what updates showed, and nothing else', async () => {
		const [found] = (await data('updates', ...source)).updates;
		const update = (hash: string) => dataflare('--json', 'update', 'plain', '--reviewed', hash, ...source);
		expect(JSON.parse((await update('a'.repeat(64))).out)).toMatchObject({ ok: false });
		expect((await data('list'))[0].current.label).toBe('1.1.0');
		expect(JSON.parse((await update(found.to.sha256)).out)).toMatchObject({ ok: true });
		expect((await data('list'))[0].current.label).toBe('1.2.0');
	});
});
