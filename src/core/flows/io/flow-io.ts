/**
 * What a flow reads from and writes to by itself, without a plugin. Each can say where it is (a position, as JSON and,
 * where it must, bytes) and be opened there again: that is what a checkpoint keeps of it.
 */
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { Batch } from '../../../shared/sandbox/batch.ts';

/** Where what reads or writes is; what that consists of is its own business. */
export interface Position {
	readonly at: JsonValue;
	/** What JSON cannot hold; absent: nothing. */
	readonly bytes?: Uint8Array | undefined;
}

/** Where records come from. How they are cut into batches depends on what is read and on nothing else, no chunk and no clock. */
export interface FlowReader {
	/** 0: unknown. bytes, as they lie in the file */
	readonly totalBytes: number;
	/**
	 * The next batch: at most so many records and so many bytes as it was opened with, but at least one record. Null: there
	 * is no more. An empty one: nothing now, but later. Rejects with `invalid_input` where the data is not what it should be.
	 */
	next(): Promise<Batch | null>;
	/** Behind the last record of the last batch that `next` gave. */
	position(): Position;
	/** Bytes of the file that were read so far. */
	readonly bytesRead: number;
	close(): Promise<void>;
}

/** Where records go. Nothing half-written stands under its own name, ever. */
export interface FlowWriter {
	/** Of a pipe or a device: it has no position, writing may take for ever, and nothing of it is taken back. Absent: none. */
	readonly isSpecial?: boolean;
	write(batch: Batch): Promise<void>;
	/** What was written so far is on the disk when it resolves; a writer that is opened there goes on behind it. */
	position(): Promise<Position>;
	/**
	 * All of it is on the disk, and nothing that can be known by now keeps it from appearing; nothing is written behind it.
	 * Answers which file will appear; null: none. Idempotent.
	 */
	prepare(): Promise<string | null>;
	/** All of it appears under its name, replacing what is there. Idempotent, also after the program ended in the middle. */
	commit(): Promise<void>;
	/** Leaves nothing behind. Idempotent; a no-op after `commit`. */
	abandon(): Promise<void>;
	/** Ends with what was written kept aside, for a later run that goes on at a position. */
	suspend(): Promise<void>;
}
