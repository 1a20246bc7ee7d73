import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../../../../test/support/values/any-text.ts';
import { findJsonFlaw } from './scan-json.ts';

it('a text of JSON’s own making has no flaw, however its strings are written', () => {
	const values = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
	fc.assert(
		fc.property(fc.dictionary(anyText(), anyText()), values, (strings, value) => {
			if (Object.hasOwn(strings, '__proto__')) return;
			expect(findJsonFlaw(JSON.stringify({ strings, texts: Object.values(strings) }), 32)).toBeNull();
			expect(findJsonFlaw(JSON.stringify(value), 32)?.kind ?? 'number').toBe('number');
		}),
		{ numRuns: 200, seed: 4 },
	);
});

it('strings of millions of escapes need no stack', () => {
	for (const escape of ['\\n', '\\"', '\\\\', '\\u0001']) {
		const text = `{"a":"${escape.repeat(4_000_000)}","b":1,"b":2}`;
		expect(findJsonFlaw(text, 32)).toMatchObject({ kind: 'duplicate', path: ['b'] });
	}
});

it('a number that reading and writing would change is a flaw, by its place', () => {
	for (const text of ['9007199254740993', '1e400', '-0', '-0.0', '1e-400', '0.1234567890123456789', '9007199254740992'])
		expect(findJsonFlaw(`{"a":[1,${text}]}`, 32)).toMatchObject({ kind: 'number', path: ['a', 1], text });
	for (const text of ['0', '1.50', '1e22', '-5e-7', '9007199254740991', '0.30000000000000004'])
		expect(findJsonFlaw(`{"a":[1,${text}]}`, 32)).toBeNull();
});
