import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown, type SecurityPolicy } from '../../src/shared/policy/security-policy.ts';
import { eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

/** Keeps what it is given, where that is more than `0`, and answers with what it keeps. `mark` tells versions apart. */
function keeper(mark: string): string {
	return `(module
		(import "env" "host_state_get" (func $get (param i32 i32) (result i32)))
		(import "env" "host_state_set" (func $set (param i32 i32 i32 i32) (result i32)))
		(memory (export "memory") 2)
		(data (i32.const 0) "k") (data (i32.const 1024) "${mark}")
		(global $top (mut i32) (i32.const 4096))
		(func (export "alloc") (param $bytes i32) (result i32) (local $at i32)
			(local.set $at (global.get $top))
			(global.set $top (i32.and (i32.add (i32.add (global.get $top) (local.get $bytes)) (i32.const 7)) (i32.const -8)))
			(local.get $at))
		(func (export "process_data") (param $at i32) (param $length i32) (result i32)
			(if (i32.gt_u (local.get $length) (i32.const 1))
				(then (drop (call $set (i32.const 0) (i32.const 1) (local.get $at) (local.get $length)))))
			(call $get (i32.const 0) (i32.const 1))))`;
}

const path = (name: string): string => `/data/${name}/`;
const may = (...paths: string[]): SecurityPolicy => ({
	...lockedDown,
	allow_file_system: paths.length > 0,
	allowed_paths: paths,
});

async function version(label: string, grant: SecurityPolicy, readme = `Version ${label}`): Promise<string> {
	const folder = await scratch.plugin('keeper', keeper(label), { metadata: { version: label } });
	writeFileSync(join(folder, 'README.md'), readme);
	const record = await scratch.ask('plugins.install', { path: folder, replace: true, grant });
	return record.current?.sha256 ?? '';
}

async function call(input: string): Promise<unknown> {
	return (await scratch.ask('plugins.call', { name: 'keeper', fn: 'process_data', input })).value;
}

async function paths(): Promise<readonly string[]> {
	const { granted } = await scratch.ask('policy.show', { name: 'keeper' });
	return granted?.policy.allowed_paths ?? [];
}

async function use(sha256: string) {
	return (await scratch.ask('plugins.versions', { name: 'keeper' })).find((known) => known.sha256 === sha256)?.use;
}

describe('going back to an earlier version', () => {
	it('brings all of its files, its grant and what it kept then, and forth again', async () => {
		const first = await version('1.0.0', may(path('one')));
		await call('"first"');
		const second = await version('2.0.0', may(path('two')));
		await call('"second"');
		await eventually(async () => (await use(first))?.isWhole === true);
		expect(await use(first)).toMatchObject({ grantVersion: 1, stateBytes: expect.any(Number) });

		await scratch.ask('plugins.rollback', { name: 'keeper', sha256: first, grant: 'then', state: 'then' });
		expect(await call('0')).toBe('first');
		expect(await paths()).toEqual([path('one')]);
		expect((await scratch.ask('plugins.package', { name: 'keeper' })).readme).toBe('Version 1.0.0');
		expect((await scratch.ask('policy.history', { name: 'keeper' })).map(({ policy }) => policy.allowed_paths)).toEqual(
			[[path('one')], [path('two')], [path('one')]],
		);

		await scratch.restart();
		await scratch.ask('plugins.rollback', { name: 'keeper', sha256: second, grant: 'then', state: 'then' });
		expect(await call('0')).toBe('second');
		expect(await paths()).toEqual([path('two')]);
		expect((await scratch.ask('plugins.package', { name: 'keeper' })).readme).toBe('Version 2.0.0');
	});

	it('leaves grant and state as they are unless they are asked for', async () => {
		const first = await version('1.0.0', may(path('one')));
		await call('"first"');
		await version('2.0.0', may());
		await call('"second"');
		await scratch.ask('plugins.rollback', { name: 'keeper', sha256: first });
		expect(await call('0')).toBe('second');
		expect(await paths()).toEqual([]);
	});

	it('says that a grant or a state was not kept, and changes nothing', async () => {
		const folder = await scratch.plugin(
			'keeper',
			keeper('1.0.0'),
			{ metadata: { version: '1.0.0' } },
			scratch.pluginsDir,
		);
		await scratch.restart();
		const first = (await scratch.ask('plugins.get', { name: 'keeper' })).current?.sha256 ?? '';
		expect(folder).toContain('plugins');
		const second = await version('2.0.0', may());
		expect(await use(first)).toMatchObject({ grantVersion: 0, isOwn: true });
		const asked = { name: 'keeper', sha256: first, grant: 'then' } as const;
		expect(await scratch.fail('plugins.rollback', asked)).toMatchObject({ details: { reason: 'version_grant_gone' } });
		expect((await scratch.ask('plugins.get', { name: 'keeper' })).current?.sha256).toBe(second);
	});

	it('is not made where another policy is in force than was seen', async () => {
		const first = await version('1.0.0', may(path('one')));
		await version('2.0.0', may());
		const asked = { name: 'keeper', sha256: first, grant: 'then' } as const;
		const { granted } = await scratch.ask('policy.show', { name: 'keeper' });
		await scratch.ask('policy.set', { name: 'keeper', policy: may(path('three')) });
		const stale = { ...asked, expectedGrant: granted?.version ?? 0 };
		expect(await scratch.fail('plugins.rollback', stale)).toMatchObject({ details: { reason: 'policy_changed' } });
		expect(await paths()).toEqual([path('three')]);
	});

	it('to the version in use leaves what was kept for it as it is', async () => {
		const first = await version('1.0.0', may());
		await call('"then"');
		await version('2.0.0', may());
		await call('"later"');
		await scratch.ask('plugins.rollback', { name: 'keeper', sha256: first });
		expect(await call('0')).toBe('later');
		await scratch.ask('plugins.rollback', { name: 'keeper', sha256: first, state: 'then' });
		expect(await call('0')).toBe('then');
	});

	it('never takes the place of another plugin whose folder has its name', async () => {
		const there = await scratch.plugin('keeper', keeper('other'), { name: 'other' }, scratch.pluginsDir);
		await scratch.restart();
		const first = await version('1.0.0', may());
		await version('2.0.0', may());
		await scratch.ask('plugins.rollback', { name: 'keeper', sha256: first });
		await scratch.restart();
		expect((await scratch.ask('plugins.list', {})).map(({ name, state, folder }) => [name, state, folder])).toEqual([
			['keeper', 'ready', join(scratch.pluginsDir, 'keeper-2')],
			['other', 'waiting_for_review', there],
		]);
		expect((await scratch.ask('plugins.get', { name: 'keeper' })).current?.sha256).toBe(first);
	});

	it('brings module and manifest, and nothing else, where the package that was kept is damaged', async () => {
		const first = await version('1.0.0', may());
		await version('2.0.0', may());
		await eventually(async () => (await use(first))?.isWhole === true);
		const folder = join(scratch.folder, 'data/versions/packages/keeper');
		const file = join(folder, readdirSync(folder).find((name) => name.startsWith('1.0.0-')) ?? '');
		const bytes = readFileSync(file);
		bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
		writeFileSync(file, bytes);
		const record = await scratch.ask('plugins.rollback', { name: 'keeper', sha256: first });
		expect(record).toMatchObject({ state: 'ready', current: { label: '1.0.0' } });
		expect((await scratch.ask('plugins.package', { name: 'keeper' })).readme).toBe('Version 2.0.0');
	});

	it.each([true, false])(
		'is not possible to a version of another plugin of its name (for good: %s)',
		async (forGood) => {
			const first = await version('1.0.0', may(path('one')));
			await call('"secret"');
			const second = await version('2.0.0', may(path('two')));
			await scratch.ask('plugins.uninstall', { name: 'keeper', forGood });
			await version('3.0.0', may());
			const versions = await scratch.ask('plugins.versions', { name: 'keeper' });
			expect(versions.map(({ label }) => label)).toEqual(['3.0.0']);
			for (const sha256 of [first, second]) {
				for (const when of ['now', 'then'] as const) {
					const asked = { name: 'keeper', sha256, grant: when, state: when };
					expect(await scratch.fail('plugins.rollback', asked)).toMatchObject({
						details: { reason: 'unknown_version' },
					});
				}
			}
		},
	);
});

describe('the packages of earlier versions', () => {
	it('are never written again, and go with the plugin', async () => {
		const first = await version('1.0.0', may());
		await eventually(async () => (await use(first))?.isWhole === true);
		const folder = join(scratch.folder, 'data/versions/packages/keeper');
		const [one] = readdirSync(folder);
		await scratch.ask('plugins.uninstall', { name: 'keeper' });
		expect(readdirSync(folder)).toEqual([one]);
		await scratch.ask('trash.emptyPlugins', {});
		await scratch.restart();
		expect(existsSync(folder)).toBe(false);
	});

	it('are those of the versions that were in use last, ten of them', async () => {
		const folder = join(scratch.folder, 'data/versions/packages/keeper');
		for (let count = 1; count <= 12; count++) {
			const sha256 = await version(`1.0.${count}`, may());
			await eventually(async () => (await use(sha256))?.isWhole === true);
		}
		const kept = (): readonly number[] =>
			readdirSync(folder)
				.map((name) => Number(/^1\.0\.(\d+)-/.exec(name)?.[1]))
				.toSorted((a, b) => a - b);
		// What is too many goes once the new one is whole, behind the answer.
		await expect.poll(kept).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
	});
});
