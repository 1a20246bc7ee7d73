import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import {
	type BareRegistry,
	bareRegistry,
	markedModule,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { rawZip } from '../../../../test/support/values/raw-zip.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { PackedFiles } from '../archive/packed-files.ts';
import { newPrivateKey, type PrivateKey } from '../signing/private-key.ts';
import { signList } from '../signing/signature.ts';
import { signPlugin, verifyPlugin } from './sign-plugin.ts';

const asItIs = { grant: 'now', state: 'now', author: 'test' } as const;

let folder: string;
let bare: BareRegistry;
/** What the composition was asked to start or to end, in order. */
let asked: string[];
const [author, other] = [newPrivateKey(undefined), newPrivateKey(undefined)];
const [byAuthor, byOther] = [author.key.fingerprint, other.key.fingerprint];
const me = { author: 'me' };

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-signed-'));
	await open();
});
afterEach(async () => {
	await bare.close();
	rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
	asked = [];
	bare = bareRegistry(join(folder, 'data'), {
		prepareUpdate: async (name) => void asked.push(`start ${name}`),
		release: async (name) => void asked.push(`end ${name}`),
		look: async (module) => lookHere(module),
		transpile: async () => Promise.reject(new Error('no component is made ready here')),
	});
	await bare.registry.start({ watch: false });
}

async function restarted(): Promise<void> {
	await bare.close();
	await open();
}

function made(mark: string, name = 'tool'): string {
	const path = markedPlugin(join(folder, `made-${mark}`), name, mark);
	writeFileSync(join(path, 'README.md'), `# ${mark}\n`);
	return path;
}

/** A package of a plugin with this mark, signed by a key or by none. */
async function packed(mark: string, key: PrivateKey | null, name = 'tool'): Promise<string> {
	const { path } = await bare.registry.pack(made(mark, name), join(folder, `${name}-${mark}.dfplugin`), true);
	if (key !== null) await signPlugin(path, key);
	return path;
}

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
		const { path: first, signer, leftOut } = await bare.registry.pack(path, join(folder, 'one.dfplugin'), false);
		expect({ signer: signer?.fingerprint, leftOut }).toEqual({ signer: byAuthor, leftOut: [] });
		const second = await packed('a', author);
		expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
	});

	it('of a folder that changed since is left out of the package, and that is said', async () => {
		const path = made('a');
		await signPlugin(path, author);
		appendFileSync(join(path, 'README.md'), 'more\n');
		const packing = await bare.registry.pack(path, folder, false);
		expect(packing).toMatchObject({ signer: null, leftOut: ['SHA256SUMS.sig'] });
		expect(await verifyPlugin(packing.path)).toMatchObject({ provenance: { signer: null } });
	});

	it.each([
		['what is not there', 'nothing', 'not_found'],
		['a folder without a manifest', 'empty', 'invalid_input'],
		['a file of another kind', 'text.txt', 'invalid_input'],
		['a damaged package', 'cut.dfplugin', 'plugin_load'],
	])('%s is refused', async (_, name, code) => {
		mkdirSync(join(folder, 'empty'));
		writeFileSync(join(folder, 'text.txt'), 'x');
		writeFileSync(join(folder, 'cut.dfplugin'), 'x');
		for (const work of [() => signPlugin(join(folder, name), author), () => verifyPlugin(join(folder, name))]) {
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
		const path = join(folder, 'rebuilt.dfplugin');
		writeFileSync(path, rawZip([...contents].map(([name, content]) => ({ name, content }))));
		return path;
	};
	const refused = async (path: string, reason: string): Promise<void> => {
		const failure = { code: 'plugin_load', hint: expect.stringMatching(/./), details: { reason } };
		await expect(bare.registry.inspect(path)).rejects.toMatchObject(failure);
		await expect(bare.registry.install(path, me)).rejects.toMatchObject(failure);
		await expect(verifyPlugin(path)).rejects.toMatchObject(failure);
		expect(bare.registry.get('tool')).toBeNull();
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
		const record = await bare.registry.install(path, { ...me, signer: byAuthor });
		expect(record).toMatchObject({ integrity: 'intact', pinned: byAuthor, current: { signer: byAuthor } });
		await expect(bare.registry.install(path, { ...me, signer: byOther })).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'changed_since' },
		});
		await expect(bare.registry.install(path, { ...me, signer: null })).rejects.toMatchObject({ code: 'conflict' });
	});
});

describe('an installed plugin', () => {
	const decide = (signer?: string | null) =>
		bare.registry.decide('tool', { ...lockedDown, allow_env_vars: true }, 'me', '', undefined, undefined, signer);
	const drop = async (mark: string, key: PrivateKey | null): Promise<void> => {
		const to = join(bare.pluginsDir, 'tool');
		rmSync(to, { recursive: true, force: true });
		markedPlugin(bare.pluginsDir, 'tool', mark);
		if (key !== null) await signPlugin(to, key);
		await bare.registry.reload('tool');
	};
	const tool = () => bare.registry.require('tool');

	it('is pinned to the key that signed it, and takes what that key signs', async () => {
		await bare.registry.install(await packed('a', author), me);
		await drop('b', author);
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor, integrity: 'intact', failedUpdate: null });
		expect(asked).toEqual(['start tool']);
		await bare.registry.install(await packed('c', author), { ...me, replace: true });
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor });
	});

	it('is pinned to the first key that signs it, where nobody had', async () => {
		await bare.registry.install(await packed('a', null), me);
		expect(tool()).toMatchObject({ state: 'ready', pinned: null });
		await drop('b', author);
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor });
		await drop('c', null);
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byAuthor });
	});

	it.each([
		['another key', other, byOther],
		['no key', null, null],
	] as const)('waits for review when its files are signed by %s, and nothing of them runs', async (_, key, by) => {
		const { grantVersion } = await bare.registry.install(await packed('a', author), me);
		await drop('b', key);
		const waits = { state: 'waiting_for_review', pinned: byAuthor, grantVersion, current: { signer: by } };
		expect(tool()).toMatchObject(waits);
		expect(asked).toEqual(['end tool']);
		await restarted();
		for (const step of ['reload', 'disable', 'enable'] as const) await bare.registry[step]('tool');
		expect(tool()).toMatchObject(waits);
		expect(asked.filter((each) => each.startsWith('start'))).toEqual([]);
		// Nor do decisions on many plugins accept it, nor one by who did not say what was seen.
		await bare.registry.decideMany([{ name: 'tool', policy: lockedDown, author: 'me', note: '' }]);
		await expect(decide()).rejects.toMatchObject({ details: { reason: 'signer_changed', plugin: 'tool' } });
		await expect(decide(byAuthor)).rejects.toMatchObject({ details: { reason: 'changed_since' } });
		expect(tool().state).toBe('waiting_for_review');
		await decide(by);
		expect(tool()).toMatchObject({ state: 'ready', pinned: by });
		await restarted();
		expect(tool()).toMatchObject({ state: 'ready', pinned: by });
	});

	it('waits on where another module came between the look and the decision, whoever signed it', async () => {
		await bare.registry.install(await packed('a', author), me);
		await drop('b', other);
		const looked = tool().current?.sha256;
		await drop('c', other);
		const decided = (sha256?: string) =>
			bare.registry.decide('tool', lockedDown, 'me', '', undefined, undefined, byOther, sha256);
		await expect(decided(looked)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'changed_since' } });
		expect(tool().state).toBe('waiting_for_review');
		await decided(tool().current?.sha256);
		expect(tool().state).toBe('ready');
	});

	it('is ready again, with its grant, when what its key signed comes back', async () => {
		const { grantVersion } = await bare.registry.install(await packed('a', author), me);
		await drop('b', other);
		await drop('a', author);
		expect(tool()).toMatchObject({ state: 'ready', grantVersion, pinned: byAuthor });
	});

	it('waits when it is replaced by a package of another signer, unless who replaces it says to have seen that', async () => {
		await bare.registry.install(await packed('a', author), me);
		const path = await packed('b', other);
		const change = { ...me, replace: true, grant: { ...lockedDown, allow_network: true } };
		await bare.registry.install(path, change);
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byAuthor });
		expect(bare.store.grants.inForce('tool')?.policy.allow_network).toBe(false);
		expect(asked).toEqual(['end tool']);
		await bare.registry.install(path, { ...change, signer: byOther });
		expect(tool()).toMatchObject({ state: 'ready', pinned: byOther });
		expect(bare.store.grants.inForce('tool')?.policy.allow_network).toBe(true);
	});

	it('goes back to an earlier version of its key at once, and to one of another waits', async () => {
		await bare.registry.install(await packed('a', author), me);
		const first = tool().current?.sha256 ?? '';
		await bare.registry.install(await packed('b', author), { ...me, replace: true });
		await bare.registry.rollback('tool', first, asItIs);
		expect(tool()).toMatchObject({ state: 'ready', integrity: 'intact', current: { signer: byAuthor } });
		await restarted();
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor });
		await bare.registry.install(await packed('c', other), { ...me, replace: true, signer: byOther });
		asked = [];
		await bare.registry.rollback('tool', first, asItIs);
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byOther, current: { signer: byAuthor } });
		expect(asked).toEqual(['end tool']);
	});

	it('whose files went, and others came in their place, shows who had signed them, and has no grant', async () => {
		await bare.registry.install(await packed('a', author), { ...me, grant: { ...lockedDown, allow_network: true } });
		rmSync(join(bare.pluginsDir, 'tool'), { recursive: true });
		await restarted();
		expect(tool().state).toBe('missing');
		markedPlugin(bare.pluginsDir, 'tool', 'b');
		await restarted();
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byAuthor, grantVersion: 0 });
		expect(bare.store.grants.inForce('tool')).toBeNull();
		await expect(decide()).rejects.toMatchObject({ details: { reason: 'signer_changed' } });
		await decide(null);
		expect(tool()).toMatchObject({ state: 'ready', pinned: null });
	});

	it('comes back from the trash pinned as it was', async () => {
		await bare.registry.install(await packed('a', author), me);
		const id = await bare.registry.uninstall('tool');
		await bare.registry.restore(id ?? '');
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor, current: { signer: byAuthor } });
		await drop('b', other);
		expect(tool().state).toBe('waiting_for_review');
	});

	it('that was uninstalled for good leaves no pin to the next of its name', async () => {
		await bare.registry.install(await packed('a', author), me);
		await bare.registry.uninstall('tool', { forGood: true });
		await bare.registry.install(await packed('b', other), me);
		expect(tool()).toMatchObject({ state: 'ready', pinned: byOther });
	});

	it.each([
		['README.md', (path: string) => appendFileSync(join(path, 'README.md'), 'x')],
		['more.txt', (path: string) => writeFileSync(join(path, 'more.txt'), 'x')],
		['README.md', (path: string) => rmSync(join(path, 'README.md'))],
		['plugin.json', (path: string) => appendFileSync(join(path, 'plugin.json'), '\n')],
	])('is shown as modified where %s is not as listed, and runs on as what was accepted', async (altered, change) => {
		await bare.registry.install(await packed('a', author), me);
		change(join(bare.pluginsDir, 'tool'));
		await bare.registry.reload('tool');
		expect(tool()).toMatchObject({ state: 'ready', integrity: 'modified', altered, pinned: byAuthor });
	});

	it('whose module was changed under its old list waits, however the list is signed', async () => {
		await bare.registry.install(await packed('a', author), me);
		writeFileSync(join(bare.pluginsDir, 'tool', 'm.wasm'), markedModule('evil'));
		await bare.registry.reload('tool');
		expect(tool()).toMatchObject({ state: 'waiting_for_review', integrity: 'modified', altered: 'm.wasm' });
		expect(asked).toEqual(['end tool']);
	});

	it('goes on as it is where its signature is damaged, and says so', async () => {
		await bare.registry.install(await packed('a', author), me);
		for (const spoil of ['', 'x', `${signList(Buffer.from('x'), author.key, author.secret)}`]) {
			writeFileSync(join(bare.pluginsDir, 'tool', 'SHA256SUMS.sig'), spoil);
			await bare.registry.reload('tool');
			expect(tool()).toMatchObject({
				state: 'ready',
				failedUpdate: { error: { code: 'plugin_load', details: { reason: 'signature_invalid' } } },
			});
		}
		rmSync(join(bare.pluginsDir, 'tool', 'SHA256SUMS'));
		await bare.registry.reload('tool');
		expect(tool().failedUpdate?.error.message).toContain('has no SHA256SUMS beside it');
	});

	it('that came into the folder signed is pinned once a person decided', async () => {
		markedPlugin(bare.pluginsDir, 'tool', 'a');
		await signPlugin(join(bare.pluginsDir, 'tool'), author);
		await restarted();
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: null, current: { signer: byAuthor } });
		await drop('b', other);
		await expect(decide(byAuthor)).rejects.toMatchObject({ details: { reason: 'changed_since' } });
		await decide();
		expect(tool()).toMatchObject({ state: 'ready', pinned: byOther });
	});
});

describe('where signatures are required', () => {
	const require = (on: boolean): void => bare.store.settings.set('require_signatures', on);
	const know = (key: PrivateKey): void => {
		const { fingerprint, publicKey } = key.key;
		bare.store.keys.add({ fingerprint, publicKey, name: 'author', addedAt: 1 });
	};

	it('nothing is installed but what a known key signed', async () => {
		require(true);
		know(author);
		for (const [mark, key] of [
			['a', null],
			['b', other],
		] as const) {
			await expect(bare.registry.install(await packed(mark, key), me)).rejects.toMatchObject({
				code: 'permission_denied',
				details: { reason: 'signature_required', plugin: 'tool' },
			});
		}
		expect(await bare.registry.install(await packed('c', author), me)).toMatchObject({ state: 'ready' });
	});

	it('no update is tried that may not run', async () => {
		await bare.registry.install(await packed('a', null), me);
		require(true);
		rmSync(join(bare.pluginsDir, 'tool'), { recursive: true });
		markedPlugin(bare.pluginsDir, 'tool', 'b');
		await bare.registry.reload('tool');
		expect(asked).toEqual(['end tool']);
	});
});
