import type { JsonValue } from '../../../shared/errors/errors.ts';
import { parseExactly, rawNumber } from './parse-exactly.ts';

export interface RecordTable {
	/** In the order in which they are first met. */
	readonly columns: readonly string[];
	/** Columns that hold numbers alone. */
	readonly numeric: ReadonlySet<string>;
	readonly rows: readonly { readonly [key: string]: JsonValue }[];
	/** Columns that are left out. */
	readonly hidden: number;
}

/** More are not told apart by the eye, and cost the drawing. */
const MAX_COLUMNS = 40;
/** Text beyond this is not looked at, characters. */
export const MAX_READ = 1024 * 1024;

/**
 * Records as a table: a JSON list of objects, one object, or NDJSON. Null where it is something else. `cut`: the text ends
 * somewhere, so that an incomplete last line is left out.
 */
export function readRecords(text: string, cut: boolean): RecordTable | null {
	const isCut = cut || text.length > MAX_READ;
	const read = text.slice(0, MAX_READ);
	const values = wholeValue(text) ?? (isCut ? cutList(read) : null) ?? lineValues(read, isCut);
	if (values === null || values.length === 0) return null;
	if (!values.every(isObject)) return null;
	return tableOf(values);
}

/** JSON with indentation, every number as it stands. Null where it is something else. */
export function prettyJson(text: string): string | null {
	if (text.length > MAX_READ) return null;
	try {
		return JSON.stringify(parseExactly(text, rawNumber), null, 2);
	} catch {
		return null;
	}
}

function wholeValue(text: string): readonly JsonValue[] | null {
	if (text.length > MAX_READ) return null;
	try {
		const value = parseExactly(text, String) as JsonValue;
		return Array.isArray(value) ? value : [value];
	} catch {
		return null;
	}
}

/** The elements of a JSON list whose end is missing, up to the last that is whole. */
function cutList(text: string): readonly JsonValue[] | null {
	if (!text.trimStart().startsWith('[')) return null;
	let [depth, inString, end] = [0, false, -1];
	for (let at = 0; at < text.length; at++) {
		const char = text[at];
		if (inString) {
			if (char === '\\') at++;
			else if (char === '"') inString = false;
		} else if (char === '"') inString = true;
		else if (char === '[' || char === '{') depth++;
		else if (char === ']' || char === '}') depth--;
		else if (char === ',' && depth === 1) end = at;
	}
	return end === -1 ? null : wholeValue(`${text.slice(0, end)}]`);
}

function lineValues(text: string, cut: boolean): readonly JsonValue[] | null {
	const lines = text.split('\n');
	if (cut) lines.pop();
	try {
		return lines.filter((line) => line.trim() !== '').map((line) => parseExactly(line, String) as JsonValue);
	} catch {
		return null;
	}
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tableOf(rows: RecordTable['rows']): RecordTable {
	const all = new Set(rows.flatMap((row) => Object.keys(row)));
	const columns = [...all].slice(0, MAX_COLUMNS);
	const numeric = columns.filter((column) =>
		rows.every((row) => row[column] === undefined || row[column] === null || typeof row[column] === 'number'),
	);
	return { columns, numeric: new Set(numeric), rows, hidden: all.size - columns.length };
}
