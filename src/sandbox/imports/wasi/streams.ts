import { OutputLines } from './output-lines.ts';

/** Standard input, output and error of a guest. */
export interface Streams {
	/** Up to `most` bytes of the input; empty: its end; null: nothing came yet. */
	read(most: number): Uint8Array | null;
	/** Bytes that may be read at once; 0: it is at its end; null: nothing came yet. */
	available(): number | null;
	/** Resolves when there is something to read, or the end. `alone`: the guest waits for nothing else meanwhile. */
	readable(alone: boolean): Promise<void>;
	/** Null: the output takes more at once. */
	writable(): Promise<void> | null;
	write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
	/** Hands on a line that has not ended. */
	flush(): void;
}

const nothing = new Uint8Array(0);

/** Of a plugin that is a library: nothing to read, and what it writes are lines of its log. */
export class LogStreams implements Streams {
	readonly #lines: Readonly<Record<'stdout' | 'stderr', OutputLines>>;

	constructor(onLine: (stream: 'stdout' | 'stderr', line: string) => void) {
		this.#lines = {
			stdout: new OutputLines((line) => onLine('stdout', line)),
			stderr: new OutputLines((line) => onLine('stderr', line)),
		};
	}

	read(): Uint8Array {
		return nothing;
	}

	available(): number {
		return 0;
	}

	readable(): Promise<void> {
		return Promise.resolve();
	}

	writable(): null {
		return null;
	}

	write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
		this.#lines[stream].write(bytes);
	}

	flush(): void {
		this.#lines.stdout.flush();
		this.#lines.stderr.flush();
	}
}
