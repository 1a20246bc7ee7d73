import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type BareRegistry, bareRegistry, markedPlugin } from '../support/scratch/bare-registry.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { bundledChild } from '../support/values/bundled-child.ts';

const { path: root } = scratchFolder();
const child = await bundledChild(resolve(import.meta.dirname, '../support/processes/trash-child.mts'));
const granted = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['API_TOKEN'] };

/** More than are moved in one transaction. */
const VALUES = 4_500;

/** A data folder with a plugin that wrote something, as it was before each try. */
async function prepared(folder: string, where: 'installed' | 'in the trash'): Promise<void> {
	const { registry, store, close } = bareRegistry(folder);
	await registry.start({ watch: false });
	await registry.install(markedPlugin(join(folder, 'made'), 'tool'), { author: 'me', grant: granted });
	for (let count = 0; count < VALUES; count++) store.state.set('tool', `k${count}`, Buffer.from('v'), 1_000_000);
	mkdirSync(join(folder, 'plugin-data/tool'), { recursive: true });
	writeFileSync(join(folder, 'plugin-data/tool/notes.txt'), 'mine');
	if (where === 'in the trash') await registry.uninstall('tool');
	await close();
}

/** What ended it: a signal, or (null) nothing did. */
async function run(folder: string, action: string, at: number): Promise<string | null> {
	const started = spawn(process.execPath, [child, folder, action, String(at)], { stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';
	started.stderr.on('data', (text: Buffer) => {
		said += String(text);
	});
	const [code, signal] = (await once(started, 'close')) as [number | null, string | null];
	if (signal === null && code !== 0) throw new Error(said);
	return signal;
}

function expectWhole({ registry, store, dataDir, pluginsDir }: BareRegistry): void {
	expect(registry.require('tool')).toMatchObject({ state: 'ready', folder: join(pluginsDir, 'tool') });
	expect(store.grants.inForce('tool')?.policy).toEqual(granted);
	expect(store.state.size('tool')).toBeGreaterThan(VALUES * 2);
	expect(store.state.get('tool', `k${VALUES - 1}`)).not.toBeNull();
	expect(readFileSync(join(dataDir, 'plugin-data/tool/notes.txt'), 'utf8')).toBe('mine');
	expect(readdirSync(pluginsDir)).toEqual(['tool']);
}

function expectNothing({ registry, store, dataDir, pluginsDir }: BareRegistry): void {
	expect(registry.get('tool')).toBeNull();
	expect(store.grants.inForce('tool')).toBeNull();
	expect(store.state.isEmpty('tool')).toBe(true);
	expect(existsSync(join(dataDir, 'plugin-data/tool'))).toBe(false);
	expect(existsSync(join(pluginsDir, 'tool'))).toBe(false);
}

/** Either the plugin is whole or the trash is, and it can be brought back; or nothing of it is left. */
async function look(folder: string): Promise<'plugin' | 'trash' | 'gone'> {
	const bare = bareRegistry(folder);
	try {
		await bare.registry.start({ watch: false });
		expect(bare.store.pluginTrash.underWay()).toEqual([]);
		const trashed = bare.store.pluginTrash.list(10, 0);
		if (trashed.length === 0 && bare.registry.get('tool') !== null) {
			expectWhole(bare);
			return 'plugin';
		}
		expectNothing(bare);
		if (trashed.length === 0) {
			expect(readdirSync(bare.pluginsDir)).toEqual([]);
			expect(readdirSync(join(bare.dataDir, 'plugin-data/.trash'))).toEqual([]);
			return 'gone';
		}
		expect(readdirSync(bare.pluginsDir)).toEqual(['.trash']);
		await bare.registry.restore(trashed[0]?.id ?? '');
		expectWhole(bare);
		return 'trash';
	} finally {
		await bare.close();
	}
}

/** What was found after a kill before each step in turn, and at the end without one. */
async function killedAtEach(action: string, from: 'installed' | 'in the trash'): Promise<readonly string[]> {
	const [folder, kept] = [join(root, action), join(root, `${action}-kept`)];
	await prepared(folder, from);
	cpSync(folder, kept, { recursive: true });
	const found: string[] = [];
	for (let at = 1; ; at++) {
		rmSync(folder, { recursive: true });
		cpSync(kept, folder, { recursive: true });
		const signal = await run(folder, action, at);
		found.push(await look(folder));
		if (signal === null) return found;
		if (at > 60) throw new Error('it has no end');
	}
}

describe.skipIf(process.platform === 'win32')('kill -9 before each step', () => {
	it('of uninstalling leaves the plugin whole, and from one moment on the trash whole', async () => {
		const found = await killedAtEach('uninstall', 'installed');
		expect(found.length).toBeGreaterThan(6);
		expect(new Set(found)).toEqual(new Set(['plugin', 'trash']));
		expect(found).toEqual(found.toSorted());
	});

	it('of restoring leaves the trash whole, and from one moment on the plugin whole', async () => {
		const found = await killedAtEach('restore', 'in the trash');
		expect(found.length).toBeGreaterThan(6);
		expect(new Set(found)).toEqual(new Set(['trash', 'plugin']));
		expect(found).toEqual(found.toSorted().toReversed());
	});

	it('of deleting for good leaves the trash whole, and from one moment on nothing', async () => {
		const found = await killedAtEach('empty', 'in the trash');
		expect(found.length).toBeGreaterThan(4);
		expect(new Set(found)).toEqual(new Set(['trash', 'gone']));
		expect(found).toEqual(found.toSorted().toReversed());
	});
});
