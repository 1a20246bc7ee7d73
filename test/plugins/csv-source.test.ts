import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, samplePlugin, vegaFile } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { tries } from '../support/values/tries.ts';

const scratch = scratchFolder();
const csv = samplePlugin('csv-source');

type Row = Record<string, unknown>;

function open(content: string | Uint8Array, config: Record<string, JsonValue> = {}): Guest {
	scratch.put('in.csv', content);
	return Guest.start(csv, { folder: scratch.path, config: { path: 'in.csv', ...config } });
}

function read(content: string | Uint8Array, config: Record<string, JsonValue> = {}): Row[] {
	return open(content, config).readAll() as Row[];
}

const warnings = (guest: Guest) => guest.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);

/** The reference: quotes where RFC 4180 asks for them, and where `always` says so. */
function writeCsv(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string, always: boolean): string {
	const field = (text: string) =>
		always || text === '' || /["\r\n]/.test(text) || text.includes(delimiter)
			? `"${text.replaceAll('"', '""')}"`
			: text;
	return rows.map((row) => row.map(field).join(delimiter) + lineEnd).join('');
}

describe('reading what others wrote', () => {
	it('gives back every table that a reference writer wrote', () => {
		const cell = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 12 }),
			fc.stringMatching(/^[a-z",;\t|\r\n ']{0,10}$/),
			fc.constantFrom('', '1', 'true', '"', '\n', '\r\n', '""', ' x '),
		);
		const table = fc
			.integer({ min: 2, max: 5 })
			.chain((width) =>
				fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
			);
		fc.assert(
			fc.property(
				table,
				fc.constantFrom(',', ';', '\t', '|'),
				fc.constantFrom('\n', '\r\n'),
				fc.boolean(),
				fc.boolean(),
				(rows, delimiter, lineEnd, always, lastLineEnds) => {
					const header = (rows[0] ?? []).map((_, index) => `c${index}`);
					let text = writeCsv([header, ...rows], delimiter, lineEnd, always);
					if (!lastLineEnds) text = text.slice(0, -lineEnd.length);
					const got = read(text, { delimiter: delimiter === '\t' ? 'tab' : delimiter, infer: false });
					expect(got.map((row) => header.map((name) => row[name] ?? ''))).toEqual(rows);
				},
			),
			tries(400),
		);
	});

	it('finds the delimiter by itself, in spite of quoted ones', () => {
		for (const [delimiter, other] of [
			[',', ';'],
			[';', ','],
			['\t', ','],
			['|', ','],
		] as const) {
			const text = `a${delimiter}b${delimiter}c\n1${delimiter}"x${other}${delimiter}y"${delimiter}3${other}4\n`;
			expect(read(text)).toEqual([{ a: 1, b: `x${other}${delimiter}y`, c: `3${other}4` }]);
		}
	});

	it('reads real files with the counts and sums that a plain split gives', () => {
		const folder = { folder: '/' };
		for (const [file, column] of [
			['airports.csv', 'latitude'],
			['seattle-weather.csv', 'precipitation'],
			['flights-airport.csv', 'count'],
		] as const) {
			const lines = readFileSync(vegaFile(file), 'utf8').trimEnd().split(/\r?\n/);
			const rows = Guest.start(csv, { ...folder, config: { path: vegaFile(file) } }).readAll() as Row[];
			expect(rows).toHaveLength(lines.length - 1);
			const at = (lines[0] ?? '').split(',').indexOf(column);
			const plain = lines.slice(1).filter((line) => !line.includes('"'));
			const expected = plain.map((line) => Number(line.split(',')[at]));
			const got = rows.filter((_, index) => !lines[index + 1]?.includes('"')).map((row) => row[column]);
			expect(got).toEqual(expected);
		}
	});

	it('reads the tab-separated unemployment table without being told', () => {
		const rows = Guest.start(csv, { folder: '/', config: { path: vegaFile('unemployment.tsv') } }).readAll() as Row[];
		expect(rows[0]).toEqual({ id: 1001, rate: 0.097 });
	});
});

describe('types', () => {
	it('takes unquoted numbers, booleans and nothing as such, and quoted fields as text', () => {
		const text = 'n,b,t,e\n-1.50e3,true,"12",\n7,FALSE,"",x\n';
		expect(read(text)).toEqual([
			{ n: -1500, b: true, t: '12', e: null },
			{ n: 7, b: false, t: '', e: 'x' },
		]);
		expect(read(text, { infer: 'all' })[0]).toEqual({ n: -1500, b: true, t: 12, e: null });
		expect(read(text, { infer: false })[0]).toEqual({ n: '-1.50e3', b: 'true', t: '12', e: null });
	});

	it('keeps as text what a JSON number would spoil', () => {
		expect(read('id,zip,v\n12345678901234567890,00501,1.\n')).toEqual([
			{ id: '12345678901234567890', zip: '00501', v: '1.' },
		]);
		expect(read('a,b,c,d\n.5,-.25,.,.5x\n')).toEqual([{ a: 0.5, b: -0.25, c: '.', d: '.5x' }]);
	});

	it('obeys types that are named, and keeps text that does not fit them', () => {
		const config = { types: { zip: 'string', n: 'number', ok: 'boolean' } };
		expect(read('zip,n,ok\n501,007,y\n502,+.5,0\n503,"8",maybe\n504,n/a,\n', config)).toEqual([
			{ zip: '501', n: 7, ok: true },
			{ zip: '502', n: 0.5, ok: false },
			{ zip: '503', n: 8, ok: 'maybe' },
			{ zip: '504', n: 'n/a', ok: null },
		]);
	});
});

describe('headers', () => {
	it('names columns by the configuration, with or without a header in the file', () => {
		expect(read('1,2\n3,4\n', { header: false })).toEqual([
			{ col1: 1, col2: 2 },
			{ col1: 3, col2: 4 },
		]);
		expect(read('1,2\n', { header: false, columns: ['x', 'y'] })).toEqual([{ x: 1, y: 2 }]);
		expect(read('a,b\n1,2\n', { columns: ['x', 'y'] })).toEqual([{ x: 1, y: 2 }]);
	});

	it('makes names of a header unique and fills empty ones in', () => {
		expect(read('a,a,,"q""x"\n1,2,3,4\n')).toEqual([{ a: 1, a_2: 2, column_3: 3, 'q"x': 4 }]);
	});

	it('passes over a byte order mark', () => {
		expect(read('\uFEFFa,b\n1,2\n')).toEqual([{ a: 1, b: 2 }]);
		expect(read('\uFEFF"a";b\r\n1;2\r\n')).toEqual([{ a: 1, b: 2 }]);
	});
});

describe('files that are not as they should be', () => {
	it('keeps ragged rows and says on which lines they are', () => {
		const guest = open('a,b\n1\n"x\ny",2,3,"z"\n4,5\n');
		expect(guest.readAll()).toEqual([
			{ a: 1, b: null },
			{ a: 'x\ny', b: 2, _extra: [3, 'z'] },
			{ a: 4, b: 5 },
		]);
		expect(warnings(guest)).toEqual([
			'line 2: 1 fields instead of 2; the missing ones are null',
			'line 3: 4 fields instead of 2; the others are in "_extra"',
		]);
	});

	it('reports five ragged rows one by one and the rest as a number', () => {
		const guest = open(`a,b\n${'1\n'.repeat(40)}`);
		expect(guest.readAll()).toHaveLength(40);
		guest.call('plugin_cleanup');
		expect(warnings(guest)).toHaveLength(6);
		expect(warnings(guest)[5]).toContain('40 rows');
	});

	it('gives nothing for an empty file, blank lines, or a header alone', () => {
		for (const text of ['', '\n\n', 'a,b', 'a,b\n', '\uFEFF', '\r\n\r\na,b\r\n\r\n']) expect(read(text)).toEqual([]);
		expect(read('a,b\n\n1,2\n\n\n3,4')).toHaveLength(2);
	});

	it('takes quotes inside a field as they stand', () => {
		expect(read('a,b\nin"side,2\n')).toEqual([{ a: 'in"side', b: 2 }]);
		expect(read('a,b\n5" pipe,6"\n')).toEqual([{ a: '5" pipe', b: '6"' }]);
	});

	it('refuses bytes that are not UTF-8, with the line and the byte, after giving what stands before them', () => {
		const table = (rows: number): Buffer =>
			Buffer.from(`a,b\n${'1,"é\n"\n'.repeat(rows)}"x\nMal\xe9",é\n2,3\n`, 'latin1');
		// Beyond the first read of the file, too.
		for (const rows of [0, 2, 300_000]) {
			const bytes = Buffer.from(table(rows).toString('latin1').replaceAll('"é\n"', '"Ã©\n"'), 'latin1');
			const guest = open(bytes, { batch_size: 100_000 });
			let got = 0;
			const readOn = (): void => {
				for (;;) got += guest.call('read_data').text.split('\n').length - 1;
			};
			const place = `line ${3 + rows * 2} of in.csv is not UTF-8, at byte ${bytes.indexOf(0xe9)} of the file`;
			expect(readOn).toThrow(place);
			expect(readOn).toThrow(place);
			expect(got).toBe(rows);
		}
		expect(() => open(Uint8Array.from([0x61, 0xe9, 0x0a]))).toThrow('line 1 of in.csv is not UTF-8, at byte 1');
	});

	it('replaces bytes that are not UTF-8, or reads them as Latin-1, when told so', () => {
		const bytes = Uint8Array.from([...Buffer.from('a,b\nMal'), 0xe9, ...Buffer.from(',é\n')]);
		const guest = open(bytes, { invalid_utf8: 'replace' });
		expect(guest.readAll()).toEqual([{ a: 'Mal\uFFFD', b: 'é' }]);
		guest.call('plugin_cleanup');
		expect(warnings(guest)[0]).toContain('1 fields are not UTF-8');
		const latin = Uint8Array.from([...Buffer.from('a\nMal'), 0xe9, 0x0a]);
		expect(read(latin, { encoding: 'latin1' })).toEqual([{ a: 'Malé' }]);
		expect(() => open(Uint8Array.from([0xff, 0xfe, 0x61, 0]))).toThrow('in.csv is UTF-16');
	});

	it('names the file that is missing or not permitted', () => {
		const config = { path: 'no/such.csv' };
		expect(() => Guest.start(csv, { folder: scratch.path, config })).toThrow(
			'cannot read no/such.csv: no such file or folder',
		);
		expect(() => Guest.start(csv, { folder: scratch.path, config })).toThrow(
			"; a relative path begins in the plugin's data folder",
		);
		const fileStatus = () => -13;
		const denied = Guest.start(csv, { folder: scratch.path, config, fileStatus });
		const needs = '"allow_file_system": true and "allowed_paths": ["no/such.csv:ro"]';
		expect(() => denied.readAll()).toThrow(
			`cannot read no/such.csv: not permitted; its security policy (the grant) needs ${needs}`,
		);
		expect(warnings(denied)).toEqual([expect.stringContaining(needs)]);
		const whole = Guest.start(csv, { config: { path: '/srv/a "b".csv' }, fileStatus });
		expect(() => whole.readAll()).toThrow(/"allowed_paths": \["\/srv\/a \\"b\\"\.csv:ro"\]$/);
		expect(() => Guest.start(csv, { config: {} })).toThrow('config.path is missing');
	});

	it('starts before it is permitted, and reads once it is', () => {
		scratch.put('late.csv', 'a,b\n1,2\n');
		let status = -13;
		const fileStatus = () => status;
		const guest = Guest.start(csv, { folder: scratch.path, config: { path: 'late.csv' }, fileStatus });
		expect(() => guest.call('read_data')).toThrow('not permitted');
		status = 0;
		expect(guest.readAll()).toEqual([{ a: 1, b: 2 }]);
		guest.call('plugin_cleanup');
	});

	it('takes the key of the documents for its path, and tells of two that differ', () => {
		scratch.put('in.csv', 'a\n1\n');
		for (const config of [
			{ file_path: 'in.csv' },
			{ file_path: 'in.csv', path: 'in.csv' },
			{ file_path: null, path: 'in.csv' },
		]) {
			expect(Guest.start(csv, { folder: scratch.path, config }).readAll()).toEqual([{ a: 1 }]);
		}
		expect(() => Guest.start(csv, { config: { path: 'a.csv', file_path: 'b.csv' } })).toThrow(
			'config.path is "a.csv" and config.file_path is "b.csv": both mean the same, so keep one of them',
		);
		expect(() => Guest.start(csv, { config: { file_path: 7 } })).toThrow('config.file_path must be text, found 7');
	});

	it('refuses settings that make no sense, by name', () => {
		const start = (config: Record<string, JsonValue>) => () => Guest.start(csv, { config: { path: 'x', ...config } });
		expect(start({ delimiter: ';;' })).toThrow('config.delimiter must be one ASCII character, found ";;"');
		expect(start({ delimiter: '"' })).toThrow('the same character');
		expect(start({ batch_size: 0 })).toThrow('config.batch_size must be a whole number from 1 to 100000, found 0');
		expect(start({ types: { a: 'money' } })).toThrow('config.types.a must be one of');
		expect(start({ delimeter: ',' })).toThrow('config.delimeter is not a setting of this plugin');
	});

	it('reports a read that fails half-way after what came before it', () => {
		scratch.put('half.csv', `a,b\n${'1,2\n'.repeat(600_000)}`);
		let reads = 0;
		const fileStatus = () => (++reads > 2 ? -5 : 0);
		const guest = Guest.start(csv, { folder: scratch.path, config: { path: 'half.csv' }, fileStatus });
		expect(() => guest.readAll()).toThrow('cannot read half.csv: input or output error');
	});
});

describe('large files', () => {
	it('reads in batches of the size that is asked for, with memory that does not grow with the file', () => {
		const line = 'some text,12345,"quoted, text",true\n';
		const rows = 400_000;
		const guest = open(`a,b,c,d\n${line.repeat(rows)}`, { batch_size: 5000 });
		let records = 0;
		let calls = 0;
		for (let answer = guest.call('read_data'); answer.status !== 0; answer = guest.call('read_data')) {
			const count = answer.text.split('\n').length - 1;
			expect(count).toBeLessThanOrEqual(5000);
			records += count;
			calls++;
		}
		expect([records, calls]).toEqual([rows, rows / 5000]);
		expect(guest.memorySize).toBeLessThan(16 * 1024 * 1024);
		expect(guest.progress.at(-1)).toEqual([line.length * rows + 8, 0]);
		expect(guest.call('read_data').status).toBe(0);
	});

	it('reads rows across the borders of reads, wherever they fall', () => {
		const filler = 'x'.repeat(1024 * 1024 - 40);
		for (let shift = 0; shift < 40; shift++) {
			const text = `a,b\r\n"${filler}${'y'.repeat(shift)}","q""q"\r\n"\r\n",é\r\nend,1\r\n`;
			expect(read(text).map((row) => row['b'])).toEqual(['q"q', 'é', 1]);
		}
	});

	it('reads a very long line within the memory that its manifest asks for, and refuses one beyond the bound with the line it begins on', () => {
		const long = 'z'.repeat(6 * 1024 * 1024);
		const guestOfLongest = open(`a,b\n1,${'z'.repeat(4 * 1024 * 1024 - 10)}\n`);
		expect(guestOfLongest.readAll()).toHaveLength(1);
		expect(guestOfLongest.memorySize).toBeLessThanOrEqual(32 * 1024 * 1024);
		expect(read(`a,b\n1,${long}\n`, { max_record_bytes: 8_000_000 })[0]?.['b']).toHaveLength(long.length);
		const guest = open(`a,b\n1,2\n3,"${long}${long}`, { max_record_bytes: 2_000_000 });
		expect(guest.call('read_data').text).toBe('{"a":1,"b":2}\n');
		expect(() => guest.call('read_data')).toThrow(/begins on line 3 of in\.csv is longer than 2000000 bytes/);
	});
});
