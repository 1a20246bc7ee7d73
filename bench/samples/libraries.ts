import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse';
import type { Files, SampleName } from './tasks.ts';

/** CSV to NDJSON by the parser that most Node programs use. */
export async function csvParse({ input, output }: Files): Promise<void> {
	const toLine = new Transform({
		writableObjectMode: true,
		transform: (record: object, _encoding, done) => done(null, `${JSON.stringify(record)}\n`),
	});
	const cast = (value: string): unknown => (value === '' ? null : number.test(value) ? Number(value) : value);
	await pipeline(createReadStream(input), parse({ columns: true, cast }), toLine, createWriteStream(output));
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

const text = (path: string): string => `'${path.replaceAll("'", "''")}'`;
/** Its columns are said, as a person's own query would find out once. */
const rowsOf = (path: string): string =>
	`read_json(${text(path)}, format = 'newline_delimited', columns = {id: 'BIGINT', date: 'VARCHAR', origin: 'VARCHAR', destination: 'VARCHAR', delay: 'BIGINT', distance: 'BIGINT', remark: 'VARCHAR'})`;

const queries: Readonly<Record<SampleName, (files: Files) => string>> = {
	'csv-source': ({ input, output }) =>
		`copy (select * from read_csv(${text(input)}, types = {date: 'VARCHAR'})) to ${text(output)} (format json)`,
	'row-filter': ({ input, output }) =>
		`copy (select * from ${rowsOf(input)} where delay > 15 and origin in ('SFO', 'LAX')) to ${text(output)} (format json)`,
	'group-by': ({ input, output }) =>
		`copy (select origin, destination, count(*) flights, avg(delay) mean, max(distance) longest from ${rowsOf(input)} group by origin, destination) to ${text(output)} (format json)`,
	'pii-redactor': ({ input, output }) =>
		`copy (select * replace (regexp_replace(regexp_replace(remark, '([\\w.+-])[\\w.+-]*@[\\w-]+(?:\\.[\\w-]+)*\\.(\\w+)', '\\1***@***.\\2', 'g'), '\\+\\d[\\d ]{7,}(\\d\\d)', '+** ** ****\\1', 'g') as remark) from ${rowsOf(input)}) to ${text(output)} (format json)`,
	'file-writer': ({ input, output }) => `copy (select * from ${rowsOf(input)}) to ${text(output)} (format csv, header)`,
};

/** The same work by DuckDB, a native engine that uses every core and isolates nothing. */
export async function duckDb(): Promise<{ run(sample: SampleName, files: Files): Promise<void>; close(): void }> {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	return {
		async run(sample, files) {
			await connection.run(queries[sample](files));
		},
		close() {
			connection.closeSync();
			instance.closeSync();
		},
	};
}
