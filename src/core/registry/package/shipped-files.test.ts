import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHere } from '../../../../test/support/guests/look-here.ts';
import {
	type BareRegistry,
	bareRegistry,
	freshFolder,
	markedModule,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { installFiles } from '../install/install-files.ts';
import { readPackage } from './read-package.ts';
import { HeldFolder } from './walk/held-folder.ts';

const SECRET = 'not for plugins';
const { path: root } = scratchFolder();
const secretFolder = join(root, 'secret');
const secretFile = join(secretFolder, 'note');
mkdirSync(secretFolder);
writeFileSync(secretFile, SECRET);

let bare: BareRegistry;
beforeEach(() => {
	bare = bareRegistry(freshFolder(root));
});
afterEach(() => bare.close());

/** Every file and link below a folder. */
function filesBelow(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => !lstatSync(join(folder, name)).isDirectory())
		.sort();
}

const links: readonly { what: string; make(folder: string): void }[] = [
	{ what: 'the folder of samples is a link', make: (at) => symlinkSync(secretFolder, join(at, 'samples')) },
	{ what: 'the folder of samples is a link to one beside', make: (at) => symlinkSync('.', join(at, 'sample')) },
	{
		what: 'a sample is a link',
		make(at) {
			mkdirSync(join(at, 'samples'));
			symlinkSync(secretFile, join(at, 'samples/note'));
		},
	},
	{
		what: 'a sample is a pipe',
		make(at) {
			mkdirSync(join(at, 'samples'));
			execFileSync('mkfifo', [join(at, 'samples/pipe')]);
		},
	},
	{ what: 'the README is a link', make: (at) => symlinkSync(secretFile, join(at, 'README.md')) },
	{ what: 'the README is a pipe', make: (at) => void execFileSync('mkfifo', [join(at, 'README.md')]) },
];

describe.runIf(process.platform !== 'win32')('what lies beside a plugin’s module', () => {
	it.each(links)('is not read where $what', async ({ make }) => {
		await bare.registry.start({ watch: false });
		make(markedPlugin(bare.pluginsDir, 'tool'));
		await bare.registry.start({ watch: false });
		expect(await bare.registry.packageFiles('tool')).toEqual({ readme: null, samples: [] });
	});

	it('is shown within bounds, by name', async () => {
		const folder = markedPlugin(bare.pluginsDir, 'tool');
		mkdirSync(join(folder, 'samples/deeper'), { recursive: true });
		for (const name of ['b', 'a', '.hidden']) writeFileSync(join(folder, 'samples', name), name);
		writeFileSync(join(folder, 'samples/big'), 'x'.repeat(300_000));
		await bare.registry.start({ watch: false });
		expect((await bare.registry.packageFiles('tool')).samples).toEqual([
			{ name: 'a', bytes: 1, text: 'a' },
			{ name: 'b', bytes: 1, text: 'b' },
			{ name: 'big', bytes: 300_000, text: null },
		]);
	});

	it('is shown together to a megabyte, whatever each sample is', async () => {
		const folder = markedPlugin(bare.pluginsDir, 'tool');
		mkdirSync(join(folder, 'samples'));
		for (const name of 'abcdefgh') writeFileSync(join(folder, 'samples', name), '\u0001'.repeat(200_000));
		writeFileSync(join(folder, 'samples/small'), 'small');
		await bare.registry.start({ watch: false });
		const { samples } = await bare.registry.packageFiles('tool');
		expect(samples.map(({ name }) => name).join('')).toBe('abcdefghsmall');
		expect(samples.map(({ text }) => text?.length ?? null)).toEqual([...Array(5).fill(200_000), null, null, null, 5]);
	});

	it('is read where the plugin’s folder itself is a link, as somebody who writes plugins has it', async () => {
		const folder = markedPlugin(freshFolder(root), 'tool');
		mkdirSync(join(folder, 'sample'));
		writeFileSync(join(folder, 'sample/a'), 'a');
		mkdirSync(bare.pluginsDir);
		symlinkSync(folder, join(bare.pluginsDir, 'tool'));
		await bare.registry.start({ watch: false });
		expect((await bare.registry.packageFiles('tool')).samples).toHaveLength(1);
	});
});

describe.runIf(process.platform !== 'win32')('a manifest or a module that is a link', () => {
	it('is not followed out of the folder', async () => {
		const folder = markedPlugin(freshFolder(root), 'tool');
		const elsewhere = markedPlugin(freshFolder(root), 'other');
		rmSync(join(folder, 'plugin.json'));
		symlinkSync(join(elsewhere, 'plugin.json'), join(folder, 'plugin.json'));
		await expect(readPackage(folder, readHere)).rejects.toMatchObject({ code: 'plugin_load' });
		const nested = markedPlugin(freshFolder(root), 'tool', 'tool', { module_path: './in/m.wasm' });
		symlinkSync(elsewhere, join(nested, 'in'));
		await expect(readPackage(nested, readHere)).rejects.toMatchObject({ code: 'configuration' });
	});

	it('is read where a module’s link stays inside, and installed as a file', async () => {
		const folder = markedPlugin(freshFolder(root), 'tool', 'one', { module_path: './latest.wasm' });
		symlinkSync('m.wasm', join(folder, 'latest.wasm'));
		const { folder: installed } = await bare.registry.install(folder, { author: 'test' });
		expect(lstatSync(join(installed, 'latest.wasm')).isFile()).toBe(true);
	});
});

describe.runIf(process.platform !== 'win32').each([
	{ how: 'through the open folder', byHandle: process.platform === 'linux' },
	{ how: 'by path', byHandle: false },
])('a folder that is held, reached $how', ({ byHandle }) => {
	it('gives plain files and real folders alone', async () => {
		const folder = freshFolder(root);
		mkdirSync(join(folder, 'real'));
		writeFileSync(join(folder, 'real/file'), 'content');
		symlinkSync('real', join(folder, 'link'));
		symlinkSync('real/file', join(folder, 'file-link'));
		execFileSync('mkfifo', [join(folder, 'pipe')]);
		const held = await HeldFolder.open(folder, { byHandle });
		const real = await held.folder('real');
		expect(String(await real?.readFile('file', 100))).toBe('content');
		expect(await real?.readFile('file', 3)).toEqual({ kind: 'large', size: 7 });
		await expect(real?.readFile('none', 3)).rejects.toMatchObject({ code: 'ENOENT' });
		for (const name of ['link', 'file-link', 'pipe', 'none']) expect(await held.folder(name)).toBeNull();
		for (const name of ['file-link', 'pipe', 'real', 'link']) {
			expect(await held.readFile(name, 100)).toEqual({ kind: 'special' });
		}
		await real?.close();
		await held.close();
	});

	it('gives nothing of another folder that took its place', async () => {
		const parent = freshFolder(root);
		mkdirSync(join(parent, 'real'));
		const held = await HeldFolder.open(join(parent), { byHandle });
		const real = await held.folder('real');
		rmSync(join(parent, 'real'), { recursive: true });
		symlinkSync(secretFolder, join(parent, 'real'));
		const found = await real?.readFile('note', 100).catch(() => null);
		expect(found instanceof Uint8Array).toBe(false);
		await real?.close();
		await held.close();
	});
});

describe('what is installed', () => {
	it('is what was looked at: manifest and module byte by byte, whatever the files are by then', async () => {
		const folder = markedPlugin(freshFolder(root), 'tool', 'reviewed');
		writeFileSync(join(folder, 'icon.svg'), '<svg/>');
		const found = await readPackage(folder, readHere);
		const manifest = readFileSync(join(folder, 'plugin.json'), 'utf8');
		markedPlugin(join(folder, '..'), 'tool', 'swapped', { security_policy: { allow_network: true } });
		const installed = await installFiles({ path: join(bare.pluginsDir, found.manifest.name), isOwn: true }, found);
		expect(readFileSync(join(installed, 'plugin.json'), 'utf8')).toBe(manifest);
		expect(new Uint8Array(readFileSync(join(installed, 'm.wasm')))).toEqual(markedModule('reviewed'));
		expect(filesBelow(installed)).toEqual(['icon.svg', 'm.wasm', 'plugin.json']);
	});

	it.runIf(process.platform !== 'win32')('holds no link and nothing from outside, whoever swaps', async () => {
		const folder = markedPlugin(freshFolder(root), 'tool');
		const swapper = spawn(
			process.execPath,
			[
				resolve(import.meta.dirname, '../../../../test/support/processes/swapper.mjs'),
				...[join(folder, 'icon'), join(folder, 'locales'), secretFile],
			],
			{ stdio: ['ignore', 'pipe', 'inherit'] },
		);
		const seen = { installed: 0, links: 0, secrets: 0, plain: 0 };
		try {
			await once(swapper.stdout, 'data');
			for (let count = 0; count < 60; count++) {
				const found = await readPackage(folder, readHere);
				const installed = await installFiles({ path: join(bare.pluginsDir, found.manifest.name), isOwn: true }, found);
				seen.installed++;
				for (const name of filesBelow(installed)) {
					const path = join(installed, name);
					if (lstatSync(path).isSymbolicLink()) seen.links++;
					else if (readFileSync(path, 'utf8') === SECRET) seen.secrets++;
					else seen.plain++;
				}
			}
		} finally {
			swapper.kill('SIGKILL');
			await once(swapper, 'exit');
		}
		expect(seen).toMatchObject({ installed: 60, links: 0, secrets: 0 });
		expect(seen.plain).toBeGreaterThan(2 * seen.installed);
		expect(readdirSync(bare.pluginsDir)).toEqual(['tool']);
	});

	it.each([
		['folders', (at: string) => mkdirAll(at, 600, (n) => `${n}`)],
		['levels', (at: string) => mkdirAll(at, 1, () => Array.from({ length: 40 }, () => 'd').join('/'))],
		['files', (at: string) => putAll(at, 600)],
		['hidden files', (at: string) => putAll(at, 10_001, '.')],
		['bytes', (at: string) => writeFileSync(join(at, 'big'), Buffer.alloc(65 << 20))],
	])('has bounds: with too many %s nothing is installed', async (_, fill) => {
		const folder = markedPlugin(freshFolder(root), 'tool');
		fill(folder);
		await expect(bare.registry.install(folder, { author: 'test' })).rejects.toMatchObject({
			code: 'invalid_input',
			details: { reason: 'folder_too_large' },
		});
		expect(readdirSync(bare.pluginsDir)).toEqual([]);
		expect(bare.registry.list()).toEqual([]);
	});
});

function mkdirAll(at: string, count: number, name: (index: number) => string): void {
	for (let index = 0; index < count; index++) mkdirSync(join(at, 'all', name(index)), { recursive: true });
}

function putAll(at: string, count: number, prefix = ''): void {
	const first = join(at, `${prefix}0`);
	writeFileSync(first, '');
	// Further names of one file are made in a fraction of the time, and counted like any.
	for (let index = 1; index < count; index++) linkSync(first, join(at, `${prefix}${index}`));
}

describe('a name that is a device on Windows', () => {
	const devices = ['con', 'nul', 'aux', 'prn', 'com1', 'com9', 'lpt1', 'lpt9'];

	it.each(devices)('(%s) is no plugin’s, on any system', async (name) => {
		const folder = markedPlugin(freshFolder(root), name);
		await expect(readPackage(folder, readHere)).rejects.toMatchObject({
			code: 'configuration',
			message: expect.stringContaining('device'),
			hint: expect.stringContaining('another name'),
		});
		const alone = join(freshFolder(root), `${name.toUpperCase()}.wasm`);
		writeFileSync(alone, markedModule(name));
		await expect(readPackage(alone, readHere)).rejects.toMatchObject({ code: 'configuration' });
	});

	it.each(['./aux.wasm', 'CON', './nul.d/m.wasm', 'com¹.wasm', './lpt³/m.wasm', 'prn .wasm', 'sub\\aux'])(
		'(%s) is no module’s',
		async (module_path) => {
			const folder = markedPlugin(freshFolder(root), 'tool', 'tool', { module_path });
			await expect(readPackage(folder, readHere)).rejects.toMatchObject({
				code: 'configuration',
				message: expect.stringContaining('module_path'),
			});
		},
	);

	it('is told from names that only begin like one', async () => {
		for (const name of ['console', 'nul-1', 'com10', 'aux_in', 'lpt']) {
			const found = await readPackage(markedPlugin(freshFolder(root), name), readHere);
			expect(found.manifest.name).toBe(name);
		}
	});

	it('in the plugins folder is listed as broken, under another name, and can be removed', async () => {
		markedPlugin(bare.pluginsDir, 'con');
		await bare.registry.start({ watch: false });
		expect(bare.registry.list()).toMatchObject([{ name: 'con-plugin', state: 'broken', current: null }]);
		await bare.registry.uninstall('con-plugin');
		expect(readdirSync(bare.pluginsDir)).toEqual(['.trash']);
		await bare.registry.emptyTrash(null);
		expect(readdirSync(bare.pluginsDir)).toEqual([]);
	});

	it('of a plugin that an older version installed stays its name until it is removed', async () => {
		const folder = markedPlugin(bare.pluginsDir, 'tool');
		await bare.registry.start({ watch: false });
		const { name: _, ...record } = bare.registry.require('tool');
		const current = record.current === null ? null : { ...record.current, plugin: 'con' };
		bare.store.plugins.put({ ...record, name: 'con', current, state: 'disabled', grantVersion: 0 });
		bare.store.plugins.remove('tool');
		writeFileSync(join(folder, 'plugin.json'), '{"name":"con","type":"processor","module_path":"./m.wasm"}');
		await bare.registry.start({ watch: false });
		expect(bare.registry.list()).toMatchObject([{ name: 'con', failedUpdate: { error: { code: 'configuration' } } }]);
		await bare.registry.uninstall('con');
		expect(bare.registry.list()).toEqual([]);
	});
});
