import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultDataDir } from '../../src/core/files/own-places.ts';
import { lockedDown, type SecurityPolicy } from '../../src/shared/policy/security-policy.ts';
import { resourcesDir } from '../support/built.ts';
import { sample } from '../support/scratch/samples.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

const granting = (...allowed_paths: readonly string[]): SecurityPolicy => ({
	...lockedDown,
	max_memory: 33_554_432,
	allow_file_system: true,
	allowed_paths,
});

/** Reads one file and writes it over with a word. */
const taker = (read: string, write: string): string => `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(import "env" "host_write_file" (func $write (param i32 i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "${read}")
	(data (i32.const 4096) "${write}")
	(data (i32.const 8192) "mine")
	(func (export "process_data") (param i32 i32) (result i32)
		(drop (call $read (i32.const 16) (i32.const ${read.length}) (i64.const 0) (i32.const 9)))
		(drop (call $write (i32.const 4096) (i32.const ${write.length}) (i32.const 8192) (i32.const 4) (i32.const 0)))
		(i32.const 0)))`;

describe('a plugin that was granted a folder above the program’s data', () => {
	it('neither reads the history nor changes another plugin, and keeps the rest of the grant', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('b', answering('1')) });
		const victim = join(scratch.pluginsDir, 'b/b.wasm');
		const before = readFileSync(victim);
		const database = join(scratch.folder, 'data/dataflare.db');
		await scratch.ask('plugins.install', { path: await scratch.plugin('taker', taker(database, victim)) });
		await scratch.ask('policy.set', { name: 'taker', policy: granting(scratch.folder) });
		await scratch.ask('plugins.call', { name: 'taker', fn: 'process_data', input: '{}' });
		expect(readFileSync(victim)).toEqual(before);
		const refused = await scratch.ask('policy.refused', { name: 'taker' });
		expect(refused.map(({ op, rule, entry, allowedNow }) => [op, rule, entry, allowedNow]).toSorted()).toEqual([
			['read_file', 'own files', null, false],
			['write_file', 'own files', null, false],
		]);
		writeFileSync(join(scratch.folder, 'notes'), 'notes');
		const check = (request: string) => scratch.ask('policy.check', { name: 'taker', request });
		expect(await check(`read:${scratch.folder}/notes`)).toMatchObject({ allowed: true });
		expect(await check(`write:${scratch.folder}/new/x`)).toMatchObject({ allowed: true });
	});

	it('reaches its own data folder by a relative entry, and by no other', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
		const own = join(scratch.folder, 'data/plugin-data/asker/x');
		const check = async (entry: string, path: string) => {
			await scratch.ask('policy.set', { name: 'asker', policy: granting(entry) });
			return scratch.ask('policy.check', { name: 'asker', request: `write:${path}` });
		};
		expect(await check('.', 'x')).toMatchObject({ allowed: true });
		expect(await check('.', own)).toMatchObject({ allowed: true });
		expect(await check('.', '../b/x')).toMatchObject({ allowed: false });
		expect(await check(scratch.folder, own)).toMatchObject({ allowed: false, rule: 'own files' });
	});

	it.each([
		['the usual data folder', () => join(defaultDataDir(), 'dataflare.db')],
		['the built program', () => join(resourcesDir, '../out/main/sandbox.mjs')],
		['the program’s start', () => join(resourcesDir, '../bin/dataflare.mjs')],
	])('does not reach %s, wherever the data are', async (_, path) => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
		await scratch.ask('policy.set', { name: 'asker', policy: granting('/') });
		const check = (power: string) => scratch.ask('policy.check', { name: 'asker', request: `${power}:${path()}` });
		expect(await check('read')).toMatchObject({ allowed: false, rule: 'own files' });
		expect(await check('write')).toMatchObject({ allowed: false, rule: 'own files' });
	});

	it('reads what lies beside the program in a checkout, and changes nothing that it runs', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
		await scratch.ask('policy.set', { name: 'asker', policy: granting('/') });
		const check = async (request: string) => (await scratch.ask('policy.check', { name: 'asker', request })).allowed;
		const root = realpathSync(join(resourcesDir, '..'));
		expect(await check(`read:${root}/package.json`)).toBe(true);
		expect(await check(`read:${root}/resources/data`)).toBe(true);
		for (const path of ['package.json', 'src/core/index.ts', 'node_modules/new.js', 'resources/plugins/csv-source/x']) {
			expect([path, await check(`write:${root}/${path}`)]).toEqual([path, false]);
		}
	});

	it('does not reach another plugins folder from the moment on that it is one', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
		await scratch.ask('policy.set', { name: 'asker', policy: granting(scratch.folder) });
		const other = join(scratch.folder, 'other-plugins');
		const check = () => scratch.ask('policy.check', { name: 'asker', request: `write:${other}/x` });
		expect(await check()).toMatchObject({ allowed: true });
		mkdirSync(other);
		await scratch.ask('folder.set', { path: other, move: true });
		expect(await check()).toMatchObject({ allowed: false, rule: 'own files' });
	});
});

describe('a policy', () => {
	it('cannot name the program’s own files, and says which entry does', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
		const data = join(scratch.folder, 'data');
		for (const entry of [
			data,
			`${data}/dataflare.db:ro`,
			`${data}/plugin-data/asker`,
			scratch.pluginsDir,
			defaultDataDir(),
		]) {
			const error = await scratch.fail('policy.set', { name: 'asker', policy: granting(entry) });
			expect(error).toMatchObject({ code: 'configuration', details: { reason: 'policy_own_files', path: entry } });
			expect(error.message).toContain('allowed_paths[0]');
			expect(error.hint).toMatch(/\.$/);
		}
		const root = realpathSync(join(resourcesDir, '..'));
		const error = await scratch.fail('policy.set', { name: 'asker', policy: granting(`${root}/src`) });
		expect(error).toMatchObject({ details: { reason: 'policy_program_files' } });
		await scratch.ask('policy.set', { name: 'asker', policy: granting(`${root}/src:ro`) });
	});

	it('is described by what it leaves out, and a draft by what is wrong with it', async () => {
		const policy = granting('/', join(scratch.folder, 'data'), './in');
		const { asks, problems } = await scratch.ask('policy.describe', { policy });
		const of = (entry: string) => asks.find((ask) => ask.entry === entry);
		expect(of('/')?.text).toMatch(/except for DataFlare’s own|own files/);
		expect(of('/')?.subject).toMatchObject({ ownFiles: 'below' });
		expect(of(join(scratch.folder, 'data'))).toMatchObject({ risk: 'high', subject: { ownFiles: 'named' } });
		expect(of('./in')?.subject).not.toHaveProperty('ownFiles');
		expect(problems.map(({ path }) => path)).toEqual(['allowed_paths[1]']);
	});

	it('that a manifest asks for is not installed with it, and is shown as what it is', async () => {
		const wish = { allow_file_system: true, allowed_paths: [join(scratch.folder, 'data')] };
		const path = await scratch.plugin('greedy', answering('1'), { security_policy: wish });
		const { asks } = await scratch.ask('plugins.inspect', { target: path });
		expect(asks[0]).toMatchObject({ risk: 'high', subject: { ownFiles: 'named' } });
		const grant = { ...lockedDown, ...wish };
		expect(await scratch.fail('plugins.install', { path, grant })).toMatchObject({
			details: { reason: 'policy_own_files' },
		});
	});

	it('is not offered an entry that could allow nothing', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
		const target = join(scratch.folder, 'data/dataflare.db');
		const { rule } = await scratch.ask('policy.suggest', { name: 'asker', op: 'read_file', target });
		expect(rule).toBe(null);
	});
});

describe('a file that a person chooses for one run', () => {
	async function install(...names: readonly string[]): Promise<void> {
		for (const name of names) {
			await scratch.ask('plugins.install', { path: sample(name), grant: { ...lockedDown, max_memory: 33_554_432 } });
		}
	}

	it('is no output where the program keeps its own, whoever writes it and however it is called', async () => {
		await install('pii-redactor', 'file-writer');
		const input = join(scratch.folder, 'in.ndjson');
		writeFileSync(input, '{"a":1}\n');
		symlinkSync(join(scratch.folder, 'data'), join(scratch.folder, 'alias'));
		const history = readFileSync(join(scratch.folder, 'data/dataflare.db')).subarray(0, 16).toString();
		for (const plugin of ['pii-redactor', 'file-writer']) {
			for (const place of ['data/dataflare.db', 'data/plugins/new.wasm', 'alias/dataflare.db', 'alias/new.ndjson']) {
				const error = await scratch.fail('streams.run', {
					plugin,
					input: { kind: 'file', path: input },
					output: { kind: 'file', path: join(scratch.folder, place) },
				});
				expect(error).toMatchObject({ code: 'permission_denied', details: { reason: 'output_own_files' } });
			}
		}
		expect(existsSync(join(scratch.folder, 'data/new.ndjson'))).toBe(false);
		expect(readFileSync(join(scratch.folder, 'data/dataflare.db')).subarray(0, 16).toString()).toBe(history);
	});

	it('is no input of a source there, but for what a face was handed over', async () => {
		await install('csv-source');
		const run = (path: string) => ({ plugin: 'csv-source', input: { kind: 'file' as const, path } });
		const handed = join(scratch.folder, 'data/scratch/s/in.csv');
		mkdirSync(join(handed, '..'), { recursive: true });
		writeFileSync(handed, 'a\n1\n');
		expect(await scratch.ask('streams.run', run(handed))).toMatchObject({ status: 'succeeded' });
		const stolen = join(scratch.folder, 'data/versions/x.csv');
		mkdirSync(join(stolen, '..'), { recursive: true });
		writeFileSync(stolen, 'a\n1\n');
		await scratch.fail('streams.run', run(stolen));
		const refused = await scratch.ask('policy.refused', { name: 'csv-source' });
		expect(refused[0]).toMatchObject({ rule: 'own files', target: stolen });
	});
});

it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
	'a mount gives the program’s files no name by which they are reached',
	async () => {
		const mounted = join(scratch.folder, 'mounted');
		mkdirSync(mounted);
		try {
			execFileSync('mount', ['--bind', join(scratch.folder, 'data'), mounted], { stdio: 'ignore' });
		} catch {
			// Containers often may not mount anything: then there is no such name to try.
			return;
		}
		try {
			await scratch.ask('plugins.install', { path: await scratch.plugin('asker', answering('1')) });
			await scratch.ask('policy.set', { name: 'asker', policy: granting(mounted) });
			for (const power of ['read', 'write', 'list']) {
				const request = `${power}:${mounted}/dataflare.db`;
				expect(await scratch.ask('policy.check', { name: 'asker', request })).toMatchObject({ rule: 'own files' });
			}
		} finally {
			execFileSync('umount', [mounted]);
		}
	},
);
