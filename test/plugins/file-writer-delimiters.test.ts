import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const scratch = scratchFolder();
type Config = Record<string, JsonValue>;

function write(config: Config, records: readonly unknown[]): string {
	const guest = Guest.start(samplePlugin('file-writer'), {
		folder: scratch.path,
		config: { path: 'a.csv', ...config },
	});
	guest.call('write_data', toLines(records));
	guest.call('plugin_cleanup');
	return readFileSync(join(scratch.path, 'a.csv'), 'utf8');
}

/** What is added to a file that holds `before`. */
function added(before: string, config: Config, records: readonly unknown[]): string {
	scratch.put('a.csv', before);
	const after = write({ mode: 'append', ...config }, records);
	expect(after.startsWith(before)).toBe(true);
	return after.slice(before.length);
}

const readBack = (config: Config = {}): unknown[] =>
	Guest.start(samplePlugin('csv-source'), { folder: scratch.path, config: { path: 'a.csv', ...config } }).readAll();

describe('the delimiter of a file that rows are added to', () => {
	it.each<[string, object, string]>([
		// Between quotes nothing delimits, and a quote within a field begins none.
		['a;","\nfalse;\n', { a: 1, ',': 2 }, '1;2\n'],
		['a;",,,,"\n', { a: 1, ',,,,': 2 }, '1;2\n'],
		['",;\t";b;"|,|,|"\n', { ',;\t': 1, b: 2, '|,|,|': 3 }, '1;2;3\n'],
		['"a,b"|"c,d"\n', { 'a,b': 1, 'c,d': 2 }, '1|2\n'],
		['"a"";""b,c";d\n', { 'a";"b,c': 1, d: 2 }, '1;2\n'],
		['"a", "b" , c\n', { a: 1, b: 2, ' c': 3 }, '1,2,3\n'],
		['"a";"b"  \n', { a: 1, b: 2 }, '1;2\n'],
		['a:b\n', { a: 1, b: 2 }, '1:2\n'],
		['a:b\n', { 'a:b': 1 }, '1\n'],
		['"a:b"\n', { 'a:b': 1 }, '1\n'],
		['"a,b":"c:d"\n', { 'a,b': 1, 'c:d': 2 }, '1:2\n'],
		['a~"x;y"\n', { a: 1, 'x;y': 2 }, '1~2\n'],
		['user_id\n', { user_id: 1 }, '1\n'],
		['5" pipe;width\n', { '5" pipe': 1, width: 2 }, '1;2\n'],
	])('is that of its header, by what stands in quotes and by the records: %j, %j', (before, record, row) => {
		expect(added(before, {}, [record])).toBe(row);
		expect(added(before, { columns: Object.keys(record).reverse() }, [record])).toBe(row);
		expect(added(before, { unknown_fields: 'drop' }, [{ ...record, more: 1 }])).toBe(row);
	});

	it('is found in a file without a header, by the number of columns', () => {
		expect(added('1:"x;y"\n', { header: false }, [{ a: 2, b: 'p:q' }])).toBe('2:"p:q"\n');
		expect(added('1:x\n', { header: false, columns: ['a', 'b'] }, [{ a: 2, b: 3 }])).toBe('2:3\n');
		expect(added('10:30\n', { header: false }, [{ at: '11:30' }])).toBe('"11:30"\n');
	});

	it.each<[string, Config, RegExp]>([
		['a b\n', {}, /its header is "a b", record 1 has "a,b"; write another file, or its delimiter in config\.delimiter/],
		[
			'a b\n',
			{ columns: ['a', 'b'] },
			/name the same columns in config\.columns, or its delimiter in config\.delimiter/,
		],
		[
			'a b\n',
			{ header: false },
			/has 1 fields, "a b", .*; name its delimiter in config\.delimiter where there is another/,
		],
		['a:b\n', { delimiter: ';' }, /its header is "a:b", record 1 has "a,b"; write another file, or set/],
		['a:c\n', {}, /its header is "a:c", record 1 has "a,b"/],
	])('is asked for where it cannot be told, and the file stays as it was: %j, %j', (before, config, told) => {
		scratch.put('a.csv', before);
		expect(() => write({ mode: 'append', ...config }, [{ a: 1, b: 2 }])).toThrow(told);
		expect(readFileSync(join(scratch.path, 'a.csv'), 'utf8')).toBe(before);
	});

	it('is none in one column, so that whatever may be one stands in quotes in each row', () => {
		const texts = ['x:y', 'x#y', 'p_q', 'a,b', 'plain text', '1 - 2.5 + 3'];
		const quoted = '"x:y"\n"x#y"\n"p_q"\n"a,b"\nplain text\n1 - 2.5 + 3\n';
		expect(
			added(
				'a\n',
				{},
				texts.map((a) => ({ a })),
			),
		).toBe(quoted);
		for (const delimiter of [':', '#', '_', ',']) expect(readBack({ delimiter }).length).toBe(texts.length);
	});

	it('is not taken from a text below twenty blank lines', () => {
		const records = [...Array.from({ length: 25 }, () => ({ a: null })), { a: 'p;q' }, { a: 'r;s' }, { a: 't;u' }];
		write({}, records);
		expect(readBack()).toEqual(records);
	});
});

describe('a delimiter', () => {
	it.each(['x', 'E', '5', '.', '-', '+', '"', ' ', 'é', '::', ''])(
		'is refused where words or numbers have it, or no character of ASCII is it: "%s"',
		(delimiter) => {
			expect(() => write({ delimiter }, [{ a: 1 }])).toThrow(
				`config.delimiter must be one ASCII character that no word and no number has, or "tab", found "${delimiter}"`,
			);
		},
	);
});
