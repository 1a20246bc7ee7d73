import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { answering, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore({ watch: false, spares: 0 });
});
afterEach(() => scratch.dispose());

const list = () => scratch.ask('plugins.list', {});
const one = async (name: string) => (await list()).find((plugin) => plugin.name === name);
/** What is known of each entry of the folder: what it is called there, and what a person decided of it. */
const known = async (): Promise<Readonly<Record<string, string>>> =>
	Object.fromEntries(
		(await list()).map(({ folder, name, state, grantVersion, current }) => [
			folder.slice(scratch.pluginsDir.length + 1),
			`${name} ${state} ${grantVersion} ${current?.label ?? 'no version'}`,
		]),
	);

async function installed(name: string): Promise<void> {
	const path = await scratch.plugin(name, answering('1'), { metadata: { version: '1.0' } });
	await scratch.ask('plugins.install', { path, grant: lockedDown });
}

function copyOf(name: string, entry: string): void {
	cpSync(join(scratch.folder, 'made', name), join(scratch.pluginsDir, entry), { recursive: true });
}

describe('folders that claim one name', () => {
	it('leave every other plugin as it was, and are each listed, under a name that stays', async () => {
		await installed('row-filter');
		await installed('row-filter-dup');
		copyOf('row-filter', 'Row-Filter');
		copyOf('row-filter', 'ROW-FILTER');
		await scratch.restart();
		const first = await known();
		expect(first).toMatchObject({
			'row-filter': 'row-filter ready 1 1.0',
			'row-filter-dup': 'row-filter-dup ready 1 1.0',
		});
		expect([first['Row-Filter'], first['ROW-FILTER']].toSorted()).toEqual([
			'row-filter-dup-2 broken 0 no version',
			'row-filter-dup-3 broken 0 no version',
		]);
		await scratch.restart();
		expect(await known()).toEqual(first);
	});

	it('give a made-up name back to the plugin that is really called so', async () => {
		await installed('row-filter');
		copyOf('row-filter', 'Row-Filter');
		await scratch.restart();
		expect(await known()).toMatchObject({ 'Row-Filter': 'row-filter-dup broken 0 no version' });
		await installed('row-filter-dup');
		expect(await known()).toMatchObject({
			'row-filter-dup': 'row-filter-dup ready 1 1.0',
			'Row-Filter': 'row-filter-dup-2 broken 0 no version',
		});
		await scratch.plugin('row-filter-dup-2', answering('2'), {}, scratch.pluginsDir);
		await scratch.restart();
		expect(await known()).toMatchObject({
			'row-filter-dup-2': 'row-filter-dup-2 waiting_for_review 0 no version',
			'Row-Filter': 'row-filter-dup-3 broken 0 no version',
		});
	});

	it('never cost another folder its record, whatever is dropped in which order', async () => {
		const entry = fc.constantFrom('A', 'a-dup', 'A-Dup', 'a-dup-2', 'A-DUP-2', 'a.wasm-dup', 'other');
		const drop = fc.record({ entry, manifest: fc.constantFrom('a', 'a-dup', 'broken') });
		await installed('a');
		await fc.assert(
			fc.asyncProperty(fc.array(drop, { minLength: 1, maxLength: 5 }), async (drops) => {
				const dropped = new Set<string>();
				for (const { entry: name, manifest } of drops) {
					const folder = join(scratch.pluginsDir, name);
					mkdirSync(folder, { recursive: true });
					cpSync(join(scratch.folder, 'made/a/a.wasm'), join(folder, 'a.wasm'));
					const text = { name: manifest, type: 'processor', module_path: './a.wasm' };
					writeFileSync(join(folder, 'plugin.json'), manifest === 'broken' ? '{' : JSON.stringify(text));
					dropped.add(name);
					await scratch.restart();
					const now = await known();
					expect(Object.keys(now).toSorted()).toEqual(['a', ...dropped].toSorted());
					expect(now['a']).toBe('a ready 1 1.0');
				}
				for (const name of dropped) rmSync(join(scratch.pluginsDir, name), { recursive: true });
				await scratch.restart();
				for (const { name } of await list()) {
					if (name !== 'a') await scratch.ask('plugins.uninstall', { name });
				}
			}),
			{ numRuns: 15 },
		);
	});
});

describe('a plugin whose files cannot be used', () => {
	it('keeps what was decided of it', async () => {
		const folder = await scratch.plugin('late', answering('1'), {}, scratch.pluginsDir);
		const manifest = join(folder, 'plugin.json');
		renameSync(manifest, `${manifest}.away`);
		await scratch.restart();
		expect((await one('late'))?.state).toBe('broken');
		await scratch.ask('policy.set', { name: 'late', policy: lockedDown });
		// Broken in another way.
		writeFileSync(manifest, '{');
		await scratch.restart();
		expect(await one('late')).toMatchObject({ state: 'broken', grantVersion: 1 });
		renameSync(`${manifest}.away`, manifest);
		await scratch.restart();
		expect(await one('late')).toMatchObject({ state: 'ready', grantVersion: 1 });
	});

	it('is written down and told of once for each failure, however often it is looked at', async () => {
		await installed('fails');
		await scratch.plugin('fails', answering('2', '(func $s unreachable) (start $s)'), {}, scratch.pluginsDir);
		mkdirSync(join(scratch.pluginsDir, 'nothing'));
		await scratch.restart();
		const before = await list();
		expect(before).toMatchObject([{ failedUpdate: { error: { code: 'plugin_load' } } }, { state: 'broken' }]);
		const told: string[] = [];
		scratch.core().on('plugin.changed', ({ kind }) => told.push(kind));
		await scratch.ask('plugins.reload', { name: 'fails' });
		await scratch.ask('plugins.reload', { name: 'nothing' });
		expect(told).toEqual([]);
		await scratch.restart();
		expect(await list()).toEqual(before);
		// Another failure is another one.
		await scratch.plugin('fails', '(module)', {}, scratch.pluginsDir);
		await scratch.restart();
		expect((await one('fails'))?.failedUpdate?.at).toBeGreaterThan(before[0]?.failedUpdate?.at ?? 0);
	});
});
