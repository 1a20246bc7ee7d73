import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, recordAt } from '../../shared/sandbox/batch.ts';
import { splitOutput } from './split-output.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function split(encoding: 'json' | 'ndjson' | 'bytes', bytes: Uint8Array): Batch {
	const data = new Uint8Array(bytes.length + 1);
	data.set(bytes);
	data[bytes.length] = 0x0a;
	return splitOutput('f', encoding, data, bytes.length, 1);
}

const texts = (batch: Batch) => Array.from(batch.ends, (_, index) => new TextDecoder().decode(recordAt(batch, index)));
const values = (batch: Batch) => texts(batch).map((text) => JSON.parse(text) as unknown);

const frames = (records: readonly Uint8Array[]) =>
	Buffer.concat(
		records.flatMap((record) => {
			const prefix = Buffer.alloc(4);
			prefix.writeUInt32LE(record.length);
			return [prefix, record];
		}),
	);

describe('cutting what a guest returned into records', () => {
	it('gives the elements of a JSON array back whatever white space stands between them', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t', '\n\r '), (records, indent) => {
				const text = indent === undefined ? JSON.stringify(records) : JSON.stringify(records, null, 1);
				const padded = typeof indent === 'string' ? `${indent}${text.replaceAll('\n', indent)}${indent}` : text;
				fc.pre(JSON.stringify(JSON.parse(padded)) === JSON.stringify(records));
				expect(values(split('json', encode(padded)))).toEqual(JSON.parse(JSON.stringify(records)));
			}),
		);
	});

	it('gives the lines of NDJSON back, blank lines left out, each followed by one line feed', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.jsonValue(), fc.constantFrom('\n', '\r\n', '\n\n', '\n \t\n'))), (lines) => {
				const text = lines.map(([value, end]) => JSON.stringify(value) + end).join('');
				const batch = split('ndjson', encode(text));
				expect(values(batch)).toEqual(lines.map(([value]) => JSON.parse(JSON.stringify(value))));
				expect(batch.data.length).toBe(batch.ends.length === 0 ? 0 : (batch.ends.at(-1) as number) + 1);
				for (const end of batch.ends) expect(batch.data[end]).toBe(0x0a);
			}),
		);
	});

	it('gives long outputs back line by line, plain lines beside others', () => {
		const plain = fc.record({ id: fc.integer(), name: fc.string(), late: fc.boolean(), delay: fc.constant(null) });
		const lines = fc.tuple(
			fc.array(plain, { minLength: 1, maxLength: 5 }),
			fc.array(fc.tuple(fc.jsonValue(), fc.constantFrom('\n', ' \n', '\n\n')), { maxLength: 3 }),
			fc.integer({ min: 0, max: 1 }),
		);
		fc.assert(
			fc.property(lines, ([records, others, unended]) => {
				const many = Array.from({ length: 60 }, () => records).flat();
				const text = many.map((record) => `${JSON.stringify(record)}\n`).join('');
				const between = others.map(([value, end]) => JSON.stringify(value) + end).join('');
				const batch = split('ndjson', encode(`${text}${between}${text}`.slice(0, unended === 1 ? -1 : undefined)));
				expect(values(batch)).toEqual(
					[...many, ...others.map(([value]) => value), ...many].map(
						(value) => JSON.parse(JSON.stringify(value)) as unknown,
					),
				);
				for (const end of batch.ends) expect(batch.data[end]).toBe(0x0a);
				expect(batch.data.length).toBe((batch.ends.at(-1) as number) + 1);
			}),
			{ numRuns: 40 },
		);
	});

	it('names the record of the first error in a long output', () => {
		const text = '{"a":1}\n'.repeat(1000);
		expect(() => split('ndjson', encode(`${text}{"a":01}\n${text}`))).toThrow(/record 1001: .*not JSON at byte 6/);
	});

	it('gives raw records back', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array()), (records) => {
				const batch = split('bytes', frames(records));
				expect(batch.gap).toBe(0);
				expect(Array.from(batch.ends, (_, index) => [...recordAt(batch, index)])).toEqual(records.map((r) => [...r]));
			}),
		);
	});

	it('ends the last line itself when the guest did not', () => {
		const batch = split('ndjson', encode('1\n2'));
		expect(texts(batch)).toEqual(['1', '2']);
		expect(new TextDecoder().decode(batch.data)).toBe('1\n2\n');
	});

	it('takes a JSON value that is no array as one record', () => {
		expect(texts(split('json', encode(' {"a":\n1} ')))).toEqual(['{"a": 1}']);
	});

	it('names the record and the byte of the first error', () => {
		expect(() => split('ndjson', encode('{"a":1}\n{"a":}\n'))).toThrow(/record 2: .*not JSON at byte 5/);
		expect(() => split('json', encode('[1,[2,],3]'))).toThrow(/record 2: .*not JSON at byte 3/);
		expect(() => split('json', encode('[1,2'))).toThrow(/not JSON/);
		expect(() => split('json', encode('[1],2'))).toThrow(/not JSON/);
		expect(() => split('ndjson', encode('1 2\n'))).toThrow(/not JSON at byte 2/);
		expect(() => split('ndjson', encode('{"a":\n1}'))).toThrow(/not JSON/);
	});

	it('names the record and the byte at which the text is not UTF-8', () => {
		const bytes = Buffer.concat([encode('"a"\n"'), Uint8Array.of(0xc3, 0x28), encode('"\n')]);
		expect(() => split('ndjson', bytes)).toThrow('f, record 2: the output is not UTF-8 at byte 1');
	});

	it('refuses a raw record that claims more bytes than there are', () => {
		expect(() => split('bytes', Uint8Array.of(255, 255, 255, 255, 1))).toThrow(/claims more bytes/);
		expect(() => split('bytes', Uint8Array.of(1, 0))).toThrow(/claims more bytes/);
	});
});
