import { describe, expect, it } from 'vitest';
import { bytesOf, header, leb, moduleOf, section } from '../../../../test/support/guests/wasm-bytes.ts';
import { parseModule } from '../parse-module.ts';

const i32s = [0x60, 2, 0x7f, 0x7f, 1, 0x7f];
const processor = { params: ['i32', 'i32'], results: ['i32'] };

/** Types before the one of the only function, which is the last. */
const typeSections: readonly (readonly [string, Uint8Array, number])[] = [
	['a structure', section(1, [2, 0x5f, 2, 0x7f, 1, 0x78, 0, ...i32s]), 1],
	['an empty structure', section(1, [2, 0x5f, 0, ...i32s]), 1],
	['an array of bytes', section(1, [2, 0x5e, 0x78, 1, ...i32s]), 1],
	['an array of shorts, and one of references', section(1, [3, 0x5e, 0x77, 0, 0x5e, 0x63, 0, 1, ...i32s]), 2],
	['a supertype and its subtype', section(1, [3, 0x50, 0, 0x5f, 0, 0x4f, 1, 0, 0x5f, 1, 0x7f, 0, ...i32s]), 2],
	['a group that refers to itself', section(1, [2, 0x4e, 2, 0x5f, 1, 0x63, 1, 0, 0x5e, 0x64, 0, 0, ...i32s]), 2],
	['an empty group', section(1, [2, 0x4e, 0, ...i32s]), 0],
	['a group that it is in itself', section(1, [1, 0x4e, 2, 0x5f, 0, ...i32s]), 1],
	['nothing, and is itself final', section(1, [1, 0x4f, 0, ...i32s]), 0],
	['nothing, and is itself open', section(1, [1, 0x50, 0, ...i32s]), 0],
	['a function of abstract references', section(1, [2, 0x60, 4, 0x6e, 0x6d, 0x6c, 0x6b, 1, 0x6a, ...i32s]), 1],
	['a function of spelt references', section(1, [2, 0x60, 3, 0x63, 0x70, 0x64, 0x6f, 0x63, 0x6e, 0, ...i32s]), 1],
	['a function of bottom types', section(1, [2, 0x60, 3, 0x71, 0x72, 0x73, 0, ...i32s]), 1],
	['a function of exceptions', section(1, [2, 0x60, 2, 0x69, 0x74, 0, ...i32s]), 1],
	['a function of a type by its index', section(1, [3, 0x5f, 0, 0x60, 1, 0x64, 0, 1, 0x63, 0, ...i32s]), 2],
];

describe('a module with types of the garbage-collection proposal', () => {
	it.each(typeSections)('behind %s has its function read as the engine reads it', (_, types, index) => {
		const bytes = moduleOf({ types, functions: section(3, [1], leb(index)) });
		expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true);
		const { exports } = parseModule(bytes);
		expect(exports[0]).toEqual({ name: 'process_data', kind: 'function', signature: processor });
	});

	it('tells spelt references from those with a name of their own', () => {
		const types = section(1, [1, 0x60, 5, 0x70, 0x63, 0x70, 0x63, 0x6f, 0x64, 0x70, 0x63, 0x6b, 0]);
		const bytes = moduleOf({ types, functions: section(3, [1, 0]), code: section(10, [1, 2, 0, 0x0b]) });
		expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true);
		const params = ['funcref', 'funcref', 'externref', 'other', 'structref'];
		expect(parseModule(bytes).exports[0]?.signature).toEqual({ params, results: [] });
	});

	it.each([
		['a form that is not known', section(1, [1, 0x42])],
		['a structure that is cut off', section(1, [1, 0x5f, 3, 0x7f])],
		['more fields than there may be', section(1, [1, 0x5f], leb(2_001), new Uint8Array(4_002))],
		['a group that claims a million types', section(1, [1, 0x4e], leb(1_000_000))],
	])('with %s is refused', (_, types) => {
		const bytes = moduleOf({ types });
		expect(() => parseModule(bytes)).toThrow(expect.objectContaining({ code: 'plugin_load' }));
		expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(false);
	});

	it('does not let a function have the type of a structure', () => {
		const bytes = moduleOf({ types: section(1, [2, ...i32s, 0x5f, 0]), functions: section(3, [1, 1]) });
		expect(() => parseModule(bytes)).toThrow('a type that does not exist');
	});
});

it('exception tags, imported and own, are counted and not confused with functions', () => {
	const bytes = bytesOf(
		header,
		section(1, [2, 0x60, 1, 0x7f, 0, ...i32s]),
		section(2, [1, 3, 0x65, 0x6e, 0x76, 1, 0x74, 4, 0, 0]),
		section(3, [1, 1]),
		section(5, [1, 0, 1]),
		section(13, [1, 0, 0]),
		section(7, [3, 1, 0x70, 0, 0, 1, 0x61, 4, 0, 1, 0x62, 4, 1]),
		section(10, [1, 4, 0, 0x41, 0, 0x0b]),
	);
	expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true);
	expect(parseModule(bytes).exports.map(({ name, kind }) => [name, kind])).toEqual([
		['p', 'function'],
		['a', 'tag'],
		['b', 'tag'],
	]);
});
