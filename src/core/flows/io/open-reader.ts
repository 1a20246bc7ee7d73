import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { ReadFileConfig } from '../../../shared/flow/flow-file.ts';
import type { Batch } from '../../../shared/sandbox/batch.ts';
import { notReadable } from '../../files/not-readable.ts';
import { constants, open } from '../../files/user-files.ts';
import type { FlowReader, Position } from './flow-io.ts';
import { FlowThread, type FlowThreads } from './flow-thread.ts';
import { type InputIdentity, identityOf, type ReaderPlace, readerPlaceOf, requireSame } from './input-identity.ts';
import { inputGone, linkedInput, otherPosition, specialInput, threadEnded, withoutCsv } from './io-failures.ts';
import { formatExtension } from './thread/file-format.ts';
import type { FileFormat, ReadFrom } from './thread/messages.ts';

/** Batches that are read before anybody asks for them. */
const AHEAD = 2;
const NONBLOCK = constants.O_NONBLOCK ?? 0;
const NOFOLLOW = constants.O_NOFOLLOW ?? 0;

export interface ReaderOptions {
	/** Of one batch, at most; a larger record is a batch by itself. */
	readonly batchRecords: number;
	readonly batchBytes: number;
	readonly signal: AbortSignal;
	/** Goes on there. */
	readonly from?: Position | undefined;
	readonly threads: FlowThreads;
	/** False: what the path names itself is read, not what a link there leads to; default true. */
	readonly followsLink?: boolean;
	/** Hears what is odd about the data, and was read all the same. */
	readonly log?: ((text: string) => void) | undefined;
}

/**
 * Opens a file to be read by a thread of its own. Rejects with `not_found` or `invalid_input` where it cannot be read or
 * is not what it is said to be, and with `conflict` where it is another file than the one in which reading is to go on.
 */
export async function openFlowReader(config: ReadFileConfig, options: ReaderOptions): Promise<FlowReader> {
	const { path } = config;
	const from = options.from === undefined ? null : readerPlaceOf(path, options.from.at);
	if (from !== null && !isFormatOf(config, from)) throw otherPosition(path);
	const flags = constants.O_RDONLY | NONBLOCK | (options.followsLink === false ? NOFOLLOW : 0);
	const file = await open(path, flags).catch((error: unknown) => {
		if (options.followsLink === false && codeOf(error) === 'ELOOP') throw linkedInput(path);
		const failure = notReadable(path, error);
		throw from !== null && failure.code === 'not_found' ? inputGone(path, error) : failure;
	});
	try {
		const facts = await file.stat();
		if (facts.isDirectory()) throw isFolder(path);
		if (!facts.isFile()) throw specialInput(path);
		if (from !== null) await requireSame(path, file, from);
		const reader = new ThreadReader(config, file, await identityOf(file), from, options);
		await reader.begin();
		return reader;
	} catch (error) {
		await file.close();
		throw error;
	}
}

class ThreadReader implements FlowReader {
	readonly totalBytes: number;
	bytesRead = 0;
	readonly #path: string;
	readonly #file: FileHandle;
	readonly #thread: FlowThread;
	readonly #identity: InputIdentity;
	#format: FileFormat = 'bytes';
	#isGzip = false;
	#at: Omit<ReadFrom, 'format' | 'isGzip'>;
	#isOver = false;
	#closing: Promise<void> | null = null;

	constructor(
		config: ReadFileConfig,
		file: FileHandle,
		identity: InputIdentity,
		from: ReaderPlace | null,
		options: ReaderOptions,
	) {
		this.#path = config.path;
		this.#file = file;
		this.#identity = identity;
		this.totalBytes = identity.size;
		const state = options.from?.bytes ?? null;
		this.#at = { offset: from?.offset ?? 0, records: from?.records ?? 0, more: from?.more ?? null, state };
		const { entry, pluginsDir } = options.threads;
		const start = {
			work: 'read',
			fd: file.fd,
			size: identity.size,
			path: config.path,
			config,
			batchRecords: options.batchRecords,
			batchBytes: options.batchBytes,
			from: from === null ? null : { ...this.#at, format: from.format, isGzip: from.gzip },
			csvModule: pluginsDir === null ? '' : join(pluginsDir, 'csv-source/csv-source.wasm'),
		} as const;
		if (start.csvModule === '' && mayBeCsv(config)) throw withoutCsv(config.path);
		this.#thread = new FlowThread(entry(), start, options.signal, options.log ?? (() => undefined));
	}

	/** Resolves once it is known how the file is read. */
	async begin(): Promise<void> {
		try {
			const opened = await this.#thread.next();
			if (opened.is !== 'open') throw threadEnded(this.#path, new Error('it did not begin'));
			this.#format = opened.format;
			this.#isGzip = opened.isGzip;
		} catch (error) {
			// The thread reads by the file's number, which must not become another file's meanwhile.
			await this.#thread.end();
			throw error;
		}
		for (let count = 0; count < AHEAD; count++) this.#thread.tell({ to: 'read' });
	}

	async next(): Promise<Batch | null> {
		if (this.#isOver) return null;
		const found = await this.#thread.next();
		if (found.is === 'end') {
			this.#isOver = true;
			this.bytesRead = found.bytesRead;
			return null;
		}
		if (found.is !== 'batch') throw threadEnded(this.#path, new Error('it answered something else'));
		this.#thread.tell({ to: 'read' });
		this.#at = found.at;
		this.bytesRead = found.bytesRead;
		return { data: found.data, ends: found.ends, gap: found.gap };
	}

	position(): Position {
		const { offset, records, more, state } = this.#at;
		const at = { format: this.#format, gzip: this.#isGzip, offset, records, more, ...this.#identity };
		return state === null ? { at } : { at, bytes: state };
	}

	close(): Promise<void> {
		this.#closing ??= this.#thread.end().then(() => this.#file.close());
		return this.#closing;
	}
}

function mayBeCsv({ format, path }: ReadFileConfig): boolean {
	const extension = formatExtension(path);
	return format === 'csv' || format === 'tsv' || (format === 'auto' && (extension === '.csv' || extension === '.tsv'));
}

/** Whether a configuration, which may say `auto`, can have led to where one was. */
function isFormatOf({ format, compression }: ReadFileConfig, from: ReaderPlace): boolean {
	if (format !== 'auto' && format !== from.format) return false;
	return compression === 'auto' || (compression === 'gzip') === from.gzip;
}

function isFolder(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} is a folder, not a file.`, {
		details: because('is_folder', { path }),
		hint: 'Choose a file in it.',
	});
}
