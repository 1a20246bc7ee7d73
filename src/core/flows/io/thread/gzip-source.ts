import { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { codeOf } from '../../../../shared/errors/code-of.ts';
import { readSync } from '../../../files/user-files.ts';
import { becameSmaller, gzipCutOff, gzipDamaged, gzipGarbage } from '../io-failures.ts';
import type { ByteSource, InputFile } from './byte-source.ts';

/** What is asked of the file at once, and of the decompression, bytes. */
const PIECE = 256 * 1024;
const CHUNK = 1024 * 1024;

/** A file of gzip members (RFC 1952), one behind the other. Zeros behind the last are padding. */
export class GzipSource implements ByteSource {
	readonly #file: InputFile;
	readonly #gunzip: Gunzip;
	readonly #chunks: AsyncIterator<Uint8Array>;
	#chunk: Uint8Array = new Uint8Array(0);
	#unpacked = 0;
	#isOver = false;
	bytesRead = 0;

	constructor(file: InputFile) {
		this.#file = file;
		this.#gunzip = createGunzip({ chunkSize: CHUNK });
		Readable.from(this.#pieces(), { objectMode: false, highWaterMark: PIECE })
			// A failure of reading is one of unpacking to whoever asks for bytes.
			.on('error', (error) => this.#gunzip.destroy(error))
			.pipe(this.#gunzip);
		this.#chunks = this.#gunzip[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
	}

	async read(into: Uint8Array, at: number, most: number): Promise<number> {
		while (this.#chunk.length === 0) {
			if (this.#isOver) return 0;
			const next = await this.#next();
			if (next === null) this.#refuseGarbage();
			else this.#chunk = next;
		}
		const taken = this.#chunk.subarray(0, most);
		into.set(taken, at);
		this.#chunk = this.#chunk.subarray(taken.length);
		this.#unpacked += taken.length;
		return taken.length;
	}

	close(): void {
		this.#gunzip.destroy();
	}

	async #next(): Promise<Uint8Array | null> {
		try {
			const next = await this.#chunks.next();
			return next.done === true ? null : next.value;
		} catch (error) {
			const code = codeOf(error);
			if (code === 'Z_BUF_ERROR') throw gzipCutOff(this.#file.path, this.#unpacked);
			// The file begins with a member's header, so this is about what stands behind a whole member.
			if (error instanceof Error && error.message === 'incorrect header check') {
				throw gzipGarbage(this.#file.path, this.#gunzip.bytesWritten);
			}
			if (code?.startsWith('Z_') === true) throw gzipDamaged(this.#file.path, this.#unpacked);
			throw error;
		}
	}

	/** Whatever the decompression left unread has to be zeros. */
	#refuseGarbage(): void {
		this.#isOver = true;
		const from = this.#gunzip.bytesWritten;
		const piece = new Uint8Array(PIECE);
		for (let at = from; ; ) {
			const length = readSync(this.#file.fd, piece, 0, PIECE, at);
			if (length === 0) break;
			const found = piece.subarray(0, length).findIndex((byte) => byte !== 0);
			if (found !== -1) throw gzipGarbage(this.#file.path, at + found);
			at += length;
		}
	}

	*#pieces(): Generator<Uint8Array> {
		for (;;) {
			const piece = Buffer.allocUnsafeSlow(PIECE);
			const length = readSync(this.#file.fd, piece, 0, PIECE, this.bytesRead);
			if (length === 0) break;
			this.bytesRead += length;
			yield piece.subarray(0, length);
		}
		if (this.bytesRead < this.#file.size) throw becameSmaller(this.#file.path, this.#file.size);
	}
}

/** Whether a file begins as gzip does. */
export function isGzip(fd: number): boolean {
	const head = new Uint8Array(3);
	return readSync(fd, head, 0, 3, 0) === 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}
