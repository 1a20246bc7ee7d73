import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonChecker } from './json-checker.ts';

/** Fed in pieces of so many bytes. */
function checked(text: string, { lines = false, piece = 3 } = {}): number | null {
	const checker = new JsonChecker(lines);
	const bytes = new TextEncoder().encode(text);
	for (let at = 0; at < bytes.length; at += piece) checker.push(bytes.subarray(at, at + piece));
	return checker.end();
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

const near = fc.array(
	fc.constantFrom(
		...'[]{}:,"\\/ \n\t\r0123456789.eE+-',
		'u0041',
		'true',
		'false',
		'null',
		'nul',
		'"a"',
		'""',
		'\u00e9',
		'\u0001',
	),
	{ maxLength: 14 },
);

describe('JSON in pieces', () => {
	it('is JSON exactly where JSON.parse takes it, wherever the pieces end', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					near.map((parts) => parts.join('')),
					fc.json(),
				),
				fc.integer({ min: 1, max: 9 }),
				(text, piece) => {
					expect(checked(text, { piece }) !== null, text).toBe(isJson(text));
				},
			),
			{ numRuns: 3_000 },
		);
	});

	it('of lines is JSON exactly where each line that is not blank is, and tells how many there are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.json(), fc.constantFrom('', ' ', '\t\r', '1', '{', '[1', '1 2', '"')), { maxLength: 6 }),
				(lines) => {
					const filled = lines.filter((line) => line.trim() !== '');
					const expected = filled.every(isJson) ? filled.length : null;
					expect(checked(lines.join('\n'), { lines: true })).toBe(expected);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('is refused where it is nested deeper than JSON is followed anywhere, and not before', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(checked(nested(10_000), { piece: 1000 })).toBe(1);
		expect(checked(nested(10_001), { piece: 1000 })).toBeNull();
	});
});
