import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type BareRegistry,
	bareRegistry,
	freshFolder,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';

const asItIs = { grant: 'now', state: 'now', author: 'test' } as const;

const { path: root } = scratchFolder();
const author = 'test';
let outside: string;
let dataDir: string;
let bare: BareRegistry;
const open = (version?: string): BareRegistry => bareRegistry(dataDir, undefined, version);

beforeEach(async () => {
	outside = freshFolder(root);
	dataDir = freshFolder(root);
	bare = open();
	await bare.registry.start({ watch: false });
});
afterEach(() => bare.close());

/** The program ends and begins again, perhaps as another version. */
async function restart(version?: string): Promise<void> {
	await bare.close();
	bare = open(version);
	await bare.registry.start({ watch: false });
}

const put = (name: string, mark: string, manifest: object): string =>
	markedPlugin(freshFolder(outside), name, mark, manifest);
const install = (folder: string, replace = false) => bare.registry.install(folder, { author, replace });

describe('a plugin by its id', () => {
	it('is updated by what has the same id', async () => {
		await install(put('tool', 'a', { id: 'example/tool', version: '1.0.0' }));
		const after = await install(put('tool', 'b', { id: 'example/tool', version: '1.1.0' }), true);
		expect(after.current?.label).toBe('1.1.0');
	});

	it('is put in order by its version before what its metadata says', async () => {
		await install(put('tool', 'a', { version: '1.10.0', metadata: { version: 'ninth' } }));
		const isOlder = async (more: object): Promise<boolean> =>
			(await bare.registry.inspect(put('tool', 'b', more))).isOlder;
		expect(await isOlder({ version: '1.9.0' })).toBe(true);
		expect(await isOlder({ metadata: { version: '1.9' } })).toBe(true);
		expect(await isOlder({ version: '1.10.1', metadata: { version: '1' } })).toBe(false);
		expect(await isOlder({})).toBe(false);
		const said = async (more: object) =>
			(await bare.registry.inspect(put('tool', 'b', more))).package.warnings.map(({ reason }) => reason);
		expect(await said({ version: '1.9.0' })).toContain('version_older');
		expect(await said({ metadata: { version: 'tenth' } })).toContain('version_unordered');
		expect(await said({})).toContain('version_unsaid');
		expect(await said({ version: '1.10.1' })).toEqual([]);
	});

	it('says so where an older version takes its place in the folder', async () => {
		const placed = await install(put('tool', 'a', { version: '2.0.0' }));
		markedPlugin(placed.folder, '.', 'b', { name: 'tool', version: '1.0.0' });
		await bare.registry.reload('tool');
		const { current, warnings } = bare.registry.require('tool');
		expect([current?.label, warnings.map(({ reason }) => reason)]).toEqual(['1.0.0', ['version_older']]);
	});

	it('gets an id with an update', async () => {
		await install(put('tool', 'a', {}));
		const after = await install(put('tool', 'b', { id: 'example/tool' }), true);
		expect(after.current?.manifest.id).toBe('example/tool');
	});

	it.each([
		['another id', { id: 'other/tool' }, { reason: 'id_differs', installed: 'example/tool', offered: 'other/tool' }],
		['none', {}, { reason: 'id_missing', installed: 'example/tool' }],
	])('is not replaced by what has %s, and the review says so', async (_, manifest, details) => {
		await install(put('tool', 'a', { id: 'example/tool' }));
		const other = put('tool', 'b', manifest);
		expect((await bare.registry.inspect(other)).refusal).toMatchObject({ code: 'conflict', details });
		await expect(install(other, true)).rejects.toMatchObject({ code: 'conflict', details });
		expect(bare.registry.require('tool').current?.manifest.id).toBe('example/tool');
	});

	it('is not swapped in its folder for another', async () => {
		const { folder } = await install(put('tool', 'a', { id: 'example/tool' }));
		const text = { name: 'tool', type: 'processor', module_path: './m.wasm', id: 'other/tool' };
		writeFileSync(join(folder, 'plugin.json'), JSON.stringify(text));
		const { state, current, failedUpdate } = await bare.registry.reload('tool');
		expect([state, current?.manifest.id]).toEqual(['ready', 'example/tool']);
		expect(failedUpdate?.error.details).toMatchObject({ reason: 'id_differs', offered: 'other/tool' });
	});

	it('goes back to a version that had no id yet', async () => {
		const { current } = await install(put('tool', 'a', {}));
		await install(put('tool', 'b', { id: 'example/tool' }), true);
		const back = await bare.registry.rollback('tool', { sha256: current?.sha256 ?? '' }, asItIs);
		expect(back.current?.manifest.id).toBeUndefined();
	});

	it('is recognised under another name', async () => {
		await install(put('tool', 'a', { id: 'example/tool' }));
		const renamed = await bare.registry.inspect(put('instrument', 'b', { id: 'example/tool' }));
		expect([renamed.knownAs, renamed.refusal]).toEqual(['tool', null]);
		expect((await bare.registry.inspect(put('third', 'c', { id: 'example/third' }))).knownAs).toBeNull();
		expect((await bare.registry.inspect(put('fourth', 'd', {}))).knownAs).toBeNull();
	});
});

describe('a plugin that is made for other programs', () => {
	it('is refused with both versions, and leaves nothing', async () => {
		const folder = put('tool', 'a', { host: '>=99' });
		const details = { reason: 'host_unsuitable', wanted: '>=99' };
		expect((await bare.registry.inspect(folder)).refusal).toMatchObject({ details });
		await expect(install(folder)).rejects.toMatchObject({ code: 'plugin_load', details });
		expect(bare.registry.list()).toEqual([]);
	});

	it('is set aside where the program has become another, and comes back with it', async () => {
		await install(put('tool', 'a', { host: '<5' }));
		await install(put('plain', 'b', {}));
		await restart('5.0.0');
		expect(bare.registry.require('tool')).toMatchObject({
			state: 'broken',
			problem: { message: 'tool is made for DataFlare "<5"; this is version 5.0.0.' },
			current: { manifest: { host: '<5' } },
		});
		expect(bare.registry.require('plain').state).toBe('ready');
		await restart('4.9.0');
		expect(bare.registry.require('tool')).toMatchObject({ state: 'ready', problem: null });
	});

	it('stays disabled where a person stopped it, and is not enabled', async () => {
		await install(put('tool', 'a', { host: '<5' }));
		await bare.registry.disable('tool');
		await restart('5.0.0');
		expect(bare.registry.require('tool')).toMatchObject({ state: 'disabled', problem: null });
		expect(await bare.registry.enable('tool')).toMatchObject({ state: 'broken' });
		await bare.registry.disable('tool');
		await restart('4.0.0');
		expect(bare.registry.require('tool').state).toBe('disabled');
	});

	it('does not come back as an earlier version or from the trash', async () => {
		const { current } = await install(put('tool', 'a', { host: '<5' }));
		await install(put('tool', 'b', {}), true);
		await restart('5.0.0');
		await expect(bare.registry.rollback('tool', { sha256: current?.sha256 ?? '' }, asItIs)).rejects.toMatchObject({
			details: { reason: 'host_unsuitable' },
		});
		await restart('4.0.0');
		await bare.registry.rollback('tool', { sha256: current?.sha256 ?? '' }, asItIs);
		const id = (await bare.registry.uninstall('tool')) ?? '';
		await restart('5.0.0');
		await expect(bare.registry.restore(id)).rejects.toMatchObject({ details: { reason: 'host_unsuitable' } });
		await restart('4.0.0');
		expect((await bare.registry.restore(id)).state).toBe('ready');
	});

	it('keeps running as the version that suits where an update does not', async () => {
		const { folder } = await install(put('tool', 'a', { host: '*' }));
		const text = { name: 'tool', type: 'processor', module_path: './m.wasm', host: '>=99' };
		writeFileSync(join(folder, 'plugin.json'), JSON.stringify(text));
		const { state, failedUpdate } = await bare.registry.reload('tool');
		expect(state).toBe('ready');
		expect(failedUpdate?.error.details).toMatchObject({ reason: 'host_unsuitable' });
	});
});
