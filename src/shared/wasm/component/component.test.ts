import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import { wat } from '../../../../test/support/guests/wat.ts';
import { componentOf, componentText, componentWith, echoTransformer } from '../../../../test/support/wasi/component.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { isComponent, parseComponent } from './component-outline.ts';
import { TRANSPILER } from './transpiler.ts';
import { roleExports } from './worlds.ts';

const wit = `package acme:tools@1.0.0;
interface wand { resource stick { constructor(length: u32); wave: func() -> result<list<tuple<string, u8>>, string>; } }
world magic { import wand; import hurry: func(by: option<f64>); export greet: func(name: string) -> string; }`;

describe('what a component says at its outside', () => {
	it('is its imports, function by function, its role, and the memory that it begins with', async () => {
		const imports = '(import "dataflare:plugin/state@1.0.0" "get" (func $get (param i32 i32 i32)))';
		const report = lookHere(await componentOf(echoTransformer({ imports, pages: 3 }), 'transformer-plugin'));
		expect(report).toMatchObject({
			abi: 'component',
			type: 'transformer',
			imports: [{ module: 'dataflare:plugin/state@1.0.0', name: 'get', kind: 'function', signature: null }],
			memory: { minimumBytes: 3 * 65_536, maximumBytes: null, imported: false },
			problems: [],
		});
		expect(report.exports.map(({ name }) => name)).toContain('dataflare:plugin/transformer@1.0.0#transform');
	});

	it('is read with resources, options and functions that are imported by themselves', async () => {
		const module = `(module (import "acme:tools/wand@1.0.0" "[constructor]stick" (func (param i32) (result i32)))
			(import "acme:tools/wand@1.0.0" "[method]stick.wave" (func (param i32 i32)))
			(import "$root" "hurry" (func (param i32 f64)))
			(memory (export "memory") 1)
			(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0))
			(func (export "greet") (param i32 i32) (result i32) (i32.const 0)))`;
		const { imports, exports, usesAsync } = parseComponent(await componentOf(module, 'magic', wit));
		expect(imports).toMatchObject([
			{
				name: 'acme:tools/wand@1.0.0',
				kind: 'instance',
				functions: ['[constructor]stick', '[method]stick.wave'],
			},
			{ name: 'hurry', kind: 'function', functions: [] },
		]);
		const params = [['name', { kind: 'primitive', word: 'string' }]];
		expect(exports).toMatchObject([
			{ name: 'greet', kind: 'function', functions: [], shape: { kind: 'function', params } },
		]);
		expect(usesAsync).toBe(false);
	});

	it.each([
		['shared', '(memory 1 2 shared)'],
		['of 64 bits', '(memory i64 1)'],
		['one of several', '(memory 1) (memory 1)'],
		['shared, and another’s', '(import "a" "m" (memory 1 2 shared))'],
		['of 64 bits, and another’s', '(import "a" "m" (memory i64 1))'],
	])('is refused for a memory that is %s, as of a module alone', async (_what, memory) => {
		const component = await componentWith(
			await componentOf(echoTransformer(), 'transformer-plugin'),
			`(core module $more ${memory})`,
		);
		expect(lookHere(component).problems).toMatchObject([{ code: 'plugin_load', details: { reason: 'memory_kind' } }]);
	});

	it('is told from a module by its first bytes', async () => {
		expect(isComponent(await componentText('(component)'))).toBe(true);
		expect(isComponent(await wat('(module)'))).toBe(false);
		expect(isComponent(new Uint8Array(0))).toBe(false);
	});

	it('names roles as their guests do', () => {
		expect(roleExports('aggregator', 'component')).toEqual([
			'dataflare:plugin/aggregator@1.0.0#aggregate',
			'dataflare:plugin/aggregator@1.0.0#finish',
		]);
		expect(roleExports('filter', 'dataflare/1')).toEqual(['filter_data']);
	});
});

it('the transpiler is named by the version that is built in', () => {
	const manifest = readFileSync(resolve(import.meta.dirname, '../../../../package.json'), 'utf8');
	const { devDependencies } = JSON.parse(manifest) as { readonly devDependencies: Readonly<Record<string, string>> };
	expect(TRANSPILER).toBe(`jco-transpile ${devDependencies['@bytecodealliance/jco-transpile']}`);
});

describe('a bundle', () => {
	const files = [
		{ name: 'component.js', bytes: Uint8Array.of(1, 2, 3) },
		{ name: 'empty', bytes: new Uint8Array(0) },
	];

	it('holds its files', () => {
		expect([...unpackBundle(packBundle(files))]).toEqual(files.map(({ name, bytes }) => [name, bytes]));
	});

	it('cut anywhere, or with any length that lies, is none', () => {
		const whole = packBundle(files);
		for (let length = 0; length < whole.length; length++) {
			expect(() => unpackBundle(whole.subarray(0, length))).toThrow(/damaged/);
		}
		for (const at of [4, 8, 24]) {
			const lying = Uint8Array.from(whole);
			lying.set([0xff, 0xff, 0xff, 0x7f], at);
			expect(() => unpackBundle(lying)).toThrow(/damaged/);
		}
	});
});
