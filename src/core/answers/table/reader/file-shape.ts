import { isUtf8 } from 'node:buffer';
import { checkValue, skipSpace } from '../../../../shared/json/json-check.ts';
import type { ResultFormat } from '../../../../shared/run/result-table.ts';
import { LineScanner, ListScanner, type RecordScanner, TableScanner, WholeScanner } from './record-scanner.ts';
import { isNumber, splitFields } from './table-parser.ts';

/** How a file's records are told apart. */
export interface FileShape {
	readonly format: ResultFormat;
	/** JSON that is one value, not a list. */
	readonly isWhole: boolean;
	/** Of a table, a byte. */
	readonly delimiter: number;
	/** Names of a table's columns, from its first line; null: that line is a record. */
	readonly header: readonly string[] | null;
	/** Where the first record may begin. */
	readonly start: number;
}

/** How much of the beginning decides, bytes. */
export const BEGINNING_BYTES = 64 * 1024;

const LF = 0x0a;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const delimiters = [',', '\t', ';', '|'] as const;

/** `beginning` holds the first bytes of the file, all of them where `isAll`; `extension` has its dot. */
export function shapeOf(beginning: Buffer, isAll: boolean, extension: string): FileShape {
	const bom = beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf ? 3 : 0;
	const plain = { isWhole: false, delimiter: 0, header: null, start: bom };
	if (!isText(beginning, isAll)) return { ...plain, format: 'bytes' };
	if (extension === '.csv' || extension === '.tsv') return tableOf(beginning, bom, extension);
	if (extension === '.ndjson' || extension === '.jsonl') return { ...plain, format: 'ndjson' };
	const first = skipBlank(beginning, bom);
	const opens = beginning[first];
	if (opens === undefined) return { ...plain, format: extension === '.json' ? 'json' : 'lines' };
	if (opens !== OPEN_LIST && opens !== OPEN_OBJECT) {
		if (extension === '.json') return { ...plain, format: 'json', isWhole: true };
		return { ...plain, format: beginsJsonLines(beginning, first) ? 'ndjson' : 'lines' };
	}
	if (beginsJsonLines(beginning, first)) return { ...plain, format: 'ndjson' };
	return { ...plain, format: 'json', isWhole: opens === OPEN_OBJECT };
}

/** What finds records from a record's first byte on, or from `FileShape.start` where `isInside` is false. */
export function scannerOf(file: FileShape, start: number, isInside: boolean): RecordScanner {
	if (file.format === 'csv') return new TableScanner(start, file.delimiter);
	if (file.format === 'json') return file.isWhole ? new WholeScanner(start) : new ListScanner(isInside);
	return new LineScanner(start);
}

/** A character may be cut at the end. */
function isText(beginning: Buffer, isAll: boolean): boolean {
	if (beginning.includes(0)) return false;
	for (let cut = 0; cut <= (isAll ? 0 : 3); cut++)
		if (isUtf8(beginning.subarray(0, beginning.length - cut))) return true;
	return false;
}

function skipBlank(data: Buffer, from: number): number {
	let at = from;
	while (at < data.length && (data[at] as number) <= 0x20) at++;
	return at;
}

/** The first line is a JSON value, and something follows it. */
function beginsJsonLines(beginning: Buffer, first: number): boolean {
	const end = beginning.indexOf(LF, first);
	if (end === -1 || skipBlank(beginning, end) === beginning.length) return false;
	const after = checkValue(beginning, first, end, 'lines');
	return after > 0 && skipSpace(beginning, after, end, 'lines') === end;
}

function tableOf(beginning: Buffer, bom: number, extension: string): FileShape {
	const lines: [number, number][] = [];
	const take = (start: number, end: number): boolean => {
		lines.push([start, end]);
		return false;
	};
	// Quotes hide line feeds whatever stands between fields; which byte that is, the line itself tells.
	const counted = delimiters.map((char) => {
		lines.length = 0;
		const scanner = new TableScanner(bom, char.charCodeAt(0));
		if (scanner.push(beginning, beginning.length, 0, take)) scanner.end(beginning.length, take);
		const [start, end] = lines[0] ?? [bom, bom];
		return { char, start, end, fields: splitFields(beginning, start, end, char.charCodeAt(0)) };
	});
	const usual = extension === '.tsv' ? '\t' : ',';
	const best = counted.reduce((most, one) => {
		const more = (one.fields?.length ?? 0) - (most.fields?.length ?? 0);
		return more > 0 || (more === 0 && one.char === usual) ? one : most;
	});
	const names = best.fields;
	const isHeader = names !== null && names.length > 0 && names.every((name) => name.trim() !== '' && !isNumber(name));
	return {
		format: 'csv',
		isWhole: false,
		delimiter: best.char.charCodeAt(0),
		header: isHeader ? distinct(names) : null,
		start: isHeader ? best.end + 1 : bom,
	};
}

/** Two columns of one name are told apart. */
function distinct(names: readonly string[]): readonly string[] {
	const seen = new Map<string, number>();
	return names.map((name) => {
		const times = (seen.get(name) ?? 0) + 1;
		seen.set(name, times);
		return times === 1 ? name : `${name} (${times})`;
	});
}
