import { randomBytes } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BareRegistry, bareRegistry, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import { rawPackage } from '../../../../test/support/values/raw-zip.ts';

let folder: string;
let bare: BareRegistry;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-packages-'));
	bare = bareRegistry(join(folder, 'data'));
	await bare.registry.start({ watch: false });
});
afterEach(async () => {
	await bare.close();
	rmSync(folder, { recursive: true, force: true });
});

async function restarted(): Promise<void> {
	await bare.close();
	bare = bareRegistry(join(folder, 'data'));
	await bare.registry.start({ watch: false });
}

function madePlugin(name: string, mark = name, version = '1.2.0'): string {
	const path = markedPlugin(join(folder, `made-${mark}`), name, mark, { metadata: { version } });
	mkdirSync(join(path, 'samples'), { recursive: true });
	writeFileSync(join(path, 'samples/one.json'), '{"a":1}\n');
	writeFileSync(join(path, 'README.md'), '# Marked\n');
	return path;
}

const install = { author: 'me' };
const inFolder = (): readonly string[] => readdirSync(bare.pluginsDir).sort();

describe('a plugin’s folder', () => {
	it('is packed to one file, named by plugin and version, and installed from it whole', async () => {
		const packing = await bare.registry.pack(madePlugin('marked'), { to: folder, replace: false });
		expect(packing.path).toBe(join(folder, 'marked-1.2.0.dfplugin'));
		expect(packing.files.map(({ name }) => name)).toEqual(['README.md', 'm.wasm', 'plugin.json', 'samples/one.json']);
		const inspected = await bare.registry.inspect(packing.path);
		expect(inspected.package).toMatchObject({ source: packing.path, readme: '# Marked\n', inferred: false });
		const record = await bare.registry.install(packing.path, install);
		expect(record).toMatchObject({ name: 'marked', state: 'ready', folder: join(bare.pluginsDir, 'marked') });
		expect(readdirSync(record.folder).sort()).toEqual(['README.md', 'SHA256SUMS', 'm.wasm', 'plugin.json', 'samples']);
		expect(await bare.registry.packageFiles('marked')).toMatchObject({
			samples: [{ name: 'one.json', text: '{"a":1}\n' }],
		});
		expect(existsSync(packing.path)).toBe(true);
	});

	it('makes the same package from the same files, wherever and whenever', async () => {
		const one = await bare.registry.pack(madePlugin('marked'), { to: join(folder, 'one.dfplugin'), replace: false });
		const away = join(folder, 'elsewhere');
		renameSync(join(folder, 'made-marked'), away);
		const two = await bare.registry.pack(join(away, 'marked'), { to: join(folder, 'two.dfplugin'), replace: false });
		expect(readFileSync(two.path).equals(readFileSync(one.path))).toBe(true);
	});

	it('is packed without what belongs to a build or hides, and says so', async () => {
		const path = madePlugin('marked');
		for (const name of ['.git', 'node_modules', 'node_modules/x']) mkdirSync(join(path, name));
		for (const name of ['.env', 'node_modules/x/i.js', 'old.dfplugin']) writeFileSync(join(path, name), 'x');
		if (process.platform !== 'win32') symlinkSync('/etc/passwd', join(path, 'link'));
		const { leftOut, files } = await bare.registry.pack(path, { to: folder, replace: false });
		const link = process.platform === 'win32' ? [] : ['link'];
		expect(leftOut).toEqual(['.env', '.git/', ...link, 'node_modules/', 'old.dfplugin']);
		expect(files).toHaveLength(4);
	});

	it('packed anew does not replace a file unless it may, and never packs itself', async () => {
		const path = madePlugin('marked');
		const out = join(path, 'out.dfplugin');
		await bare.registry.pack(path, { to: out, replace: false });
		const before = readFileSync(out);
		await expect(bare.registry.pack(path, { to: out, replace: false })).rejects.toMatchObject({
			code: 'conflict',
			details: { reason: 'package_exists' },
		});
		const again = await bare.registry.pack(path, { to: out, replace: true });
		expect(again.leftOut).toEqual([]);
		expect(readFileSync(out).equals(before)).toBe(true);
		expect(readdirSync(path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
	});

	it.each([
		['changes', (file: string) => writeFileSync(file, 'other'), 'conflict'],
		['goes', (file: string) => rmSync(file), 'storage'],
	] as const)(
		'is not packed where one of its files %s meanwhile, and nothing is left of it',
		async (_what, act, code) => {
			const path = madePlugin('marked');
			// Packed first, and for a while.
			writeFileSync(join(path, 'a.bin'), randomBytes(24 * 1024 * 1024));
			writeFileSync(join(path, 'z.txt'), 'one');
			const packing = bare.registry.pack(path, { to: folder, replace: false });
			packing.catch(() => undefined);
			while (!readdirSync(folder).some((name) => name.endsWith('.tmp'))) await setImmediate();
			act(join(path, 'z.txt'));
			await expect(packing).rejects.toMatchObject({ code, hint: expect.stringMatching(/./) });
			expect(readdirSync(folder).filter((name) => /dfplugin|\.tmp$/.test(name))).toEqual([]);
		},
	);

	it.each([
		['a lone module', (path: string) => join(path, 'm.wasm'), folderOf, 'invalid_input'],
		['a folder with a name that Windows does not take', withBadName, folderOf, 'invalid_input'],
		['a file of another ending', (path: string) => path, () => join(folder, 'x.zip'), 'invalid_input'],
		['a folder that is not there', (path: string) => path, () => join(folder, 'no/x.dfplugin'), 'storage'],
	] as const)('is not packed from or to %s, and nothing is left of it', async (_what, from, to, code) => {
		const path = from(madePlugin('marked'));
		await expect(bare.registry.pack(path, { to: to(), replace: false })).rejects.toMatchObject({
			code,
			hint: expect.stringMatching(/./),
		});
		expect(readdirSync(folder).filter((name) => /dfplugin|\.tmp$/.test(name))).toEqual([]);
	});
});

const folderOf = (): string => folder;

function withBadName(path: string): string {
	writeFileSync(join(path, process.platform === 'win32' ? `${'n'.repeat(520)}` : 'a:b'), 'x');
	return path;
}

describe('a package in the plugins folder', () => {
	const put = async (name: string, mark: string, as = `${name}.dfplugin`): Promise<void> => {
		await bare.registry.pack(madePlugin(name, mark, '1.0.0'), { to: join(bare.pluginsDir, as), replace: true });
		await restarted();
	};

	it('is unpacked to the plugin’s own folder, taken away, and waits for its review', async () => {
		await put('marked', 'one', 'download (1).dfplugin');
		expect(inFolder()).toEqual(['marked']);
		expect(bare.registry.list()).toMatchObject([{ name: 'marked', state: 'waiting_for_review' }]);
	});

	it('of a plugin that is installed takes nothing of it: neither its place nor its grant, whatever it calls itself', async () => {
		const { folder: files } = await bare.registry.install(madePlugin('marked', 'one'), install);
		const before = readFileSync(join(files, 'm.wasm'));
		await put('marked', 'two', 'weather.dfplugin');
		expect(inFolder()).toEqual(['marked', 'weather.dfplugin']);
		expect(readFileSync(join(files, 'm.wasm')).equals(before)).toBe(true);
		expect(bare.registry.get('marked')).toMatchObject({ state: 'ready', grantVersion: 1 });
		expect(bare.registry.versions('marked')).toHaveLength(1);
		expect(bare.registry.get('weather')).toMatchObject({
			state: 'broken',
			problem: { details: { reason: 'package_of_installed', name: 'marked' } },
		});
	});

	it('that cannot be used stays and says why, and is forgotten once it is gone', async () => {
		await bare.registry.install(madePlugin('marked', 'one'), install);
		const bad = join(bare.pluginsDir, 'marked-2.dfplugin');
		writeFileSync(
			bad,
			rawPackage([
				{ name: 'plugin.json', content: '{}' },
				{ name: '../marked/m.wasm', content: 'x' },
			]),
		);
		await restarted();
		expect(bare.registry.get('marked-2')).toMatchObject({
			state: 'broken',
			problem: { details: { reason: 'package_entry', entry: '../marked/m.wasm' } },
		});
		expect(bare.registry.get('marked')).toMatchObject({ state: 'ready' });
		expect(inFolder()).toEqual(['marked', 'marked-2.dfplugin']);
		rmSync(bad);
		await restarted();
		expect(bare.registry.list().map(({ name }) => name)).toEqual(['marked']);
	});

	it('of a plugin whose files lie under another name does not take them over', async () => {
		await bare.registry.install(madePlugin('marked', 'one'), install);
		await bare.registry.uninstall('marked', { forGood: true });
		renameSync(madePlugin('marked', 'one'), join(bare.pluginsDir, 'mine'));
		await put('marked', 'two');
		expect(inFolder()).toEqual(['marked.dfplugin', 'mine']);
		expect(bare.registry.list()).toMatchObject([
			{ name: 'marked', folder: join(bare.pluginsDir, 'mine') },
			{ name: 'marked-dup', state: 'broken', problem: { details: { reason: 'package_of_installed' } } },
		]);
	});
});

describe('installing a package', () => {
	it('refuses one that was changed after it was packed, and leaves nothing', async () => {
		const { path } = await bare.registry.pack(madePlugin('marked'), { to: folder, replace: false });
		const bytes = readFileSync(path);
		// The sample is so small that it is found as it is, but for its compression; the list's own name is not.
		bytes.writeUInt8(bytes.readUInt8(80) ^ 1, 80);
		writeFileSync(path, bytes);
		await expect(bare.registry.install(path, install)).rejects.toMatchObject({ code: 'plugin_load' });
		expect(inFolder()).toEqual([]);
		expect(bare.registry.list()).toEqual([]);
	});

	it('as an update needs leave to replace, as any other does', async () => {
		await bare.registry.install(madePlugin('marked', 'one'), install);
		const { path } = await bare.registry.pack(madePlugin('marked', 'two'), { to: folder, replace: false });
		await expect(bare.registry.install(path, install)).rejects.toMatchObject({ details: { reason: 'name_taken' } });
		await bare.registry.install(path, { ...install, replace: true });
		expect(bare.registry.versions('marked')).toHaveLength(2);
		const [first] = bare.registry.versions('marked').toReversed();
		const asItIs = { grant: 'now', state: 'now', author: 'test' } as const;
		await bare.registry.rollback('marked', { sha256: first?.sha256 ?? '' }, asItIs);
		expect(bare.registry.get('marked')).toMatchObject({ state: 'ready', current: { sha256: first?.sha256 } });
	});
});
