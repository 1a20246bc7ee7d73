import { RESULT_LIMITS } from '../../../../shared/run/result-table.ts';
import { readSync } from '../../../files/user-files.ts';
import { type FileShape, scannerOf } from './file-shape.ts';
import type { Found, RecordScanner } from './record-scanner.ts';

const LF = 0x0a;
/** A walk that is to end soon begins with little. bytes */
export const FIRST_PIECE = 16 * 1024;
export const PIECE_BYTES = 1024 * 1024;

/** A file that is open, and how its records are told apart. */
export interface RecordFile {
	readonly fd: number;
	readonly size: number;
	readonly shape: FileShape;
}

/** The bytes of a record, behind which a line feed stands. They are overwritten by the next record's. */
export interface RecordBytes {
	readonly data: Buffer;
	readonly end: number;
	/** Only the beginning is there. */
	readonly isCut: boolean;
}

/** As much as can be had at `position`. */
export function readAt(fd: number, into: Buffer, length: number, position: number): number {
	let read = 0;
	while (read < length) {
		const got = readSync(fd, into, read, length - read, position + read);
		if (got === 0) break;
		read += got;
	}
	return read;
}

/** Goes from record to record, piece by piece. */
export class RecordWalk {
	readonly #file: RecordFile;
	readonly #scanner: RecordScanner;
	#piece: Buffer;
	/** Where the piece stands in the file, and how much of it is there. */
	#offset: number;
	#length = 0;
	#scratch = Buffer.alloc(4096);
	#isOver = false;

	/** From a record's first byte on; where `isInside` is false, from the file's beginning. */
	constructor(file: RecordFile, start: number, isInside: boolean, pieceBytes: number) {
		this.#file = file;
		this.#scanner = scannerOf(file.shape, start, isInside);
		this.#piece = Buffer.alloc(pieceBytes);
		this.#offset = start;
	}

	/** Where the next piece begins. */
	get position(): number {
		return this.#offset + this.#length;
	}

	/** Reads a piece and tells of the records that end in it. False: there are no more, or `found` had enough. */
	step(found: Found): boolean {
		if (this.#isOver) return false;
		this.#offset += this.#length;
		// What is read while nobody knows how far it is to go grows.
		if (this.#length === this.#piece.length && this.#length < PIECE_BYTES)
			this.#piece = Buffer.alloc(Math.min(PIECE_BYTES, this.#length * 4));
		if (this.#file.shape.isWhole) this.#offset = this.#file.size;
		const wanted = Math.min(this.#piece.length, Math.max(0, this.#file.size - this.#offset));
		this.#length = readAt(this.#file.fd, this.#piece, wanted, this.#offset);
		const isEnd = this.#length < this.#piece.length;
		if (this.#length > 0 && !this.#scanner.push(this.#piece, this.#length, this.#offset, found)) this.#isOver = true;
		else if (isEnd) {
			this.#scanner.end(this.#offset + this.#length, found);
			this.#isOver = true;
		}
		return !this.#isOver;
	}

	/** What stands between two places, of which the walk has told last. */
	bytes(start: number, end: number, most: number = RESULT_LIMITS.recordBytes): RecordBytes {
		const length = Math.min(end - start, most);
		if (this.#scratch.length <= length) this.#scratch = Buffer.alloc(2 * length + 1);
		const data = this.#scratch;
		const from = start - this.#offset;
		if (from >= 0 && from + length <= this.#length) this.#piece.copy(data, 0, from, from + length);
		else readAt(this.#file.fd, data, length, start);
		data[length] = LF;
		return { data, end: length, isCut: end - start > most };
	}
}
