import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
	body,
	bytesOf,
	leb,
	moduleOf,
	type Piece,
	repeated,
	section,
} from '../../../test/support/guests/wasm-bytes.ts';
import { requireModestCode } from './compile-cost.ts';
import { parseModule } from './parse-module.ts';

const answer = [0x41, 0, 0x0b];
const locals = (count: number): Piece => bytesOf([1], leb(count), [0x7f]);
const drops = (count: number): Uint8Array => repeated(count, [0x1a]);

/** The module of one function; `types` before its own where they are needed. */
function moduleWith(declared: Piece, code: Piece, more: Piece = []): Uint8Array {
	const count = more.length === 0 ? 2 : 3;
	const types = section(1, [count, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], more);
	return moduleOf({ types, code: section(10, [1], body(declared, bytesOf(code, answer))) });
}

function judge(bytes: Uint8Array): string {
	expect(WebAssembly.validate(Uint8Array.from(bytes))).toBe(true);
	try {
		requireModestCode(bytes, parseModule(bytes));
		return 'ok';
	} catch (thrown) {
		return (thrown as { details: { reason: string } }).details.reason;
	}
}

const nested = (count: number, open: Piece, branch: (index: number) => Piece): Uint8Array =>
	bytesOf(
		repeated(count, open),
		...Array.from({ length: count }, (_, index) => branch(index)),
		repeated(count, [0x0b]),
	);
const branchTo = (index: number): Piece => bytesOf([0x20, 0, 0x0d], leb(index));
const thousandResults = bytesOf([0x60, 0], leb(1_000), repeated(1_000, [0x7f]));

/** Functions that V8 takes and that would cost gigabytes: a sentence and its module. */
const bombs: readonly (readonly [string, () => Uint8Array])[] = [
	['nests blocks and branches to each', () => moduleWith(locals(49_990), nested(1_000, [2, 0x40], branchTo))],
	[
		'opens one block after another',
		() => moduleWith(locals(10_000), repeated(2_000, [2, 0x40, 0x20, 0, 0x0d, 0, 0x0b])),
	],
	['asks if again and again', () => moduleWith(locals(10_000), repeated(2_000, [0x20, 0, 4, 0x40, 0x0b]))],
	['loops again and again', () => moduleWith(locals(20_000), repeated(1_100, [3, 0x40, 0x0b]))],
	[
		'branches to the same place',
		() => moduleWith(locals(40_000), bytesOf([2, 0x40], repeated(600, [0x20, 0, 0x0d, 0]), [0x0b])),
	],
	[
		'branches by a table to each of its blocks',
		() =>
			moduleWith(
				locals(40_000),
				bytesOf(
					repeated(400, [2, 0x40]),
					[0x20, 0, 0x0e],
					leb(399),
					...Array.from({ length: 400 }, (_, index) => leb(index)),
					repeated(400, [0x0b]),
				),
			),
	],
	[
		'tries again and again',
		() => moduleWith(locals(10_000), repeated(1_100, [2, 0x40, 0x1f, 0x40, 1, 2, 0, 0x0b, 0x0b])),
	],
	[
		'has no variables and keeps all on its stack',
		() => moduleWith(locals(0), bytesOf(repeated(20_000, [0x41, 0]), repeated(1_100, [2, 0x40, 0x0b]), drops(20_000))),
	],
	[
		'gets what it keeps on its stack from calls that answer a thousand values',
		() => {
			const types = section(1, [3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], thousandResults);
			const code = bytesOf(repeated(30, [0x10, 1]), repeated(800, [2, 0x40, 0x0b]), drops(30_000), answer);
			const second = body([0], bytesOf(repeated(1_000, [0x41, 0]), [0x0b]));
			return moduleOf({ types, functions: section(3, [2, 1, 2]), code: section(10, [2], body([0], code), second) });
		},
	],
	[
		'hands a thousand values over again and again where nothing runs',
		() => {
			const types = section(1, [3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], thousandResults);
			const code = bytesOf([2, 2, 0x00], repeated(30_000, [0x0c, 0]), [0x0b, 0x00], [0x0b]);
			return moduleOf({ types, code: section(10, [1], body([0], code)) });
		},
	],
	[
		'does so a little in each of many functions',
		() => {
			const types = section(1, [3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], thousandResults);
			const small = body([0], bytesOf([2, 2, 0x00], repeated(50, [0x0c, 0]), [0x0b, 0x00], [0x0b]));
			const count = 25_000;
			return moduleOf({
				types,
				functions: section(3, leb(count), repeated(count, [1])),
				code: section(10, leb(count), repeated(count, small)),
			});
		},
	],
	[
		'makes large structures again and again where nothing runs',
		() => {
			const fields = repeated(2_000, [0x7f, 0]);
			const types = section(1, [3, 0x60, 0, 0, 0x60, 2, 0x7f, 0x7f, 1, 0x7f], [0x5f], leb(2_000), fields);
			const code = bytesOf([0x00], repeated(11_000, [0xfb, 0, 2, 0x1a]), [0x0b]);
			return moduleOf({ types, code: section(10, [1], body([0], code)) });
		},
	],
	[
		'takes back what it costs where nothing runs',
		() =>
			moduleWith(
				locals(49_990),
				bytesOf(
					repeated(500, [2, 0x40, 0x20, 0, 0x0d, 0, 0x0b]),
					[2, 0x40, 0x0c, 0],
					repeated(40_000, bytesOf([0x21, 0])),
					repeated(1_000, [0x0d, 0]),
					[0x0b],
				),
			),
	],
];

describe('code that no compiler writes', () => {
	it.each(bombs)('that %s is refused before it is compiled', (_, module) => {
		const bytes = module();
		expect(bytes.length).toBeLessThan(3_000_000);
		expect(judge(bytes)).toBe('code_too_complex');
	});

	it.each([
		['fifty thousand variables and no branch', () => moduleWith(locals(49_990), [])],
		[
			'a thousand variables and a thousand branches',
			() => moduleWith(locals(1_000), nested(1_000, [2, 0x40], branchTo)),
		],
		[
			'fifty thousand branches and ten variables',
			() => moduleWith(locals(10), repeated(50_000, [2, 0x40, 0x20, 0, 0x0d, 0, 0x0b])),
		],
		['a megabyte of straight code', () => moduleWith(locals(100), repeated(350_000, [0x41, 0, 0x1a]))],
		[
			'a stack that is deep once and not at its branches',
			() =>
				moduleWith(locals(0), bytesOf(repeated(20_000, [0x41, 0]), drops(20_000), repeated(2_000, [2, 0x40, 0x0b]))),
		],
	])('is not what has %s', (_, module) => {
		expect(judge(module())).toBe('ok');
	});

	it('is named by its function and byte', () => {
		const bytes = moduleWith(locals(49_990), nested(1_000, [2, 0x40], branchTo));
		expect(() => requireModestCode(bytes, parseModule(bytes))).toThrow(
			/^Function 0 of the module has 49992 variables .*\(byte \d+\)/,
		);
	});

	it.each([
		['fewer bodies than functions', section(3, [2, 1, 1]), section(10, [1, 4, 0, 0x41, 0, 0x0b])],
		['more bodies than functions', section(3, [1, 1]), section(10, [2, 4, 0, 0x41, 0, 0x0b, 4, 0, 0x41, 0, 0x0b])],
	])('nor bodies that are missing: %s', (_, functions, code) => {
		const bytes = moduleOf({ functions, code });
		expect(() => requireModestCode(bytes, parseModule(bytes))).toThrow('bodies');
	});
});

it('takes every module that comes with the program', () => {
	const folder = resolve(import.meta.dirname, '../../../resources/plugins');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wasm'));
	expect(files.length).toBeGreaterThan(5);
	for (const file of files) expect(judge(readFileSync(join(folder, file)))).toBe('ok');
});
