import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();

function read(content: string | Uint8Array, config: Record<string, JsonValue> = {}): unknown[] {
	scratch.put('in.csv', content);
	return Guest.start(samplePlugin('csv-source'), {
		folder: scratch.path,
		config: { path: 'in.csv', ...config },
	}).readAll();
}

const littleEndian = (text: string): Buffer => Buffer.from(text, 'utf16le');
const bigEndian = (text: string): Buffer => littleEndian(text).swap16();

describe('the beginning of a file', () => {
	it.each(['a,b\n1,2\n', 'имя,год\nАнна,2001\n', 'Όνομα;x\n1;2\n', 'שם,שנה\n1,2\n', '名前,年\n一,2\n二,3\n三,4\n'])(
		'is seen to be UTF-16 without a mark in every alphabet: %j',
		(text) => {
			expect(() => read(littleEndian(text))).toThrow('in.csv is UTF-16');
			expect(() => read(bigEndian(text))).toThrow('in.csv is UTF-16');
		},
	);

	it('is not taken for UTF-16 for a zero or two in a field', () => {
		expect(read('a,b\n1\0,2\n')).toEqual([{ a: '1\0', b: 2 }]);
		const rows = Array.from({ length: 50 }, (_, n) => `${n},${'x'.repeat(n)}\0\n`).join('');
		expect(read(`a,b\n${rows}`)).toHaveLength(50);
	});

	it('may have more than one mark, and a line sep= that a program filled up with delimiters', () => {
		expect(read('\ufeff\ufeffa,b\n1,2\n')).toEqual([{ a: 1, b: 2 }]);
		for (const line of ['sep=;;;', '"sep=;"', 'SEP=;', '\ufeffsep=;;']) {
			expect(read(`${line}\r\na,x;b\r\n1,5;2\r\n`)).toEqual([{ 'a,x': '1,5', b: 2 }]);
		}
		expect(read('sep=;;x\n1;2;3\n')).toEqual([{ 'sep=': 1, column_2: 2, x: 3 }]);
	});

	it('is not cut inside of quoted fields, by whatever they hold', () => {
		expect(read('"q","a;b;c"\n"w","d;e;f"\n')).toEqual([{ q: 'w', 'a;b;c': 'd;e;f' }]);
		expect(read('"id"\t"a|b"\n"1"\t"c|d|e"\n"2"\t"f|g"\n')).toHaveLength(2);
	});
});
