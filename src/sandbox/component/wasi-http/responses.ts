import { encode } from '../../memory/utf8.ts';
import type { HttpAnswer } from '../http.ts';
import { err, type Outcome, ok } from '../outcome.ts';
import { Handle, type Handles } from '../wasi/handles.ts';
import { always, Pollable } from '../wasi/io.ts';
import { InputStream } from '../wasi/streams.ts';
import type { Fields, FieldsClass } from './fields.ts';

/** As `wasi:http/types.error-code` has it. */
export interface HttpError {
	readonly tag: string;
	readonly val?: unknown;
}
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
	readonly #bytes: Uint8Array;
	#taken = false;

	constructor(handles: Handles, bytes: Uint8Array) {
		super(handles);
		this.#handles = handles;
		this.#bytes = bytes;
	}

	stream(): Outcome<InputStream, undefined> {
		if (this.#taken) return err(undefined);
		this.#taken = true;
		let rest = this.#bytes;
		const read = (most: number) => {
			const piece = rest.slice(0, most);
			rest = rest.subarray(piece.length);
			return ok(piece.length === 0 ? null : piece);
		};
		return ok(new InputStream(this.#handles, { read, readable: always, release: () => undefined }));
	}

	static finish(body: IncomingBody): FutureTrailers {
		body[Symbol.dispose]();
		return new FutureTrailers(body.#handles);
	}
}

/** `wasi:http/types.incoming-response`. */
export class IncomingResponse extends Handle {
	readonly #handles: Handles;
	readonly #answer: HttpAnswer;
	readonly #fields: FieldsClass;
	#consumed = false;

	constructor(handles: Handles, answer: HttpAnswer, fields: FieldsClass) {
		super(handles);
		this.#handles = handles;
		this.#answer = answer;
		this.#fields = fields;
	}

	status(): number {
		return this.#answer.status;
	}

	headers(): Fields {
		return this.#fields.fixed(this.#answer.headers.map(([name, value]) => [name, encode(value)]));
	}

	consume(): Outcome<IncomingBody, undefined> {
		if (this.#consumed) return err(undefined);
		this.#consumed = true;
		return ok(new IncomingBody(this.#handles, this.#answer.body));
	}
}

/** `wasi:http/types.future-incoming-response`. */
export class FutureIncomingResponse extends Handle {
	readonly #handles: Handles;
	readonly #fields: FieldsClass;
	readonly #coming: Promise<void>;
	#come: Outcome<HttpAnswer, HttpError> | null = null;
	#told = false;

	constructor(handles: Handles, fields: FieldsClass, answer: Promise<Outcome<HttpAnswer, HttpError>>) {
		super(handles);
		this.#handles = handles;
		this.#fields = fields;
		this.#coming = answer.then((come) => {
			this.#come = come;
		});
	}

	subscribe(): Pollable {
		return new Pollable(this.#handles, { ready: () => this.#come !== null, wait: () => this.#coming });
	}

	get(): Answered<IncomingResponse> {
		const come = this.#come;
		if (come === null) return undefined;
		if (this.#told) return err(undefined);
		this.#told = true;
		return ok(come.tag === 'ok' ? ok(new IncomingResponse(this.#handles, come.val, this.#fields)) : come);
	}
}
