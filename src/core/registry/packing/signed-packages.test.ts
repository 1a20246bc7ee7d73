import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markedModule } from '../../../../test/support/scratch/bare-registry.ts';
import { signedPlugins } from '../../../../test/support/scratch/signed-plugins.ts';
import { rawZip } from '../../../../test/support/values/raw-zip.ts';
import { PackedFiles } from '../archive/packed-files.ts';
import { newPrivateKey } from '../signing/private-key.ts';
import { signPlugin, verifyPlugin } from './sign-plugin.ts';

const plugins = signedPlugins();
const { made, packed } = plugins;
const [author, other] = [newPrivateKey(undefined), newPrivateKey(undefined)];
const [byAuthor, byOther] = [author.key.fingerprint, other.key.fingerprint];
const me = { author: 'me' };

describe('signing', () => {
	it('a package leaves all else in it as it was, and replaces a signature that was there', async () => {
		const path = await packed('a', null);
		const before = await namesAndList(path);
		expect(await verifyPlugin(path)).toMatchObject({ provenance: { integrity: 'intact', signer: null } });
		expect(await signPlugin(path, author)).toEqual({
			path,
			signer: { fingerprint: byAuthor, publicKey: author.key.publicKey },
		});
		const once = readFileSync(path);
		expect(await namesAndList(path)).toEqual(before);
		expect(await verifyPlugin(path)).toMatchObject({ provenance: { signer: { fingerprint: byAuthor } } });
		await signPlugin(path, other);
		expect(await verifyPlugin(path)).toMatchObject({ provenance: { signer: { fingerprint: byOther } } });
		await signPlugin(path, author);
		expect(readFileSync(path).equals(once)).toBe(true);
	});

	it('a folder is packed with its signature, byte for byte as a package that is signed', async () => {
		const path = made('a');
		await signPlugin(path, author);
		const {
			path: first,
			signer,
			leftOut,
		} = await plugins.bare().registry.pack(path, { to: join(plugins.folder(), 'one.dfplugin'), replace: false });
		expect({ signer: signer?.fingerprint, leftOut }).toEqual({ signer: byAuthor, leftOut: [] });
		const second = await packed('a', author);
		expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
	});

	it('of a folder that changed since is left out of the package, and that is said', async () => {
		const path = made('a');
		await signPlugin(path, author);
		appendFileSync(join(path, 'README.md'), 'more\n');
		const packing = await plugins.bare().registry.pack(path, { to: plugins.folder(), replace: false });
		expect(packing).toMatchObject({ signer: null, leftOut: ['SHA256SUMS.sig'] });
		expect(await verifyPlugin(packing.path)).toMatchObject({ provenance: { signer: null } });
	});

	it.each([
		['what is not there', 'nothing', 'not_found'],
		['a folder without a manifest', 'empty', 'invalid_input'],
		['a file of another kind', 'text.txt', 'invalid_input'],
		['a damaged package', 'cut.dfplugin', 'plugin_load'],
	])('%s is refused', async (_, name, code) => {
		mkdirSync(join(plugins.folder(), 'empty'));
		writeFileSync(join(plugins.folder(), 'text.txt'), 'x');
		writeFileSync(join(plugins.folder(), 'cut.dfplugin'), 'x');
		for (const work of [
			() => signPlugin(join(plugins.folder(), name), author),
			() => verifyPlugin(join(plugins.folder(), name)),
		]) {
			await expect(work()).rejects.toMatchObject({ code, hint: expect.stringMatching(/./) });
		}
	});
});

async function namesAndList(path: string): Promise<readonly string[]> {
	const files = await PackedFiles.open(path);
	try {
		return [...files.names, files.list.toString()];
	} finally {
		await files.close();
	}
}

describe('a package whose signature does not fit', () => {
	const parts = async (path: string): Promise<Map<string, Buffer>> => {
		const files = await PackedFiles.open(path);
		try {
			const found = new Map([['SHA256SUMS', files.list]]);
			if (files.packed.signature !== null) found.set('SHA256SUMS.sig', files.packed.signature);
			for (const name of files.names) found.set(name, await files.read(name, 1 << 20));
			return found;
		} finally {
			await files.close();
		}
	};
	const rebuilt = (contents: Map<string, Buffer>): string => {
		const path = join(plugins.folder(), 'rebuilt.dfplugin');
		writeFileSync(path, rawZip([...contents].map(([name, content]) => ({ name, content }))));
		return path;
	};
	const refused = async (path: string, reason: string): Promise<void> => {
		const failure = { code: 'plugin_load', hint: expect.stringMatching(/./), details: { reason } };
		await expect(plugins.bare().registry.inspect(path)).rejects.toMatchObject(failure);
		await expect(plugins.bare().registry.install(path, me)).rejects.toMatchObject(failure);
		await expect(verifyPlugin(path)).rejects.toMatchObject(failure);
		expect(plugins.bare().registry.get('tool')).toBeNull();
	};

	it('is refused with the signature of another package', async () => {
		const contents = await parts(await packed('a', author));
		const strange = (await parts(await packed('b', author))).get('SHA256SUMS.sig');
		await refused(rebuilt(contents.set('SHA256SUMS.sig', strange ?? Buffer.alloc(0))), 'signature_invalid');
	});

	it('is refused with a list of more or fewer names, or of other hashes', async () => {
		const contents = await parts(await packed('a', author));
		const list = String(contents.get('SHA256SUMS'));
		const withList = (text: string): string => rebuilt(new Map(contents).set('SHA256SUMS', Buffer.from(text)));
		await refused(withList(`${list}${'0'.repeat(64)}  more\n`), 'package_unlisted');
		await refused(withList(list.slice(list.indexOf('\n') + 1)), 'package_unlisted');
		await refused(withList(list.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))), 'signature_invalid');
		await refused(withList(`${list}${'0'.repeat(64)}  SHA256SUMS.sig\n`), 'package_unlisted');
		await refused(withList(list.split('\n').reverse().join('\n').slice(1)), 'signature_invalid');
	});

	it('is refused with another file under a signed list', async () => {
		const contents = await parts(await packed('a', author));
		await refused(rebuilt(contents.set('m.wasm', Buffer.from(markedModule('evil')))), 'package_modified');
	});

	it('is refused with a signature in capitals, or of more than a signature is', async () => {
		const contents = await parts(await packed('a', author));
		const signature = contents.get('SHA256SUMS.sig') ?? Buffer.alloc(0);
		await refused(rebuilt(new Map(contents).set('sha256sums.SIG', signature)), 'package_entry');
		const long = Buffer.concat([signature, Buffer.alloc(5_000, 0x20)]);
		await refused(rebuilt(new Map(contents).set('SHA256SUMS.sig', long)), 'package_unlisted');
	});

	it('is installed with the signature that was looked at, and no other', async () => {
		const path = await packed('a', author);
		const record = await plugins.bare().registry.install(path, { ...me, signer: byAuthor });
		expect(record).toMatchObject({ integrity: 'intact', pinned: byAuthor, current: { signer: byAuthor } });
		await expect(plugins.bare().registry.install(path, { ...me, signer: byOther })).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'changed_since' },
		});
		await expect(plugins.bare().registry.install(path, { ...me, signer: null })).rejects.toMatchObject({
			code: 'conflict',
		});
	});
});
