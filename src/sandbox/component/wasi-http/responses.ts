import { encode } from '../../memory/utf8.ts';
import type { HttpAnswer } from '../http.ts';
import { err, type Outcome, ok } from '../outcome.ts';
import { Handle, type Handles } from '../wasi/handles.ts';
import { always, Pollable } from '../wasi/io.ts';
import { InputStream } from '../wasi/streams.ts';
import type { Fields, FieldsClass } from './fields.ts';

/** What came, and what lets go of it. */
export interface HeldAnswer extends HttpAnswer {
	readonly letGo: () => void;
}

/** As `wasi:http/types.error-code` has it. */
export interface HttpError {
	readonly tag: string;
	readonly val?: unknown;
}
const nothing = new Uint8Array(0);
/** In the place of an answer that was handed on: what came is kept by nobody else. */
const taken = err<HttpError>({ tag: 'internal-error' });
type Answered<Value> = Outcome<Outcome<Value, HttpError>, undefined> | undefined;

/** `wasi:http/types.future-trailers`: there never are any, and that is known at once. */
export class FutureTrailers extends Handle {
	readonly #handles: Handles;
	#told = false;

	constructor(handles: Handles) {
		super(handles);
		this.#handles = handles;
	}

	subscribe(): Pollable {
		return new Pollable(this.#handles, always);
	}

	get(): Answered<undefined> {
		if (this.#told) return err(undefined);
		this.#told = true;
		return ok(ok(undefined));
	}
}

/** `wasi:http/types.incoming-body`: all of it is there. */
export class IncomingBody extends Handle {
	readonly #handles: Handles;
	readonly #letGo: () => void;
	#rest: Uint8Array;
	#taken = false;

	constructor(handles: Handles, { body, letGo }: HeldAnswer) {
		super(handles);
		this.#handles = handles;
		this.#rest = body;
		this.#letGo = letGo;
	}

	stream(): Outcome<InputStream, undefined> {
		if (this.#taken) return err(undefined);
		this.#taken = true;
		const read = (most: number) => {
			const piece = this.#rest.slice(0, most);
			this.#rest = this.#rest.subarray(piece.length);
			return ok(piece.length === 0 ? null : piece);
		};
		return ok(new InputStream(this.#handles, { read, readable: always, release: () => undefined }));
	}

	static finish(body: IncomingBody): FutureTrailers {
		body[Symbol.dispose]();
		return new FutureTrailers(body.#handles);
	}

	/** What was not read of it is gone as well. */
	protected override released(): void {
		this.#rest = nothing;
		this.#letGo();
	}
}

/** `wasi:http/types.incoming-response`. */
export class IncomingResponse extends Handle {
	readonly #handles: Handles;
	readonly #status: number;
	readonly #headers: HttpAnswer['headers'];
	readonly #fields: FieldsClass;
	/** Null: its body was taken. */
	#answer: HeldAnswer | null;

	constructor(handles: Handles, answer: HeldAnswer, fields: FieldsClass) {
		super(handles);
		this.#handles = handles;
		this.#status = answer.status;
		this.#headers = answer.headers;
		this.#answer = answer;
		this.#fields = fields;
	}

	status(): number {
		return this.#status;
	}

	headers(): Fields {
		return this.#fields.fixed(this.#headers.map(([name, value]) => [name, encode(value)]));
	}

	consume(): Outcome<IncomingBody, undefined> {
		const answer = this.#answer;
		if (answer === null) return err(undefined);
		this.#answer = null;
		return ok(new IncomingBody(this.#handles, answer));
	}

	protected override released(): void {
		this.#answer?.letGo();
		this.#answer = null;
	}
}

/** `wasi:http/types.future-incoming-response`. */
export class FutureIncomingResponse extends Handle {
	readonly #handles: Handles;
	readonly #fields: FieldsClass;
	readonly #coming: Promise<void>;
	#come: Outcome<HeldAnswer, HttpError> | null = null;
	#told = false;
	#isGone = false;

	constructor(handles: Handles, fields: FieldsClass, answer: Promise<Outcome<HeldAnswer, HttpError>>) {
		super(handles);
		this.#handles = handles;
		this.#fields = fields;
		this.#coming = answer.then((come) => {
			this.#come = come;
			if (this.#isGone) this.#letGo();
		});
	}

	subscribe(): Pollable {
		return new Pollable(this.#handles, { ready: () => this.#come !== null, wait: () => this.#coming });
	}

	#letGo(): void {
		if (this.#come?.tag === 'ok') this.#come.val.letGo();
		if (this.#come !== null) this.#come = taken;
	}

	protected override released(): void {
		this.#isGone = true;
		this.#letGo();
	}

	get(): Answered<IncomingResponse> {
		const come = this.#come;
		if (come === null) return undefined;
		if (this.#told) return err(undefined);
		this.#told = true;
		this.#come = taken;
		return ok(come.tag === 'ok' ? ok(new IncomingResponse(this.#handles, come.val, this.#fields)) : come);
	}
}
