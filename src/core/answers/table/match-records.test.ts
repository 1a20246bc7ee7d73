import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { type Asked, idColumnOf, placesBeside } from './match-records.ts';
import type { ReaderQuestion } from './reader/messages.ts';
import { ResultReader } from './reader/result-reader.ts';

const scratch = scratchFolder();
const opened: number[] = [];
let files = 0;
afterEach(() => {
	for (const fd of opened.splice(0)) closeSync(fd);
});

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The reader of a thread, here; it works whenever it was asked. */
function threadOf(rows: Rows, write: (rows: Rows) => string = ndjson, extension = '.ndjson'): Asked {
	const path = join(scratch.path, `${++files}${extension}`);
	const content = write(rows);
	writeFileSync(path, content);
	const fd = openSync(path, 'r');
	opened.push(fd);
	const reader = new ResultReader({ fd, size: Buffer.byteLength(content), extension });
	const answer = (question: ReaderQuestion): unknown => {
		if (question.ask === 'state') return reader.state();
		if (question.ask === 'rows') return reader.rows(question.rows);
		if (question.ask === 'ids') return reader.ids(question.names);
		return question.ask === 'places' ? reader.placesOf(question.column, question.values) : null;
	};
	return {
		async ask(question) {
			const found = answer(question);
			while (reader.work());
			return found as never;
		},
	};
}

const ndjson = (rows: Rows): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const csv = (rows: Rows): string =>
	[Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((line) => `${line.join(',')}\n`).join('');

async function match(output: Asked, input: Asked, rows: number) {
	for (;;) {
		const found = await idColumnOf(output, input);
		if (found === 'looking') continue;
		const { column } = found;
		const at = Array.from({ length: rows }, (_, row) => row);
		return column === null ? null : { column, places: await placesBeside(output, input, column, at) };
	}
}

describe('records of an output and of its input', () => {
	it('belong together by the values of a column that are unique in both, wherever they stand', async () => {
		const ids = fc.uniqueArray(
			fc.oneof(fc.integer(), fc.string({ unit: fc.constantFrom(...'abc é"报'), minLength: 1 })),
			{
				minLength: 2,
				maxLength: 300,
				selector: String,
			},
		);
		await fc.assert(
			fc.asyncProperty(
				ids.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: 1 }))),
				async ([all, some]) => {
					const input = threadOf(all.map((id) => ({ same: 1, id })));
					const output = threadOf(some.map((id) => ({ id, same: 1 })));
					expect(await match(output, input, some.length)).toEqual({
						column: 'id',
						places: some.map((id) => all.indexOf(id)),
					});
				},
			),
			{ numRuns: 20 },
		);
	});

	it('belong together across formats, and one that the input lacks to none', async () => {
		const rows = Array.from({ length: 500 }, (_, n) => ({ text: `row ${n % 9}`, order_no: 1000 + n }));
		const output = threadOf([...rows.toReversed(), { text: 'new', order_no: 7 }]);
		const found = await match(output, threadOf(rows, csv, '.csv'), 501);
		expect(found).toEqual({ column: 'order_no', places: [...rows.map((_, n) => 499 - n), null] });
	});

	it('take the column that is called an ID before others that tell as much', async () => {
		const rows = Array.from({ length: 20 }, (_, n) => ({ rank: n, userId: `u${n}` }));
		expect((await match(threadOf(rows), threadOf(rows), 20))?.column).toBe('userId');
	});

	it.each<[string, Rows, Rows]>([
		['no column is in both', [{ a: 1 }, { a: 2 }], [{ b: 1 }, { b: 2 }]],
		['values repeat in the input', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }, { a: 2 }]],
		['values repeat in the output', [{ a: 1 }, { a: 2 }, { a: 2 }], [{ a: 1 }, { a: 2 }]],
		['a record has no value', [{ a: 1 }, { a: null }], [{ a: 1 }, { a: 2 }]],
		['the values were changed', [{ a: 'x' }, { a: 'y' }, { a: 'C' }], [{ a: 'a' }, { a: 'b' }, { a: 'C' }]],
	])('are matched by no column where %s', async (_, output, input) => {
		expect(await match(threadOf(output), threadOf(input), output.length)).toBeNull();
	});
});

describe('columns that name records', () => {
	it('are given up, the last first, where all of them would be too much to keep', () => {
		const rows = Array.from({ length: 100 }, (_, n) => ({ id: n, other: `o${n}` }));
		const path = join(scratch.path, 'many.ndjson');
		writeFileSync(path, ndjson(rows));
		const fd = openSync(path, 'r');
		opened.push(fd);
		const size = Buffer.byteLength(ndjson(rows));
		const found = (values: number): readonly string[] => {
			const reader = new ResultReader({ fd, size, extension: '.ndjson' }, undefined, { values, text: 1e6 });
			while (reader.work());
			reader.ids(['id', 'other']);
			while (reader.work());
			return reader.ids(['id', 'other']).names;
		};
		expect([found(200), found(150), found(99)]).toEqual([['id', 'other'], ['id'], []]);
	});
});
