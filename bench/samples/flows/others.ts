/** The job as others do it, without any isolation. */
import { createReadStream, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse';
import type { Files } from '../tasks.ts';
import { Groups, isLate, late } from './job.ts';

/** What one writes by hand to be fast: pieces of text, split at line feeds and commas; nothing is made of a line that is not needed. */
export async function byHand({ input, output }: Files): Promise<void> {
	const groups = new Groups();
	let names: readonly string[] | null = null;
	let [origin, destination, delay, distance] = [0, 0, 0, 0];
	const line = (text: string): void => {
		const fields = text.includes('"') ? quotedFields(text) : text.split(',');
		if (names === null) {
			names = fields;
			[origin, destination, delay, distance] = ['origin', 'destination', 'delay', 'distance'].map((name) =>
				fields.indexOf(name),
			) as [number, number, number, number];
			return;
		}
		const minutes = fields[delay] ?? '';
		if (minutes === '' || !isLate(Number(minutes))) return;
		groups.add(fields[origin] ?? '', fields[destination] ?? '', Number(minutes), Number(fields[distance]));
	};
	let rest = '';
	for await (const chunk of createReadStream(input, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
		const lines = (rest + (chunk as string)).split('\n');
		rest = lines.pop() ?? '';
		for (const text of lines) line(text);
	}
	if (rest !== '') line(rest);
	writeFileSync(output, groups.lines());
}

function quotedFields(line: string): readonly string[] {
	const fields: string[] = [];
	for (let at = 0; at <= line.length; at++) {
		if (line[at] !== '"') {
			const comma = line.indexOf(',', at);
			const end = comma < 0 ? line.length : comma;
			fields.push(line.slice(at, end));
			at = end;
			continue;
		}
		let field = '';
		for (let from = at + 1; ; ) {
			const quote = line.indexOf('"', from);
			field += line.slice(from, quote);
			at = quote + 1;
			if (line[at] !== '"') break;
			field += '"';
			from = at + 1;
		}
		fields.push(field);
	}
	return fields;
}

/** By the parser that most Node programs use. */
export async function csvParse({ input, output }: Files): Promise<void> {
	const groups = new Groups();
	const rows = createReadStream(input, { highWaterMark: 2 ** 20 }).pipe(parse({ columns: true }));
	for await (const row of rows as AsyncIterable<Readonly<Record<string, string>>>) {
		const { origin = '', destination = '', delay = '', distance = '' } = row;
		if (delay !== '' && isLate(Number(delay))) groups.add(origin, destination, Number(delay), Number(distance));
	}
	writeFileSync(output, groups.lines());
}

const text = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** By a native engine. */
export async function duckDb({ input, output }: Files, threads: number): Promise<void> {
	const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
	const connection = await instance.connect();
	await connection.run(
		`copy (select origin, destination, count(*) flights, avg(delay) mean, max(distance) longest
			from read_csv(${text(input)}, columns = {id: 'BIGINT', day: 'VARCHAR', origin: 'VARCHAR', destination: 'VARCHAR', delay: 'BIGINT', distance: 'BIGINT', remark: 'VARCHAR'})
			where delay > ${late.value} group by origin, destination) to ${text(output)} (format json)`,
	);
	connection.closeSync();
	instance.closeSync();
}
