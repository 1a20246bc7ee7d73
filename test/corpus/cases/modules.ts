import {
	answersZero,
	body,
	bytesOf,
	exportsOf,
	header,
	leb,
	moduleOf,
	named,
	onePage,
	repeated,
	section,
} from '../../support/guests/wasm-bytes.ts';

/** A module that no honest compiler writes. Expected: the code that refuses it, or `ok` where it does no harm. */
export interface ModuleCase {
	readonly what: string;
	readonly module: () => Uint8Array;
	readonly expected: 'ok' | 'plugin_load' | 'plugin_execution' | 'memory_limit';
}

const MILLION = 1_000_000;
const manyBodies = (count: number): Uint8Array => section(10, leb(count), repeated(count, answersZero));
const code = (...bodies: readonly Uint8Array[]): Uint8Array => section(10, [bodies.length], ...bodies);

export const moduleCases: readonly ModuleCase[] = [
	{ what: 'is empty', module: () => new Uint8Array(0), expected: 'plugin_load' },
	{ what: 'is its header alone', module: () => bytesOf(header), expected: 'plugin_load' },
	{
		what: 'is of a version to come',
		module: () => bytesOf([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]),
		expected: 'plugin_load',
	},
	{ what: 'is a component', module: () => bytesOf([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0]), expected: 'plugin_load' },
	{ what: 'is JavaScript', module: () => bytesOf('process.exit()'), expected: 'plugin_load' },
	{ what: 'is a megabyte of zeros', module: () => new Uint8Array(1_048_576), expected: 'plugin_load' },
	{
		what: 'has a section that claims four gigabytes',
		module: () => bytesOf(header, [1, 0xff, 0xff, 0xff, 0xff, 0x0f]),
		expected: 'plugin_load',
	},
	{
		what: 'has a section of an unknown kind',
		module: () => bytesOf(moduleOf({}), section(99, [0])),
		expected: 'plugin_load',
	},
	{
		what: 'has its sections in another order',
		module: () => bytesOf(header, onePage, moduleOf({ memory: new Uint8Array(0) }).subarray(8)),
		expected: 'plugin_load',
	},
	{
		what: 'has two memory sections',
		module: () => moduleOf({ memory: bytesOf(onePage, section(5, [1, 0, 0x80, 0x80, 4])) }),
		expected: 'plugin_load',
	},
	{
		what: 'has two memories',
		module: () => moduleOf({ memory: section(5, [2, 0, 1, 0, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'hides a second memory behind a longer section',
		module: () => moduleOf({ memory: section(5, [1, 0, 1, 0, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a memory of 64 bits',
		module: () => moduleOf({ memory: section(5, [1, 4, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a shared memory',
		module: () => moduleOf({ memory: section(5, [1, 3, 1, 2]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has pages of one byte',
		module: () => moduleOf({ memory: section(5, [1, 8, 1, 0]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a memory with unknown flags',
		module: () => moduleOf({ memory: section(5, [1, 0x40, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a memory that starts at four gigabytes',
		module: () => moduleOf({ memory: section(5, [1, 0], leb(65_536)) }),
		expected: 'memory_limit',
	},
	{
		what: 'has a memory beyond four gigabytes',
		module: () => moduleOf({ memory: section(5, [1, 0], leb(65_537)) }),
		expected: 'memory_limit',
	},
	{
		what: 'has a maximum below its minimum',
		module: () => moduleOf({ memory: section(5, [1, 1, 3, 2]) }),
		expected: 'plugin_load',
	},
	{
		what: 'writes one as five bytes',
		module: () => moduleOf({ memory: section(5, [1, 0, 0x81, 0x80, 0x80, 0x80, 0]) }),
		expected: 'ok',
	},
	{
		what: 'writes one as six bytes',
		module: () => moduleOf({ memory: section(5, [1, 0, 0x81, 0x80, 0x80, 0x80, 0x80, 0]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a million functions',
		module: () => moduleOf({ functions: section(3, leb(MILLION), repeated(MILLION, [1])), code: manyBodies(MILLION) }),
		expected: 'ok',
	},
	{
		what: 'has more functions than there may be',
		module: () =>
			moduleOf({ functions: section(3, leb(MILLION + 1), repeated(MILLION + 1, [1])), code: manyBodies(MILLION + 1) }),
		expected: 'plugin_load',
	},
	{
		what: 'claims four billion functions and brings one',
		module: () => moduleOf({ functions: section(3, [0xff, 0xff, 0xff, 0xff, 0x0f, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has fewer bodies than functions',
		module: () => moduleOf({ functions: section(3, [2, 1, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has fifty thousand locals',
		module: () => moduleOf({ code: code(body([1, ...leb(50_000 - 2), 0x7f], [0x41, 0, 0x0b])) }),
		expected: 'ok',
	},
	{
		what: 'has a million locals',
		module: () => moduleOf({ code: code(body([1, ...leb(MILLION), 0x7f], [0x41, 0, 0x0b])) }),
		expected: 'plugin_load',
	},
	{
		what: 'has four billion locals',
		module: () => moduleOf({ code: code(body([1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f], [0x41, 0, 0x0b])) }),
		expected: 'plugin_load',
	},
	{
		what: 'is nested a hundred thousand blocks deep',
		module: () =>
			moduleOf({
				code: code(body([0], bytesOf(repeated(100_000, [0x02, 0x40]), repeated(100_000, [0x0b]), [0x41, 0, 0x0b]))),
			}),
		expected: 'ok',
	},
	{
		what: 'is nested three hundred thousand loops deep',
		module: () =>
			moduleOf({
				code: code(body([0], bytesOf(repeated(300_000, [0x03, 0x40]), repeated(300_000, [0x0b]), [0x41, 0, 0x0b]))),
			}),
		expected: 'plugin_load',
	},
	{
		what: 'is nested fifty thousand loops deep',
		module: () =>
			moduleOf({
				code: code(body([0], bytesOf(repeated(50_000, [0x03, 0x40]), repeated(50_000, [0x0b]), [0x41, 0, 0x0b]))),
			}),
		expected: 'ok',
	},
	{
		what: 'opens a million blocks and closes none',
		module: () => moduleOf({ code: code(body([0], repeated(MILLION, [0x02, 0x40]))) }),
		expected: 'plugin_load',
	},
	{
		what: 'branches to a hundred thousand places',
		module: () =>
			moduleOf({
				code: code(body([0], bytesOf([0x41, 0, 0x41, 0, 0x0e], leb(65_519), repeated(65_520, [0]), [0x0b]))),
			}),
		expected: 'ok',
	},
	{
		what: 'has a function of eight megabytes',
		module: () => moduleOf({ code: code(body([0], bytesOf(repeated(8 << 20, [0x01]), [0x41, 0, 0x0b]))) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a table of ten million',
		module: () => moduleOf({ tables: section(4, [1, 0x70, 0], leb(10_000_000)) }),
		expected: 'memory_limit',
	},
	{
		what: 'has a table of more than there may be',
		module: () => moduleOf({ tables: section(4, [1, 0x70, 0], leb(10_000_001)) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a table that may grow to four billion',
		module: () => moduleOf({ tables: section(4, [1, 0x70, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f]) }),
		expected: 'ok',
	},
	{
		what: 'has a hundred thousand tables',
		module: () => moduleOf({ tables: section(4, leb(100_000), repeated(100_000, [0x70, 0, 0])) }),
		expected: 'ok',
	},
	{
		what: 'has more tables than there may be',
		module: () => moduleOf({ tables: section(4, leb(100_001), repeated(100_001, [0x70, 0, 0])) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a million globals',
		module: () => moduleOf({ globals: section(6, leb(MILLION), repeated(MILLION, [0x7f, 0, 0x41, 0, 0x0b])) }),
		expected: 'ok',
	},
	{
		what: 'has a million types',
		module: () =>
			moduleOf({
				types: section(
					1,
					leb(MILLION),
					[0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f],
					repeated(MILLION - 2, [0x60, 0, 0]),
				),
			}),
		expected: 'plugin_load',
	},
	{
		what: 'has a type of a thousand parameters',
		module: () =>
			moduleOf({
				types: section(
					1,
					[3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 0x60],
					leb(1_000),
					repeated(1_000, [0x7f]),
					[0],
				),
			}),
		expected: 'ok',
	},
	{
		what: 'has a type of a million parameters',
		module: () =>
			moduleOf({
				types: section(
					1,
					[3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 0x60],
					leb(MILLION),
					repeated(MILLION, [0x7f]),
					[0],
				),
			}),
		expected: 'plugin_load',
	},
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

/** Large ones are met in one way of limiting memory alone: they do not touch it. */
export const isLarge = ({ module }: ModuleCase): boolean => module().length >= 50_000;
