import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonError, MAX_JSON_DEPTH } from './json-check.ts';

function withSentinel(bytes: Uint8Array): Uint8Array {
	const data = new Uint8Array(bytes.length + 1);
	data.set(bytes);
	data[bytes.length] = 0x0a;
	return data;
}

const check = (text: string): number => {
	const bytes = new TextEncoder().encode(text);
	return findJsonError(withSentinel(bytes), 0, bytes.length);
};

function parses(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** JSON text with a few characters inserted, removed or replaced: mostly near-misses. */
const mutated = fc
	.tuple(
		fc.json({ maxDepth: 5 }),
		fc.array(
			fc.record({
				at: fc.nat(200),
				remove: fc.nat(2),
				insert: fc.constantFrom(
					...[
						'',
						'"',
						'\\',
						'{',
						'}',
						'[',
						']',
						',',
						':',
						' ',
						'\n',
						'\t',
						'\r',
						'\u0001',
						'-',
						'+',
						'.',
						'e',
						'0',
						'9',
					],
					...['é', '\\u00e9', '\\u00g', '\\x', 'true', 'nul', '1e', '😀', '\ud800', '\u007f', '//', "'"],
				),
			}),
			{ maxLength: 4 },
		),
	)
	.map(([json, edits]) =>
		edits.reduce((text, { at, remove, insert }) => {
			const where = at % (text.length + 1);
			return text.slice(0, where) + insert + text.slice(where + remove);
		}, json),
	);

describe('the JSON check', () => {
	it('accepts exactly what JSON.parse accepts', () => {
		fc.assert(
			fc.property(mutated, (text) => {
				expect(check(text) === -1).toBe(parses(text));
			}),
			{ numRuns: 3000 },
		);
	});

	it('agrees with JSON.parse on raw text over the JSON alphabet', () => {
		const alphabet = fc.constantFrom(...'[]{}",:0123456789.eE+-truefalsn \\u\n'.split(''));
		fc.assert(
			fc.property(fc.array(alphabet, { maxLength: 12 }), (characters) => {
				const text = characters.join('');
				expect(check(text) === -1).toBe(parses(text));
			}),
			{ numRuns: 5000 },
		);
	});

	it('keeps the value when it replaces line feeds between tokens by spaces', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const bytes = new TextEncoder().encode(JSON.stringify(value, null, 2));
				const data = withSentinel(bytes);
				expect(findJsonError(data, 0, bytes.length)).toBe(-1);
				const text = new TextDecoder().decode(data.subarray(0, bytes.length));
				expect(text).not.toContain('\n');
				expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			}),
		);
	});

	it('names the byte at which the text stops being JSON', () => {
		expect(check('{"a":1,}')).toBe(7);
		expect(check('[1 2]')).toBe(3);
		expect(check('"abc')).toBe(4);
		expect(check('')).toBe(0);
		expect(check('01')).toBe(1);
		expect(check('"\\q"')).toBe(2);
	});

	it('looks at nothing outside the range it was given', () => {
		const bytes = new TextEncoder().encode('xx{"a":[1,2]}\nyy');
		expect(findJsonError(bytes, 2, 13)).toBe(-1);
	});

	it('refuses texts nested deeper than its limit and accepts those at it', () => {
		const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
		expect(check(nested(MAX_JSON_DEPTH))).toBe(-1);
		expect(check(nested(MAX_JSON_DEPTH + 2))).toBeGreaterThanOrEqual(0);
	});
});
