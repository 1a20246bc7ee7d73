import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../src/shared/api/routes.ts';
import { extismWat } from '../support/extism/extism-guest.ts';
import { wat } from '../support/guests/wat.ts';
import { grant } from '../support/scratch/samples.ts';
import { eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { cat } from '../support/wasi/programs.ts';

/** An Extism plugin with functions that say what they were given, that say yes, that take an argument; `more` makes it another module. */
const guest = (more = ''): string =>
	extismWat(`${more}
	(func (export "echo") (result i32) (call $output_set (call $input_offset) (call $input_length)) (i32.const 0))
	(func (export "keep") (result i32) (local $at i64)
		(local.set $at (call $alloc (i64.const 4)))
		(call $store_u8 (local.get $at) (i32.const 116)) (call $store_u8 (i64.add (local.get $at) (i64.const 1)) (i32.const 114))
		(call $store_u8 (i64.add (local.get $at) (i64.const 2)) (i32.const 117)) (call $store_u8 (i64.add (local.get $at) (i64.const 3)) (i32.const 101))
		(call $output_set (local.get $at) (i64.const 4)) (i32.const 0))
	(func (export "with_argument") (param i32) (result i32) (i32.const 0))`);

let folder: string;
let scratch: ScratchCore;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-role-'));
	scratch = await scratchCore();
});
afterAll(async () => {
	await scratch.dispose();
	rmSync(folder, { recursive: true });
});

async function put(name: string, text: string, into = folder): Promise<string> {
	const path = join(into, `${name}.wasm`);
	writeFileSync(path, await wat(text));
	return path;
}

const manifestOf = async (name: string) => (await scratch.ask('plugins.get', { name })).current?.manifest;

describe('a role that a person gives', () => {
	it('is kept as the manifest beside the module, for restarts, updates and hot swaps', async () => {
		const path = await put('chooser', guest());
		const role = { type: 'filter', export: 'keep', records: 'one' } as const;
		const kept = { type: 'filter', encoding: 'json', batch: false, extism: { functions: { filter_data: 'keep' } } };
		const { manifest } = await scratch.ask('plugins.inspect', { target: path, role });
		expect(manifest).toMatchObject(kept);
		await scratch.ask('plugins.install', { path, role, grant: grant() });
		const written = join(scratch.pluginsDir, 'chooser/plugin.json');
		expect(JSON.parse(readFileSync(written, 'utf8'))).toMatchObject(kept);
		const asked = { name: 'chooser', fn: 'filter_data', input: '{"n":1}' };
		expect(await scratch.ask('plugins.call', asked)).toMatchObject({ value: true });

		await scratch.restart();
		expect(await manifestOf('chooser')).toMatchObject(kept);
		expect(await scratch.ask('plugins.call', asked)).toMatchObject({ value: true });

		// The next version of the lone module says no more than the first one did.
		await put('chooser', guest('(func (export "newer") (result i32) (i32.const 0))'));
		expect((await scratch.ask('plugins.inspect', { target: path })).manifest).toMatchObject(kept);
		const updated = await scratch.ask('plugins.install', { path, replace: true });
		expect(updated.current?.manifest).toMatchObject(kept);

		await put(
			'chooser',
			guest('(func (export "swapped") (result i32) (i32.const 0))'),
			join(scratch.pluginsDir, 'chooser'),
		);
		await eventually(async () => {
			const { current } = await scratch.ask('plugins.get', { name: 'chooser' });
			return current !== null && current.sha256 !== updated.current?.sha256;
		});
		expect(await manifestOf('chooser')).toMatchObject(kept);
	});

	it('says of a program what it is, and a file in the plugins folder becomes a folder that says so', async () => {
		const path = await put('sieve', cat, scratch.pluginsDir);
		await eventually(async () => (await scratch.ask('plugins.list', {})).some(({ name }) => name === 'sieve'));
		const role = { type: 'filter', records: 'lines' } as const;
		const { folder: place, current } = await scratch.ask('plugins.install', { path, role, grant: grant() });
		expect([place, current?.manifest.type]).toEqual([join(scratch.pluginsDir, 'sieve'), 'filter']);
		expect(existsSync(path)).toBe(false);
		await scratch.restart();
		expect(await scratch.ask('plugins.get', { name: 'sieve' })).toMatchObject({ state: 'ready', folder: place });
		const asked = { name: 'sieve', fn: 'filter_data', input: 'true' };
		expect(await scratch.ask('plugins.call', asked)).toMatchObject({ value: true });
	});

	it('is said anew of the installed files, which say nothing else of their own, and only there', async () => {
		const path = await put('again', guest());
		await scratch.ask('plugins.install', {
			path,
			role: { type: 'filter', export: 'keep', records: 'one' },
			grant: grant(),
		});
		const place = join(scratch.pluginsDir, 'again');
		writeFileSync(join(place, 'README.md'), 'beside it');
		const seen = await scratch.ask('plugins.inspect', { target: 'again' });
		expect(seen).toMatchObject({ source: place, roleIsOpen: true, manifest: { type: 'filter' } });
		const say = (role: RouteInput<'plugins.install'>['role']) =>
			scratch.ask('plugins.install', { path: seen.source, sha256: seen.analysis.sha256, role, replace: true });
		await say({ type: 'processor', export: 'echo', records: 'batch' });
		const kept = { type: 'processor', batch: true, extism: { functions: { process_data: 'echo' } } };
		await scratch.restart();
		expect(await manifestOf('again')).toMatchObject(kept);
		expect(readFileSync(join(place, 'README.md'), 'utf8')).toBe('beside it');
		expect(await scratch.ask('policy.show', { name: 'again' })).toMatchObject({ granted: { policy: grant() } });
		expect((await say({ export: null })).current?.manifest.extism?.functions).toEqual({});
		expect(
			await scratch.fail('plugins.install', { path: place, role: { type: 'filter', export: null } }),
		).toMatchObject({
			details: { reason: 'role_export_wanted' },
		});
		// Reading it without a word changes nothing.
		await scratch.ask('plugins.reload', { name: 'again' });
		expect(await manifestOf('again')).toMatchObject({ type: 'processor', batch: true });

		const authored = await scratch.plugin('authored', guest(), { metadata: { version: '1.0.0' }, type: 'processor' });
		const { folder: installed } = await scratch.ask('plugins.install', { path: authored, grant: grant() });
		expect(await scratch.ask('plugins.inspect', { target: 'authored' })).toMatchObject({ roleIsOpen: false });
		const role = { type: 'filter', export: 'keep' } as const;
		expect(await scratch.fail('plugins.install', { path: installed, role })).toMatchObject({
			details: { reason: 'role_contradicted' },
		});
	});

	it('hands records over one by one, as an array or as lines', async () => {
		const path = await put('ways', guest());
		for (const [records, encoding, batch] of [
			['one', 'json', false],
			['batch', 'json', true],
			['lines', 'ndjson', true],
		] as const) {
			const role = { export: 'echo', records };
			await scratch.ask('plugins.install', { path, role, replace: true, grant: grant() });
			expect(await manifestOf('ways')).toMatchObject({
				encoding,
				batch,
				extism: { functions: { process_data: 'echo' } },
			});
			const input = { kind: 'file', path: join(folder, 'in.ndjson') } as const;
			writeFileSync(input.path, '{"a":1}\n{"a":2}\n');
			const output = { kind: 'file', path: join(folder, `${records}.ndjson`) } as const;
			expect(await scratch.ask('streams.run', { plugin: 'ways', input, output })).toMatchObject({ recordsOut: 2 });
		}
	});

	it('is refused by its reason where it cannot be', async () => {
		const extism = await put('wrong', guest());
		const command = await put('wrong-command', cat);
		const own = await scratch.plugin('wrong-own', guest(), {
			type: 'filter',
			extism: { functions: { filter_data: 'keep' } },
		});
		const plain = await put(
			'wrong-plain',
			`(module (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 8))
			(func (export "dealloc") (param i32 i32)) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))`,
		);
		const wrong = [
			[extism, { type: 'filter', export: 'kep' }, 'role_export_unknown', 'did you mean "keep"?'],
			[extism, { export: 'with_argument' }, 'role_export_unknown', 'cannot be called'],
			[extism, { type: 'filter' }, 'role_export_wanted', 'filter_data'],
			[extism, { type: 'aggregator', export: 'echo' }, 'role_export_wanted', 'aggregate_result'],
			[extism, { type: 'filter', export: 'keep', resultExport: 'echo' }, 'role_result_unused', 'aggregator'],
			[extism, { export: 'echo', records: 'lines', encoding: 'json' }, 'role_encoding', 'lines'],
			[extism, { export: 'echo', records: 'batch', encoding: 'bytes' }, 'role_encoding', 'bytes'],
			[command, { export: '_start' }, 'role_export_unused', 'wrong-command'],
			[command, { records: 'batch' }, 'role_reads_lines', 'lines'],
			[command, { records: 'lines', encoding: 'bytes' }, 'role_encoding', 'bytes'],
			[own, { type: 'processor' }, 'role_contradicted', 'filter, not processor'],
			[own, { export: 'echo' }, 'role_contradicted', 'keep, not echo'],
			[own, { records: 'batch' }, 'role_contradicted', 'one, not batch'],
			[plain, { type: 'filter' }, 'role_contradicted', 'processor, not filter'],
		] as const;
		for (const [path, role, reason, words] of wrong) {
			const error = await scratch.fail('plugins.install', { path, role });
			expect(error, reason).toMatchObject({ code: 'configuration', details: { reason } });
			expect(error.message).toContain(words);
		}
		const said = { type: 'filter', export: 'keep', records: 'one', encoding: 'json' } as const;
		expect(await scratch.ask('plugins.install', { path: own, role: said })).toMatchObject({ name: 'wrong-own' });
	});

	it('is given on the command line', async () => {
		const path = await put('typed', guest());
		const install = (...words: readonly string[]) => runCliHere(folder, ['--json', 'install', path, '--yes', ...words]);
		const { out } = await install('--type', 'filter', '--export', 'keep', '--records', 'one');
		expect(JSON.parse(out).data).toMatchObject({
			current: { manifest: { type: 'filter', extism: { functions: { filter_data: 'keep' } } } },
		});
		for (const [words, meant] of [
			[['--type', 'filtre'], 'filter'],
			[['--records', 'line'], 'lines'],
			[['--encoding', 'byte'], 'bytes'],
		] as const) {
			const refused = await install(...words);
			expect(JSON.parse(refused.out)).toMatchObject({
				error: { code: 'invalid_input', message: expect.stringContaining(`(did you mean "${meant}"?)`) },
			});
		}
	});
});
