import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../../test/spec-suite/assemble.ts';
import { modernParts, modernProcessor } from '../../../../test/spec-suite/modern-modules.ts';
import { bytesOf, leb, moduleOf, named, type Piece, section } from '../../../../test/support/guests/wasm-bytes.ts';
import { wat } from '../../../../test/support/guests/wat.ts';
import type { ModuleAnatomy } from '../../plugin/module/module-anatomy.ts';
import { bundleModules } from '../linked-modules.ts';
import { reportModule } from '../report-module.ts';
import { readProducers } from './producers.ts';

function anatomyIn(bytes: Uint8Array): ModuleAnatomy {
	const { anatomy } = reportModule(bytes, () => null);
	if (anatomy === null) throw new Error('it could not be read');
	return anatomy;
}

const custom = (name: string, ...content: readonly Piece[]): Uint8Array => section(0, named(name), ...content);
const field = (name: string, ...tools: readonly (readonly [string, string])[]): Uint8Array =>
	bytesOf(named(name), leb(tools.length), ...tools.flatMap((tool) => tool.map(named)));

describe('what made a module', () => {
	const content = bytesOf(
		[3],
		field('language', ['Rust', '']),
		field('processed-by', ['rustc', '1.96.0 (ac68faa20 2026-05-25)'], ['walrus', '0.20.3']),
		field('sdk', ['Emscripten', '3.1.6']),
	);

	it('is told by the section of its producers', () => {
		expect(readProducers(content)).toEqual([
			{ role: 'language', name: 'Rust', version: '' },
			{ role: 'processed-by', name: 'rustc', version: '1.96.0 (ac68faa20 2026-05-25)' },
			{ role: 'processed-by', name: 'walrus', version: '0.20.3' },
			{ role: 'sdk', name: 'Emscripten', version: '3.1.6' },
		]);
		expect(anatomyIn(moduleOf({ custom: custom('producers', content) })).tools).toHaveLength(4);
	});

	it('is told as far as the section goes, and without what is not to be seen', () => {
		expect(readProducers(content.subarray(0, 30))).toEqual([{ role: 'language', name: 'Rust', version: '' }]);
		const turned = bytesOf([1], field('sdk', ['a\u202eb\u0000\n c', `\u2028${'x'.repeat(300)}`]));
		expect(readProducers(turned)).toEqual([{ role: 'sdk', name: 'ab c', version: 'x'.repeat(100) }]);
		const unknown = bytesOf([2], field('colour', ['red', '1']), field('sdk', ['', '1'], ['y'.repeat(9000), '2']));
		expect(readProducers(unknown)).toEqual([]);
	});

	it('is a short list of short words, whatever the section holds', () => {
		const many = bytesOf(
			[1],
			field('sdk', ...Array.from({ length: 250 }, (_, index) => [`tool ${index}`, '1'] as const)),
		);
		expect(readProducers(many)).toHaveLength(24);
		const change = fc.tuple(fc.nat({ max: content.length - 1 }), fc.nat({ max: 255 }));
		fc.assert(
			fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
				const bytes = Uint8Array.from(content);
				for (const [at, value] of changes) bytes[at] = value;
				for (const { name, version } of readProducers(bytes)) {
					expect(name.length + version.length).toBeLessThanOrEqual(200);
					expect(name + version).not.toMatch(/[\p{C}\u2028\u2029]/u);
				}
			}),
			{ numRuns: 2_000, seed: 5 },
		);
	});
});

describe('the parts of WebAssembly that a module uses', () => {
	it.each(modernParts)('are told: $feature', async ({ feature, with: more = [], fields }) => {
		const bytes = await assemble(modernProcessor(fields));
		expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true);
		const { features } = anatomyIn(bytes);
		expect(features).toEqual(expect.arrayContaining([feature, ...more]));
	});

	it.each([
		['multi_memory', '(module (memory 1) (memory 1))'],
		['memory64', '(module (memory i64 1))'],
		['memory64', '(module (table i64 1 funcref))'],
		['threads', '(module (memory 1 2 shared))'],
		['threads', '(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))'],
		['reference_types', '(module (table 1 externref))'],
		['gc', '(module (func (param anyref)))'],
		['gc', '(module (table 1 (ref i31) (ref.i31 (i32.const 1))))'],
		['exceptions', '(module (import "a" "t" (tag)))'],
		['simd', '(module (global v128 (v128.const i32x4 0 0 0 0)))'],
		['extended_const', '(module (memory 1) (data (i32.add (i32.const 1) (i32.const 2)) "x"))'],
		['extended_const', '(module (table 9 funcref) (func $f) (elem (i32.sub (i32.const 3) (i32.const 1)) $f))'],
		['bulk_memory', '(module (memory 1) (data "x"))'],
		['js_strings', '(module (import "wasm:js-string" "length" (func (param externref) (result i32))))'],
		['stack_switching', '(module (type $f (func)) (type $c (cont $f)))'],
		['custom_descriptors', '(module (rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct))))'],
		['wide_arithmetic', '(module (func (result i64 i64) (i64.mul_wide_u (i64.const 1) (i64.const 2))))'],
	] as const)('are told outside of functions too: %s by %s', async (feature, text) => {
		expect(anatomyIn(await assemble(text)).features).toContain(feature);
	});

	it('are none where it uses none', async () => {
		const plain = await wat(
			'(module (memory (export "memory") 1) (global i32 (i32.const 1)) (table 1 funcref) (func $f (param i32) (result i32) (block (br_if 0 (local.get 0))) (local.get 0)) (elem (i32.const 0) $f))',
		);
		expect(anatomyIn(plain).features).toEqual([]);
	});
});

describe('the runtime of a language', () => {
	const text = (words: string): Uint8Array =>
		moduleOf({
			data: section(11, [1, 0, 0x41, 0, 0x0b], leb(Buffer.byteLength(words, 'latin1')), Buffer.from(words, 'latin1')),
		});

	it.each([
		['rust', text('panicked at /rustc/0123456789abcdef/library/core/src/fmt/mod.rs')],
		['go', text('\xff Go buildinf:\x08\x02')],
		['dotnet', text('System.Private.CoreLib')],
		['lua', text('$LuaVersion: Lua 5.4.6')],
		['go', moduleOf({ custom: custom('go:buildid', 'x') })],
		['tinygo', moduleOf({ custom: custom('producers', bytesOf([1], field('processed-by', ['TinyGo', '0.28.1']))) })],
		['zig', moduleOf({ custom: custom('producers', bytesOf([1], field('language', ['Zig', '0.14.0']))) })],
		['swift', moduleOf({ custom: custom('name', 'xx swift_retain xx') })],
	] as const)('is told by its marks: %s', (runtime, bytes) => {
		expect(anatomyIn(bytes).runtimes).toEqual([runtime]);
	});

	it.each([
		['assemblyscript', '(import "env" "abort" (func (param i32 i32 i32 i32)))'],
		['dart', '(import "dart2wasm" "x" (func))'],
		['kotlin', '(import "js_code" "kotlin.captureStackTrace" (func))'],
		['haskell', '(func (export "hs_init"))'],
		['emscripten', '(func (export "emscripten_stack_get_end"))'],
		['ruby', '(import "rb-js-abi-host" "eval-js" (func))'],
	] as const)('is told by what it imports and exports: %s', async (runtime, fields) => {
		expect(anatomyIn(await wat(`(module ${fields})`)).runtimes).toEqual([runtime]);
	});

	it('is none where nothing tells, and C’s library is told beside WASI alone', async () => {
		expect(anatomyIn(moduleOf({})).runtimes).toEqual([]);
		expect(anatomyIn(text('Success\0Illegal byte sequence\0')).runtimes).toEqual([]);
		const wasi = await wat(`(module (import "wasi_snapshot_preview1" "fd_close" (func (param i32) (result i32)))
			(memory 1) (data (i32.const 0) "Illegal byte sequence\\00"))`);
		expect(anatomyIn(wasi).runtimes).toEqual(['wasi-libc']);
	});
});

describe('what a module can reach', () => {
	const imported =
		'(import "wasi_snapshot_preview1" "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))';

	it('is grouped by the power that it needs', async () => {
		const bytes = await wat(`(module ${imported} (import "env" "host_http" (func (param i32 i32) (result i32)))
			(import "env" "host_log" (func (param i32 i32 i32 i32))) (import "elsewhere" "thing" (func))
			(import "wasi_snapshot_preview1" "sock_shutdown" (func (param i32 i32) (result i32))))`);
		expect(anatomyIn(bytes).imports).toEqual([
			{ group: 'network', names: ['host_http'], more: 0 },
			{ group: 'files', names: ['path_open'], more: 0 },
			{ group: 'always', names: ['host_log'], more: 0 },
			{ group: 'never', names: ['sock_shutdown'], more: 0 },
			{ group: 'unknown', names: ['elsewhere.thing'], more: 0 },
		]);
	});

	it('counts what any module of a plugin imports, behind however many other imports', async () => {
		const inner = await wat(`(module ${imported} (func (export "f0")))`);
		const many = Array.from({ length: 2_000 }, (_, index) => `(import "lib" "f${index}" (func))`).join('');
		const main = await wat(
			`(module ${many} (import "extism:host/env" "http_request" (func (param i64 i64) (result i64))))`,
		);
		const { imports } = anatomyIn(bundleModules(main, [{ name: 'lib', bytes: inner }]));
		expect(imports.map(({ group }) => group)).toEqual(['network', 'files', 'linked']);
		expect(imports[2]).toMatchObject({ more: 2_000 - 24 });
	});
});

it.each([
	['dataflare/1', '(func (export "filter_data"))'],
	['wasi-reactor', '(func (export "_initialize")) (func (export "run"))'],
	['wasi-command', '(import "wasi_snapshot_preview1" "proc_exit" (func (param i32))) (func (export "_start"))'],
	['extism', '(import "extism:host/env" "input_length" (func (result i64)))'],
	['program', '(func (export "_start"))'],
	['library', '(func (export "run"))'],
	['made_by_wasm_bindgen', '(import "wbg" "x" (func)) (func (export "process_data"))'],
] as const)('a file is told for what it is, a plugin or not: %s', async (kind, fields) => {
	expect(anatomyIn(await wat(`(module ${fields})`)).kind).toBe(kind);
});

it('the sizes are those of the file, and say what stripping would save', () => {
	const debug = custom('.debug_info', new Uint8Array(5_000));
	const manifest = custom('dataflare', '{}');
	const { sizes, customSections, functions } = anatomyIn(moduleOf({ custom: bytesOf(debug, manifest) }));
	expect(sizes).toMatchObject({ data: 0, custom: debug.length + manifest.length, strippable: debug.length });
	expect(sizes.code).toBeGreaterThan(4);
	expect(functions).toBe(1);
	expect(customSections).toEqual([
		{ name: '.debug_info', bytes: debug.length },
		{ name: 'dataflare', bytes: manifest.length },
	]);
});

it.each([
	['(module (rec (type $a (descriptor $b) (struct)) (type $b (describes $a) (struct))))', 'custom descriptors'],
	['(module (memory 0 (pagesize 1)))', 'custom page sizes'],
	['(module (type $f (func)) (type $c (cont $f)))', 'stack switching'],
	['(module (func (result i64 i64) (i64.mul_wide_u (i64.const 1) (i64.const 2))))', 'wide arithmetic'],
	['(module (type $f (func)) (import "a" "f" (func (exact (type $f)))))', 'custom descriptors'],
])('of what the engine lacks nobody is blamed: %s', async (text, named) => {
	const { invalidity } = await import('../../../sandbox/look.ts');
	const { problems } = reportModule(await assemble(text), invalidity);
	const lacks = problems.find(({ details }) => details?.['reason'] === 'engine_lacks');
	expect(lacks).toMatchObject({ code: 'plugin_load', details: { feature: named } });
	expect(`${lacks?.message} ${lacks?.hint}`).not.toMatch(/invalid|damaged|fault/);
});

it('all that is wrong is told at once, its code among it', async () => {
	const { invalidity } = await import('../../../sandbox/look.ts');
	const bytes = await assemble(`(module (import "elsewhere" "thing" (func)) (memory i64 1) (memory 1 2 shared)
		(func (export "process_data") (param i64) (result i32) (i64.const 0)))`);
	const reasons = reportModule(bytes, invalidity).problems.map(({ details }) => details?.['reason']);
	expect(reasons.toSorted()).toEqual(
		[
			'export_signature',
			'invalid_code',
			'memory_kind',
			'memory_kind',
			'memory_kind',
			'memory_not_exported',
			'unknown_imports',
		].toSorted(),
	);
});
