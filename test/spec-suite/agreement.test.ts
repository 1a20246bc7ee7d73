import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, header, moduleOf, section } from '../support/guests/wasm-bytes.ts';
import { assemble } from './assemble.ts';
import { differenceOf } from './compare.ts';
import { modernParts, modernProcessor } from './modern-modules.ts';
import { modulesOf } from './wast.ts';

// This file has a process of its own. The engine tells the types of imports and exports with it.
setFlagsFromString('--experimental-wasm-type-reflection');

const body = (...code: readonly number[]): Uint8Array => section(10, [1, code.length + 2, 0, ...code, 0x0b]);

/** Valid or not in a part of the module that the report itself does not read. */
const small: readonly (readonly [what: string, isValid: boolean, bytes: Uint8Array])[] = [
	['nothing but a header', true, bytesOf(header)],
	['a body that leaves the wrong type', false, moduleOf({ code: body(0x42, 0) })],
	['a body that leaves nothing', false, moduleOf({ code: body() })],
	['an unknown variable', false, moduleOf({ code: body(0x20, 9) })],
	['a global of the wrong type', false, moduleOf({ globals: section(6, [1, 0x7f, 0, 0x42, 0, 0x0b]) })],
	['a global that refers to a later one', false, moduleOf({ globals: section(6, [1, 0x7f, 0, 0x23, 1, 0x0b]) })],
	[
		'a global that may be neither changed nor not',
		false,
		moduleOf({ globals: section(6, [1, 0x7f, 2, 0x41, 0, 0x0b]) }),
	],
	['a start that takes values', false, moduleOf({ start: section(8, [0]) })],
	['a start that is not there', false, moduleOf({ start: section(8, [7]) })],
	['a data segment outside any memory', false, moduleOf({ data: section(11, [1, 2, 5, 0x41, 0, 0x0b, 0]) })],
	[
		'fewer data segments than it says',
		false,
		moduleOf({ count: section(12, [2]), data: section(11, [1, 0, 0x41, 0, 0x0b, 0]) }),
	],
	['an element without a table', false, moduleOf({ elements: section(9, [1, 0, 0x41, 0, 0x0b, 1, 0]) })],
	['a table of no references', false, moduleOf({ tables: section(4, [1, 0x7f, 0, 1]) })],
	['a table that starts above its end', false, moduleOf({ tables: section(4, [1, 0x70, 1, 2, 1]) })],
	['a table addressed by 64 bits', true, moduleOf({ tables: section(4, [1, 0x70, 5, 1, 2]) })],
	['a tag that gives something', false, bytesOf(header, section(1, [1, 0x60, 0, 1, 0x7f]), section(13, [1, 0, 0]))],
	['a subtype of a final type', false, bytesOf(header, section(1, [2, 0x5f, 0, 0x50, 1, 0, 0x5f, 0]))],
	['a reference to a type that comes later', false, bytesOf(header, section(1, [2, 0x60, 1, 0x63, 1, 0, 0x5f, 0]))],
	[
		'a group in which types refer to each other',
		true,
		bytesOf(header, section(1, [1, 0x4e, 2, 0x5f, 1, 0x63, 1, 0, 0x5e, 0x63, 0, 1])),
	],
	['a section after the end of another', false, bytesOf(moduleOf({}), [1, 1, 0])],
];

describe('what is reported of a module', () => {
	it.each(small)('agrees with the engine: %s', (_, isValid, bytes) => {
		expect(differenceOf(bytes)).toEqual({ isValid, difference: null });
	});

	it.each([
		'(func (export "f") (param anyref eqref i31ref structref arrayref exnref) (result funcref externref) unreachable)',
		'(func (export "f") (param nullref nullfuncref nullexternref nullexnref (ref any) (ref null func)) unreachable)',
		'(type $s (struct (field i32))) (func (export "f") (param (ref $s) (ref null $s) (ref extern)) unreachable)',
		'(rec (type $a (sub (func (param (ref null $b)) (result i32)))) (type $b (sub (struct (field (ref $a))))))  (func (export "f") (type $a) (i32.const 1))',
		'(import "a" "m" (memory i64 1 9)) (import "a" "n" (memory 1 2 shared)) (import "a" "t" (table i64 1 externref)) (import "a" "x" (tag (param i32))) (import "a" "g" (global (mut (ref null any)))) (func (export "f") (result v128) unreachable)',
	])('reads types as the engine does: %s', async (fields) => {
		expect(differenceOf(await assemble(`(module ${fields})`))).toEqual({ isValid: true, difference: null });
	});

	it('agrees with the engine on modules with a few bytes changed', async () => {
		const seeds = await Promise.all(modernParts.map(({ fields }) => assemble(modernProcessor(fields))));
		const change = fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat({ max: 255 }));
		const verdicts = new Set<boolean>();
		fc.assert(
			fc.property(
				fc.nat({ max: seeds.length - 1 }),
				fc.array(change, { minLength: 1, maxLength: 2 }),
				(seed, changes) => {
					const bytes = Uint8Array.from(seeds[seed] ?? []);
					for (const [place, value] of changes) bytes[8 + Math.floor(place * (bytes.length - 8))] = value;
					const { isValid, difference } = differenceOf(bytes);
					verdicts.add(isValid);
					expect(difference).toBeNull();
				},
			),
			{ numRuns: 4_000, seed: 7 },
		);
		expect(verdicts.size).toBe(2);
	});
});

it('the modules of a script are found between its comments, strings and assertions', () => {
	const script = `;; (module in a comment)
		(; (module (; nested ;) ;)
		(module $a (func (export "(module)")))
		(assert_invalid (module (func (result i32))) "type mismatch")
		(module definition $d binary "\\00asm" "\\01\\00\\00\\00")
		(module instance $i $d)
		(assert_malformed (module quote "(func \\"\\u{61}\\")") "x")
		(modules)`;
	expect(modulesOf(script)).toEqual([
		{ line: 3, kind: 'text', text: '(module $a (func (export "(module)")))' },
		{ line: 4, kind: 'text', text: '(module  (func (result i32)))' },
		{ line: 5, kind: 'binary', bytes: bytesOf(header) },
		{ line: 7, kind: 'text', text: '(module (func "a"))' },
	]);
});
