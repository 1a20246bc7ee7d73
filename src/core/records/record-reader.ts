import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Encoding } from '../../shared/plugin/component-type.ts';
import type { InputFormat, RecordFormat } from '../../shared/run/input-format.ts';
import { type Batch, batchOf, recordAt } from '../../shared/sandbox/batch.ts';
import { notReadable } from '../files/not-readable.ts';
import { constants, open } from '../files/user-files.ts';
import { splitJson } from './json-splitter.ts';
import { splitLines } from './line-splitter.ts';
import { splitNdjson } from './ndjson-splitter.ts';
import { isPipe, pipeChunks } from './pipe-chunks.ts';

const LINE_FEED = 0x0a;
/** Of a chunk, bytes. */
const CHUNK_BYTES = 1024 * 1024;
/** How much of the beginning decides about an unknown format, bytes. */
const PEEK_BYTES = 64 * 1024;

export interface RecordReader {
	readonly format: RecordFormat;
	/** 0: unknown. */
	readonly totalBytes: number;
	readonly batches: AsyncGenerator<Batch>;
	/** Ends reading, also where nobody asked for the first batch yet. Idempotent. */
	close(): Promise<void>;
}

export interface ReadOptions {
	readonly format: InputFormat;
	readonly batch: number;
	/** What the plugin takes. */
	readonly encoding: Encoding;
	readonly signal: AbortSignal;
}

/** Opens a file for reading as records. Fails at once, before anything runs, if it cannot be read. */
export async function readFileRecords(path: string, options: ReadOptions): Promise<RecordReader> {
	const extension = extname(path).toLowerCase();
	if (await isPipe(path)) return readRecords(pipeChunks(path, options.signal), extension, 0, options);
	const file = await openInput(path);
	try {
		const stat = await statOf(file, path);
		const totalBytes = stat.isFile() ? Number(stat.size) : 0;
		const isBytes = options.format === 'bytes' || (options.format === 'auto' && options.encoding === 'bytes');
		return await readRecords(fileChunks(file, !isBytes, options.signal), extension, totalBytes, options);
	} catch (error) {
		await file.close();
		throw error;
	}
}

/** Reads records from a stream of bytes; `extension` (with its dot) helps to tell the format. */
export async function readRecords(
	chunks: AsyncGenerator<Uint8Array>,
	extension: string,
	totalBytes: number,
	options: ReadOptions,
): Promise<RecordReader> {
	const first = await firstChunk(chunks);
	const source = stripBom(first, chunks);
	const format = options.format === 'auto' ? detectFormat(extension, first, options.encoding) : options.format;
	if (format !== 'bytes') refuseUtf16(first);
	const batches = split(source, format, options);
	const close = async (): Promise<void> => {
		await batches.return(undefined);
		// Of one that was never asked, it ends nothing that lies behind it.
		await chunks.return(undefined);
	};
	return { format, totalBytes, batches, close };
}

/** UTF-16 is told by its byte order mark, or by the zero that one of its first two bytes is. */
function refuseUtf16(beginning: Buffer): void {
	const [first, second] = beginning;
	const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
	if (!isMarked && (second === undefined || (first !== 0 && second !== 0))) return;
	throw new DataFlareError('invalid_input', 'The input is in UTF-16; it must be in UTF-8.', {
		hint: 'Save or export it as UTF-8, convert it with iconv, or set its format to bytes for binary data.',
		details: because('utf16'),
	});
}

/** Fails as `readFileRecords` would, for a file that somebody else is going to read. */
export async function requireReadable(path: string): Promise<void> {
	// Of a pipe it does not matter whether anybody writes to it by now.
	const file = await openInput(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		await statOf(file, path);
	} finally {
		await file.close();
	}
}

async function statOf(file: FileHandle, path: string): Promise<Awaited<ReturnType<FileHandle['stat']>>> {
	const stat = await file.stat();
	if (!stat.isDirectory()) return stat;
	throw new DataFlareError('invalid_input', `${path} is a folder, not a file.`, {
		details: because('is_folder', { path }),
		hint: 'Choose a file in it.',
	});
}

async function openInput(path: string, flags: number = constants.O_RDONLY): Promise<FileHandle> {
	return open(path, flags).catch((error: unknown) => {
		throw notReadable(path, error);
	});
}

/**
 * With `lines`, a chunk ends behind a line feed where one is in its second half and more may come: the line that it cuts
 * begins the next one, so that who splits lines need not join chunks, which would copy every byte of a file once more.
 */
async function* fileChunks(file: FileHandle, lines: boolean, signal: AbortSignal): AsyncGenerator<Uint8Array> {
	let cut = Buffer.alloc(0);
	try {
		while (!signal.aborted) {
			// A buffer of its own for each chunk: batches point into it until the sandbox has taken them.
			const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
			buffer.set(cut);
			const { bytesRead } = await file.read(buffer, cut.length, CHUNK_BYTES - cut.length, null);
			const length = cut.length + bytesRead;
			const end = lines && length === CHUNK_BYTES ? buffer.lastIndexOf(LINE_FEED) + 1 : 0;
			const stop = end > CHUNK_BYTES / 2 ? end : length;
			cut = buffer.subarray(stop, length);
			if (stop > 0) yield buffer.subarray(0, stop);
			if (bytesRead === 0) return;
		}
	} finally {
		await file.close();
	}
}

async function firstChunk(chunks: AsyncGenerator<Uint8Array>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	while (length < 3) {
		const next = await chunks.next();
		if (next.done) break;
		pieces.push(next.value);
		length += next.value.length;
	}
	return Buffer.concat(pieces);
}

async function* stripBom(first: Buffer, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
	const hasBom = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf;
	const start = hasBom ? first.subarray(3) : first;
	try {
		if (start.length > 0) yield start;
		yield* rest;
	} finally {
		// Ends the source also when it was left at the first chunk: its file must not stay open.
		await rest.return(undefined);
	}
}

function detectFormat(extension: string, beginning: Buffer, encoding: Encoding): RecordFormat {
	if (encoding === 'bytes') return 'bytes';
	if (extension === '.ndjson' || extension === '.jsonl') return 'ndjson';
	if (extension === '.csv' || extension === '.tsv') {
		throw new DataFlareError('invalid_input', `This plugin takes JSON records, but the input is a ${extension} file.`, {
			details: because('json_wanted', { extension }),
			hint: 'Read it with the csv-source plugin in a chain, or set its format to lines to pass each line as text.',
		});
	}
	if (extension === '.txt' || extension === '.log') return 'lines';
	const text = beginning.subarray(0, PEEK_BYTES).toString('utf8').trimStart();
	// No records are no fault, unless the name says that this is a JSON document.
	if (extension !== '.json' && text === '') return 'ndjson';
	if (extension !== '.json' && isJson(text.split('\n', 1)[0] ?? '')) return 'ndjson';
	if (extension === '.json' || text.startsWith('{') || text.startsWith('[')) return 'json';
	throw new DataFlareError('invalid_input', 'The input format could not be detected: it does not start like JSON.', {
		details: because('format_unknown'),
		hint: 'Set it: ndjson, json, lines or bytes.',
	});
}

function isJson(line: string): boolean {
	try {
		return typeof JSON.parse(line) === 'object';
	} catch {
		return false;
	}
}

async function* split(
	chunks: AsyncGenerator<Uint8Array>,
	format: RecordFormat,
	options: ReadOptions,
): AsyncGenerator<Batch> {
	if (format === 'bytes') {
		for await (const chunk of chunks) yield { data: chunk, ends: Uint32Array.of(chunk.length), gap: 0 };
		return;
	}
	const splitters = { json: splitJson, ndjson: splitNdjson, lines: splitLines } as const;
	const batches = splitters[format](chunks, options.batch);
	let records = 0;
	for await (const batch of batches) {
		if (!isUtf8(batch.data)) throw notUtf8(batch, records);
		records += batch.ends.length;
		yield format === 'lines' && options.encoding !== 'bytes' ? asJsonStrings(batch) : batch;
	}
}

function asJsonStrings(batch: Batch): Batch {
	const records = Array.from(batch.ends, (_, index) => {
		const text = Buffer.from(recordAt(batch, index)).toString('utf8').replace(/\r$/, '');
		return Buffer.from(JSON.stringify(text));
	});
	return batchOf(records);
}

function notUtf8(batch: Batch, before: number): DataFlareError {
	const bad = Array.from(batch.ends).findIndex((_, index) => !isUtf8(recordAt(batch, index)));
	const record = before + Math.max(bad, 0) + 1;
	return new DataFlareError('invalid_input', `Record ${record.toLocaleString('en')} of the input is not valid UTF-8.`, {
		hint: 'Convert the file to UTF-8 first (for example with iconv), or set its format to bytes for binary data.',
		details: { ...because('not_utf8', { record }), record },
	});
}
