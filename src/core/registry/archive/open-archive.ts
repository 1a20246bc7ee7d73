import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { constants, open } from '../../files/user-files.ts';
import { archiveLimits } from './archive-limits.ts';
import { flawOfName, foldersOf, sameEverywhere } from './entry-names.ts';
import { archiveTooLarge, damagedArchive, hostileEntry } from './refuse-archive.ts';

/** bytes */
const PIECE = 64 * 1024;
/** The fixed part of a local file header (APPNOTE.TXT 4.3.7), bytes. */
const LOCAL_HEADER = 30;

/** Bits of a file's mode that tell its kind (sys/stat.h), where an archive keeps them in the upper half of its attributes. */
const KIND = 0o170_000;
const REGULAR = 0o100_000;
const FOLDER = 0o040_000;

/** Bit 11 of an entry’s flags: its name is in UTF-8. */
const UTF8 = 0x0800;
/** The extra field of Info-ZIP with another name (APPNOTE.TXT 4.6.9). */
const UNICODE_PATH = 0x7075;

/** A file that is read wherever one likes, and by nobody else. */
class HandleReader extends RandomAccessReader {
	readonly #handle: FileHandle;
	/** How much may still be read, bytes: what a table of contents may hold is looked at piece by piece, and all of it. */
	left: number = archiveLimits.tableBytes;

	constructor(handle: FileHandle) {
		super();
		this.#handle = handle;
	}

	override _readStreamForRange(start: number, end: number): Readable {
		this.left -= end - start;
		if (this.left < 0) return refused();
		return Readable.from(pieces(this.#handle, start, end), { objectMode: false });
	}

	override close(done: (error: Error | null) => void): void {
		this.#handle.close().then(() => done(null), done);
	}
}

class TableTooLarge extends Error {}

/** Fails before its first byte. */
function refused(): Readable {
	const stream = new Readable({ read: () => stream.destroy(new TableTooLarge()) });
	return stream;
}

async function* pieces(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
	for (let at = start; at < end; ) {
		const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(PIECE, end - at)), 0, undefined, at);
		if (bytesRead === 0) return;
		at += bytesRead;
		yield buffer.subarray(0, bytesRead);
	}
}

/**
 * A packed plugin whose table of contents was read and found harmless: plain files alone, under names that mean one place
 * below the folder they are unpacked to, on every system, and within `archiveLimits`. What the files hold was not read.
 */
export class Archive {
	readonly path: string;
	/** By name, as the archive orders them; `/` parts folders. */
	readonly files: ReadonlyMap<string, Entry>;
	readonly #zip: ZipFile;

	private constructor(path: string, files: ReadonlyMap<string, Entry>, zip: ZipFile) {
		this.path = path;
		this.files = files;
		this.#zip = zip;
	}

	/** Rejects with `plugin_load` naming what is wrong, or like `open`. The caller closes it. */
	static async open(path: string): Promise<Archive> {
		const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		try {
			const facts = await handle.stat();
			if (!facts.isFile()) throw damagedArchive(path, 'it is not a regular file');
			if (facts.size > archiveLimits.fileBytes) throw archiveTooLarge(path);
			const reader = new HandleReader(handle);
			const zip = await fromRandomAccessReaderPromise(reader, facts.size, {
				autoClose: false,
				lazyEntries: true,
				validateEntrySizes: true,
				// Names are judged here, and not repaired on the way.
				decodeStrings: false,
			});
			const files = await contentsOf(path, zip, facts.size);
			reader.left = Number.POSITIVE_INFINITY;
			return new Archive(path, files, zip);
		} catch (error) {
			await handle.close();
			throw asDamaged(path, error);
		}
	}

	/** What a file holds, unpacked, in pieces; more or less than the table says is an error of the stream. */
	async stream(name: string): Promise<Readable> {
		const entry = this.files.get(name);
		if (entry === undefined) throw damagedArchive(this.path, `there is no ${name} in it`);
		try {
			const header = await this.#zip.readLocalFileHeaderPromise(entry);
			// Other tools go by these: what they would unpack must be what was looked at.
			if (!header.fileName.equals(entry.fileNameRaw) || header.compressionMethod !== entry.compressionMethod) {
				throw hostileEntry(this.path, name, 'is called otherwise in its own place than in the table of contents');
			}
			return await this.#zip.openReadStreamPromise(entry);
		} catch (error) {
			throw asDamaged(this.path, error);
		}
	}

	/** Hands each piece on. Rejects with `plugin_load` where the file cannot be unpacked. */
	async each(name: string, take: (piece: Buffer) => void | Promise<void>): Promise<void> {
		const stream = await this.stream(name);
		const pieces = stream[Symbol.asyncIterator]();
		for (;;) {
			const next = await pieces.next().catch((error: unknown) => {
				throw asDamaged(this.path, error);
			});
			if (next.done === true) return;
			await take(next.value as Buffer);
		}
	}

	async close(): Promise<void> {
		const closed = new Promise((resolve) => this.#zip.once('close', resolve));
		this.#zip.close();
		await closed;
	}
}

async function contentsOf(path: string, zip: ZipFile, size: number): Promise<ReadonlyMap<string, Entry>> {
	const { entries, unpackedBytes, ratio } = archiveLimits;
	if (zip.entryCount > entries) throw archiveTooLarge(path);
	const files = new Map<string, Entry>();
	/** What is at each place where capitals and composed letters are one: a file, or a folder spelt this way. */
	const taken = new Map<string, string>();
	const all: Entry[] = [];
	let total = 0;
	for await (const entry of zip.eachEntry()) {
		all.push(entry);
		const whole = entry.fileNameRaw.toString('utf8');
		const isFolder = whole.endsWith('/');
		const name = isFolder ? whole.slice(0, -1) : whole;
		const flaw = flawOfName(name) ?? flawOfEntry(entry, isFolder);
		if (flaw !== null) throw hostileEntry(path, whole, flaw);
		total += entry.uncompressedSize;
		if (total > unpackedBytes) throw archiveTooLarge(path);
		if (entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > ratio * entry.compressedSize) {
			throw hostileEntry(path, name, `would become more than ${ratio} times as large as it is packed`);
		}
		for (const folder of isFolder ? [...foldersOf(name), name] : foldersOf(name)) {
			const there = taken.get(sameEverywhere(folder)) ?? `${folder}/`;
			if (there !== `${folder}/`) throw hostileEntry(path, whole, `is in the way of ${JSON.stringify(there)}`);
			taken.set(sameEverywhere(folder), there);
		}
		if (isFolder) continue;
		const there = taken.get(sameEverywhere(name));
		if (there !== undefined) throw hostileEntry(path, name, `is in the way of ${JSON.stringify(there)}`);
		taken.set(sameEverywhere(name), name);
		files.set(name, entry);
	}
	refuseOverlaps(path, all, size);
	return files;
}

function flawOfEntry(entry: Entry, isFolder: boolean): string | null {
	const kind = (entry.externalFileAttributes >>> 16) & KIND;
	if (kind !== 0 && kind !== (isFolder ? FOLDER : REGULAR)) return 'is a link or another special file';
	// Other tools read names in other encodings where it is not said (APPNOTE.TXT 4.4.4, bit 11), or where a field says more.
	const isPlain = entry.fileNameRaw.every((byte) => byte < 0x80);
	if (!isPlain && (entry.generalPurposeBitFlag & UTF8) === 0) return 'has a name that is not marked as UTF-8';
	if (entry.extraFields.some(({ id }) => id === UNICODE_PATH)) return 'has two names';
	if (entry.isEncrypted()) return 'is encrypted';
	if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
		return `is compressed in a way that is not supported (method ${entry.compressionMethod})`;
	}
	return isFolder && entry.uncompressedSize > 0 ? 'is a folder with content' : null;
}

/** Files that share their bytes make a small archive unpack to any size. */
function refuseOverlaps(path: string, entries: readonly Entry[], size: number): void {
	const inOrder = entries.toSorted((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
	for (const [index, entry] of inOrder.entries()) {
		const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize;
		if (end > (inOrder[index + 1]?.relativeOffsetOfLocalHeader ?? size)) {
			throw hostileEntry(path, entry.fileNameRaw.toString('utf8'), 'shares its bytes with another file');
		}
	}
}

function asDamaged(path: string, error: unknown): unknown {
	if (error instanceof TableTooLarge) return archiveTooLarge(path);
	if (error instanceof DataFlareError || (error as { code?: unknown }).code !== undefined) {
		// Of zlib: what it says of the data. Others are the system's.
		const code = String((error as { code?: unknown }).code);
		return code.startsWith('Z_') ? damagedArchive(path, 'a file in it cannot be unpacked', error) : error;
	}
	return error instanceof Error ? damagedArchive(path, lowerFirst(error.message), error) : error;
}

function lowerFirst(text: string): string {
	const short = text.replace(/\.$/, '').slice(0, 200);
	return `${short.charAt(0).toLowerCase()}${short.slice(1)}`;
}
