import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import {
	type BareRegistry,
	bareRegistry,
	markedModule,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { smallDisk } from '../../../../test/support/trouble.ts';
import { type RawEntry, rawPackage, rawZip } from '../../../../test/support/values/raw-zip.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { PackedFiles } from '../archive/packed-files.ts';
import type { RegistryPorts } from '../registry.ts';

const { path: root } = scratchFolder();
let count = 0;
let dataDir: string;
let bare: BareRegistry;
/** Packages that were opened since it was last cleared. */
const opened = vi.spyOn(PackedFiles, 'open');

beforeEach(async () => {
	dataDir = join(root, `d-${++count}`);
	bare = bareRegistry(dataDir);
	await bare.registry.start({ watch: false });
	opened.mockClear();
});
afterEach(() => bare.close());

async function restarted(): Promise<void> {
	await bare.close();
	bare = bareRegistry(dataDir);
	opened.mockClear();
	await bare.registry.start({ watch: false });
}

const inFolder = (name: string): string => join(bare.pluginsDir, name);
const manifest = (more: object = {}): string =>
	JSON.stringify({ name: 'marked', type: 'processor', module_path: './m.wasm', ...more });
const files = (module: Uint8Array | string = markedModule('one'), more: object = {}): readonly RawEntry[] => [
	{ name: 'plugin.json', content: manifest(more) },
	{ name: 'm.wasm', content: Buffer.from(module) },
];
const whole = (): Buffer => rawPackage(files());

/** Asks for less memory than its module begins with. */
const thirsty = (): Buffer => {
	const module = markedModule('one');
	// The memory's least size, behind section id, its length, the count and the kind of limits.
	module[module.indexOf(5, 8) + 4] = 40;
	return rawPackage(files(module, { security_policy: { max_memory: 65_536 } }));
};

const refused: readonly (readonly [what: string, bytes: () => Buffer, problem: object])[] = [
	['is cut off', () => whole().subarray(0, 100), { details: { reason: 'package_damaged' } }],
	['has no list of hashes', () => rawZip(files()), { details: { reason: 'package_unlisted' } }],
	[
		'has a name that leaves it',
		() => rawPackage([...files(), { name: '../x', content: 'x' }]),
		{ details: { reason: 'package_entry' } },
	],
	[
		'has a file that was changed',
		() =>
			rawZip([
				{ name: 'SHA256SUMS', content: `${'0'.repeat(64)}  m.wasm\n${'0'.repeat(64)}  plugin.json\n` },
				...files(),
			]),
		{ details: { reason: 'package_modified' } },
	],
	['has a manifest that is none', () => rawPackage([{ name: 'plugin.json', content: '{' }]), { code: 'configuration' }],
	['names no module of its own', () => rawPackage(files('x', { module_path: './n.wasm' })), { code: 'not_found' }],
	['has a module that is none', () => rawPackage(files('no module')), { code: 'plugin_load' }],
	['asks for too little memory', thirsty, { code: 'memory_limit' }],
];

const problemOf = (name: string): PluginRecord['problem'] | undefined => bare.registry.get(name)?.problem;

describe('a package in the plugins folder that is refused', () => {
	it.each(refused)('because it %s is opened once, however often the program starts', async (_, bytes, problem) => {
		writeFileSync(inFolder('bad.dfplugin'), bytes());
		await restarted();
		expect(opened).toHaveBeenCalledTimes(1);
		expect(problemOf('bad')).toMatchObject(problem);
		for (const _again of [1, 2]) {
			await restarted();
			expect(opened).not.toHaveBeenCalled();
			expect(problemOf('bad')).toMatchObject(problem);
		}
		expect(readdirSync(bare.pluginsDir)).toEqual(['bad.dfplugin']);
	});

	it('is opened again when it is another one, and used when it can be', async () => {
		writeFileSync(inFolder('bad.dfplugin'), whole().subarray(0, 100));
		await restarted();
		writeFileSync(inFolder('bad.dfplugin'), whole());
		await restarted();
		expect(readdirSync(bare.pluginsDir)).toEqual(['marked']);
		expect(bare.registry.list()).toMatchObject([{ name: 'marked', state: 'waiting_for_review' }]);
	});

	it('is opened again by another version of the program, and where a person asks', async () => {
		writeFileSync(inFolder('bad.dfplugin'), whole().subarray(0, 100));
		await restarted();
		await bare.close();
		const remembered = join(dataDir, 'versions/unusable.json');
		const lines = JSON.parse(readFileSync(remembered, 'utf8')) as [string, string, string, object][];
		expect(lines).toHaveLength(1);
		writeFileSync(remembered, JSON.stringify(lines.map(([path, identity, , why]) => [path, identity, 'older', why])));
		await restarted();
		expect(opened).toHaveBeenCalledTimes(1);
		await restarted();
		expect(opened).not.toHaveBeenCalled();
		await bare.registry.reload('bad');
		expect(opened).toHaveBeenCalledTimes(1);
	});

	it('is opened again where what is remembered of it is damaged, line by line', async () => {
		writeFileSync(inFolder('bad.dfplugin'), whole().subarray(0, 100));
		await restarted();
		await bare.close();
		const remembered = join(dataDir, 'versions/unusable.json');
		const [line] = JSON.parse(readFileSync(remembered, 'utf8')) as [readonly unknown[]];
		const lines = [null, [1, 2, 3], [...line.slice(0, 3), { code: 'root' }], line.slice(0, 2), [...line, 'more']];
		writeFileSync(remembered, JSON.stringify(lines));
		await restarted();
		expect(opened).toHaveBeenCalledTimes(1);
	});

	it('for a plugin that is installed is not opened while that is there, and taken when it has gone', async () => {
		await bare.registry.install(markedPlugin(join(root, `made-${count}`), 'marked', 'first'), { author: 'me' });
		writeFileSync(inFolder('new.dfplugin'), whole());
		await restarted();
		await restarted();
		expect(opened).not.toHaveBeenCalled();
		expect(problemOf('new')).toMatchObject({ details: { reason: 'package_of_installed', name: 'marked' } });
		await bare.registry.uninstall('marked', { forGood: true });
		await restarted();
		expect(readdirSync(bare.pluginsDir)).toEqual(['marked']);
		expect(bare.registry.list()).toMatchObject([{ name: 'marked', state: 'waiting_for_review', grantVersion: 0 }]);
	});

	it('by what tells nothing of it is opened at each start', async () => {
		const look: RegistryPorts['look'] = async () =>
			Promise.reject(Object.assign(new Error('busy'), { code: 'EMFILE' }));
		const noLook = {
			look,
			release: async () => {},
			prepareUpdate: async () => {},
			transpile: async () => new Uint8Array(),
		};
		writeFileSync(inFolder('good.dfplugin'), whole());
		for (const _again of [1, 2]) {
			await bare.close();
			bare = bareRegistry(dataDir, noLook);
			opened.mockClear();
			await bare.registry.start({ watch: false });
			expect(opened).toHaveBeenCalledTimes(1);
		}
		await restarted();
		expect(readdirSync(bare.pluginsDir)).toEqual(['marked']);
	});
});

describe('a package in the plugins folder', () => {
	it('that met a full disk is unpacked by itself once there is room', async ({ skip }) => {
		await bare.close();
		const disk = join(dataDir, 'plugins');
		const trouble = smallDisk(disk, 256);
		if ('impossible' in trouble) return skip(trouble.impossible);
		try {
			const filler = join(disk, '.filler');
			const notes = { name: 'notes.txt', content: 'n'.repeat(60_000) };
			writeFileSync(join(disk, 'big.dfplugin'), rawPackage([...files(), notes]));
			writeFileSync(filler, Buffer.alloc(190_000));
			bare = bareRegistry(dataDir);
			await bare.registry.start();
			expect(problemOf('big')).toMatchObject({ code: 'storage', details: { reason: 'disk_full' } });
			rmSync(filler);
			await vi.waitFor(() => expect(bare.registry.list()).toMatchObject([{ name: 'marked' }]), { timeout: 20_000 });
			expect(bare.registry.get('marked')).toMatchObject({ state: 'waiting_for_review', problem: null });
			await vi.waitFor(() => expect(readdirSync(disk)).toEqual(['marked']), { timeout: 20_000 });
		} finally {
			await bare.close();
			trouble.undo();
			mkdirSync(disk, { recursive: true });
			bare = bareRegistry(dataDir);
		}
	}, 60_000);

	it('that took the place of the one that was read is not removed with it', async () => {
		const path = inFolder('one.dfplugin');
		writeFileSync(path, whole());
		const newer = rawPackage(files(markedModule('two')));
		await bare.close();
		const ports: RegistryPorts = {
			async look(module) {
				rmSync(path, { force: true });
				writeFileSync(path, newer);
				return lookHere(module);
			},
			release: async () => {},
			prepareUpdate: async () => {},
			transpile: async () => new Uint8Array(),
		};
		// The list of hashes is another one, so the one that was read cannot be unpacked from it.
		bare = bareRegistry(dataDir, ports);
		await bare.registry.start({ watch: false });
		expect(statSync(path).size).toBe(newer.length);
		await restarted();
		expect(readdirSync(bare.pluginsDir)).toEqual(['marked']);
		expect(bare.registry.get('marked')).toMatchObject({ state: 'waiting_for_review' });
		expect(readFileSync(join(bare.pluginsDir, 'marked/m.wasm')).includes('two')).toBe(true);
	});
});
