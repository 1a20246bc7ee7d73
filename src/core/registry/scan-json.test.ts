import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findJsonFlaw } from './scan-json.ts';

it('a text of JSON’s own making has no flaw, however its strings are written', () => {
	const values = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
	fc.assert(
		fc.property(
			fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
			values,
			(strings, value) => {
				if (Object.hasOwn(strings, '__proto__')) return;
				expect(findJsonFlaw(JSON.stringify({ strings, texts: Object.values(strings) }), 32)).toBeNull();
				expect(findJsonFlaw(JSON.stringify(value), 32)?.kind ?? 'number').toBe('number');
			},
		),
		{ numRuns: 200, seed: 4 },
	);
});

it('strings of millions of escapes need no stack', () => {
	for (const escape of ['\\n', '\\"', '\\\\', '\\u0001']) {
		const text = `{"a":"${escape.repeat(4_000_000)}","b":1,"b":2}`;
		expect(findJsonFlaw(text, 32)).toMatchObject({ kind: 'duplicate', path: ['b'] });
	}
});
