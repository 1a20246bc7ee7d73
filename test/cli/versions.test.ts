import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { markedPlugin } from '../support/scratch/bare-registry.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-versions-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);
const inForce = async () => JSON.parse((await dataflare('--json', 'policy', 'show', 'tool')).out).data.granted.policy;
const inUse = async () => JSON.parse((await dataflare('--json', 'list')).out).data[0].current.manifest.metadata.version;

async function install(version: string, host: string | null): Promise<void> {
	const grant = join(folder, 'grant.json');
	const policy = host === null ? lockedDown : { ...lockedDown, allow_network: true, allowed_hosts: [host] };
	writeFileSync(grant, JSON.stringify(policy));
	const made = markedPlugin(join(folder, 'made'), 'tool', version, { metadata: { version } });
	expect(await dataflare('install', made, '--replace', '--yes', '--grant', grant)).toMatchObject({ code: 0 });
}

it('dataflare rollback goes back to an earlier version with the policy it had, and says what that allows again', async () => {
	await install('1.0.0', 'https://example.com');
	expect(await dataflare('rollback', 'tool')).toMatchObject({
		code: 2,
		err: expect.stringMatching(/No version of tool[\s\S]*once another one has replaced it/),
	});
	await install('2.0.0', null);
	expect((await dataflare('versions', 'tool')).out).toMatch(
		/^VERSION +HASH +MANIFEST +LAST IN USE +POLICY +STATE +FILES\n2\.0\.0 .* now +— +— +all\n1\.0\.0 .* version 1 +0 B +all\n/,
	);

	const asked = await dataflare('rollback', 'tool', '--grant', 'then');
	expect(asked).toMatchObject({ code: 2, err: expect.stringMatching(/example\.com[\s\S]*--yes/) });
	expect(await inUse()).toBe('2.0.0');

	const said = await dataflare('rollback', 'tool', '1.0.0', '--yes', '--grant', 'then');
	expect(said.out + said.err).toMatch(/tool is back at version 1\.0\.0/);
	// Nothing is allowed by it that was not before.
	expect(await dataflare('rollback', 'tool', '--note', 'it was no better')).toMatchObject({ code: 0 });
	expect(await inUse()).toBe('2.0.0');
	expect(await inForce()).toMatchObject({ allowed_hosts: [] });
	expect((await dataflare('policy', 'history', 'tool')).out).toContain('it was no better');

	const narrow = await dataflare('rollback', 'tool');
	expect(narrow.err).toMatch(/example\.com[\s\S]*--grant then/);
	expect(narrow.out).toContain('back at version 1.0.0');
	expect(await inUse()).toBe('1.0.0');
	expect(await inForce()).toMatchObject({ allowed_hosts: [] });
});

it('dataflare rollback names what it cannot go back to', async () => {
	expect(await dataflare('rollback', 'tool', '2.0.1')).toMatchObject({
		code: 1,
		err: expect.stringMatching(
			/never had a version "2\.0\.1" \(did you mean "2\.0\.0"\?\)[\s\S]*dataflare versions tool/,
		),
	});
	expect(await dataflare('rollback', 'tool', '--grant', 'than')).toMatchObject({
		code: 2,
		err: expect.stringContaining('--grant now or --grant then'),
	});
	expect(await dataflare('versions', 'toll')).toMatchObject({ code: 1, err: expect.stringContaining('tool') });
});

it('dataflare rollback goes back to an earlier manifest of the same module, by its version or its hash', async () => {
	for (const version of ['1.0.0', '1.1.0']) {
		const made = markedPlugin(join(folder, 'made'), 'still', 'still', { metadata: { version } });
		expect(await dataflare('install', made, '--replace', '--yes')).toMatchObject({ code: 0 });
	}
	const known = JSON.parse((await dataflare('--json', 'versions', 'still')).out).data;
	const [second, first] = known.map(({ manifestSha256 }: { readonly manifestSha256: string }) => manifestSha256);
	expect(known[0].sha256).toBe(known[1].sha256);
	const back = await dataflare('rollback', 'still');
	expect(back.out).toContain('back at version 1.0.0');
	expect((await dataflare('rollback', 'still', second.slice(0, 12))).out).toContain('back at version 1.1.0');
	expect((await dataflare('versions', 'still')).out).toContain(first.slice(0, 12));
});
