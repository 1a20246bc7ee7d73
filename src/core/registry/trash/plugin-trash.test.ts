import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	type BareRegistry,
	bareRegistry,
	freshFolder,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { toDataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { Pruner } from '../../runs/history/pruner.ts';
import { emptyTrash, listPluginTrash } from '../../runs/history/trash.ts';

const { path: root } = scratchFolder();
const token = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['API_TOKEN'] };

let bare: BareRegistry;
beforeEach(async () => {
	bare = bareRegistry(freshFolder(root));
	await bare.registry.start({ watch: false });
});
afterEach(() => bare.close());

async function restart(): Promise<void> {
	await bare.close();
	bare = bareRegistry(bare.dataDir);
	await bare.registry.start({ watch: false });
}

const dataOf = (name: string): string => join(bare.dataDir, 'plugin-data', name);
const listed = () => listPluginTrash(bare.store, { limit: 100, offset: 0 });

/** A plugin with something in everything that belongs to one. */
async function whole(name = 'tool', mark = 'a'): Promise<void> {
	const { registry, store } = bare;
	const path = markedPlugin(freshFolder(root), name, mark, { metadata: { version: `1.0-${mark}` } });
	writeFileSync(join(path, 'README.md'), `about ${mark}`);
	await registry.install(path, { author: 'me', grant: token, note: 'it needs it' });
	await registry.setPreload(name, true);
	await registry.setInputPrivacy(name, 'sensitive');
	for (let count = 0; count < 5_000; count++) store.state.set(name, `k${count}`, Buffer.from(mark), 1_000_000);
	mkdirSync(join(dataOf(name), 'below'), { recursive: true });
	writeFileSync(join(dataOf(name), 'below/notes.txt'), `of ${mark}`);
}

/** All that a person can tell of a plugin, but when and where, and how often its grant was written down. */
function told(name = 'tool'): unknown {
	const { registry, store, pluginsDir } = bare;
	const { changedAt: _, grantVersion, ...record } = registry.require(name);
	const folder = join(pluginsDir, name);
	return {
		record,
		granted: grantVersion > 0,
		policy: store.grants.inForce(name)?.policy ?? null,
		versions: registry.versions(name).map(({ use: _, ...version }) => version),
		state: [0, 4_999].map((count) => String(store.state.get(name, `k${count}`))),
		bytes: store.state.size(name),
		files: existsSync(folder)
			? readdirSync(folder)
					.toSorted()
					.map((file) => [file, readFileSync(join(folder, file), 'hex')])
			: null,
		notes: readFileSync(join(dataOf(name), 'below/notes.txt'), 'utf8'),
	};
}

async function uninstalled(name = 'tool', keepData = false): Promise<string> {
	const id = await bare.registry.uninstall(name, { keepData });
	if (id === null) throw new Error('it went for good');
	return id;
}

const failure = (work: Promise<unknown>): Promise<WireError> =>
	work.then(
		() => {
			throw new Error('it succeeded');
		},
		(error: unknown) => toDataFlareError(error).toWire(),
	);

describe('an uninstalled plugin', () => {
	it('comes back from the trash exactly as it was, also with another start between', async () => {
		await whole();
		const before = told();
		const id = await uninstalled();
		expect(listed()).toMatchObject({
			total: 1,
			keptMs: 30 * 86_400_000,
			plugins: [{ id, name: 'tool', version: '1.0-a', type: 'processor', hasGrant: true, isTaken: false }],
		});
		expect(listed().bytes).toBeGreaterThan(5_000);
		await restart();
		expect(await bare.registry.restore(id)).toMatchObject({ name: 'tool', state: 'ready' });
		expect(told()).toEqual(before);
		expect(bare.store.grants.history('tool').map(({ note, author, policy }) => [note, author, policy])).toEqual([
			['restored', 'me', token],
			['uninstalled', 'dataflare', lockedDown],
			['it needs it', 'me', token],
		]);
		expect(listed()).toMatchObject({ total: 0, bytes: 0 });
		expect(existsSync(join(bare.pluginsDir, '.trash'))).toBe(false);
		await restart();
		expect(told()).toEqual(before);
	});

	it('is in force in nothing while it is there', async () => {
		await whole();
		await uninstalled();
		await restart();
		const { registry, store, pluginsDir } = bare;
		expect(registry.get('tool')).toBeNull();
		expect(store.grants.inForce('tool')).toBeNull();
		expect(store.grants.current('tool')?.policy).toEqual(lockedDown);
		expect(store.state.isEmpty('tool')).toBe(true);
		expect([existsSync(join(pluginsDir, 'tool')), existsSync(dataOf('tool'))]).toEqual([false, false]);
		expect(store.plugins.preloaded()).toEqual([]);
	});

	it('gives nothing to another module of its name, which keeps it from coming back until it is gone', async () => {
		await whole('tool', 'a');
		const before = told();
		const first = await uninstalled();
		await bare.registry.install(markedPlugin(freshFolder(root), 'tool', 'b'), { author: 'me' });
		expect(bare.store.grants.inForce('tool')?.policy.allow_env_vars).toBe(false);
		expect(bare.store.state.isEmpty('tool')).toBe(true);
		expect(listed().plugins).toMatchObject([{ id: first, isTaken: true }]);
		expect(await failure(bare.registry.restore(first))).toMatchObject({
			code: 'conflict',
			details: { reason: 'restore_name_taken', name: 'tool' },
		});
		const second = await uninstalled();
		expect(listed().plugins.map(({ id }) => id)).toEqual([second, first]);
		await bare.registry.restore(first);
		const after = told() as { versions: unknown[] };
		expect(after).toEqual({ ...(before as object), versions: after.versions });
		expect(await failure(bare.registry.restore(second))).toMatchObject({ code: 'conflict' });
	});

	it('gets its grant back with its very module alone', async () => {
		await whole();
		const id = await uninstalled();
		const files = join(bare.pluginsDir, '.trash', id, 'tool');
		const kept = readFileSync(join(files, 'm.wasm'));
		rmSync(files, { recursive: true });
		markedPlugin(join(files, '..'), 'tool', 'other');
		expect(await failure(bare.registry.restore(id))).toMatchObject({
			code: 'conflict',
			details: { reason: 'trash_files_changed', name: 'tool' },
		});
		expect([bare.registry.get('tool'), existsSync(join(bare.pluginsDir, 'tool'))]).toEqual([null, false]);
		expect(bare.store.grants.inForce('tool')).toBeNull();
		writeFileSync(join(files, 'm.wasm'), kept);
		rmSync(join(files, 'plugin.json'));
		expect(await failure(bare.registry.restore(id))).toMatchObject({ details: { reason: 'trash_files_changed' } });
		rmSync(files, { recursive: true });
		expect(await failure(bare.registry.restore(id))).toMatchObject({ details: { reason: 'trash_files_changed' } });
		expect(listed().total).toBe(1);
		expect(bare.store.state.isEmpty('tool')).toBe(true);
	});

	it('does not come back onto what lies in its place', async () => {
		await whole();
		const id = await uninstalled();
		writeFileSync(join(bare.pluginsDir, 'tool'), 'mine');
		expect(await failure(bare.registry.restore(id))).toMatchObject({
			code: 'conflict',
			details: { reason: 'restore_place_taken' },
		});
		expect(readFileSync(join(bare.pluginsDir, 'tool'), 'utf8')).toBe('mine');
	});

	it('whose update did not start, that is disabled, or whose files are gone, comes back as such', async () => {
		await whole();
		writeFileSync(join(bare.pluginsDir, 'tool/plugin.json'), '{');
		await restart();
		expect(bare.registry.require('tool').failedUpdate).not.toBeNull();
		await bare.registry.disable('tool');
		let before = told();
		await bare.registry.restore(await uninstalled());
		expect(told()).toEqual(before);
		await bare.registry.enable('tool');
		renameSync(join(bare.pluginsDir, 'tool'), join(root, `away-${process.pid}`));
		await restart();
		expect(bare.registry.require('tool').state).toBe('missing');
		before = told();
		await bare.registry.restore(await uninstalled());
		expect(told()).toEqual(before);
	});

	it('that never could be used, or is a lone module, comes back, too', async () => {
		mkdirSync(join(bare.pluginsDir, 'odd'));
		writeFileSync(join(bare.pluginsDir, 'odd/plugin.json'), '{');
		const module = readFileSync(join(markedPlugin(freshFolder(root), 'x', 'lone'), 'm.wasm'));
		writeFileSync(join(bare.pluginsDir, 'lone.wasm'), module);
		await restart();
		for (const [name, file] of [
			['odd', 'odd/plugin.json'],
			['lone', 'lone.wasm'],
		] as const) {
			const { changedAt: _, ...before } = bare.registry.require(name);
			const id = await uninstalled(name);
			await restart();
			expect([bare.registry.get(name), existsSync(join(bare.pluginsDir, file))]).toEqual([null, false]);
			await bare.registry.restore(id);
			expect(bare.registry.require(name)).toMatchObject({ ...before });
			expect(existsSync(join(bare.pluginsDir, file))).toBe(true);
		}
		expect(bare.store.grants.inForce('lone')).toBeNull();
	});

	it('that is no more in the trash is not found', async () => {
		expect(await failure(bare.registry.restore('tool@00000000'))).toMatchObject({
			code: 'not_found',
			details: { reason: 'not_in_trash', id: 'tool@00000000' },
		});
	});
});

describe('the data of a plugin in the trash', () => {
	it('that is to be kept goes to the very same module, and is not there any more for the other', async () => {
		await whole();
		const { folder } = bare.registry.require('tool');
		const again = freshFolder(root);
		markedPlugin(again, 'tool', 'a', { metadata: { version: '1.0-a' } });
		const id = await uninstalled('tool', true);
		await bare.registry.install(join(again, 'tool'), { author: 'me' });
		expect(folder).toBe(bare.registry.require('tool').folder);
		expect(readFileSync(join(dataOf('tool'), 'below/notes.txt'), 'utf8')).toBe('of a');
		expect(bare.store.state.size('tool')).toBeGreaterThan(5_000);
		expect(listed().plugins).toMatchObject([{ id, dataBytes: 0 }]);
	});

	it('that is to be kept waits on when the trash is emptied, and goes with it otherwise', async () => {
		for (const keep of [true, false]) {
			await whole();
			const id = await uninstalled('tool', keep);
			expect(await bare.registry.emptyTrash([id])).toBe(1);
			expect(listed().total).toBe(0);
			const again = freshFolder(root);
			markedPlugin(again, 'tool', 'a', { metadata: { version: '1.0-a' } });
			await bare.registry.install(join(again, 'tool'), { author: 'me' });
			expect(existsSync(join(dataOf('tool'), 'below/notes.txt'))).toBe(keep);
			expect(bare.store.state.isEmpty('tool')).toBe(!keep);
			await bare.registry.uninstall('tool', { forGood: true });
		}
	});
});

describe('the trash of plugins', () => {
	it('is emptied for ever, of what is named or of all', async () => {
		const ids: string[] = [];
		for (const name of ['one', 'two', 'three']) {
			await whole(name);
			ids.push(await uninstalled(name));
		}
		expect(await bare.registry.emptyTrash([ids[0] ?? '', 'none@00000000'])).toBe(1);
		expect(await failure(bare.registry.restore(ids[0] ?? ''))).toMatchObject({ code: 'not_found' });
		expect(listed().plugins.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
		expect(await bare.registry.emptyTrash(null)).toBe(2);
		expect(listed()).toMatchObject({ total: 0, bytes: 0 });
		expect(existsSync(join(bare.pluginsDir, '.trash'))).toBe(false);
		expect(readdirSync(join(bare.dataDir, 'plugin-data/.trash'))).toEqual([]);
		expect(bare.store.state.isEmpty(`.trash/${ids[1]}`)).toBe(true);
		expect(await emptyTrash(bare.store.trash, {})).toEqual({ removed: 0 });
	});

	it('empties itself by the setting, and is passed by where there is none', async () => {
		await whole('old');
		await uninstalled('old');
		const later = Date.now() + 10_000;
		bare.store.settings.set('trash_ms', 60_000);
		const pruner = new Pruner({
			...bare.store,
			now: () => later,
			everyMs: 20,
			emptyPlugins: (before, signal) => bare.registry.emptyTrashOlder(before, signal),
		});
		await whole('young');
		expect(listed().total).toBe(1);
		bare.store.settings.set('trash_ms', 1_000);
		await expect.poll(() => listed().total).toBe(0);
		await pruner.close();
		await bare.registry.uninstall('young', { forGood: true });
		await whole('fast');
		bare.store.settings.set('trash_ms', 0);
		expect(await bare.registry.uninstall('fast')).toBeNull();
		await whole('gone');
		expect(await bare.registry.uninstall('gone', { forGood: true })).toBeNull();
		expect(listed().total).toBe(0);
		expect(readdirSync(bare.pluginsDir)).toEqual([]);
	});

	it('goes along when the plugins folder does, and comes from where it was when it does not', async () => {
		await whole('one');
		const one = await uninstalled('one');
		const before = freshFolder(root);
		await bare.registry.relocate(join(before, 'moved'), { moves: true });
		expect(existsSync(join(bare.pluginsDir, '.trash'))).toBe(false);
		expect(existsSync(join(before, 'moved/.trash', one, 'one'))).toBe(true);
		await bare.registry.relocate(join(before, 'other'), { moves: false });
		expect((await bare.registry.restore(one)).folder).toBe(join(before, 'other/one'));
		expect(existsSync(join(before, 'moved/.trash'))).toBe(false);
	});
});
