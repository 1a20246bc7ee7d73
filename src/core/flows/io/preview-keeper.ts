import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import type { PreviewConfig } from '../../../shared/flow/flow-file.ts';
import { type Batch, recordAt, recordStart } from '../../../shared/sandbox/batch.ts';
import type { FlowWriter, Position } from './flow-io.ts';
import { otherPosition } from './io-failures.ts';

/** What all kept records together hold at most, bytes. */
const MOST_BYTES = 1024 * 1024;

/** A record as it is shown. */
interface PreviewRecord {
	/** What is kept of it. */
	readonly text: string;
	readonly form: 'text' | 'base64';
	/** Of the whole record. */
	readonly bytes: number;
	/** Whether only its beginning is kept. */
	readonly isCut: boolean;
}

export interface KeptPreview {
	readonly records: readonly PreviewRecord[];
	/** Records that came in all. */
	readonly total: number;
}

const placeSchema = z.strictObject({
	total: z.int().min(0),
	/** Of each kept record: bytes that are kept, and those it has. */
	kept: z.array(z.tuple([z.int().min(0).max(MOST_BYTES), z.int().min(0)])).max(1000),
});

interface Kept {
	readonly data: Uint8Array;
	readonly bytes: number;
}

/** Keeps the first records that come, as many as it is configured for and as there is room; the rest is counted. */
export class PreviewKeeper implements FlowWriter {
	readonly #most: number;
	readonly #kept: Kept[] = [];
	#room = MOST_BYTES;
	#total = 0;

	/** `name`: for the sentence where `from` is no place of a preview, which is a `conflict`. */
	constructor({ records }: PreviewConfig, name: string, from?: Position) {
		this.#most = records;
		if (from === undefined) return;
		const parsed = placeSchema.safeParse(from.at);
		const bytes = from.bytes ?? new Uint8Array(0);
		if (!parsed.success || parsed.data.kept.reduce((sum, [length]) => sum + length, 0) !== bytes.length) {
			throw otherPosition(name);
		}
		this.#total = parsed.data.total;
		let at = 0;
		for (const [length, whole] of parsed.data.kept) {
			this.#keep(bytes.subarray(at, at + length), whole);
			at += length;
		}
	}

	async write(batch: Batch): Promise<void> {
		for (let index = 0; index < batch.ends.length && this.#hasRoom; index++) {
			const bytes = (batch.ends[index] ?? 0) - recordStart(batch, index);
			this.#keep(recordAt(batch, index).subarray(0, this.#room), bytes);
		}
		this.#total += batch.ends.length;
	}

	async position(): Promise<Position> {
		const kept = this.#kept.map(({ data, bytes }) => [data.length, bytes] as const);
		return { at: { total: this.#total, kept }, bytes: Buffer.concat(this.#kept.map(({ data }) => data)) };
	}

	/** What is kept so far. */
	kept(): KeptPreview {
		return { records: this.#kept.map(shown), total: this.#total };
	}

	async prepare(): Promise<null> {
		return null;
	}

	async commit(): Promise<void> {
		// What is kept stays where it is.
	}

	async abandon(): Promise<void> {
		this.#kept.length = 0;
	}

	async suspend(): Promise<void> {
		// The place has all of it.
	}

	get #hasRoom(): boolean {
		return this.#kept.length < this.#most && this.#room > 0;
	}

	#keep(data: Uint8Array, bytes: number): void {
		// A copy: the batch goes its way.
		this.#kept.push({ data: data.slice(), bytes });
		this.#room -= data.length;
	}
}

function shown({ data, bytes }: Kept): PreviewRecord {
	const isCut = data.length < bytes;
	// A character may be cut as well.
	for (let cut = 0; cut <= (isCut ? 3 : 0); cut++) {
		const text = data.subarray(0, data.length - cut);
		if (isUtf8(text)) return { text: Buffer.from(text).toString(), form: 'text', bytes, isCut };
	}
	return { text: Buffer.from(data).toString('base64'), form: 'base64', bytes, isCut };
}
