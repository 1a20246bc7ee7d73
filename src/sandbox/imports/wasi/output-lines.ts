/** A longer line is cut into pieces of this size, bytes. */
const MAX_LINE_BYTES = 16 * 1024;

/** Turns what a guest writes to one of its output streams into lines of text. */
export class OutputLines {
	readonly #emit: (line: string) => void;
	#rest: number[] = [];

	constructor(emit: (line: string) => void) {
		this.#emit = emit;
	}

	write(bytes: Uint8Array): void {
		for (const byte of bytes) {
			if (byte === 0x0a) this.flush();
			else if (this.#rest.push(byte) >= MAX_LINE_BYTES) this.flush();
		}
	}

	/** Hands on a line that has not ended. */
	flush(): void {
		if (this.#rest.length === 0) return;
		const line = Buffer.from(this.#rest).toString('utf8').replace(/\r$/, '');
		this.#rest = [];
		if (line !== '') this.#emit(line);
	}
}
