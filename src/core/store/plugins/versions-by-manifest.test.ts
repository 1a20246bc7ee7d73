import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beforeManifests, type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { manifestSchema } from '../../../shared/plugin/manifest.ts';
import type { PluginRecord, PluginVersion } from '../../../shared/plugin/plugin-record.ts';
import { versionId } from '../../../shared/plugin/version-use.ts';
import { brokenRecord } from '../../registry/records.ts';
import { manifestHash } from '../rows/manifest-hash.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

function version(plugin: string, sha256: string, label: string): PluginVersion {
	const manifest = manifestSchema.parse({
		name: plugin,
		type: 'processor',
		module_path: './m.wasm',
		metadata: { version: label },
	});
	const manifestSha256 = manifestHash(JSON.stringify(manifest));
	return {
		plugin,
		sha256,
		manifestSha256,
		label,
		manifest,
		size: 1,
		firstSeenAt: Number.parseInt(label, 10),
		signer: null,
	};
}

const record = (current: PluginVersion): PluginRecord => ({
	...brokenRecord(current.plugin, `/plugins/${current.plugin}`, { code: 'plugin_load', message: '' }, 1),
	state: 'ready',
	problem: null,
	current,
	grantVersion: 1,
});

const trashed = (name: string) => ({
	...{ id: `${name}@1`, name, pid: 1, root: '/plugins', entry: name, aside: null, files: null },
	...{ keepData: false, fileBytes: 0, dataBytes: 0, deletedAt: 1 },
});

it('manifests of one module are versions of their own, each with what stood beside it', () => {
	const { plugins, versionUses, state } = scratch.open();
	const [one, two] = [version('a', 'aa', '1.0.0'), version('a', 'aa', '2.0.0')];
	plugins.put(record(one));
	state.set('a', 'k', new Uint8Array([1]), 100);
	versionUses.used('a', one);
	versionUses.packed('a', one, 'one.dfplugin');
	versionUses.keepState('a', one);
	versionUses.left('a', one, 3);
	plugins.put(record(two));
	versionUses.used('a', two);
	expect(plugins.get('a')?.current).toEqual(two);
	expect(plugins.versions('a')).toEqual([two, one]);
	expect(versionUses.get('a', one)).toMatchObject({ grantVersion: 3, stateBytes: 2, isWhole: true, isOwn: true });
	expect(versionUses.get('a', two)).toMatchObject({ grantVersion: 0, stateBytes: null, isWhole: false, isOwn: true });
	expect([...versionUses.list('a').keys()].toSorted()).toEqual([one, two].map(versionId).toSorted());
	state.set('a', 'k', new Uint8Array([2, 2]), 100);
	expect(versionUses.bringState('a', two)).toBe(false);
	expect(versionUses.bringState('a', one)).toBe(true);
	expect(state.get('a', 'k')).toEqual(new Uint8Array([1]));
});

it('a history of the version before keeps every version, what stood beside it, and what is in the trash', () => {
	const store = scratch.open();
	const [one, two, gone] = [version('a', 'aa', '1.0.0'), version('a', 'bb', '2.0.0'), version('b', 'aa', '1.0.0')];
	store.plugins.put(record(one));
	store.state.set('a', 'k', new Uint8Array([1]), 100);
	store.versionUses.used('a', one);
	store.versionUses.packed('a', one, 'one.dfplugin');
	store.versionUses.keepState('a', one);
	store.versionUses.left('a', one, 3);
	store.plugins.put({
		...record(two),
		failedUpdate: { sha256: 'cc', manifestSha256: 'dd', at: 1, error: { code: 'runtime', message: 'no' } },
	});
	store.versionUses.used('a', two);
	store.plugins.put(record(gone));
	store.pluginTrash.put(trashed('b'));
	const before = [...store.versionUses.list('a')];
	store.close();
	const database = new Database(scratch.file);
	database.exec(`${beforeManifests} PRAGMA user_version = 21`);
	database.close();

	const { plugins, versionUses, state, pluginTrash } = scratch.open();
	expect(plugins.get('a')?.current).toEqual(two);
	expect(plugins.get('a')?.failedUpdate).toMatchObject({ sha256: 'cc', manifestSha256: '' });
	expect(plugins.versions('a')).toEqual([two, one]);
	expect([...versionUses.list('a')]).toEqual(before);
	expect(versionUses.packages('a')).toEqual([
		{ sha256: 'aa', manifestSha256: one.manifestSha256, name: 'one.dfplugin' },
	]);
	state.clear('a');
	expect(versionUses.bringState('a', one)).toBe(true);
	expect(state.get('a', 'k')).toEqual(new Uint8Array([1]));
	expect(pluginTrash.get('b@1')?.record.current).toEqual(gone);
	pluginTrash.setStep('b@1', 'returning', 1);
	expect(pluginTrash.restore('b@1', pluginTrash.get('b@1')?.record ?? record(gone)).current).toEqual(gone);
	expect(plugins.get('b')?.current).toEqual(gone);
	expect(plugins.versions('b')).toEqual([gone]);
});

it('a plugin in the trash comes back with the manifest that it went with, whatever others came under its name', () => {
	const { plugins, pluginTrash } = scratch.open();
	const [one, two] = [version('a', 'aa', '1.0.0'), version('a', 'aa', '2.0.0')];
	plugins.put(record(one));
	plugins.put(record(two));
	pluginTrash.put(trashed('a'));
	plugins.put(record(one));
	plugins.remove('a');
	expect(pluginTrash.get('a@1')?.record.current).toEqual(two);
});
