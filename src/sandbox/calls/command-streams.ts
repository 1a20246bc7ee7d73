import { DataFlareError } from '../../shared/errors/errors.ts';
import { OutputLines } from '../imports/wasi/output-lines.ts';
import type { Streams } from '../imports/wasi/streams.ts';

const nothing = new Uint8Array(0);

/** So much output waits for its reader before the program that writes it does. bytes */
const FULL_BYTES = 1024 * 1024;

/**
 * A program's standard streams, seen from both sides. It reads what was fed, and waits where nothing is left and more may
 * come; what it writes gathers until it is taken.
 */
export class CommandStreams implements Streams {
	readonly #log: OutputLines;
	readonly #input: Uint8Array[] = [];
	#ended = false;
	readonly #output: Uint8Array[] = [];
	#outputBytes = 0;
	/** So much output is gathered at most: beyond it the program waits, or fails. bytes */
	#fullAt = FULL_BYTES;
	#wakeReader: (() => void) | null = null;
	/** Those who wait for input beside something else: they go on by themselves. */
	readonly #listeners: (() => void)[] = [];
	#wakeWriter: (() => void) | null = null;
	/** Called when the program cannot go on: it waits for input, or for its output to be taken. */
	#onPause: () => void = () => undefined;

	constructor(onLine: (line: string) => void) {
		this.#log = new OutputLines(onLine);
	}

	/** Nothing is left to read, and the program waits for more. */
	get hungry(): boolean {
		return this.#wakeReader !== null;
	}

	/** The program waits for its output to be taken. */
	get full(): boolean {
		return this.#wakeWriter !== null;
	}

	/** Resolves when the program cannot go on without the other side. */
	paused(): Promise<void> {
		if (this.hungry || this.full) return Promise.resolve();
		return new Promise((resolve) => {
			this.#onPause = resolve;
		});
	}

	feed(bytes: Uint8Array): void {
		if (bytes.length > 0 && !this.#ended) this.#input.push(bytes);
		if (bytes.length > 0) this.#wake();
	}

	/** No more input follows. */
	end(): void {
		this.#ended = true;
		this.#wake();
	}

	#wake(): void {
		const wake = this.#wakeReader;
		this.#wakeReader = null;
		wake?.();
		for (const heard of this.#listeners.splice(0)) heard();
	}

	/** What was written since; more may be written then. `fullAt`: how much gathers before the program waits. bytes */
	take(fullAt: number = FULL_BYTES): Uint8Array {
		const taken = this.#output.length === 1 ? (this.#output[0] as Uint8Array) : Buffer.concat(this.#output);
		this.#output.length = 0;
		this.#outputBytes = 0;
		this.#fullAt = fullAt;
		const wake = this.#wakeWriter;
		this.#wakeWriter = null;
		wake?.();
		return taken;
	}

	get outputBytes(): number {
		return this.#outputBytes;
	}

	read(most: number): Uint8Array | null {
		const first = this.#input[0];
		if (first === undefined) return this.#ended || most === 0 ? nothing : null;
		const piece = first.subarray(0, most);
		if (piece.length === first.length) this.#input.shift();
		else this.#input[0] = first.subarray(piece.length);
		return piece;
	}

	available(): number | null {
		const bytes = this.#input.reduce((sum, { length }) => sum + length, 0);
		return bytes > 0 || this.#ended ? bytes : null;
	}

	readable(alone: boolean): Promise<void> {
		if (this.available() !== null) return Promise.resolve();
		if (!alone) {
			return new Promise((resolve) => {
				this.#listeners.push(resolve);
			});
		}
		return new Promise((resolve) => {
			this.#wakeReader = resolve;
			this.#onPause();
		});
	}

	writable(): Promise<void> | null {
		if (this.#outputBytes < this.#fullAt) return null;
		return new Promise((resolve) => {
			this.#wakeWriter = resolve;
			this.#onPause();
		});
	}

	write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
		if (stream === 'stderr') {
			this.#log.write(bytes);
			return;
		}
		if (bytes.length === 0) return;
		this.#output.push(bytes.slice());
		this.#outputBytes += bytes.length;
	}

	flush(): void {
		this.#log.flush();
	}
}

/** A line that does not end, or output that nobody may hold. */
export function tooMuchOutput(fn: string, bytes: number, limit: number): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`${fn}: the output of ${bytes} bytes exceeds the limit of ${limit} bytes`,
		{
			hint: 'Give the plugin smaller batches or smaller records.',
			details: { bytes, limit },
		},
	);
}
