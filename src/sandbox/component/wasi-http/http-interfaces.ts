import { type HostStatus, hostStatus } from '../../../shared/host/abi.ts';
import { brokerRequests } from '../../imports/host-calls.ts';
import type { HostSide } from '../../imports/host-side.ts';
import { decodeLenient } from '../../memory/utf8.ts';
import { requestDocument, responseIn } from '../http.ts';
import type { Interfaces } from '../interfaces.ts';
import { err, type Outcome, ok } from '../outcome.ts';
import type { Handles } from '../wasi/handles.ts';
import type { IoError } from '../wasi/io.ts';
import { fieldsOf } from './fields.ts';
import { HeldBytes } from './held-bytes.ts';
import {
	BODY_TOO_LARGE,
	free,
	handOver,
	OutgoingBody,
	type OutgoingRequest,
	type RequestOptions,
	requestsOf,
} from './requests.ts';
import {
	FutureIncomingResponse,
	FutureTrailers,
	type HeldAnswer,
	type HttpError,
	IncomingBody,
	IncomingResponse,
} from './responses.ts';

/** What an instance may hold of bodies, those that it writes and those that came. bytes */
const MOST_HELD_BYTES = 32 * 1024 * 1024;

/** What the broker answers with, as WASI names it. */
const errors: Readonly<Record<Exclude<HostStatus, 0>, HttpError>> = {
	[hostStatus.permissionDenied]: { tag: 'HTTP-request-denied' },
	[hostStatus.notFound]: { tag: 'destination-not-found' },
	[hostStatus.invalid]: { tag: 'HTTP-request-URI-invalid' },
	[hostStatus.tooLarge]: { tag: 'HTTP-response-body-size', val: undefined },
	[hostStatus.timedOut]: { tag: 'HTTP-response-timeout' },
	[hostStatus.cancelled]: { tag: 'internal-error', val: 'the call came to its end' },
	[hostStatus.noSpace]: { tag: 'internal-error', val: undefined },
	[hostStatus.io]: { tag: 'connection-terminated' },
};

/** Requests that a component is given, and what it would answer: no host calls a plugin so, and nothing makes one. */
class IncomingRequest {}
class OutgoingResponse {}
class ResponseOutparam {}

/**
 * `wasi:http` for a component that asks: requests as a whole, through the policy that decides on all requests. Redirects
 * are followed, and bodies come decompressed, as for any plugin.
 */
export function httpInterfaces(handles: Handles, host: Pick<HostSide, 'ask'>): Interfaces {
	const Fields = fieldsOf(handles);
	const held = new HeldBytes(MOST_HELD_BYTES);
	const { OutgoingRequest, RequestOptions } = requestsOf(handles, Fields, held);

	/** What comes is held until it is let go of. */
	async function sent(request: OutgoingRequest, url: string): Promise<Outcome<HeldAnswer, HttpError>> {
		const document = await documentOf(request, url).finally(() => request.begunBody?.[free]());
		if (!(document instanceof Uint8Array)) return err(document);
		if (held.isFull)
			return err({ tag: 'internal-error', val: 'too much of earlier bodies is held, and none is let go of' });
		const { status, data } = await host.ask(brokerRequests.http(document));
		if (status < 0) return err(errors[status as Exclude<HostStatus, 0>] ?? errors[hostStatus.io]);
		if (data === null) return err(errors[hostStatus.io]);
		const answer = responseIn(data);
		return ok({ ...answer, letGo: held.hold(answer.body.length) });
	}

	async function documentOf(request: OutgoingRequest, url: string): Promise<Uint8Array | HttpError> {
		const body = request.begunBody === null ? undefined : await request.begunBody.whole;
		if (body === null) return { tag: 'internal-error', val: 'the body was let go of before it was finished' };
		const { tag, val } = request.method();
		const headers = request.headerList
			.map(([name, value]) => [name, decodeLenient(value)] as const)
			// Told by what is sent.
			.filter(([name]) => name.toLowerCase() !== 'content-length');
		const method = tag === 'other' ? (val ?? '') : tag.toUpperCase();
		const document = requestDocument({ method, url, headers, body, text: false, waitMs: 0 });
		return document ?? { tag: BODY_TOO_LARGE, val: undefined };
	}

	/** Both are the host's now. */
	function handle(
		request: OutgoingRequest,
		options: RequestOptions | undefined,
	): Outcome<FutureIncomingResponse, HttpError> {
		options?.[Symbol.dispose]();
		const authority = request.authority();
		if (authority === undefined) {
			request[Symbol.dispose]();
			return err({ tag: 'HTTP-request-URI-invalid' });
		}
		request[handOver]();
		const scheme = request.scheme()?.tag === 'HTTP' ? 'http' : 'https';
		const url = `${scheme}://${authority}${request.pathWithQuery() ?? '/'}`;
		return ok(new FutureIncomingResponse(handles, Fields, sent(request, url)));
	}

	return {
		'wasi:http/types': () => ({
			Fields,
			OutgoingRequest,
			RequestOptions,
			OutgoingBody,
			FutureIncomingResponse,
			IncomingResponse,
			IncomingBody,
			FutureTrailers,
			IncomingRequest,
			OutgoingResponse,
			ResponseOutparam,
			httpErrorCode: ({ code }: IoError) => (code === BODY_TOO_LARGE ? { tag: code, val: undefined } : undefined),
		}),
		'wasi:http/outgoing-handler': () => ({ handle }),
	};
}
