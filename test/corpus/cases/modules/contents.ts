import { answersZero, body, bytesOf, leb, moduleOf, repeated, section } from '../../../support/guests/wasm-bytes.ts';
import type { ModuleCase } from './module-case.ts';

const MILLION = 1_000_000;
const manyBodies = (count: number): Uint8Array => section(10, leb(count), repeated(count, answersZero));
const code = (...bodies: readonly Uint8Array[]): Uint8Array => section(10, [bodies.length], ...bodies);

/** Functions, tables, globals and types. */
export const contentCases: readonly ModuleCase[] = [
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
];
