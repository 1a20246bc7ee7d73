import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../src/core/runs/history/csv-cell.ts';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, toLines } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { tries } from '../support/values/tries.ts';

const scratch = scratchFolder();
const writer = samplePlugin('file-writer');
const csvSource = samplePlugin('csv-source');
type Config = Record<string, JsonValue>;

const textOf = (path: string): string => readFileSync(join(scratch.path, path), 'utf8');

function start(config: Config): Guest {
	return Guest.start(writer, { folder: scratch.path, config: { path: 'a.csv', ...config } });
}

function write(config: Config, ...batches: readonly (readonly unknown[])[]): string {
	const guest = start(config);
	for (const batch of batches) guest.call('write_data', toLines(batch));
	guest.call('plugin_cleanup');
	return textOf(String(config['path'] ?? 'a.csv'));
}

/** Appends to a file that holds `before`. */
function append(before: string, config: Config, ...batches: readonly (readonly unknown[])[]): string {
	scratch.put('a.csv', before);
	return write({ mode: 'append', ...config }, ...batches);
}

const readBack = (config: Config = {}): unknown[] =>
	Guest.start(csvSource, { folder: scratch.path, config: { path: 'a.csv', ...config } }).readAll();

describe('appending to CSV', () => {
	it('puts values under the names that the file has, in its order', () => {
		expect(append('a,b\n1,2\n', {}, [{ b: 3, a: 4 }, { b: 5 }, {}])).toBe('a,b\n1,2\n4,3\n,5\n,\n');
		expect(append('b,"a,x"\n1,2\n', { columns: ['a,x', 'b'] }, [{ 'a,x': 3, b: 4 }])).toBe('b,"a,x"\n1,2\n4,3\n');
		expect(append('\ufeffa,b\r\n1,2', {}, [{ b: 3, a: 4 }])).toBe('\ufeffa,b\r\n1,2\r\n4,3\r\n');
		expect(append('o.x,b\n', {}, [{ o: { x: 1 }, b: 2 }])).toBe('o.x,b\n1,2\n');
	});

	it.each<[Config, string, object, RegExp]>([
		[{}, 'a,b\n1,2\n', { a: 3, c: 4, d: 5 }, /cannot append to a\.csv: its header is "a,b", record 1 has "a,c,d"/],
		[{}, 'name\nx\n', { Name: 'y' }, /its header is "name", record 1 has "Name"/],
		[{ columns: ['a', 'c'] }, 'a,b\n', {}, /cannot append to a\.csv: its header is "a,b", the columns are "a,c"/],
		[{ columns: ['a'] }, 'a,b\n', {}, /its header is "a,b", the columns are "a"/],
		[{ delimiter: ',' }, 'a;b\n1;2\n', { a: 3, b: 4 }, /its header is "a;b", record 1 has "a,b"/],
		[{ header: false }, '1,2\n', { a: 1, b: 2, c: 3 }, /its first row has 2 fields, "1,2", the columns are 3, "a,b,c"/],
		[{ header: false, columns: ['a'] }, '1,2\n', {}, /its first row has 2 fields/],
	])(
		'under another header is refused with both, and the file stays as it was (%j, %j)',
		(config, before, record, told) => {
			scratch.put('a.csv', before);
			expect(() => {
				const guest = start({ mode: 'append', ...config });
				guest.call('write_data', toLines([record]));
				guest.call('plugin_cleanup');
			}).toThrow(told);
			expect(textOf('a.csv')).toBe(before);
		},
	);

	it('goes on with the delimiter and the line ends of the file, unless others are named', () => {
		const records = [{ a: 3, b: 'x;y' }];
		expect(append('a;b\n1;2\n', {}, records)).toBe('a;b\n1;2\n3;"x;y"\n');
		expect(append('a\tb\r\n1\t2\r\n', {}, records)).toBe('a\tb\r\n1\t2\r\n3\tx;y\r\n');
		expect(append('sep=|\r\na|b\r\n', {}, records)).toBe('sep=|\r\na|b\r\n3|x;y\r\n');
		expect(append('a;b\n', { line_end: 'crlf' }, records)).toBe('a;b\n3;"x;y"\r\n');
		expect(append('a\n1\n', {}, [{ a: 2 }])).toBe('a\n1\n2\n');
	});

	it('begins a file that has nothing but a byte order mark, and refuses what is no UTF-8', () => {
		expect(append('\ufeff', { bom: true }, [{ a: 1 }])).toBe('\ufeffa\n1\n');
		expect(append('', {}, [{ a: 1 }])).toBe('a\n1\n');
		writeFileSync(join(scratch.path, 'a.csv'), Buffer.from('\ufeffa\n', 'utf16le'));
		expect(() => start({ mode: 'append' })).toThrow('cannot append to a.csv: it is UTF-16');
		const cut = `"${'x'.repeat(300_000)}`;
		scratch.put('a.csv', `${cut}",b\n`);
		expect(() => start({ mode: 'append' })).toThrow('its first row is longer than 262144 bytes');
	});
});

describe('the columns', () => {
	it('are those of all records that wait, whichever come first', () => {
		expect(write({}, [{ Name: 'First' }, { Name: 'Second', Extra: 'later' }])).toBe(
			'Name,Extra\nFirst,\nSecond,later\n',
		);
		expect(write({}, [{}], [{ a: 1, b: 2 }])).toBe('a,b\n,\n1,2\n');
		expect(write({}, [{ b: 1 }, { a: 2, 'o.x': 3 }, { o: { x: 4 } }])).toBe('b,a,o.x,o\n1,,,\n,2,3,\n,,,"{""x"":4}"\n');
	});

	it('are none where no record has a field, which is said', () => {
		const guest = start({});
		guest.call('write_data', toLines([{}, {}]));
		guest.call('plugin_cleanup');
		expect(textOf('a.csv')).toBe('');
		expect(guest.logs[0]).toMatchObject({ level: 'warn', message: expect.stringContaining('no record has a field') });
	});

	it('are settled once 2 MiB of records were seen: a field that comes then is refused, or left out where that is wanted', () => {
		const many = Array.from({ length: 3000 }, (_, n) => ({ n, text: 'x'.repeat(1500) }));
		const late = [{ n: 1, later: 2 }];
		const refusing = start({});
		refusing.call('write_data', toLines(many));
		expect(() => refusing.call('write_data', toLines([{ n: 0 }, ...late]))).toThrow(
			'record 3002 has the field "later", and the header is written: "n,text"; name all columns in config.columns',
		);
		refusing.call('plugin_cleanup');
		expect(textOf('a.csv').trimEnd().split('\n')).toHaveLength(3001);
		const dropping = start({ unknown_fields: 'drop' });
		for (let at = 0; at < many.length; at += 500) dropping.call('write_data', toLines(many.slice(at, at + 500)));
		dropping.call('write_data', toLines([...late, ...late]));
		dropping.call('plugin_cleanup');
		expect(textOf('a.csv')).toMatch(/\n1,\n1,\n$/);
		expect(dropping.logs.filter(({ level }) => level === 'warn')).toHaveLength(2);
		expect(dropping.memorySize).toBeLessThan(32 * 1024 * 1024);
	});

	it('of a path do not hide that another field has none', () => {
		const guest = start({ columns: ['a.x', 'a.y'] });
		guest.call('write_data', toLines([{ a: { x: 1, y: 2 }, c: 3 }]));
		guest.call('plugin_cleanup');
		expect(guest.logs.map(({ level }) => level)).toEqual(['warn', 'info']);
		expect(() => start({ columns: ['a'], unknown_fields: 'refuse' }).call('write_data', '{"a":1,"b":2}')).toThrow(
			'"b"',
		);
	});

	it('are at most as many as a spreadsheet shows', () => {
		const wide = Object.fromEntries(Array.from({ length: 16_385 }, (_, n) => [`c${n}`, n]));
		expect(() => start({}).call('write_data', toLines([wide]))).toThrow('more than 16384 columns');
	});

	it('keep their header where the first batch was refused', () => {
		const guest = start({ columns: ['a'], bom: true });
		expect(() => guest.call('write_data', toLines([{ a: 1 }, [2]]))).toThrow('record 2 is not an object');
		guest.call('write_data', toLines([{ a: 3 }]));
		guest.call('plugin_cleanup');
		expect(textOf('a.csv')).toBe('\ufeffa\n3\n');
	});
});

describe('guarding formulas', () => {
	const cellOf = (text: string): string => {
		const [, row = ''] = write({ guard_formulas: true, columns: ['a', 'z'] }, [{ a: text, z: 0 }]).split(/\n(.*)/s);
		const cell = row.slice(0, -3);
		return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
	};

	it.each([
		['=1+1', "'=1+1"],
		['＝1+1', "'＝1+1"],
		['＠x', "'＠x"],
		['－2+3', "'－2+3"],
		['  =x', "  '=x"],
		['\u00a0\u3000=x', "\u00a0\u3000'=x"],
		['a;=x', "a;'=x"],
		['a,@x|+y', "a,'@x|'+y"],
		['a\t=x', "a\t'=x"],
		['a\n-x', "a\n'-x"],
		['"=x"', '"\'=x"'],
		['a =x', "a '=x"],
		['-5+cmd|x', "'-5+cmd|x"],
		['a;-5+x', "a;'-5+x"],
		['+49 30 1234', "'+49 30 1234"],
		['\tx', "'\tx"],
		['-5.50', '-5.50'],
		['-1,234.56', '-1,234.56'],
		['+7%', '+7%'],
		['-1.5e-3', '-1.5e-3'],
		['1;-2', '1;-2'],
		['a - b', 'a - b'],
		['a-b=c@d', 'a-b=c@d'],
		['-', "'-"],
		['plain', 'plain'],
	])('makes of %j the cell %j', (text, cell) => {
		expect(cellOf(text)).toBe(cell);
	});

	it('does what the export of the history does, numbers with a sign apart', () => {
		const part = fc.constantFrom(
			'=',
			'+',
			'-',
			'@',
			'＝',
			'＋',
			'－',
			'＠',
			' ',
			'\u00a0',
			';',
			',',
			'|',
			'\t',
			'\n',
			'"',
			"'",
			'a',
			'é',
			'；',
		);
		fc.assert(
			fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
				const text = parts.join('');
				const wanted = csvCell(text);
				const bare =
					wanted.startsWith('"') && /[",\r\n]/.test(text) ? wanted.slice(1, -1).replaceAll('""', '"') : wanted;
				expect(cellOf(text)).toBe(bare);
			}),
			tries(300),
		);
	});

	it('concerns names and nested values as well, never numbers', () => {
		const record = { '=HYPERLINK("http://x")': 1, n: -1, list: ['=x', -5, { '@k': '+y' }] };
		const guarded = write({ guard_formulas: true }, [record]);
		expect(guarded).toBe(`"'=HYPERLINK(""http://x"")",n,list\n1,-1,"[""'=x"",-5,{""'@k"":""'+y""}]"\n`);
		expect(write({ guard_formulas: true, mode: 'append' }, [record])).toBe(`${guarded}${guarded.split('\n')[1]}\n`);
	});
});

describe('the round trip through csv-source', () => {
	it('keeps text that looks like a code, and numbers with an exponent, beside numbers', () => {
		const records = [
			{ a: '007', b: 1, c: '888E050011', d: '+5' },
			{ a: 5, b: 1.5e-7, c: 7, d: '5.' },
			{ a: '12E5', b: 1e21, c: '1,5', d: '-.5e3' },
		];
		expect(write({}, records)).toBe(
			'a,b,c,d\n"007",1,"888E050011","+5"\n5,1.5e-7,7,"5."\n"12E5",1e+21,"1,5","-.5e3"\n',
		);
		expect(readBack()).toEqual(records);
		const guest = start({});
		guest.call('write_data', '{"v":12E5}\n{"v":-1e5}\n{"v":1.50}\n');
		guest.call('plugin_cleanup');
		expect(textOf('a.csv')).toBe('v\n12E+5\n-1e+5\n1.50\n');
	});

	it('keeps every digit of a number, says that the type needs naming, and has it back with types', () => {
		const guest = start({});
		guest.call('write_data', '{"id":9007199254740993,"x":1}\n{"id":5,"x":123456789012345678901234567890}\n');
		guest.call('plugin_cleanup');
		expect(textOf('a.csv')).toBe('id,x\n9007199254740993,1\n5,123456789012345678901234567890\n');
		expect(guest.logs.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
			expect.stringMatching(/^"id" holds whole numbers of more than 15 digits.*types/),
		]);
		const types = { id: 'number', x: 'number' };
		const source = Guest.start(csvSource, { folder: scratch.path, config: { path: 'a.csv', types } });
		expect(source.call('read_data').text).toBe(
			'{"id":9007199254740993,"x":1}\n{"id":5,"x":123456789012345678901234567890}\n',
		);
	});

	it('writes a lone null as a blank line, empty text in quotes', () => {
		expect(write({}, [{ a: null }, { a: '' }, { a: 1 }, {}])).toBe('a\n\n""\n1\n\n');
		expect(write({}, [{ a: null, b: null }])).toBe('a,b\n,\n');
		expect(readBack()).toEqual([{ a: null, b: null }]);
	});

	it('replaces half of a surrogate pair, which no UTF-8 holds', () => {
		const guest = start({});
		guest.call('write_data', '{"a":"x\\ud800y","b":"\\udc00"}\n');
		guest.call('plugin_cleanup');
		expect(readBack()).toEqual([{ a: 'x\ufffdy', b: '\ufffd' }]);
	});

	it.each(['REPORT.CSV', 'Report.Csv', 'R.TSV'])('takes %s for CSV', (path) => {
		expect(write({ path }, [{ a: 1, b: 'x' }])).toMatch(/^a[,\t]b\n1[,\t]x\n$/);
	});
});
