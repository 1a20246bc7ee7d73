import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type {
	ResultMatch,
	ResultQuery,
	ResultRecord,
	ResultRow,
	ResultState,
} from '../../../shared/run/result-table.ts';
import { notReadable } from '../../files/not-readable.ts';
import { openRunFolder, sweepRunFolders } from '../../files/run-folder.ts';
import { constants, open, rm, stat } from '../../files/user-files.ts';
import { isPacked } from '../../records/packed-beginning.ts';
import { type Asked, idColumnOf, placesBeside } from './match-records.ts';
import type { UnpackTrouble } from './reader/messages.ts';
import type { RowsWanted } from './reader/result-reader.ts';
import { ReaderFailure, ReaderThread } from './reader-thread.ts';

/** Where a result lies; `shown` null: a place that is the program's own affair. */
export interface ResultPlace {
	/** Absolute. */
	readonly path: string;
	readonly shown: string | null;
	/** With its dot, in lower case; of a compressed file, of what is in it. */
	readonly extension: string;
}

export interface OpenLimits {
	/** At once; a newer one closes the one that was asked for least lately. */
	readonly maxOpen: number;
	/** One that nobody asks for is closed after this long, ms. */
	readonly idleMs: number;
}

const OPEN_LIMITS: OpenLimits = { maxOpen: 4, idleMs: 5 * 60_000 };
const NONBLOCK = constants.O_NONBLOCK ?? 0;

interface Opened {
	readonly id: string;
	readonly place: ResultPlace;
	reader: Reader;
	revision: number;
	query: ResultQuery | null;
	/** Changes follow one another. */
	last: Promise<unknown>;
	timer: NodeJS.Timeout;
	/** By which column its records belong to those of an input, once that is known. */
	match: { readonly of: string; readonly column: string | null } | null;
}

/** An output and its input, each as it was read. */
export interface OpenedPair {
	readonly id: string;
	readonly revision: number;
	readonly input: string;
	readonly inputRevision: number;
}

/** A file as it was when it was opened, and the thread that reads it. */
interface Reader {
	readonly file: FileHandle;
	readonly thread: ReaderThread;
	readonly facts: Facts;
	/** Where a compressed one is unpacked; null: it is read as it is. */
	readonly unpacked: string | null;
}

/** Where one of them differs, it is another file, or holds something else. */
interface Facts {
	readonly dev: bigint;
	readonly ino: bigint;
	readonly size: bigint;
	readonly mtimeNs: bigint;
}

/** Results that are being looked at: each is read by a thread of its own, so that the program does none of it. */
export class OpenResults {
	readonly #entry: () => string;
	readonly #parent: string;
	#folder: ReturnType<typeof openRunFolder> | null = null;
	readonly #limits: OpenLimits;
	/** The one that was asked for least lately comes first. */
	readonly #opened = new Map<string, Opened>();

	/**
	 * `entry`: absolute path of what the threads run, asked for when the first is started; `parent`: of the private folder
	 * that compressed ones are unpacked into for as long as they are open.
	 */
	constructor(entry: () => string, parent: string, limits: OpenLimits = OPEN_LIMITS) {
		this.#entry = entry;
		this.#parent = parent;
		sweepRunFolders(parent);
		this.#limits = limits;
	}

	/** Rejects with `not_found` or `invalid_input` where there is no file that can be read. */
	async open(place: ResultPlace): Promise<ResultState> {
		const reader = await this.#start(place);
		while (this.#opened.size >= this.#limits.maxOpen) {
			const [oldest] = this.#opened.keys();
			await this.close(oldest ?? '');
		}
		const id = randomBytes(8).toString('hex');
		const opened: Opened = {
			id,
			place,
			reader,
			revision: 0,
			query: null,
			last: Promise.resolve(),
			timer: this.#closeLater(id),
			match: null,
		};
		this.#opened.set(id, opened);
		return this.#stateOf(opened);
	}

	/** Looks whether the file is still the one that was opened, and begins anew where it is not. */
	async state(id: string): Promise<ResultState> {
		const opened = this.#use(id);
		await this.#inOrder(opened, () => this.#follow(opened));
		return this.#stateOf(opened);
	}

	async rows(id: string, revision: number, rows: RowsWanted): Promise<readonly ResultRow[]> {
		const opened = this.#use(id);
		// Of another file than was asked for: whoever asked hears of the change with the next state.
		if (revision !== opened.revision) return [];
		return this.#ask(opened, () => opened.reader.thread.ask({ ask: 'rows', rows }));
	}

	async record(id: string, revision: number, row: number): Promise<ResultRecord> {
		const opened = this.#use(id);
		const record =
			revision === opened.revision
				? await this.#ask(opened, () => opened.reader.thread.ask({ ask: 'record', row }))
				: null;
		if (record !== null) return record;
		throw new DataFlareError('not_found', `The result has no record ${row + 1} any more.`, {
			details: because('result_row_gone', { row: row + 1 }),
			hint: 'The file changed since it was read.',
		});
	}

	/** Which records of the input belong to those of the output; all of the looking is done by the threads of the two. */
	async beside(pair: OpenedPair, rows: readonly number[]): Promise<ResultMatch> {
		const [output, input] = [this.#use(pair.id), this.#use(pair.input)];
		const looking: ResultMatch = { how: 'looking', column: null, places: [] };
		if (pair.revision !== output.revision || pair.inputRevision !== input.revision) return looking;
		const [of, from]: readonly [Asked, Asked] = [output.reader.thread, input.reader.thread];
		return this.#ask(output, async () => {
			const key = JSON.stringify(pair);
			if (output.match?.of !== key) {
				const found = await idColumnOf(of, from);
				if (found === 'looking') return looking;
				output.match = { of: key, column: found.column };
			}
			const { column } = output.match;
			if (column === null) return { how: 'position', column, places: rows };
			return { how: 'id', column, places: await placesBeside(of, from, column, rows) };
		});
	}

	async view(id: string, query: ResultQuery): Promise<ResultState> {
		const opened = this.#use(id);
		opened.query = query;
		await this.#ask(opened, () => opened.reader.thread.ask({ ask: 'view', query }));
		return this.#stateOf(opened);
	}

	/** Ends what is under way for it. Nothing happens where it is closed already. */
	async close(id: string): Promise<void> {
		const opened = this.#opened.get(id);
		if (opened === undefined) return;
		this.#opened.delete(id);
		clearTimeout(opened.timer);
		await this.#inOrder(opened, () => endReader(opened.reader));
	}

	async closeAll(): Promise<void> {
		await Promise.all([...this.#opened.keys()].map((id) => this.close(id)));
		await this.#folder?.close();
		this.#folder = null;
	}

	#use(id: string): Opened {
		const opened = this.#opened.get(id);
		if (opened === undefined) {
			throw new DataFlareError('not_found', 'The result was closed meanwhile.', {
				details: because('result_closed'),
				hint: 'Open it again.',
			});
		}
		this.#opened.delete(id);
		this.#opened.set(id, opened);
		clearTimeout(opened.timer);
		opened.timer = this.#closeLater(id);
		return opened;
	}

	#closeLater(id: string): NodeJS.Timeout {
		const timer = setTimeout(() => void this.close(id), this.#limits.idleMs);
		timer.unref();
		return timer;
	}

	#inOrder<T>(opened: Opened, work: () => Promise<T>): Promise<T> {
		const done = opened.last.then(work);
		opened.last = done.catch(() => undefined);
		return done;
	}

	async #follow(opened: Opened): Promise<void> {
		const now = await stat(opened.place.path, { bigint: true }).catch(() => null);
		// One that is gone can still be read to its end.
		if (now === null || isSame(now, opened.reader.facts) || !this.#opened.has(opened.id)) return;
		const reader = await this.#start(opened.place);
		const before = opened.reader;
		opened.reader = reader;
		opened.revision++;
		const { query } = opened;
		if (query !== null) await reader.thread.ask({ ask: 'view', query }).catch(() => undefined);
		await endReader(before);
	}

	async #stateOf(opened: Opened): Promise<ResultState> {
		const { revision } = opened;
		const state = await this.#ask(opened, () => opened.reader.thread.ask({ ask: 'state' }));
		return { ...state, id: opened.id, path: opened.place.shown, revision };
	}

	async #ask<T>(opened: Opened, question: () => Promise<T>): Promise<T> {
		try {
			return await question();
		} catch (error) {
			const how = error instanceof Error ? error.message : String(error);
			const path = opened.place.shown ?? opened.id;
			const trouble = error instanceof ReaderFailure ? error.trouble : null;
			if (trouble !== null) throw notUnpacked(path, trouble);
			throw new DataFlareError('runtime', `The result ${path} could not be read: ${how}.`, {
				details: because('result_unreadable', { path, how }),
				hint: 'Open it again.',
				cause: error,
			});
		}
	}

	/** Null: it does not say of itself that it is compressed. */
	async #placeToUnpack(file: FileHandle): Promise<string | null> {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
		if (bytesRead < 2 || !isPacked(buffer)) return null;
		this.#folder ??= openRunFolder(this.#parent);
		return join(this.#folder.path, randomBytes(8).toString('hex'));
	}

	async #start({ path, extension }: ResultPlace): Promise<Reader> {
		const file = await open(path, constants.O_RDONLY | NONBLOCK).catch((error: unknown) => {
			throw notReadable(path, error);
		});
		try {
			const facts = await file.stat({ bigint: true });
			if (!facts.isFile())
				throw Object.assign(new Error('not a file'), { code: facts.isDirectory() ? 'EISDIR' : 'EINVAL' });
			const unpacked = await this.#placeToUnpack(file);
			const size = Number(facts.size);
			const thread = new ReaderThread(this.#entry(), { fd: file.fd, size, extension, unpackTo: unpacked });
			return { file, thread, facts, unpacked };
		} catch (error) {
			await file.close();
			throw error instanceof DataFlareError ? error : notReadable(path, error);
		}
	}
}

const unpackHints: { readonly [T in UnpackTrouble]: readonly [says: string, hint: string] } = {
	damaged: ['its compressed content is damaged', 'Run it again, so that the file is written anew.'],
	large: ['unpacked, it is larger than what is shown as a table', 'Unpack it, and look at it with another program.'],
	no_room: ['there is too little room on the disk to unpack it', 'Make room, then open it again.'],
};

function notUnpacked(path: string, trouble: UnpackTrouble): DataFlareError {
	const [says, hint] = unpackHints[trouble];
	const code = trouble === 'no_room' ? 'storage' : 'invalid_input';
	const details = because(`result_packed_${trouble}`, { path });
	return new DataFlareError(code, `The result ${path} could not be read: ${says}.`, { details, hint });
}

async function endReader({ thread, file, unpacked }: Reader): Promise<void> {
	// The thread reads by the file's number, which must not become another file's meanwhile.
	await thread.end();
	await file.close();
	if (unpacked !== null) await rm(unpacked, { force: true });
}

function isSame(one: Facts, other: Facts): boolean {
	return one.dev === other.dev && one.ino === other.ino && one.size === other.size && one.mtimeNs === other.mtimeNs;
}
