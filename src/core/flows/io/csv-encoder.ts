import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Batch } from '../../../shared/sandbox/batch.ts';
import { framed } from '../../records/record-writer.ts';
import type { Encoder } from './encoders.ts';
import type { FlowThread } from './flow-thread.ts';
import { bytesInJson, threadEnded } from './io-failures.ts';

const pack = promisify(gzip);
export const unpackFirst = promisify(gunzip);

/** So many bytes of records, and so many of them, decide on the columns and the quotes of all (file-writer's README). */
const FIRST_BYTES = 3 * 1024 * 1024;
const FIRST_RECORDS = 64;

/**
 * CSV, which a thread writes. The first records decide about the columns, so they are what another one needs to go on:
 * as long as they have not decided, it takes them anew.
 */
export class CsvEncoder implements Encoder {
	readonly #path: string;
	readonly #thread: FlowThread;
	#first: Uint8Array[] = [];
	#firstBytes = 0;
	#firstRecords = 0;
	/** The first records, once they are all. */
	#packed: Promise<Uint8Array> | null;

	/** `packed`: the first records, where they were given to the thread already. */
	constructor(path: string, thread: FlowThread, packed: Uint8Array | null) {
		this.#path = path;
		this.#thread = thread;
		this.#packed = packed === null ? null : Promise.resolve(packed);
	}

	async batch(batch: Batch): Promise<Uint8Array> {
		if (batch.gap === 0) throw bytesInJson(this.#path);
		return this.lines(framed(batch), batch.ends.length);
	}

	/** Records of NDJSON, a line feed behind each. */
	async lines(lines: Uint8Array, count: number): Promise<Uint8Array> {
		// The batch may go elsewhere as well, so the thread gets a copy.
		const records = new Uint8Array(lines);
		if (this.#packed === null) {
			this.#first.push(lines.slice());
			this.#firstBytes += lines.length;
			this.#firstRecords += count;
			if (this.#firstBytes >= FIRST_BYTES && this.#firstRecords >= FIRST_RECORDS) {
				this.#packed = this.#packFirst();
				this.#first = [];
			}
		}
		this.#thread.tell({ to: 'encode', records, count }, [records.buffer as ArrayBuffer]);
		return this.#encoded();
	}

	/** Before the columns are settled nothing may be forced out. */
	async flush(): Promise<Uint8Array> {
		return this.#packed === null ? new Uint8Array(0) : this.end();
	}

	async end(): Promise<Uint8Array> {
		this.#thread.tell({ to: 'flush' });
		return this.#encoded();
	}

	async state(): Promise<{ readonly bytes: Uint8Array; readonly again: boolean }> {
		return this.#packed === null
			? { bytes: await this.#packFirst(), again: true }
			: { bytes: await this.#packed, again: false };
	}

	close(): Promise<void> {
		return this.#thread.end();
	}

	#packFirst(): Promise<Uint8Array> {
		return pack(Buffer.concat(this.#first), { level: 1 });
	}

	async #encoded(): Promise<Uint8Array> {
		const answer = await this.#thread.next();
		if (answer.is !== 'encoded') throw threadEnded(this.#path, new Error('it answered something else'));
		return answer.data;
	}
}
