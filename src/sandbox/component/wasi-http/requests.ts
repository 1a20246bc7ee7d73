import { MAX_HTTP_REQUEST_BYTES } from '../../../shared/policy/limits.ts';
import { done, err, type Outcome, ok } from '../outcome.ts';
import { Handle, type Handles } from '../wasi/handles.ts';
import { always } from '../wasi/io.ts';
import { OutputStream } from '../wasi/streams.ts';
import type { Fields, FieldsClass } from './fields.ts';

export type Method = { readonly tag: string; readonly val?: string };
export type Scheme = { readonly tag: 'HTTP' | 'HTTPS' | 'other'; readonly val?: string };

/** What a body that is too large is refused with. */
export const BODY_TOO_LARGE = 'HTTP-request-body-size';
const ROOM = 64 * 1024;

/** `wasi:http/types.outgoing-body`: gathered until it is finished, and sent as a whole. */
export class OutgoingBody extends Handle {
	readonly #handles: Handles;
	readonly #pieces: Uint8Array[] = [];
	#bytes = 0;
	#written = false;
	readonly #finished = Promise.withResolvers<Uint8Array | null>();

	constructor(handles: Handles) {
		super(handles);
		this.#handles = handles;
	}

	write(): Outcome<OutputStream, undefined> {
		if (this.#written) return err(undefined);
		this.#written = true;
		const write = (bytes: Uint8Array): string | null => {
			this.#bytes += bytes.length;
			if (this.#bytes > MAX_HTTP_REQUEST_BYTES) return BODY_TOO_LARGE;
			this.#pieces.push(bytes.slice());
			return null;
		};
		const output = { room: () => ROOM, write, flush: () => null, writable: always, release: () => undefined };
		return ok(new OutputStream(this.#handles, output));
	}

	/** All of it; null: it was let go of unfinished. */
	get whole(): Promise<Uint8Array | null> {
		return this.#finished.promise;
	}

	static finish(body: OutgoingBody): Outcome<void, unknown> {
		body.#finished.resolve(Buffer.concat(body.#pieces));
		body[Symbol.dispose]();
		return done;
	}

	protected override released(): void {
		this.#finished.resolve(null);
	}
}

/** `wasi:http/types.outgoing-request` and `request-options`, made for an instance. */
export function requestsOf(handles: Handles, fields: FieldsClass) {
	class OutgoingRequest extends Handle {
		readonly #headers: ReturnType<Fields['entries']>;
		#method: Method = { tag: 'get' };
		#path: string | undefined;
		#scheme: Scheme | undefined;
		#authority: string | undefined;
		#body: OutgoingBody | null = null;

		constructor(headers: Fields) {
			super(handles);
			this.#headers = headers.entries();
			headers[Symbol.dispose]();
		}

		body(): Outcome<OutgoingBody, undefined> {
			if (this.#body !== null) return err(undefined);
			this.#body = new OutgoingBody(handles);
			return ok(this.#body);
		}

		/** Its headers, without a handle of them. */
		get headerList(): ReturnType<Fields['entries']> {
			return this.#headers;
		}

		/** What was begun of a body; null: the request has none. */
		get begunBody(): OutgoingBody | null {
			return this.#body;
		}

		method(): Method {
			return this.#method;
		}

		setMethod(method: Method): Outcome<void, undefined> {
			if (method.tag === 'other' && !/^[A-Za-z]{1,16}$/.test(method.val ?? '')) return err(undefined);
			this.#method = method;
			return done;
		}

		pathWithQuery(): string | undefined {
			return this.#path;
		}

		setPathWithQuery(path: string | undefined): Outcome<void, undefined> {
			this.#path = path;
			return done;
		}

		scheme(): Scheme | undefined {
			return this.#scheme;
		}

		setScheme(scheme: Scheme | undefined): Outcome<void, undefined> {
			if (scheme?.tag === 'other') return err(undefined);
			this.#scheme = scheme;
			return done;
		}

		authority(): string | undefined {
			return this.#authority;
		}

		setAuthority(authority: string | undefined): Outcome<void, undefined> {
			this.#authority = authority;
			return done;
		}

		headers(): Fields {
			return fields.fixed(this.#headers);
		}
	}

	/** What a component wishes of times is kept and has no effect: the call's own limit holds. */
	class RequestOptions extends Handle {
		readonly #times = new Map<string, bigint | undefined>();

		constructor() {
			super(handles);
		}

		#set(name: string, duration: bigint | undefined): Outcome<void, undefined> {
			this.#times.set(name, duration);
			return done;
		}

		connectTimeout(): bigint | undefined {
			return this.#times.get('connect');
		}

		setConnectTimeout(duration: bigint | undefined): Outcome<void, undefined> {
			return this.#set('connect', duration);
		}

		firstByteTimeout(): bigint | undefined {
			return this.#times.get('first');
		}

		setFirstByteTimeout(duration: bigint | undefined): Outcome<void, undefined> {
			return this.#set('first', duration);
		}

		betweenBytesTimeout(): bigint | undefined {
			return this.#times.get('between');
		}

		setBetweenBytesTimeout(duration: bigint | undefined): Outcome<void, undefined> {
			return this.#set('between', duration);
		}
	}
	return { OutgoingRequest, RequestOptions };
}

export type OutgoingRequest = InstanceType<ReturnType<typeof requestsOf>['OutgoingRequest']>;
export type RequestOptions = InstanceType<ReturnType<typeof requestsOf>['RequestOptions']>;
