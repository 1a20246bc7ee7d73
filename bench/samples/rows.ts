import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** One made-up flight, with a remark that may need quotes and may hold what is private. */
export interface Row {
	readonly id: number;
	readonly date: string;
	readonly origin: string;
	readonly destination: string;
	/** Minutes; null where nobody wrote it down. */
	readonly delay: number | null;
	readonly distance: number;
	readonly remark: string;
}

export const columns = ['id', 'date', 'origin', 'destination', 'delay', 'distance', 'remark'] as const;

const airports = ['ATL', 'BNA', 'BOS', 'DEN', 'DFW', 'JFK', 'LAX', 'MCO', 'ORD', 'PHX', 'SAN', 'SEA', 'SFO', 'SMF'];
const remarks: readonly ((n: number) => string)[] = [
	() => 'on time',
	(n) => `gate ${n % 90} changed`,
	(n) => `seat ${n % 40}C, window`,
	(n) => `write to passenger${n % 9973}@mail.example.org`,
	() => 'bags late',
	(n) => `said "later", then ${n % 60} minutes`,
	(n) => `call +49 30 ${100_000 + (n % 900_000)}`,
	() => 'fuelled, cleaned and closed',
];

/** The same rows in every run; each further one differs. */
function* rows(): Generator<Row, never> {
	let state = 0x2545f491;
	const next = (below: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
	const pad = (value: number): string => String(value).padStart(2, '0');
	for (let id = 1; ; id++) {
		const remark = remarks[next(remarks.length)] as (n: number) => string;
		yield {
			id,
			date: `2001-${pad(next(12) + 1)}-${pad(next(28) + 1)}T${pad(next(24))}:${pad(next(60))}`,
			origin: airports[next(airports.length)] as string,
			destination: airports[next(airports.length)] as string,
			delay: next(50) === 0 ? null : next(180) - 30,
			distance: 100 + next(2600),
			remark: remark(next(1_000_000)),
		};
	}
}

/** One field as RFC 4180 has it. */
function quoted(value: Row[keyof Row] | undefined): string {
	const text = value === null || value === undefined ? '' : String(value);
	return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvOf = (row: Row): string => `${columns.map((name) => quoted(row[name])).join(',')}\n`;
export const ndjsonOf = (row: Row): string => `${JSON.stringify(row)}\n`;

/** Writes whole rows until the file has `size` bytes, and reads it once: the page cache holds it before anything counts. */
export async function writeRows(
	path: string,
	size: number,
	lineOf: (row: Row) => string,
	header = '',
): Promise<{ readonly bytes: number; readonly rows: number }> {
	let bytes = 0;
	let count = 0;
	function* blocks(): Generator<Buffer> {
		let block = header;
		for (const row of rows()) {
			block += lineOf(row);
			count++;
			if (block.length < 2 ** 20 && bytes + block.length < size) continue;
			const done = Buffer.from(block);
			bytes += done.length;
			block = '';
			yield done;
			if (bytes >= size) return;
		}
	}
	await pipeline(Readable.from(blocks()), createWriteStream(path));
	for await (const _ of createReadStream(path));
	return { bytes, rows: count };
}
