import { bytesOf, exportsOf, leb, moduleOf, named, repeated, section } from '../../../support/guests/wasm-bytes.ts';
import type { ModuleCase } from './module-case.ts';

const MILLION = 1_000_000;

/** What joins it to others, and what it says of itself. */
export const nameCases: readonly ModuleCase[] = [
	{
		what: 'imports a hundred thousand functions that nobody provides',
		module: () =>
			moduleOf({
				imports: section(2, leb(100_000), repeated(100_000, bytesOf(named('env'), named('nobody'), [0, 0]))),
				exports: exportsOf(100_000),
			}),
		expected: 'plugin_load',
	},
	{
		what: 'imports one host function fifty thousand times',
		module: () =>
			moduleOf({
				types: section(1, [3, 0x60, 0, 1, 0x7e, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 0x60, 0, 0]),
				imports: section(2, leb(50_000), repeated(50_000, bytesOf(named('env'), named('host_get_time'), [0, 0]))),
				exports: exportsOf(50_000),
			}),
		expected: 'ok',
	},
	{
		what: 'imports from a module of the prototype’s name',
		module: () =>
			moduleOf({ imports: section(2, [1], named('__proto__'), named('constructor'), [0, 0]), exports: exportsOf(1) }),
		expected: 'plugin_load',
	},
	{
		what: 'imports what every object has',
		module: () =>
			moduleOf({ imports: section(2, [1], named('env'), named('constructor'), [0, 0]), exports: exportsOf(1) }),
		expected: 'plugin_load',
	},
	{
		what: 'imports by a name of a hundred thousand letters',
		module: () =>
			moduleOf({ imports: section(2, [1], named('env'), named('x'.repeat(100_000)), [0, 0]), exports: exportsOf(1) }),
		expected: 'plugin_load',
	},
	{
		what: 'imports by a name that is no text',
		module: () => moduleOf({ imports: section(2, [1], named('env'), [2, 0xff, 0xfe, 0, 0]), exports: exportsOf(1) }),
		expected: 'plugin_load',
	},
	{
		what: 'imports a tag',
		module: () => moduleOf({ imports: section(2, [1], named('env'), named('tag'), [4, 0, 0]) }),
		expected: 'plugin_load',
	},
	{
		what: 'imports a memory that starts above its limit',
		module: () =>
			moduleOf({
				imports: section(2, [1], named('env'), named('memory'), [2, 0], leb(1_000)),
				memory: new Uint8Array(0),
			}),
		expected: 'memory_limit',
	},
	{
		what: 'exports the same name twice',
		module: () =>
			moduleOf({
				exports: section(7, [3], named('process_data'), [0, 0], named('memory'), [2, 0], named('memory'), [2, 0]),
			}),
		expected: 'plugin_load',
	},
	{
		what: 'exports by a name of a megabyte',
		module: () =>
			moduleOf({
				exports: section(
					7,
					[3],
					named('process_data'),
					[0, 0],
					named('memory'),
					[2, 0],
					named('x'.repeat(1_048_576)),
					[0, 0],
				),
			}),
		expected: 'plugin_load',
	},
	{
		what: 'exports one function by fifty thousand names',
		module: () =>
			moduleOf({
				exports: section(
					7,
					leb(50_002),
					named('process_data'),
					[0, 0],
					named('memory'),
					[2, 0],
					...Array.from({ length: 50_000 }, (_, n) => bytesOf(named(`f${n}`), [0, 0])),
				),
			}),
		expected: 'ok',
	},
	{
		what: 'exports by the prototype’s name',
		module: () =>
			moduleOf({
				exports: section(7, [3], named('process_data'), [0, 0], named('memory'), [2, 0], named('__proto__'), [0, 0]),
			}),
		expected: 'ok',
	},
	{
		what: 'exports a function that there is not',
		module: () => moduleOf({ exports: exportsOf(7) }),
		expected: 'plugin_load',
	},
	{
		what: 'starts with a function that takes parameters',
		module: () => moduleOf({ start: section(8, [0]) }),
		expected: 'plugin_load',
	},
	{
		what: 'starts with a function that there is not',
		module: () => moduleOf({ start: section(8, [9]) }),
		expected: 'plugin_load',
	},
	{
		what: 'puts data outside its memory',
		module: () => moduleOf({ data: section(11, [1, 0, 0x41, 0x7f, 0x0b, 1, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has fifty thousand pieces of data',
		module: () => moduleOf({ data: section(11, leb(50_000), repeated(50_000, [0, 0x41, 0, 0x0b, 1, 1])) }),
		expected: 'ok',
	},
	{
		what: 'claims data of four gigabytes',
		module: () => moduleOf({ data: section(11, [1, 0, 0x41, 0, 0x0b, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'puts elements outside its table',
		module: () => moduleOf({ tables: section(4, [1, 0x70, 0, 1]), elements: section(9, [1, 0, 0x41, 5, 0x0b, 1, 0]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a million custom sections',
		module: () => moduleOf({ custom: repeated(MILLION, section(0, named('x'))) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a custom section of sixteen megabytes',
		module: () => moduleOf({ custom: section(0, named('x'), new Uint8Array(16 << 20)) }),
		expected: 'ok',
	},
	{
		what: 'has a manifest inside that is no JSON',
		module: () => moduleOf({ custom: section(0, named('dataflare'), '{"name":') }),
		expected: 'ok',
	},
	{
		what: 'has a manifest inside that is no text',
		module: () => moduleOf({ custom: section(0, named('dataflare'), [0xff, 0xfe]) }),
		expected: 'ok',
	},
	{
		what: 'has a manifest inside that is nested a million deep',
		module: () => moduleOf({ custom: section(0, named('dataflare'), '['.repeat(MILLION)) }),
		expected: 'ok',
	},
	{
		what: 'has names for its functions that are terminal escapes',
		module: () => moduleOf({ custom: section(0, named('name'), [1], leb(9), [1, 0], named('\u001b[2J\u0007x')) }),
		expected: 'ok',
	},
];
