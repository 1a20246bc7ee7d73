import type { Readable } from 'node:stream';
import { TextTail } from '../../shared/text-tail.ts';

/** How much of a process's last words is kept, characters. */
const KEPT = 8 * 1024;
/** More than any honest process writes in its life: beyond it the text is there to keep the program busy. bytes */
const MOST_BYTES = 4 * 1024 * 1024;
/** How long what was written before the end may take to arrive after it. ms */
const LATE_MS = 200;

/** What a utility process writes to its stderr, bounded; and what else was noted of its end. */
export class LastWords {
	readonly #stream: Readable | null;
	readonly #flooded: () => void;
	readonly #take = (chunk: Buffer): void => this.#read(chunk);
	readonly #text = new TextTail(KEPT);
	#bytes = 0;

	/** `flooded` is called, once, when the process has written more than any honest one does. */
	constructor(stream: Readable | null, flooded: () => void) {
		this.#stream = stream;
		this.#flooded = flooded;
		stream?.on('data', this.#take);
		stream?.on('error', () => undefined);
	}

	/** Adds a line of the program's own. */
	note(line: string): void {
		this.#text.push(`${line}\n`);
	}

	/**
	 * Resolves when what the process wrote has been read, or after a moment. Electron takes all listeners off the stream
	 * right after the process's `exit`, which nothing orders with the text that was written before it: so they are put on
	 * anew, and what arrived in between has waited in the stream.
	 */
	async rest(): Promise<void> {
		const stream = this.#stream;
		if (stream === null) return;
		await new Promise<void>((resolve) => setImmediate(resolve));
		if (stream.readableEnded || stream.destroyed) return;
		stream.off('data', this.#take);
		stream.on('data', this.#take);
		stream.on('error', () => undefined);
		await new Promise<void>((resolve) => {
			const late = setTimeout(resolve, LATE_MS);
			for (const event of ['end', 'close'] as const) {
				stream.once(event, () => {
					clearTimeout(late);
					resolve();
				});
			}
		});
		stream.destroy();
	}

	toString(): string {
		return this.#text.toString();
	}

	#read(chunk: Buffer): void {
		const before = this.#bytes;
		this.#bytes += chunk.length;
		if (before <= MOST_BYTES && this.#bytes > MOST_BYTES) this.#flooded();
		// Beyond that nothing is turned into text any more: the process is ending.
		if (before <= MOST_BYTES) this.#text.push(chunk.subarray(-KEPT).toString('utf8'));
	}
}
