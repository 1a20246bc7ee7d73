import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { columns, csvOf, type Row } from './rows.ts';
import type { Files, SampleName } from './tasks.ts';

/** What one writes by hand in an afternoon: split at line feeds, `JSON.parse`, no isolation. Gives the lines to write. */
type ByHand = (lines: AsyncIterable<readonly string[]>) => AsyncGenerator<string>;

const byHand: Readonly<Record<SampleName, ByHand>> = {
	async *'csv-source'(lines) {
		let names: readonly string[] | null = null;
		for await (const batch of lines) {
			let text = '';
			for (const line of batch) {
				const fields = fieldsOf(line);
				if (names === null) names = fields;
				else text += `${JSON.stringify(recordOf(names, fields))}\n`;
			}
			yield text;
		}
	},
	'row-filter': (lines) =>
		each(lines, (line) => {
			const { delay, origin } = JSON.parse(line) as Row;
			return delay !== null && delay > 15 && (origin === 'SFO' || origin === 'LAX') ? `${line}\n` : '';
		}),
	async *'group-by'(lines) {
		const groups = new Map<string, { flights: number; delays: number; sum: number; longest: number }>();
		for await (const batch of lines) {
			for (const line of batch) {
				const { origin, destination, delay, distance } = JSON.parse(line) as Row;
				const key = `${origin}\0${destination}`;
				const group = groups.get(key) ?? { flights: 0, delays: 0, sum: 0, longest: 0 };
				groups.set(key, group);
				group.flights++;
				if (delay !== null) group.delays++;
				group.sum += delay ?? 0;
				group.longest = Math.max(group.longest, distance);
			}
		}
		for (const [key, { flights, delays, sum, longest }] of groups) {
			const [origin, destination] = key.split('\0');
			yield `${JSON.stringify({ origin, destination, flights, mean: sum / delays, longest })}\n`;
		}
	},
	'pii-redactor': (lines) =>
		each(lines, (line) => {
			const row = JSON.parse(line) as Row;
			const remark = row.remark
				.replaceAll(/([\w.+-])[\w.+-]*@[\w-]+(?:\.[\w-]+)*\.(\w+)/g, '$1***@***.$2')
				.replaceAll(/\+\d[\d ]{7,}(\d\d)/g, '+** ** ****$1');
			return `${JSON.stringify({ ...row, remark })}\n`;
		}),
	async *'file-writer'(lines) {
		yield `${columns.join(',')}\n`;
		yield* each(lines, (line) => csvOf(JSON.parse(line) as Row));
	},
};

export async function plainNode(sample: SampleName, { input, output }: Files): Promise<void> {
	await pipeline(
		createReadStream(input, { encoding: 'utf8', highWaterMark: 2 ** 18 }),
		(chunks: AsyncIterable<string>) => byHand[sample](linesOf(chunks)),
		createWriteStream(output),
	);
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		yield lines;
	}
	if (rest !== '') yield [rest];
}

async function* each(lines: AsyncIterable<readonly string[]>, work: (line: string) => string): AsyncGenerator<string> {
	for await (const batch of lines) {
		let text = '';
		for (const line of batch) text += work(line);
		yield text;
	}
}

/** A line without quotes is split at its commas; the others are read character by character. */
function fieldsOf(line: string): readonly string[] {
	if (!line.includes('"')) return line.split(',');
	const fields: string[] = [];
	let field = '';
	let isQuoted = false;
	for (let at = 0; at < line.length; at++) {
		const char = line[at];
		if (char === '"' && isQuoted && line[at + 1] === '"') field += line[++at];
		else if (char === '"') isQuoted = !isQuoted;
		else if (char === ',' && !isQuoted) {
			fields.push(field);
			field = '';
		} else field += char;
	}
	return [...fields, field];
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function recordOf(names: readonly string[], fields: readonly string[]): object {
	const record: Record<string, unknown> = {};
	for (const [index, name] of names.entries()) {
		const field = fields[index] ?? '';
		record[name] = field === '' ? null : number.test(field) ? Number(field) : field;
	}
	return record;
}
