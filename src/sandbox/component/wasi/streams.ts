import { atMost, done, err, type Outcome, ok } from '../outcome.ts';
import { Handle, type Handles } from './handles.ts';
import { closed, type Event, IoError, Pollable, type StreamFailure, type StreamOutcome } from './io.ts';

/** Read at once at most, however much a component asks for. bytes */
const MOST_READ = 4 * 1024 * 1024;
/** Zeroes are written in pieces of this size. bytes */
const ZEROES = 64 * 1024;

/** What was read; null: the end. A failure is a code of `wasi:filesystem`. */
type Read = Outcome<Uint8Array | null, string>;
/** Null: it is written, or counts as written. */
export type Written = string | null;

/** What stands behind an input stream. */
export interface Input {
	/** Up to `most` bytes. `waits` false: none where nothing came yet. */
	read(most: number, waits: boolean): Read | Promise<Read>;
	readonly readable: Event;
	/** Nobody reads it any more. */
	release(): void;
}

/** What stands behind an output stream. */
export interface Output {
	/** So many bytes are taken without waiting for anybody. */
	room(): number;
	write(bytes: Uint8Array): Written | Promise<Written>;
	flush(): Written | Promise<Written>;
	readonly writable: Event;
	release(): void;
}

const nothing = new Uint8Array(0);

/** `wasi:io/streams.input-stream`. */
export class InputStream extends Handle {
	readonly #handles: Handles;
	readonly #input: Input;
	#closed = false;

	constructor(handles: Handles, input: Input) {
		super(handles);
		this.#handles = handles;
		this.#input = input;
	}

	/** What is taken for another stream of the host's; see `OutputStream.splice`. */
	async take(length: bigint, waits: boolean): Promise<Outcome<Uint8Array, StreamFailure>> {
		if (this.#closed) return err(closed);
		const most = atMost(length, MOST_READ);
		if (most === 0) return ok(nothing);
		const read = await this.#input.read(most, waits);
		if (read.tag === 'ok' && read.val !== null) return ok(read.val);
		this.#closed = true;
		return err(read.tag === 'ok' ? closed : failed(this.#handles, read.val));
	}

	read(length: bigint): StreamOutcome<Uint8Array> {
		return this.take(length, false);
	}

	blockingRead(length: bigint): StreamOutcome<Uint8Array> {
		return this.take(length, true);
	}

	skip(length: bigint): StreamOutcome<bigint> {
		return this.#skip(length, false);
	}

	blockingSkip(length: bigint): StreamOutcome<bigint> {
		return this.#skip(length, true);
	}

	async #skip(length: bigint, waits: boolean): Promise<Outcome<bigint, StreamFailure>> {
		const taken = await this.take(length, waits);
		return taken.tag === 'ok' ? ok(BigInt(taken.val.length)) : taken;
	}

	subscribe(): Pollable {
		return new Pollable(this.#handles, this.#input.readable);
	}

	protected override released(): void {
		this.#input.release();
	}
}

/** `wasi:io/streams.output-stream`. What does not fit waits, also where WASI would have the component ask first. */
export class OutputStream extends Handle {
	readonly #handles: Handles;
	readonly #output: Output;
	#closed = false;

	constructor(handles: Handles, output: Output) {
		super(handles);
		this.#handles = handles;
		this.#output = output;
	}

	checkWrite(): Outcome<bigint, StreamFailure> {
		return this.#closed ? err(closed) : ok(BigInt(this.#output.room()));
	}

	write(contents: Uint8Array): StreamOutcome<void> {
		return this.#act((output) => output.write(contents));
	}

	blockingWriteAndFlush(contents: Uint8Array): StreamOutcome<void> {
		return this.#act(async (output) => (await output.write(contents)) ?? output.flush());
	}

	flush(): StreamOutcome<void> {
		return this.#act((output) => output.flush());
	}

	blockingFlush(): StreamOutcome<void> {
		return this.flush();
	}

	subscribe(): Pollable {
		return new Pollable(this.#handles, this.#output.writable);
	}

	writeZeroes(length: bigint): StreamOutcome<void> {
		return this.#act(async (output) => {
			for (let left = length; left > 0n; ) {
				const piece = new Uint8Array(atMost(left, ZEROES));
				const failure = await output.write(piece);
				if (failure !== null) return failure;
				left -= BigInt(piece.length);
			}
			return null;
		});
	}

	async blockingWriteZeroesAndFlush(length: bigint): Promise<Outcome<void, StreamFailure>> {
		const written = await this.writeZeroes(length);
		return written.tag === 'ok' ? this.flush() : written;
	}

	splice(from: InputStream, length: bigint): StreamOutcome<bigint> {
		return this.#splice(from, length, false);
	}

	blockingSplice(from: InputStream, length: bigint): StreamOutcome<bigint> {
		return this.#splice(from, length, true);
	}

	async #splice(from: InputStream, length: bigint, waits: boolean): Promise<Outcome<bigint, StreamFailure>> {
		if (this.#closed) return err(closed);
		const taken = await from.take(length, waits);
		if (taken.tag === 'err') return taken;
		const written = await this.write(taken.val);
		return written.tag === 'ok' ? ok(BigInt(taken.val.length)) : written;
	}

	async #act(act: (output: Output) => Written | Promise<Written>): Promise<Outcome<void, StreamFailure>> {
		if (this.#closed) return err(closed);
		const failure = await act(this.#output);
		if (failure === null) return done;
		this.#closed = true;
		return err(failed(this.#handles, failure));
	}

	protected override released(): void {
		this.#output.release();
	}
}

function failed(handles: Handles, code: string): StreamFailure {
	return { tag: 'last-operation-failed', val: new IoError(handles, code) };
}
