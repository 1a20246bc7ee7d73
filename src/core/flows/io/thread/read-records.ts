import { isUtf8 } from 'node:buffer';
import { codeOf } from '../../../../shared/errors/code-of.ts';
import { DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { type Batch, recordAt } from '../../../../shared/sandbox/batch.ts';
import { notReadable } from '../../../files/not-readable.ts';
import { notGzip, notUtf8, unknownFormat } from '../io-failures.ts';
import { ByteCutter } from './byte-cutter.ts';
import { type ByteSource, PlainSource } from './byte-source.ts';
import { ByteWindow } from './byte-window.ts';
import { CsvCutter } from './csv-cutter.ts';
import { detectFormat, hasMark, PEEK_BYTES, refuseUtf16 } from './file-format.ts';
import { GzipSource, isGzip } from './gzip-source.ts';
import { JsonCutter } from './json-cutter.ts';
import { LineCutter } from './line-cutter.ts';
import type { FileFormat, FromThread, ReadStart } from './messages.ts';
import { NdjsonCutter } from './ndjson-cutter.ts';
import { Packer } from './packer.ts';
import { placesIn } from './place.ts';
import type { RecordCutter } from './record-cutter.ts';

/** Reads one file as batches of records, each with the place behind it. */
export class RecordReading {
	readonly format: FileFormat;
	readonly isGzip: boolean;
	readonly #source: () => number;
	readonly #cutter: RecordCutter;
	readonly #packer: Packer;
	#records: number;
	/** What came behind the records of the last batch. */
	#problem: unknown = null;

	private constructor(start: ReadStart, format: FileFormat, gzip: boolean, source: () => number, cutter: RecordCutter) {
		this.format = format;
		this.isGzip = gzip;
		this.#source = source;
		this.#cutter = cutter;
		this.#packer = new Packer(start.batchRecords, start.batchBytes, format === 'bytes' ? 0 : 1);
		this.#records = start.from?.records ?? 0;
	}

	/** Rejects where the file is not what it is said to be. */
	static async open(start: ReadStart, log: (text: string) => void): Promise<RecordReading> {
		const { config, from, path } = start;
		const gzip = from?.isGzip ?? compressionOf(start);
		const open = (): ByteSource => (gzip ? new GzipSource(start) : new PlainSource(start));
		const beginning = new ByteWindow(open());
		// What lies there is looked at before anything is believed of the rest.
		await beginning.fill(PEEK_BYTES);
		const { data, end } = beginning;
		const format =
			from?.format ?? (config.format === 'auto' ? detectFormat(path, data.subarray(0, end)) : config.format);
		if (format === null) throw unknownFormat(path);
		if (format === 'csv' || format === 'tsv') {
			beginning.source.close();
			const cutter = await CsvCutter.open(start, format, open, log);
			return new RecordReading(start, format, gzip, () => cutter.bytesRead, cutter);
		}
		if (format !== 'bytes') refuseUtf16(data, 0, end);
		const mark = format !== 'bytes' && hasMark(data, 0, end) ? 3 : 0;
		const window = await windowAt(start, beginning, gzip, mark);
		const find = placesIn(open, mark);
		const cutters = {
			ndjson: () => new NdjsonCutter(window, find),
			json: () => new JsonCutter(window, find, from?.more ?? null),
			lines: () => new LineCutter(window, find, from?.records ?? 0),
			bytes: () => new ByteCutter(window, start.batchBytes),
		} as const;
		return new RecordReading(start, format, gzip, () => window.source.bytesRead, cutters[format]());
	}

	/** The next batch, or that there is none. Rejects once all before the problem was given. */
	async next(): Promise<FromThread> {
		if (this.#problem !== null) throw this.#problem;
		try {
			await this.#cutter.fill(this.#packer);
		} catch (error) {
			if (this.#packer.count === 0) throw error;
			this.#problem = error;
		}
		const bytesRead = this.#source();
		if (this.#packer.count === 0) return { is: 'end', bytesRead };
		const batch = this.#packer.take();
		// A line's is looked at before it becomes one, and CSV's by who reads that.
		if ((this.format === 'json' || this.format === 'ndjson') && !isUtf8(batch.data)) this.#refuseText(batch);
		this.#records += batch.ends.length;
		return {
			is: 'batch',
			...batch,
			at: {
				offset: this.#cutter.offset,
				records: this.#records,
				more: this.#cutter.more(),
				state: this.#cutter.state(),
			},
			bytesRead,
		};
	}

	#refuseText(batch: Batch): never {
		const bad = batch.ends.findIndex((_, index) => !isUtf8(recordAt(batch, index)));
		throw notUtf8(this.#records + Math.max(bad, 0) + 1);
	}
}

/** Where its beginning was looked at, the input goes on; at a place in the middle it is opened again. */
async function windowAt(start: ReadStart, beginning: ByteWindow, gzip: boolean, mark: number): Promise<ByteWindow> {
	const offset = start.from?.offset ?? mark;
	if (offset > beginning.end && !gzip) return new ByteWindow(new PlainSource(start, offset), offset);
	while (offset > beginning.offsetOf(beginning.end) && !beginning.ended) {
		beginning.start = beginning.end;
		await beginning.more();
	}
	beginning.start = Math.min(offset - beginning.offsetOf(0), beginning.end);
	return beginning;
}

function compressionOf({ fd, path, config }: ReadStart): boolean {
	if (config.compression === 'none') return false;
	const found = isGzip(fd);
	if (config.compression === 'gzip' && !found) throw notGzip(path);
	return found;
}

/** What failed, as it crosses to the program. */
export function failureOf(path: string, error: unknown): FromThread {
	const isSystems = !(error instanceof DataFlareError) && codeOf(error) !== undefined;
	return { is: 'failed', error: toDataFlareError(isSystems ? notReadable(path, error) : error).toWire() };
}
