import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../../test/support/scratch/scratch.ts';
import type { ResultQuery } from '../../../../shared/run/result-table.ts';
import { ResultReader } from './result-reader.ts';

const scratch = scratchFolder();
let files = 0;

interface Read {
	readonly reader: ResultReader;
	/** Text of every cell, row by row; null: no such field. A damaged record: its text. */
	rows(query?: Partial<ResultQuery>): readonly (readonly (string | null)[] | string)[];
	done(): void;
}

function read(
	content: string | Buffer,
	extension: string,
	limits?: ConstructorParameters<typeof ResultReader>[1],
): Read {
	const path = join(scratch.path, `${++files}${extension}`);
	writeFileSync(path, content);
	const fd = openSync(path, 'r');
	const reader = new ResultReader({ fd, size: Buffer.byteLength(content), extension }, limits);
	const finish = (): void => {
		while (reader.work());
	};
	finish();
	return {
		reader,
		rows(query) {
			reader.ask({ search: '', filters: [], sort: null, ...query });
			finish();
			const { columns, rows, view } = reader.state();
			const names = columns.map(({ name }) => name);
			const found = [];
			for (let offset = 0; offset < (view?.rows ?? rows); offset += 7)
				found.push(...reader.rows({ offset, limit: 7, at: undefined, columns: names }));
			return found.slice(0, view?.rows ?? rows).map(({ cells, raw }) => raw ?? cells.map((cell) => cell?.text ?? null));
		},
		done: () => closeSync(fd),
	};
}

const scalar = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.constantFrom('a"b', 'x\\y', 'line\nfeed', '\u2028', '', ','),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.constantFrom(true, false, null),
	fc.array(fc.integer(), { maxLength: 3 }),
);
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd "e"', ''), scalar, { maxKeys: 5 });
const records = fc.array(record, { minLength: 1, maxLength: 120 });

/** What a cell shows of a value. */
function shown(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function naive(all: readonly Record<string, unknown>[]): readonly (readonly (string | null)[])[] {
	const names = [...new Set(all.flatMap((one) => Object.keys(one)))];
	return all.map((one) => names.map((name) => (Object.hasOwn(one, name) ? shown(one[name]) : null)));
}

describe('the records of a result', () => {
	it('are those of every line, or of the list, whatever they hold', () => {
		const spaced = fc.constantFrom(
			(v: unknown) => JSON.stringify(v),
			(v: unknown) => JSON.stringify(v, null, 1),
		);
		fc.assert(
			fc.property(records, spaced, fc.boolean(), (all, write, ends) => {
				// Numbers stand as they are written, so they are compared as JSON writes them.
				const plain = JSON.parse(JSON.stringify(all)) as Record<string, unknown>[];
				const expected = naive(plain);
				const lines = read(plain.map((one) => JSON.stringify(one)).join('\r\n\n') + (ends ? '\n' : ''), '.ndjson');
				expect(lines.rows()).toEqual(expected);
				const list = read(write(plain), '.json');
				expect(list.rows().map((row) => (typeof row === 'string' ? row : row.map(packed)))).toEqual(
					expected.map((row) => row.map(packed)),
				);
				lines.done();
				list.done();
			}),
			{ numRuns: 60 },
		);
	});

	it('of a table are its lines, with quotes, line feeds in them, and any delimiter', () => {
		const field = fc.oneof(
			fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', ' ', 'ü'), maxLength: 6 }),
			fc.integer().map(String),
		);
		const table = fc.array(fc.array(field, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 80 });
		fc.assert(
			fc.property(table, fc.constantFrom(',', ';', '\t'), (lines, delimiter) => {
				const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
				const text = [['n', 'b c', 'd'], ...lines].map((line) => line.map(cell).join(delimiter)).join('\n');
				const csv = read(`\ufeff${text}`, '.csv');
				expect(csv.reader.state().columns.map(({ name }) => name)).toEqual(['n', 'b c', 'd']);
				expect(csv.rows()).toEqual(lines);
				csv.done();
			}),
			{ numRuns: 60 },
		);
	});

	it('are found wherever pieces and remembered places end: any row is what it is', () => {
		const many = Array.from(
			{ length: 30_000 },
			(_, n) => `{"n":${n},"text":"${'é"'.replace('"', '\\"').repeat(n % 40)}"}`,
		);
		for (const [content, extension] of [
			[many.join('\n'), '.ndjson'],
			[`[${many.join(',\n')}]`, '.json'],
			[`n,text\n${many.map((_, n) => `${n},"${'a""\n'.repeat(n % 30)}"`).join('\n')}`, '.csv'],
		] as const) {
			const file = read(content, extension);
			expect(file.reader.state()).toMatchObject({ rows: 30_000, complete: true });
			const at = [29_999, 0, 31, 32, 33, 15_000, 14_999, 29_998, 15_000];
			const rows = file.reader.rows({ offset: undefined, limit: 100, at, columns: ['n'] });
			expect(rows.map(({ row, cells }) => [row, cells[0]?.text])).toEqual(at.map((n) => [n, String(n)]));
			file.done();
		}
	});

	it('keep every digit, and are told in the order of their columns', () => {
		const file = read('{"big":12345678901234567890,"one":1.0}\n{"new":null,"big":2}\n', '.ndjson');
		expect(file.rows()).toEqual([
			['12345678901234567890', '1.0', null],
			['2', null, 'null'],
		]);
		expect(file.reader.state().columns).toEqual([
			{ name: 'big', numeric: true },
			{ name: 'one', numeric: true },
			{ name: 'new', numeric: false },
		]);
		file.done();
	});

	it('that are none are shown as they stand', () => {
		const lines = read('{"a":1}\n{"a":\n{"a":2} x\nplain\n{"a":3}', '.ndjson');
		expect(lines.rows()).toEqual(
			[['1', null], '{"a":', '{"a":2} x', 'plain', ['3', null]].map((row) =>
				Array.isArray(row) ? row.slice(0, 1) : row,
			),
		);
		expect(lines.reader.rows({ offset: 1, limit: 1, at: undefined, columns: [] })[0]?.odd).toBe('damaged');
		lines.done();
		const cut = read('[{"a":1},{"a":2}, {"b"', '.json');
		expect(cut.rows()).toEqual([['1'], ['2'], '{"b"']);
		cut.done();
		const list = read('[1,,{"a":[}]', '.json');
		expect(list.rows().length).toBe(3);
		list.done();
		const table = read('a,b\n1,2\n3,"4\n5,6\n', '.csv');
		expect(table.rows()).toEqual([['1', '2'], '3,"4\n5,6']);
		table.done();
	});

	it('larger than is read are told by their beginning', () => {
		const file = read(`{"a":1}\n{"a":"${'x'.repeat(1_100_000)}"}\n{"a":2}\n`, '.ndjson');
		const [, large, last] = file.reader.rows({ offset: 0, limit: 3, at: undefined, columns: ['a'] });
		expect(large).toMatchObject({ odd: 'large', cells: [] });
		expect(last?.cells[0]?.text).toBe('2');
		expect(file.reader.record(1)).toMatchObject({ truncated: true, odd: 'large' });
		file.done();
	});

	it('are told by what a file holds where its name says nothing', () => {
		const formats = [
			['{"a":1}\n{"a":2}\n', '', 'ndjson', 2],
			['[{"a":1},{"a":2}]', '', 'json', 2],
			['{"a":\n1}', '.json', 'json', 1],
			['one\n\ntwo\n', '.txt', 'lines', 2],
			[Buffer.from([0, 1, 2, 255]).toString('latin1'), '.bin', 'bytes', 0],
			['', '.ndjson', 'ndjson', 0],
			['', '.csv', 'csv', 0],
			['1,2\n3,4\n', '.csv', 'csv', 2],
			['a\tb\n1\t2\n', '.tsv', 'csv', 1],
		] as const;
		for (const [content, extension, format, rows] of formats) {
			const file = read(content, extension);
			expect(file.reader.state()).toMatchObject({ format, rows, complete: true });
			file.done();
		}
	});

	it('as a whole are their text, and of a table JSON as well', () => {
		const file = read('a,b\n"x ""y""",2\n', '.csv');
		expect(file.reader.record(0)).toMatchObject({
			text: '"x ""y""",2',
			json: '{"a": "x \\"y\\"", "b": "2"}',
			odd: null,
		});
		expect(file.reader.record(1)).toBeNull();
		file.done();
	});
});

describe('a view of a result', () => {
	it('holds what a naive search, filter and sort holds', () => {
		const simple = fc.dictionary(
			fc.constantFrom('a', 'b', 'c'),
			fc.oneof(
				fc.integer({ min: -20, max: 20 }),
				fc.string({ unit: fc.constantFrom('a', 'B', 'é', '"', '\\', '1'), maxLength: 4 }),
				fc.constant(null),
			),
		);
		const asked = fc.record({
			search: fc.constantFrom('', 'a', 'É', '1', '"', 'b'),
			test: fc.constantFrom('contains', 'equals', 'differs', 'less', 'more', 'empty', 'filled', 'none'),
			value: fc.constantFrom('', 'a', '3', '-5', 'B'),
			descending: fc.boolean(),
			sorted: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(simple, { maxLength: 60 }), asked, (all, { search, test, value, descending, sorted }) => {
				const file = read(all.map((one) => JSON.stringify(one)).join('\n'), '.ndjson');
				const filters = test === 'none' ? [] : ([{ column: 'a', test, value }] as const);
				file.reader.ask({ search, filters, sort: sorted ? { column: 'b', descending } : null });
				while (file.reader.work());
				const { view, rows } = file.reader.state();
				const found = file.reader.rows({ offset: 0, limit: 200, at: undefined, columns: [] }).map(({ row }) => row);
				const fits = all
					.map((one, row) => ({ one, row }))
					.filter(
						({ one }) =>
							search === '' ||
							Object.values(one).some((each) => shown(each).toLowerCase().includes(search.toLowerCase())),
					)
					.filter(({ one }) => test === 'none' || holds(one['a'] ?? null, test, value));
				if (sorted)
					fits.sort((x, y) => naiveOrder(x.one['b'] ?? null, y.one['b'] ?? null, descending) || x.row - y.row);
				const isAll = search === '' && filters.length === 0 && !sorted;
				expect(found.slice(0, isAll ? rows : view?.rows)).toEqual(fits.map(({ row }) => row));
				file.done();
			}),
			{ numRuns: 300 },
		);
	});

	it('says where it came to its limits', () => {
		const content = Array.from({ length: 50 }, (_, n) => `{"n":${n}}`).join('\n');
		const file = read(content, '.ndjson', { matches: 10, sortedRows: 20 });
		expect(file.rows({ search: '1' }).length).toBe(10);
		expect(file.reader.state().view).toMatchObject({ phase: 'ready', limit: 'matches', rows: 10 });
		expect(file.rows({ sort: { column: 'n', descending: false } })).toEqual([]);
		expect(file.reader.state().view).toMatchObject({ phase: 'failed', limit: 'rows' });
		file.done();
	});
});

function holds(value: unknown, test: string, wanted: string): boolean {
	const text = value === null ? null : shown(value);
	const number = wanted === '' ? Number.NaN : Number(wanted);
	const isNumber = typeof value === 'number';
	const equal = text === wanted || (isNumber && value === number);
	const order =
		isNumber && !Number.isNaN(number)
			? value - number
			: (text ?? '').toLowerCase() < wanted.toLowerCase()
				? -1
				: (text ?? '').toLowerCase() > wanted.toLowerCase()
					? 1
					: 0;
	if (test === 'equals') return equal;
	if (test === 'differs') return !equal;
	if (test === 'empty') return text === null || text === '';
	if (test === 'filled') return text !== null && text !== '';
	if (text === null) return false;
	if (test === 'contains') return text.toLowerCase().includes(wanted.toLowerCase());
	return test === 'less' ? order < 0 : order > 0;
}

function naiveOrder(one: unknown, other: unknown, descending: boolean): number {
	const rank = (value: unknown): number => (value === null ? 2 : typeof value === 'number' ? 0 : 1);
	if (rank(one) === 2 || rank(other) === 2) return rank(one) - rank(other);
	const found =
		rank(one) !== rank(other)
			? rank(one) - rank(other)
			: typeof one === 'number'
				? one - (other as number)
				: Buffer.from(String(one).toLowerCase()).compare(Buffer.from(String(other).toLowerCase()));
	return descending ? -found : found;
}

/** A list as it stands has white space that the naive text has not. */
function packed(text: string | null): string | null {
	return text?.startsWith('[') === true ? text.replaceAll(/\s/g, '') : text;
}
