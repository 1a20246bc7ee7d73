import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../../scripts/build/kernel-source.ts';
import { anyText } from '../../../../test/support/values/any-text.ts';
import { tries } from '../../../../test/support/values/tries.ts';
import { checkValue } from '../../../shared/json/json-check.ts';
import { PlainLines } from './plain-lines.ts';

const LF = 0x0a;
const lines = new PlainLines();

/** Where lines end by what is taken of a text, and what stands behind it. */
function taken(text: string | Uint8Array): { readonly ends: readonly number[]; readonly next: number } {
	const data = Buffer.from(text);
	const { ends, next } = lines.take(data, 0, data.length);
	return { ends: Array.from(ends), next };
}

/** Whether each line that was taken is one JSON value by the check that looks at every byte, and so is told where it ends. */
function expectOnlyJson(data: Buffer): void {
	const { ends, next } = taken(data);
	let start = 0;
	for (const end of ends) {
		expect(data[end]).toBe(LF);
		expect(data.indexOf(LF, start)).toBe(end);
		expect(checkValue(data, start, end, 'lines')).toBe(end);
		start = end + 1;
	}
	expect(next).toBe(start);
}

/** What a record of a table has in its fields. */
const field = fc.oneof(
	anyText(),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.boolean(),
	fc.constant(null),
);
const record = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ id: field, day: field, 'a longer name of a column': field, 'quoted "': field }) },
	{ weight: 2, arbitrary: fc.dictionary(anyText(), field) },
	{ weight: 1, arbitrary: fc.jsonValue() },
);
const written = fc
	.array(record, { maxLength: 40 })
	.map((records) => records.map((each) => `${JSON.stringify(each)}\n`).join(''));
/** Bytes that mean something to JSON, and a few that do not. */
const bytes = [...Buffer.from('{}[]",:\\\n\r\t 0123456789-+.eEtrufalsn/b\u0000\u001f\u007f'), 0x80, 0xff];

describe('plain lines', () => {
	it('are taken for what they are, in one go', () => {
		const text = '{"a":1,"b":"x","c":null}\n{"a":-0.5,"b":"\\"\\\\\\n é","c":true}\n{"a":0,"b":"","c":false}\n';
		expect(taken(text)).toEqual({ ends: [24, 60, 85], next: 86 });
	});

	it('are taken whatever the length of their keys, and however many there are', () => {
		const wide = Object.fromEntries(
			Array.from({ length: 200 }, (_, index) => [`k${'e'.repeat(index % 40)}${index}`, index]),
		);
		const text = `${JSON.stringify(wide)}\n`.repeat(40);
		expect(taken(text).next).toBe(text.length);
	});

	it.each([
		['a nested value', '{"a":[1]}'],
		['a number with an exponent', '{"a":1e5}'],
		['an escape by number', '{"a":"\\u00e9"}'],
		['white space', '{"a": 1}'],
		['no object', '1'],
		['an empty object', '{}'],
		['nothing', ''],
	])('are no lines with %s, which others look at', (_what, line) => {
		expect(taken(`{"a":1}\n${line}\n{"a":2}\n`)).toEqual({ ends: [7], next: 8 });
	});

	it.each([
		'{"a":01}',
		'{"a":1.}',
		'{"a":-}',
		'{"a":.5}',
		'{"a":+1}',
		'{"a":tru}',
		'{"a":nulL}',
		'{"a":falsy}',
		'{"a":"\\x"}',
		'{"a":"\t"}',
		'{"a":"',
		'{"a":1,}',
		'{"a":1}}',
		'{"a"1}',
		'{"b:1}',
		'{a:1}',
		'{"a":1 "b":2}',
		'{"a":1',
	])('are never %s, whatever stood before', (line) => {
		expect(taken(`{"a":1}\n${line}\n`)).toEqual({ ends: [7], next: 8 });
	});

	it('do not go on where the text ends, whatever stood there before', () => {
		expect(taken('{"a":"one"}\n{"a":"two"}\n').ends).toHaveLength(2);
		for (let length = 0; length < 12; length++) expect(taken('{"a":"one"}\n'.slice(0, length)).ends).toEqual([]);
		expect(taken('{"a":"one"}\n{"a":"t')).toEqual({ ends: [11], next: 12 });
	});

	it('are taken from a place in a text, and told by their places in it', () => {
		const data = Buffer.from('[1]\n{"a":1}\n{"a":2}\n');
		const { ends, next } = lines.take(data, 4, 12);
		expect([Array.from(ends), next]).toEqual([[11], 12]);
	});

	it('are taken as far as there is room for them', () => {
		const data = Buffer.from('{"a":1}\n'.repeat(100_000));
		const first = lines.take(data, 0, data.length);
		expect([first.ends.length, first.next]).toEqual([7168, 7168 * 8]);
		const large = Buffer.from(`{"a":"${'x'.repeat(300_000)}"}\n`);
		expect(lines.take(large, 0, large.length).next).toBe(0);
	});

	it('are JSON, of records of any kind', () => {
		fc.assert(
			fc.property(written, (text) => expectOnlyJson(Buffer.from(text))),
			tries(400),
		);
	});

	it('are JSON, of records with bytes changed anywhere', () => {
		const change = fc.tuple(fc.nat(), fc.constantFrom(...bytes));
		fc.assert(
			fc.property(written, fc.array(change, { minLength: 1, maxLength: 6 }), (text, changes) => {
				const data = Buffer.from(text);
				for (const [at, byte] of changes) if (data.length > 0) data[at % data.length] = byte;
				expectOnlyJson(data);
			}),
			tries(2000),
		);
	});

	it('are looked at by the module as it is written beside this file', async () => {
		const file = join(import.meta.dirname, 'plain-lines-bytes.ts');
		expect(readFileSync(file, 'utf8')).toBe(await bytesSource(file));
	});
});
