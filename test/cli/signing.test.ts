import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
let maker: ScratchCore;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-signing-'));
	maker = await scratchCore();
});
afterAll(async () => {
	await maker.dispose();
	rmSync(folder, { recursive: true, force: true });
});

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);

it('an author makes a key, signs a package, and a person knows it by that key', async () => {
	const made = await dataflare('keys', 'generate', 'me', 'me.pem');
	expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/Fingerprint: SHA256:\S{43}\n/) });
	const fingerprint = /SHA256:\S{43}/.exec(made.out)?.[0] ?? '';
	const path = await maker.plugin('tool', answering('1'), {}, join(folder, 'made'));
	const out = join(folder, 'tool.dfplugin');
	expect(await dataflare('pack', path, '--out', out)).toMatchObject({ code: 0 });
	expect(await dataflare('verify', out)).toMatchObject({
		code: 0,
		out: expect.stringMatching(/intact[\s\S]*Signature: none/),
	});
	expect((await dataflare('verify', out, '--signed')).code).toBe(1);
	const signed = await dataflare('sign', out, '--key', 'me.pem');
	expect(signed).toMatchObject({ code: 0 });
	expect(signed.out + signed.err).toContain(fingerprint);
	const verified = await dataflare('verify', out, '--signed');
	expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('Signature: valid, by me (SHA256:') });
	expect((await dataflare('inspect', out)).out).toContain('valid, by me');
	expect(await dataflare('install', out, '--yes')).toMatchObject({ code: 0 });
	expect((await dataflare('list')).out).toMatch(/tool .*ready .*intact +me /);
	expect((await dataflare('keys', 'list')).out).toMatch(
		new RegExp(`me +${fingerprint.replaceAll('+', '\\+')} .* tool`),
	);
});

it('a replacement by another key waits, and runs once that is accepted', async () => {
	const { out: said } = await dataflare('keys', 'generate', 'them', 'them.pem');
	const path = await maker.plugin('tool', answering('2'), {}, join(folder, 'made'));
	const out = join(folder, 'other.dfplugin');
	expect(await dataflare('pack', path, '--out', out, '--key', 'them.pem')).toMatchObject({ code: 0 });
	expect((await dataflare('inspect', out)).out).toMatch(
		/by them[\s\S]*What is installed was signed otherwise: valid, by me/,
	);
	expect(await dataflare('install', out, '--yes', '--replace')).toMatchObject({
		code: 0,
		out: expect.stringContaining('waiting for review'),
	});
	const refused = await dataflare('call', 'tool', 'process_data', '1');
	expect(refused).toMatchObject({ err: expect.stringContaining('--accept-signer') });
	expect(refused.code).not.toBe(0);
	const accept = (signer: string) => dataflare('policy', 'set', 'tool', '--accept-signer', signer);
	expect(await accept('them')).toMatchObject({ code: 2, err: expect.stringContaining('not the fingerprint') });
	const mine = /SHA256:\S{43}/.exec((await dataflare('keys', 'list')).out)?.[0] ?? '';
	const theirs = /SHA256:\S{43}/.exec(said)?.[0] ?? '';
	for (const another of ['none', `SHA256:${'A'.repeat(43)}`, ...(mine === theirs ? [] : [mine])]) {
		expect(await accept(another)).toMatchObject({ code: 1, err: expect.stringContaining('changed since') });
	}
	expect(await accept(theirs)).toMatchObject({ code: 0 });
	expect(await dataflare('call', 'tool', 'process_data', '1')).toMatchObject({ code: 0, out: '2\n' });
	expect(said).toContain('SHA256:');
});

it('keys are added, renamed and removed, by name and by fingerprint', async () => {
	const key = readFileSync(join(folder, 'me.pem.pub'), 'utf8').trim();
	expect(await dataflare('keys', 'remove', 'nobody', '--yes')).toMatchObject({
		code: 1,
		err: expect.stringContaining('There is no key "nobody"'),
	});
	expect(await dataflare('keys', 'rename', 'me', 'the author')).toMatchObject({ code: 0 });
	expect((await dataflare('keys', 'remove', 'the author')).code).not.toBe(0);
	const gone = await dataflare('keys', 'remove', 'the author', '--yes');
	expect(gone).toMatchObject({ code: 0 });
	expect(gone.out + gone.err).toContain('To add it again: dataflare keys add "the author" "ssh-ed25519 ');
	expect(await dataflare('keys', 'add', 'me', key)).toMatchObject({ code: 0 });
	expect(await dataflare('keys', 'add', 'again', 'me.pem.pub')).toMatchObject({
		code: 1,
		err: expect.stringContaining('as "me"'),
	});
	expect(await dataflare('keys', 'add', 'secret', 'me.pem')).toMatchObject({
		code: 1,
		err: expect.stringContaining('private key'),
	});
});

it('a key with a passphrase signs with it alone, and a changed folder does not verify', async () => {
	writeFileSync(join(folder, 'pass'), 'open sesame\n');
	expect(await dataflare('keys', 'generate', 'locked', 'locked.pem', '--passphrase-file', 'pass')).toMatchObject({
		code: 0,
	});
	const path = join(folder, 'made', 'tool');
	const refused = await dataflare('sign', path, '--key', 'locked.pem');
	expect(refused).toMatchObject({ err: expect.stringContaining('--passphrase-file') });
	expect(refused.code).not.toBe(0);
	expect(await dataflare('sign', path, '--key', 'locked.pem', '--passphrase-file', 'pass')).toMatchObject({ code: 0 });
	expect(await dataflare('verify', path, '--signed')).toMatchObject({ code: 0 });
	writeFileSync(join(path, 'more.txt'), 'x');
	expect(await dataflare('verify', path)).toMatchObject({
		code: 1,
		out: expect.stringMatching(/modified: more\.txt[\s\S]*Signature: of other files, by locked/),
	});
});

it.each<readonly [how: string, first: string | null, second: string | null, says: string]>([
	['by the same key', 'me.pem', 'me.pem', 'Both are signed by the same key.'],
	['by another key', 'me.pem', 'them.pem', '! Another key signed this one.'],
	['by none', 'me.pem', null, '! This one is not signed; that one is.'],
	['beside one that is not', null, 'me.pem', 'That one is not signed, so nothing tells'],
])('what gives the ID of an installed plugin and is signed %s is told so', async (_, first, second, says) => {
	const id = 'example/twin';
	const packed = async (name: string, key: string | null): Promise<string> => {
		const path = await maker.plugin(name, answering('3'), { id }, join(folder, 'twins'));
		const out = join(folder, `${name}.dfplugin`);
		const signing = key === null ? [] : ['--key', key];
		expect(await dataflare('pack', path, '--out', out, '--replace', ...signing)).toMatchObject({ code: 0 });
		return out;
	};
	expect(await dataflare('install', await packed('elder', first), '--yes')).toMatchObject({ code: 0 });
	const { out } = await dataflare('inspect', await packed('younger', second));
	expect(out).toContain('It gives the same ID as elder, which is installed; any plugin can give any ID.');
	expect(out).toContain(says);
	expect(await dataflare('uninstall', 'elder', '--yes')).toMatchObject({ code: 0 });
});
