import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterAll(() => scratch.dispose());

let count = 0;
let folder = '';
beforeEach(async () => {
	folder = join(scratch.folder, `keys-${++count}`);
	mkdirSync(folder);
	for (const { fingerprint } of await scratch.ask('keys.list', {})) await scratch.ask('keys.remove', { fingerprint });
	await scratch.ask('settings.set', { key: 'require_signatures', value: false });
});

const generate = (name: string, file: string, passphrase?: string) =>
	scratch.ask('keys.generate', { name, path: join(folder, file), ...(passphrase === undefined ? {} : { passphrase }) });

it('a key is made, named, renamed, removed and added again, and every face hears of it', async () => {
	const heard: string[] = [];
	const stop = scratch.core().on('keys.changed', ({ fingerprint }) => heard.push(fingerprint));
	const { key, privateFile, publicFile } = await generate('me', 'me.pem');
	expect(readFileSync(privateFile, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
	expect(readFileSync(publicFile, 'utf8')).toBe(`${key.publicKey} me\n`);
	if (process.platform !== 'win32') expect(statSync(privateFile).mode & 0o777).toBe(0o600);
	expect(await scratch.ask('keys.list', {})).toEqual([{ ...key, plugins: [] }]);
	const { fingerprint } = key;
	expect(await scratch.ask('keys.rename', { fingerprint, name: 'my own' })).toEqual({ ...key, name: 'my own' });
	expect(await scratch.ask('keys.remove', { fingerprint })).toMatchObject({ name: 'my own' });
	expect(await scratch.ask('keys.list', {})).toEqual([]);
	expect(await scratch.ask('keys.add', { name: 'again', path: publicFile })).toMatchObject({ fingerprint });
	expect(heard).toEqual(Array.from({ length: 4 }, () => fingerprint));
	await scratch.restart();
	expect(await scratch.ask('keys.list', {})).toMatchObject([{ name: 'again', fingerprint }]);
	stop();
});

it('a name, a key and a file are there once, and nothing is left of what was refused', async () => {
	const { key, privateFile } = await generate('me', 'me.pem');
	expect(await scratch.fail('keys.add', { name: 'other', text: key.publicKey })).toMatchObject({
		code: 'conflict',
		details: { reason: 'key_known', name: 'me' },
	});
	expect(await scratch.fail('keys.generate', { name: 'other', path: privateFile })).toMatchObject({
		code: 'conflict',
		details: { reason: 'key_file_exists', path: privateFile },
	});
	expect(await scratch.fail('keys.generate', { name: 'me', path: join(folder, 'two.pem') })).toMatchObject({
		code: 'conflict',
		details: { reason: 'key_name_taken', name: 'me' },
	});
	expect(() => statSync(join(folder, 'two.pem'))).toThrow('ENOENT');
	expect(() => statSync(join(folder, 'two.pem.pub'))).toThrow('ENOENT');
	writeFileSync(join(folder, 'three.pem.pub'), 'mine');
	expect(await scratch.fail('keys.generate', { name: 'three', path: join(folder, 'three.pem') })).toMatchObject({
		details: { reason: 'key_file_exists' },
	});
	expect(() => statSync(join(folder, 'three.pem'))).toThrow('ENOENT');
	expect(readFileSync(join(folder, 'three.pem.pub'), 'utf8')).toBe('mine');
	expect(await scratch.fail('keys.add', { name: 'x', path: privateFile })).toMatchObject({
		details: { reason: 'key_private' },
	});
	expect(await scratch.fail('keys.add', { name: 'x', path: folder })).toMatchObject({ code: 'invalid_input' });
	expect(await scratch.fail('keys.add', { name: 'x', path: join(folder, 'no') })).toMatchObject({ code: 'not_found' });
	for (const name of ['', ' x', 'x\n', 'x\u001b[2J', 'x'.repeat(101)]) {
		expect(await scratch.fail('keys.add', { name, text: key.publicKey })).toMatchObject({ code: 'invalid_input' });
	}
	const fingerprint = `SHA256:${'A'.repeat(43)}`;
	for (const route of ['keys.rename', 'keys.remove'] as const) {
		const asked = route === 'keys.rename' ? { fingerprint, name: 'x' } : { fingerprint };
		expect(await scratch.fail(route, asked as never)).toMatchObject({ details: { reason: 'key_not_found' } });
	}
	expect(await scratch.ask('keys.list', {})).toHaveLength(1);
});

it('a plugin that is packed and signed runs where signatures are required, until its key is known no longer', async () => {
	const { key, privateFile } = await generate('author', 'a.pem', 'open sesame');
	const made = await scratch.plugin('signed-one', answering('1'), {}, folder);
	const sealed = { path: privateFile, passphrase: 'open sesame' };
	expect(await scratch.fail('plugins.pack', { path: made, to: folder, key: { path: privateFile } })).toMatchObject({
		code: 'permission_denied',
		details: { reason: 'private_key_passphrase' },
	});
	const { path, signer } = await scratch.ask('plugins.pack', { path: made, to: folder, key: sealed });
	expect(signer).toEqual({ fingerprint: key.fingerprint, publicKey: key.publicKey });
	expect(await scratch.ask('plugins.verify', { path })).toMatchObject({
		provenance: { integrity: 'intact', signer: { fingerprint: key.fingerprint } },
	});
	await scratch.ask('settings.set', { key: 'require_signatures', value: true });
	await scratch.ask('plugins.install', { path, signer: key.fingerprint });
	expect(await scratch.ask('keys.list', {})).toMatchObject([{ name: 'author', plugins: ['signed-one'] }]);
	const call = { name: 'signed-one', fn: 'process_data', input: '1' } as const;
	expect((await scratch.ask('plugins.call', call)).value).toBe(1);
	await scratch.ask('keys.remove', { fingerprint: key.fingerprint });
	const refusal = { code: 'permission_denied', details: { reason: 'signature_required', plugin: 'signed-one' } };
	expect(await scratch.fail('plugins.call', call)).toMatchObject(refusal);
	expect(
		(await scratch.ask('plugins.try', { name: 'signed-one' }).catch((error: Error) => error)).toString(),
	).toContain('require a signature');
	await scratch.ask('keys.add', { name: 'author', text: key.publicKey });
	expect((await scratch.ask('plugins.call', call)).value).toBe(1);
});

it('what was installed unsigned before does not run once signatures are required, in a stream or a chain either', async () => {
	await scratch.ask('plugins.install', { path: await scratch.plugin('plain-one', answering('1'), {}, folder) });
	const call = { name: 'plain-one', fn: 'process_data', input: '1' } as const;
	await scratch.ask('plugins.call', call);
	await scratch.ask('settings.set', { key: 'require_signatures', value: true });
	const input = join(folder, 'in.ndjson');
	writeFileSync(input, '1\n');
	const place = { kind: 'file', path: input } as const;
	const to = { kind: 'file', path: join(folder, 'out.ndjson') } as const;
	const refusal = { code: 'permission_denied', details: { reason: 'signature_required', plugin: 'plain-one' } };
	expect(await scratch.fail('plugins.call', call)).toMatchObject(refusal);
	expect(await scratch.fail('streams.run', { plugin: 'plain-one', input: place, output: to })).toMatchObject(refusal);
	const definition = { name: 'c', components: [{ name: 'plain-one' }] };
	expect(await scratch.fail('chains.run', { chain: { definition }, output: to })).toMatchObject(refusal);
	await scratch.restart();
	expect(await scratch.fail('plugins.call', call)).toMatchObject(refusal);
	await scratch.ask('settings.set', { key: 'require_signatures', value: false });
	expect((await scratch.ask('plugins.call', call)).value).toBe(1);
});
