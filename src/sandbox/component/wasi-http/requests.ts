import { MAX_HTTP_REQUEST_BYTES } from '../../../shared/policy/limits.ts';
import { done, err, type Outcome, ok } from '../outcome.ts';
import { Handle, type Handles } from '../wasi/handles.ts';
import { always } from '../wasi/io.ts';
import { OutputStream } from '../wasi/streams.ts';
import type { Fields, FieldsClass } from './fields.ts';
import type { HeldBytes } from './held-bytes.ts';

export type Method = { readonly tag: string; readonly val?: string };
export type Scheme = { readonly tag: 'HTTP' | 'HTTPS' | 'other'; readonly val?: string };

/** What a body that is too large is refused with. */
export const BODY_TOO_LARGE = 'HTTP-request-body-size';
/** … and what one is refused with whose request is gone. */
const REQUEST_GONE = 'request-gone';
const ROOM = 64 * 1024;

export const free = Symbol('free');
export const handOver = Symbol('hand over');

/** `wasi:http/types.outgoing-body`: gathered until it is finished, and sent as a whole. */
export class OutgoingBody extends Handle {
	readonly #handles: Handles;
	readonly #pieces: Uint8Array[] = [];
	#bytes = 0;
	#written = false;
	readonly #finished = Promise.withResolvers<Uint8Array | null>();
	readonly #held: HeldBytes;
	#isFree = false;
	#isFinished = false;

	constructor(handles: Handles, held: HeldBytes) {
		super(handles);
		this.#handles = handles;
		this.#held = held;
	}

	write(): Outcome<OutputStream, undefined> {
		if (this.#written) return err(undefined);
		this.#written = true;
		const write = (bytes: Uint8Array): string | null => {
			if (this.#isFree) return REQUEST_GONE;
			if (this.#bytes + bytes.length > MAX_HTTP_REQUEST_BYTES || !this.#held.take(bytes.length)) return BODY_TOO_LARGE;
			this.#bytes += bytes.length;
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
		body.#finished.resolve(Buffer.concat(body.#pieces.splice(0)));
		body.#isFinished = true;
		body[Symbol.dispose]();
		return done;
	}

	/** Nobody needs what was written any more. By a name that no component can call. */
	[free](): void {
		if (this.#isFree) return;
		this.#isFree = true;
		this.#pieces.length = 0;
		this.#held.give(this.#bytes);
	}

	protected override released(): void {
		this.#finished.resolve(null);
		if (!this.#isFinished) this[free]();
	}
}

/** `wasi:http/types.outgoing-request` and `request-options`, made for an instance. */
export function requestsOf(handles: Handles, fields: FieldsClass, held: HeldBytes) {
	class OutgoingRequest extends Handle {
		readonly #headers: ReturnType<Fields['entries']>;
		#method: Method = { tag: 'get' };
		#path: string | undefined;
		#scheme: Scheme | undefined;
		#authority: string | undefined;
		#body: OutgoingBody | null = null;
		#isHandedOver = false;

		constructor(headers: Fields) {
			super(handles);
			this.#headers = headers.entries();
			headers[Symbol.dispose]();
		}

		body(): Outcome<OutgoingBody, undefined> {
			if (this.#body !== null) return err(undefined);
			this.#body = new OutgoingBody(handles, held);
			return ok(this.#body);
		}

		/** It is sent: what was written of its body is needed until it is. */
		[handOver](): void {
			this.#isHandedOver = true;
			this[Symbol.dispose]();
		}

		protected override released(): void {
			if (!this.#isHandedOver) this.#body?.[free]();
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
