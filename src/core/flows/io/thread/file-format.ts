import { extname } from 'node:path';
import { isUtf16Text } from '../io-failures.ts';
import type { FileFormat } from './messages.ts';

/** How much of the beginning decides about an unknown format, bytes. */
export const PEEK_BYTES = 64 * 1024;

const byExtension: Readonly<Record<string, FileFormat>> = {
	'.csv': 'csv',
	'.tsv': 'tsv',
	'.tab': 'tsv',
	'.ndjson': 'ndjson',
	'.jsonl': 'ndjson',
	'.json': 'json',
	'.txt': 'lines',
	'.log': 'lines',
};

/** The extension without that of a compression, in lower case. */
export function formatExtension(path: string): string {
	const last = extname(path).toLowerCase();
	return last === '.gz' ? extname(path.slice(0, -last.length)).toLowerCase() : last;
}

/** By the name, then by the beginning; null: neither tells. */
export function detectFormat(path: string, beginning: Uint8Array): FileFormat | null {
	const named = byExtension[formatExtension(path)];
	if (named !== undefined) return named;
	const text = Buffer.from(beginning.subarray(0, PEEK_BYTES))
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trimStart();
	// No records are no fault.
	if (text === '' || isJson(text.split('\n', 1)[0] ?? '')) return 'ndjson';
	return text.startsWith('{') || text.startsWith('[') ? 'json' : null;
}

function isJson(line: string): boolean {
	try {
		return typeof JSON.parse(line) === 'object';
	} catch {
		return false;
	}
}

/** UTF-16 is told by its byte order mark, or by the zero that one of its first two bytes is. */
export function refuseUtf16(data: Uint8Array, start: number, end: number): void {
	if (end - start < 2) return;
	const [first, second] = [data[start], data[start + 1]];
	const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
	if (isMarked || first === 0 || second === 0) throw isUtf16Text();
}

export function hasMark(data: Uint8Array, start: number, end: number): boolean {
	return end - start >= 3 && data[start] === 0xef && data[start + 1] === 0xbb && data[start + 2] === 0xbf;
}
