import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainJson } from './plain-json.ts';

describe('what is told about an error', () => {
	it('is copied as JSON would have it', () => {
		const plain = fc.jsonValue({ maxDepth: 5 });
		fc.assert(
			fc.property(plain, (value) => {
				expect(plainJson(value, 1_000_000)).toEqual(JSON.parse(JSON.stringify(value)));
			}),
			{ numRuns: 500, seed: 2 },
		);
		expect(plainJson({ a: undefined, b: [undefined], c: Number.NaN }, 100)).toEqual({ b: [null], c: null });
		expect(plainJson(JSON.parse('{"__proto__":{"polluted":1}}'), 100)).toEqual(
			JSON.parse('{"__proto__":{"polluted":1}}'),
		);
	});

	it('is never longer than was allowed, and is left out whole where it would be', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.nat({ max: 200 }), (value, most) => {
				const copy = plainJson(value, most);
				// Escapes come on top.
				if (copy !== undefined)
					expect(JSON.stringify(copy).replaceAll(/\\u....|\\./g, '_').length).toBeLessThanOrEqual(2 * most);
			}),
			{ numRuns: 500, seed: 2 },
		);
		expect(plainJson({ text: 'x'.repeat(100) }, 50)).toBeUndefined();
	});

	it('is walked over no further than it may be long, however often it refers to itself', () => {
		let reads = 0;
		let value: object = {};
		for (let level = 0; level < 12; level++) {
			const inner = value;
			const get = (): object => {
				reads += 1;
				return inner;
			};
			value = Object.defineProperties({}, { a: { enumerable: true, get }, b: { enumerable: true, get } });
		}
		expect(plainJson(value, 1_000)).toBeUndefined();
		expect(reads).toBeLessThan(1_000);
		const cyclic: Record<string, unknown> = {};
		cyclic['self'] = cyclic;
		expect(plainJson(cyclic, 1_000_000)).toBeUndefined();
		expect(plainJson({ big: 1n }, 100)).toBeUndefined();
	});
});
