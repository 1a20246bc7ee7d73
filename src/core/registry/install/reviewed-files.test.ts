import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import {
	type BareRegistry,
	bareRegistry,
	markedModule,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';

const { path: root } = scratchFolder();
let count = 0;
let bare: BareRegistry;
/** What happens between the last look at the files and their installation. */
let meanwhile: () => void;

beforeEach(async () => {
	meanwhile = () => undefined;
	bare = bareRegistry(join(root, `d-${++count}`), {
		look: async (module) => lookHere(module),
		prepareUpdate: async () => meanwhile(),
		release: async () => undefined,
		transpile: async () => Promise.reject(new Error('no component is made ready here')),
	});
	await bare.registry.start({ watch: false });
});
afterEach(() => bare.close());

function made(): string {
	const folder = markedPlugin(join(root, `made-${count}`), 'tool');
	mkdirSync(join(folder, 'samples'), { recursive: true });
	writeFileSync(join(folder, 'samples/one.json'), '{"a":1}\n');
	writeFileSync(join(folder, 'README.md'), '# Tool\n');
	return folder;
}

async function reviewed(path: string): Promise<{ author: string; sha256: string; filesSha256: string | null }> {
	const { package: found, filesSha256 } = await bare.registry.inspect(path);
	return { author: 'me', sha256: found.analysis.sha256, filesSha256 };
}

const changed = { code: 'conflict', details: { reason: 'changed_since' }, hint: expect.stringMatching(/./) };
const manifest = { name: 'tool', type: 'processor', module_path: './m.wasm', security_policy: { allow_network: true } };

const changes: readonly (readonly [string, (folder: string) => void])[] = [
	['its README', (at) => writeFileSync(join(at, 'README.md'), '# Tool!\n')],
	['a sample', (at) => writeFileSync(join(at, 'samples/one.json'), '{"a":2}\n')],
	['its manifest', (at) => writeFileSync(join(at, 'plugin.json'), JSON.stringify(manifest))],
	['its module', (at) => writeFileSync(join(at, 'm.wasm'), markedModule('other'))],
	['a file more', (at) => writeFileSync(join(at, 'samples/two.json'), '')],
	['a file less', (at) => rmSync(join(at, 'README.md'))],
	[
		'a file’s name',
		(at) => {
			rmSync(join(at, 'README.md'));
			writeFileSync(join(at, 'README.txt'), '# Tool\n');
		},
	],
];

describe('a plugin that was reviewed', () => {
	it.each(changes)('is not installed from a folder where %s is another by then', async (_, change) => {
		const folder = made();
		const review = await reviewed(folder);
		change(folder);
		await expect(bare.registry.install(folder, review)).rejects.toMatchObject(changed);
		expect(bare.registry.list()).toEqual([]);
		expect(readdirSync(bare.pluginsDir)).toEqual([]);
		// What is there now can be reviewed as well.
		await expect(bare.registry.install(folder, await reviewed(folder))).resolves.toMatchObject({ state: 'ready' });
	});

	it.each(changes)('is not installed from a package where %s is another by then', async (_, change) => {
		const folder = made();
		const path = join(root, `packed-${count}.dfplugin`);
		await bare.registry.pack(folder, { to: path, replace: false });
		const review = await reviewed(path);
		change(folder);
		await bare.registry.pack(folder, { to: path, replace: true });
		await expect(bare.registry.install(path, review)).rejects.toMatchObject(changed);
		expect(bare.registry.list()).toEqual([]);
		await expect(bare.registry.install(path, await reviewed(path))).resolves.toMatchObject({ state: 'ready' });
	});

	it('is what was shown, also where it is changed while it is being installed: the version before stays', async () => {
		const before = markedPlugin(join(root, `before-${count}`), 'tool', 'before');
		const { folder: installed } = await bare.registry.install(before, { author: 'me' });
		const folder = made();
		const review = await reviewed(folder);
		let isChanged = false;
		meanwhile = () => {
			isChanged = true;
			writeFileSync(join(folder, 'README.md'), '# Another\n');
		};
		await expect(bare.registry.install(folder, { ...review, replace: true })).rejects.toMatchObject(changed);
		expect(isChanged).toBe(true);
		expect(new Uint8Array(readFileSync(join(installed, 'm.wasm')))).toEqual(markedModule('before'));
		expect(existsSync(join(installed, 'README.md'))).toBe(false);
		expect(readdirSync(bare.pluginsDir)).toEqual(['tool']);
		expect(bare.registry.versions('tool')).toHaveLength(1);
	});

	it('is installed where only what is never copied changed', async () => {
		const folder = made();
		const review = await reviewed(folder);
		writeFileSync(join(folder, '.swp'), 'x');
		mkdirSync(join(folder, 'node_modules'));
		writeFileSync(join(folder, 'node_modules/x'), 'x');
		await expect(bare.registry.install(folder, review)).resolves.toMatchObject({ state: 'ready' });
	});

	it('that was too large to be installed is not installed once it is small', async () => {
		const folder = made();
		writeFileSync(join(folder, 'big'), Buffer.alloc(65 << 20));
		const review = await reviewed(folder);
		expect(review.filesSha256).toBeNull();
		await expect(bare.registry.install(folder, review)).rejects.toMatchObject({
			details: { reason: 'folder_too_large' },
		});
		rmSync(join(folder, 'big'));
		await expect(bare.registry.install(folder, review)).rejects.toMatchObject(changed);
	});

	it('alone in its file, or by a configuration that names it, is what was shown too', async () => {
		const folder = join(root, `alone-${count}`);
		mkdirSync(folder);
		const module = join(folder, 'tool.wasm');
		writeFileSync(module, markedModule('tool'));
		const lone = await reviewed(module);
		writeFileSync(join(folder, 'README.md'), 'beside it, and none of its');
		await expect(bare.registry.install(module, lone)).resolves.toMatchObject({ state: 'ready' });
		const configuration = join(folder, 'named.json');
		const named = { ...manifest, name: 'named', module_path: './tool.wasm' };
		writeFileSync(configuration, JSON.stringify({ ...named, security_policy: {} }));
		const review = await reviewed(configuration);
		writeFileSync(configuration, JSON.stringify(named));
		await expect(bare.registry.install(configuration, review)).rejects.toMatchObject(changed);
	});
});
