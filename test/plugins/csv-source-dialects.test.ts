import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../support/values/read-csv.ts';
import { tries } from '../support/values/tries.ts';

const { open, read, lines, warnings } = csvReader();

describe("Excel's sep= line", () => {
	it('names the delimiter and is no header, with a byte order mark, quoted, in capitals, before each line end', () => {
		for (const text of [
			'sep=;\nOne;Two\n1;2',
			'sep=;\r\nOne;Two\r\n1;2\r\n',
			'\uFEFFsep=;\r\nOne;Two\r\n1;2\r\n',
			'"sep=;"\nOne;Two\n1;2\n',
			'SEP=;\rOne;Two\r1;2\r',
			'sep=\t\nOne\tTwo\n1\t2\n',
			'sep=^\nOne^Two\n1^2\n',
		]) {
			expect(read(text)).toEqual([{ One: 1, Two: 2 }]);
		}
		expect(read('sep=,\na;b,c\n1;2,3\n')).toEqual([{ 'a;b': '1;2', c: 3 }]);
		expect(read('sep=;\n1;2\n', { header: false })).toEqual([{ col1: 1, col2: 2 }]);
	});

	it('is passed over where the delimiter is told, and counts as a line', () => {
		const guest = open('sep=,\na;b\n1;2;3\n', { delimiter: ';' });
		expect(guest.readAll()).toEqual([{ a: 1, b: 2, _extra: [3] }]);
		expect(warnings(guest)[0]).toContain('line 3: 3 fields');
	});

	it('is a header where it says something else', () => {
		expect(read('sep=x\n1\n')).toEqual([{ 'sep=x': 1 }]);
		expect(read('sep=\n1\n')).toEqual([{ 'sep=': 1 }]);
		expect(read('sep=;,b\n1,2\n')).toEqual([{ 'sep=;': 1, b: 2 }]);
		expect(read('separator,b\n1,2\n')).toEqual([{ separator: 1, b: 2 }]);
	});
});

describe('the delimiter', () => {
	it.each([
		[
			'48,85;2,35\n52,52;13,40\n',
			{ header: false },
			[
				['48,85', '2,35'],
				['52,52', '13,40'],
			],
		],
		[
			'Name, Vorname;Betrag, EUR\nMeier, Hans;12,50\nKunz, Eva;7,10\n',
			{},
			[
				['Meier, Hans', '12,50'],
				['Kunz, Eva', '7,10'],
			],
		],
		[
			'size 5";price\n5" pipe;1,5\n6" pipe;2,5\n',
			{},
			[
				['5" pipe', '1,5'],
				['6" pipe', '2,5'],
			],
		],
		[
			'a;b\n"1,5";"2,5"\n"x;y";"3,5"\n',
			{},
			[
				['1,5', '2,5'],
				['x;y', '3,5'],
			],
		],
		[
			'k\tv\n1,5\ta; b\n2,5\tc; d\n',
			{},
			[
				['1,5', 'a; b'],
				['2,5', 'c; d'],
			],
		],
		[
			'a|b\n1,5|x, y\n2,5|z, w\n',
			{},
			[
				['1,5', 'x, y'],
				['2,5', 'z, w'],
			],
		],
		[
			'x,a;b\ny,c;d\n',
			{ header: false },
			[
				['x', 'a;b'],
				['y', 'c;d'],
			],
		],
		[
			'name,note\nx,"a;b;c"\ny,"d;e;f"\n',
			{},
			[
				['x', 'a;b;c'],
				['y', 'd;e;f'],
			],
		],
		[
			'name, age\nAnn, 5\nBob, 6\n',
			{},
			[
				['Ann', ' 5'],
				['Bob', ' 6'],
			],
		],
		[
			'date;time;v\n2024-01-01;10:00;1,0\n2024-01-02;11:00;2,5\n',
			{},
			[
				['2024-01-01', '10:00', '1,0'],
				['2024-01-02', '11:00', '2,5'],
			],
		],
		[
			'id;text\n1;"Hallo, Welt, da"\n2;"So, so, ja"\n',
			{},
			[
				[1, 'Hallo, Welt, da'],
				[2, 'So, so, ja'],
			],
		],
	])('of %j is found', (text, config, values) => {
		expect(read(text, config).map((row) => Object.values(row))).toEqual(values);
	});

	it('of tables of numbers with decimal commas is the semicolon, whatever the numbers are', () => {
		const number = fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 0, max: 99 }));
		const row = fc.array(number, { minLength: 3, maxLength: 3 });
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.boolean(), (rows, header) => {
				const cells = rows.map((one) => one.map(([whole, part]) => `${whole},${part}`));
				const text = `${header ? 'a;b;c\n' : ''}${cells.map((one) => `${one.join(';')}\n`).join('')}`;
				expect(read(text, { header }).map((one) => Object.values(one))).toEqual(cells);
			}),
			tries(100),
		);
	});

	it('leaves one column in one piece', () => {
		expect(read('text\nHello; world\nfoo; bar\n')).toEqual([{ text: 'Hello; world' }, { text: 'foo; bar' }]);
	});
});

describe('titles before the header', () => {
	it('are passed over with a warning where a header and its rows follow', () => {
		const guest = open('UTF-8\nheader1,header2,header3\nd1,d2,d3\n');
		expect(guest.readAll()).toEqual([{ header1: 'd1', header2: 'd2', header3: 'd3' }]);
		expect(warnings(guest)).toEqual([
			'line 1: passed over as a title before the header; config.skip_lines 0 reads it as the header',
		]);
		expect(read('Report 2024\n\nas of May\nName;Sum\nA;1,5\nB;2,5\n')).toEqual([
			{ Name: 'A', Sum: '1,5' },
			{ Name: 'B', Sum: '2,5' },
		]);
	});

	it('are none where what follows is no header, or there is no other row', () => {
		expect(lines('a\n1,2\n3,4\n')).toEqual(['{"a":1,"_extra":[2]}', '{"a":3,"_extra":[4]}']);
		expect(lines('comment\nHello, world\nSo, so\n')).toEqual([
			'{"comment":"Hello","_extra":[" world"]}',
			'{"comment":"So","_extra":[" so"]}',
		]);
		expect(lines('a\nx,y\n')).toEqual(['{"a":"x","_extra":["y"]}']);
		expect(lines('UTF-8\nh1,h2\nd1,d2\n', { skip_lines: 0 })).toEqual([
			'{"UTF-8":"h1","_extra":["h2"]}',
			'{"UTF-8":"d1","_extra":["d2"]}',
		]);
	});

	it('are as many lines as is said, whatever they hold', () => {
		for (const end of ['\n', '\r\n', '\r']) {
			const text = ['Report,"of 5', '', 'x,y,z', 'a,b', '1,2', ''].join(end);
			expect(read(text, { skip_lines: 3 })).toEqual([{ a: 1, b: 2 }]);
			expect(read(text, { skip_lines: 4, header: false })).toEqual([{ col1: 1, col2: 2 }]);
		}
		expect(read('a,b\n1,2\n', { skip_lines: 9 })).toEqual([]);
		expect(() => open('a\n', { skip_lines: -1 })).toThrow('config.skip_lines must be a whole number from 0 to 10000');
	});
});

describe('quotes', () => {
	it('may have spaces in front of them and behind', () => {
		expect(read('"Year", "Quantity"\n2015, "345"\n')).toEqual([{ Year: 2015, Quantity: '345' }]);
		expect(lines('id, name\n332, "Surname, Firstname"\n333,  "a ""b"""  \n')).toEqual([
			'{"id":332," name":"Surname, Firstname"}',
			'{"id":333," name":"a \\"b\\""}',
		]);
		expect(lines('a,b\n "x\ny" , "z" \n')).toEqual(['{"a":"x\\ny","b":"z"}']);
		expect(lines('a,b\n x, y \n')).toEqual(['{"a":" x","b":" y "}']);
	});

	it('with text behind them are kept as they stand, and said', () => {
		const guest = open('foo,bar,baz\n1,"Hey, I missed " it",3\n');
		expect(guest.readAll()).toEqual([{ foo: 1, bar: '"Hey, I missed " it"', baz: 3 }]);
		expect(warnings(guest)).toEqual([
			'line 2: text follows the closing quote of a field; the field is kept as it stands, with its quotes',
		]);
		const many = open(`a,b\n${'"x"y,1\n'.repeat(9)}`);
		expect(many.readAll()).toHaveLength(9);
		many.call('plugin_cleanup');
		expect(warnings(many)).toHaveLength(6);
		expect(warnings(many)[5]).toContain('9 rows');
	});

	it('with backslashes in front of them close nothing where they cannot, and everywhere when that is said', () => {
		expect(read('id,name\n123,"foo (\\"foo\\")"\n332,"Surname\\, First"\n')).toEqual([
			{ id: 123, name: 'foo ("foo")' },
			{ id: 332, name: 'Surname\\, First' },
		]);
		expect(read('a,b\n"C:\\","D:\\"\n')).toEqual([{ a: 'C:\\', b: 'D:\\' }]);
		expect(read('a,b\n"say \\", ok",2\n"C:\\\\",3\n', { escape: '\\' })).toEqual([
			{ a: 'say ", ok', b: 2 },
			{ a: 'C:\\', b: 3 },
		]);
		expect(() => open('a\n', { escape: '^' })).toThrow('config.escape must be one of');
	});

	it('that are never closed end the reading with the line, after what stands before them', () => {
		const guest = open('a,b\n0,w\n1,"never closed\n2,x\n3,y\n', { batch_size: 10 });
		expect(guest.call('read_data').text).toBe('{"a":0,"b":"w"}\n');
		expect(() => guest.call('read_data')).toThrow(
			'the record that begins on line 3 of in.csv has a quoted field that is never closed',
		);
		expect(() => open('a,"b\n1,2\n')).toThrow('line 1 of in.csv has a quoted field that is never closed');
		expect(read('a,b\n1,"never closed\n2,x\n', { quote: '' })).toEqual([
			{ a: 1, b: '"never closed' },
			{ a: 2, b: 'x' },
		]);
	});
});

describe('rows', () => {
	it('of files with one column may be blank: then they hold nothing', () => {
		expect(read('a\n1\n2\n\n4\n5\n')).toEqual([{ a: 1 }, { a: 2 }, { a: null }, { a: 4 }, { a: 5 }]);
		expect(read('foo\r\n\r\n')).toEqual([{ foo: null }]);
		expect(read('1\n\n2', { header: false })).toEqual([{ col1: 1 }, { col1: null }, { col1: 2 }]);
		expect(read('a\n1\n\n2\n', { blank_lines: 'skip' })).toEqual([{ a: 1 }, { a: 2 }]);
		expect(read('a,b\n1,2\n\n  \n3,4\n')).toEqual([
			{ a: 1, b: 2 },
			{ a: 3, b: 4 },
		]);
		expect(read('\n\n')).toEqual([]);
	});

	it('that are too long keep the others under a name that no column has', () => {
		expect(lines('a,_extra\n1,mine,3\n')).toEqual(['{"a":1,"_extra":"mine","_extra_2":[3]}']);
		expect(lines('_extra_2,_extra\n1,2,3\n')).toEqual(['{"_extra_2":1,"_extra":2,"_extra_3":[3]}']);
		expect(lines('1,2\n3,4,5\n', { header: false, columns: ['_extra', 'b'] })[1]).toBe(
			'{"_extra":3,"b":4,"_extra_2":[5]}',
		);
	});

	it('longer than max_record_bytes are refused, whole in one read or not, and those as long are read', () => {
		const field = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
		for (const bytes of [2048, 1_500_000, 5_100_000]) {
			for (const end of ['\n', '\r\n', '']) {
				const config = { max_record_bytes: bytes };
				expect(read(`a\n${field(bytes)}${end}`, config)).toHaveLength(1);
				expect(() => read(`a\n${field(bytes + 1)}${end}`, config)).toThrow(
					`the record that begins on line 2 of in.csv is longer than ${bytes} bytes`,
				);
			}
		}
		expect(() => read(`a\n${field(5_100_000)}\n`)).toThrow('is longer than 4194304 bytes');
	});
});

describe('encodings', () => {
	it('latin1 is windows-1252, as in browsers', () => {
		const bytes = Buffer.from('a,b\n\x93Mad Dog\x94,5 \x80\n\xe9\x81,\x9f\n', 'latin1');
		for (const encoding of ['latin1', 'windows-1252']) {
			expect(read(bytes, { encoding })).toEqual([
				{ a: '“Mad Dog”', b: '5 €' },
				{ a: 'é\u0081', b: 'Ÿ' },
			]);
		}
		const all = Uint8Array.from({ length: 128 }, (_, at) => at + 128);
		const text = new TextDecoder('windows-1252').decode(all);
		expect(read(Buffer.concat([Buffer.from('a\n'), all]), { encoding: 'latin1' })).toEqual([{ a: text }]);
	});

	it('a byte order mark of UTF-8 says more than the configuration', () => {
		expect(read('\uFEFFé\nü\n', { encoding: 'latin1' })).toEqual([{ é: 'ü' }]);
	});

	it('UTF-16 is refused by name, with and without a byte order mark', () => {
		const little = Buffer.from('a,b\n1,2\n', 'utf16le');
		for (const bytes of [little, Buffer.from(little).swap16()]) {
			expect(() => open(bytes)).toThrow('in.csv is UTF-16; convert it to UTF-8 first');
		}
	});
});
