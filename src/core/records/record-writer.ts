import { once } from 'node:events';
import { dirname, extname } from 'node:path';
import type { Writable } from 'node:stream';
import { codeOf, isNoRoom } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type Batch, recordAt } from '../../shared/sandbox/batch.ts';
import { DurableFile } from '../files/durable-file.ts';
import { removeLeftovers } from '../files/temporary-files.ts';
import { stat } from '../files/user-files.ts';
import { openSpecial } from './special-output.ts';

/** Where records leave a run. Nothing half-written stays behind: a file appears whole at `commit` or not at all. */
export interface RecordWriter {
	/** A pipe or a device: writing and committing may wait for ever, until the signal it was opened with. Absent: it is not. */
	readonly isSpecial?: boolean;
	write(batch: Batch): Promise<void>;
	commit(): Promise<void>;
	/** Ends without a result. Idempotent; a no-op after `commit`. */
	abandon(): Promise<void>;
}

/**
 * Writes NDJSON, or a JSON array where the name ends in `.json`, or raw bytes as they come. `noteFolder` hears where,
 * before anything is written. At the signal nobody is waited for who would read a pipe.
 */
export async function writeFileRecords(
	path: string,
	signal: AbortSignal,
	noteFolder: (folder: string) => void = () => undefined,
): Promise<RecordWriter> {
	const existing = await stat(path).catch(() => null);
	if (existing?.isDirectory()) {
		throw new DataFlareError('invalid_input', `${path} is a folder; the output needs a file name.`, {
			details: because('output_is_folder', { path }),
			hint: 'Add a file name.',
		});
	}
	const isSpecial = existing !== null && !existing.isFile();
	if (!isSpecial) {
		noteFolder(dirname(path));
		await removeLeftovers(dirname(path), dirname(path));
	}
	const telling = async <T>(act: Promise<T>): Promise<T> => {
		try {
			return await act;
		} catch (error) {
			throw error instanceof DataFlareError ? error : outputError(path, error);
		}
	};
	const file = await telling(isSpecial ? openPipe(path, signal) : DurableFile.create(path));
	const encode = extname(path).toLowerCase() === '.json' ? jsonArrayEncoder() : ndjsonEncoder;
	return {
		isSpecial,
		write: (batch) => telling(file.write(encode.batch(batch))),
		async commit() {
			await telling(file.write(encode.end()));
			await telling(file.commit());
		},
		abandon: () => file.abandon(),
	};
}

async function openPipe(path: string, signal: AbortSignal): Promise<Pick<DurableFile, 'write' | 'commit' | 'abandon'>> {
	const { write, close } = await openSpecial(path, signal);
	return { write, commit: close, abandon: close };
}

/** Writes to a stream of the face's, waiting where it is slow. What the stream holds is its own: a batch may be freed. */
export function writeStreamRecords(stream: Writable): RecordWriter {
	return {
		async write(batch) {
			if (stream.destroyed) throw nobodyReads();
			const data = Buffer.from(ndjsonEncoder.batch(batch));
			if (data.length === 0 || stream.write(data)) return;
			const waiting = new AbortController();
			const { signal } = waiting;
			try {
				await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
			} catch (error) {
				throw nobodyReads(error);
			} finally {
				// The listener that heard nothing must not stay for as long as the stream does.
				waiting.abort();
			}
		},
		commit: async () => {},
		abandon: async () => {},
	};
}

function nobodyReads(cause?: unknown): DataFlareError {
	return new DataFlareError('cancelled', 'Nothing is reading the output any more.', { cause });
}

/** Takes what nobody asked to keep; the run still counts it and keeps its preview. */
export const discard: RecordWriter = { write: async () => {}, commit: async () => {}, abandon: async () => {} };

interface Encoder {
	batch(batch: Batch): Uint8Array;
	end(): Uint8Array;
}

const nothing = new Uint8Array(0);
const lineFeed = Uint8Array.of(0x0a);

const ndjsonEncoder: Encoder = { batch: framed, end: () => nothing };

/** The records with a separator behind each, the last included, so that batches can follow one another. */
export function framed(batch: Batch): Uint8Array {
	const last = batch.ends.at(-1);
	if (last === undefined) return nothing;
	const end = last + batch.gap;
	return end <= batch.data.length
		? batch.data.subarray(0, end)
		: Buffer.concat([batch.data.subarray(0, last), lineFeed]);
}

function jsonArrayEncoder(): Encoder {
	let first = true;
	const separator = Buffer.from(',\n');
	return {
		batch(batch) {
			if (batch.gap === 0) return ndjsonEncoder.batch(batch);
			const pieces: Uint8Array[] = [];
			for (let index = 0; index < batch.ends.length; index++) {
				pieces.push(first ? Buffer.from('[\n') : separator, recordAt(batch, index));
				first = false;
			}
			return Buffer.concat(pieces);
		},
		end: () => Buffer.from(first ? '[]\n' : '\n]\n'),
	};
}

/** Why a file of the person’s cannot be written. */
export function outputError(path: string, error: unknown): DataFlareError {
	const code = codeOf(error);
	if (isNoRoom(error)) {
		return new DataFlareError('storage', `The disk is full: ${path} could not be written.`, {
			details: because('disk_full', { path }),
			hint: 'Free some space and try again. There is no partial file.',
			cause: error,
		});
	}
	if (code === 'ENOENT') {
		return new DataFlareError('not_found', `The folder ${dirname(path)} does not exist.`, {
			details: because('folder_not_found', { path: dirname(path) }),
			hint: 'Create it first.',
			cause: error,
		});
	}
	const reasons: Readonly<Record<string, string>> = {
		EACCES: 'you have no permission to write there',
		EPERM: 'you have no permission to write there',
		EROFS: 'the place is read-only',
		EFBIG: 'it grew larger than a file may be here',
	};
	return new DataFlareError('storage', `${path} cannot be written: ${reasons[code ?? ''] ?? code ?? String(error)}.`, {
		details: because('not_writable', { path, system: String(code) }),
		hint: 'Choose another place for the output, or fix this one. There is no partial file.',
		cause: error,
	});
}
