import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BareRegistry, bareRegistry, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import type { PluginLock } from '../../../shared/api/lock-file.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { ownPlacesOf } from '../../files/own-places.ts';
import type { ApplyDeps } from '../apply-update.ts';
import { applyLock, checkLock } from './apply-lock.ts';
import { formatLock, parseLock } from './lock-file.ts';
import { writeLock } from './write-lock.ts';

let folder: string;
let packages: string;
let file: string;
let here: BareRegistry;
let there: BareRegistry;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-lock-'));
	[packages, file] = [join(folder, 'packages'), join(folder, 'lock.json')];
	mkdirSync(packages);
	[here, there] = [bareRegistry(join(folder, 'here')), bareRegistry(join(folder, 'there'))];
	for (const { registry } of [here, there]) await registry.start({ watch: false });
});
afterEach(async () => {
	await here.close();
	await there.close();
	rmSync(folder, { recursive: true, force: true });
});

const depsOf = ({ registry, store, dataDir }: BareRegistry): ApplyDeps => ({
	registry,
	store,
	dataDir,
	program: '2.0.0',
	ownPlaces: ownPlacesOf(() => ({ dataDirs: [dataDir] })),
});
const granted = { ...lockedDown, max_memory: 2 * lockedDown.max_memory };

/** Two plugins here, one from a package and one from its folder; a package of each. */
async function twoHere(): Promise<void> {
	for (const name of ['first', 'second']) {
		const made = markedPlugin(join(folder, 'made'), name, name, { version: '1.0.0' });
		writeFileSync(join(made, 'README.md'), `# ${name}\n`);
		const { path } = await here.registry.pack(made, { to: packages, replace: false });
		await here.registry.install(name === 'first' ? path : made, { author: 'me', grant: granted });
	}
}

async function apply(): Promise<unknown> {
	const { sha256 } = await checkLock(depsOf(there), packages, file);
	return applyLock(depsOf(there), packages, { path: file, reviewed: sha256, author: 'me' });
}

const read = (): PluginLock => JSON.parse(readFileSync(file, 'utf8')) as PluginLock;
function nothingThere(): void {
	expect(there.registry.list()).toEqual([]);
	const staged = join(there.dataDir, 'updates');
	expect(existsSync(staged) ? readdirSync(staged) : []).toEqual([]);
}

describe('a lock', () => {
	it('reproduces plugins and grants elsewhere, to the byte, and is then written the same', async () => {
		await twoHere();
		expect(await writeLock(depsOf(here), file)).toMatchObject({ plugins: 2, skipped: [] });
		const first = readFileSync(file);
		expect(await checkLock(depsOf(there), packages, file)).toMatchObject({
			plugins: [{ name: 'first', version: '1.0.0', installed: null }, { name: 'second' }],
		});
		await apply();
		expect(there.store.grants.inForce('second')?.policy).toEqual(granted);
		await writeLock(depsOf(there), file);
		expect(readFileSync(file).equals(first)).toBe(true);
	});

	it('leaves out, and names, what is not ready or says no version', async () => {
		await twoHere();
		await here.registry.disable('first');
		await here.registry.install(markedPlugin(join(folder, 'made'), 'third'), { author: 'me' });
		expect(await writeLock(depsOf(here), file)).toMatchObject({ plugins: 1, skipped: ['first', 'third'] });
	});

	it.each([
		['module', { module: '0'.repeat(64) }],
		['files', { files: '0'.repeat(64) }],
		['signer', { signer: `SHA256:${'A'.repeat(43)}` }],
		['id', { id: 'example/second' }],
	])('installs nothing where the last plugin differs in its %s', async (key, other) => {
		await twoHere();
		await writeLock(depsOf(here), file);
		const [first, second] = read().plugins;
		writeFileSync(file, JSON.stringify({ plugins: [first, { ...second, ...other }] }));
		await expect(apply()).rejects.toMatchObject({
			code: 'plugin_load',
			message: expect.stringContaining(`"${key}"`),
			details: { reason: 'lock_unmet', name: 'second' },
		});
		nothingThere();
	});

	it('installs nothing where a package is missing, or the lock is another one than was looked at', async () => {
		await twoHere();
		await writeLock(depsOf(here), file);
		const { sha256 } = await checkLock(depsOf(there), packages, file);
		const asked = { path: file, reviewed: sha256, author: 'me' };
		rmSync(join(packages, 'second-1.0.0.dfplugin'));
		await expect(applyLock(depsOf(there), packages, asked)).rejects.toMatchObject({ details: { name: 'second' } });
		writeFileSync(file, JSON.stringify({ plugins: read().plugins.slice(1) }));
		await expect(applyLock(depsOf(there), packages, asked)).rejects.toMatchObject({ code: 'conflict' });
		nothingThere();
	});
});

describe('what should be a lock', () => {
	const good = { name: 'a', version: '1', module: 'a'.repeat(64), files: 'b'.repeat(64), grant: lockedDown };
	function outcomeOf(text: string | Uint8Array): PluginLock | DataFlareError {
		try {
			return parseLock(Buffer.from(text as Uint8Array), 'the file');
		} catch (thrown) {
			if (!(thrown instanceof DataFlareError)) throw thrown;
			expect(thrown).toMatchObject({ code: 'configuration', details: { reason: 'lock_invalid' } });
			expect(thrown.message).toMatch(/^the file is not a lock of plugins: .+\.$/s);
			expect(thrown.hint).toMatch(/\w/);
			return thrown;
		}
	}
	const readOne = (one: object) => outcomeOf(JSON.stringify({ plugins: [one] }));

	it('is read as it is written', () => {
		const lock = readOne(good);
		if (lock instanceof DataFlareError) throw lock;
		expect(parseLock(formatLock(lock), 'x')).toEqual(lock);
	});

	it.each([
		['one name twice', JSON.stringify({ plugins: [good, good] })],
		['a key twice', JSON.stringify({ plugins: [good] }).replace('"name":"a"', '"name":"b","name":"a"')],
		['a name that leads elsewhere', JSON.stringify({ plugins: [{ ...good, name: '../a' }] })],
		['a name in capitals', JSON.stringify({ plugins: [{ ...good, name: 'A' }] })],
		['a grant of a huge number', JSON.stringify({ plugins: [{ ...good, grant: { max_memory: 1e300 } }] })],
		['an unknown key', JSON.stringify({ plugins: [{ ...good, more: 1 }] })],
		['no grant', JSON.stringify({ plugins: [{ ...good, grant: undefined }] })],
		['a short hash', JSON.stringify({ plugins: [{ ...good, module: 'a' }] })],
		['too many values', `[${'{},'.repeat(300_000)}{}]`],
	])('is refused with %s', (_says, text) => {
		expect(outcomeOf(text)).toBeInstanceOf(DataFlareError);
	});

	it('is refused by a sentence whatever it is', () => {
		fc.assert(fc.property(fc.json(), (text) => void outcomeOf(text)));
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void outcomeOf(bytes)));
		const keys = fc.constantFrom(...Object.keys(good), 'id', 'signer');
		fc.assert(fc.property(keys, fc.jsonValue(), (key, value) => void readOne({ ...good, [key]: value })));
	});
});
