import { readSync } from '../../../files/user-files.ts';
import { becameSmaller } from '../io-failures.ts';

/** The bytes of an input in their order, without its compression. */
export interface ByteSource {
	/** Fills at most `most` bytes of `into` from `at`; 0: there are no more. */
	read(into: Uint8Array, at: number, most: number): Promise<number>;
	/** Bytes of the file that were read so far, as they lie there. */
	readonly bytesRead: number;
	close(): void;
}

/** What is read, and what is said of it. */
export interface InputFile {
	readonly fd: number;
	/** Bytes, when it was opened. */
	readonly size: number;
	readonly path: string;
}

export class PlainSource implements ByteSource {
	readonly #file: InputFile;
	#position: number;

	constructor(file: InputFile, from = 0) {
		this.#file = file;
		this.#position = from;
	}

	get bytesRead(): number {
		return this.#position;
	}

	async read(into: Uint8Array, at: number, most: number): Promise<number> {
		const read = readSync(this.#file.fd, into, at, most, this.#position);
		this.#position += read;
		if (read === 0 && this.#position < this.#file.size) throw becameSmaller(this.#file.path, this.#file.size);
		return read;
	}

	close(): void {
		// The file is the program's.
	}
}
