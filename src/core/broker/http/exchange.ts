import { VERSION } from '../../program/version.ts';
import type { BrokerLimits } from '../limits.ts';
import { acceptedCodings, codingOf, readBody } from './answer/body.ts';
import { pinnedConnector } from './connect.ts';
import type { HeaderList } from './headers.ts';
import type { GuestHttpRequest } from './request/request.ts';
import { type HttpResponse, isRedirect } from './response.ts';

const userAgent = `DataFlare/${VERSION}`;

/** One request and its response over one connection of its own, which is gone when this settles. */
export async function exchange(
	request: GuestHttpRequest,
	addresses: readonly string[],
	limits: BrokerLimits,
	signal: AbortSignal,
): Promise<HttpResponse> {
	const { url, method, headers, body } = request;
	const connect = await pinnedConnector(addresses, limits.httpMs);
	// A hundred files, which no other start of the program waits for.
	const { Client } = await import('undici');
	const client = new Client(url.origin, {
		connect,
		maxHeaderSize: limits.httpHeaderBytes,
		allowH2: false,
		useMilo: false,
		pipelining: 1,
		headersTimeout: limits.httpMs,
		bodyTimeout: limits.httpMs,
	});
	try {
		const response = await client.request({
			path: url.pathname + url.search,
			method,
			headers: [...named(headers), ['accept-encoding', acceptedCodings] as const].flat(),
			body: body === null ? null : Buffer.from(body.buffer, body.byteOffset, body.length),
			signal,
		});
		const { statusCode: status } = response;
		const received = { status, headers: response.headers };
		response.body.on('error', () => undefined);
		if (isRedirect(received)) return { ...received, body: Buffer.alloc(0) };
		const bodiless = method === 'HEAD' || status === 204 || status === 304;
		const coding = bodiless ? null : codingOf(response.headers['content-encoding']);
		const content = await readBody(response.body, coding, limits.httpResponseBytes, signal);
		return { status, headers: coding === null ? received.headers : decodedHeaders(received.headers), body: content };
	} finally {
		await client.destroy();
	}
}

/** Many servers refuse whoever does not say what it is; a guest may say something else. */
function named(headers: HeaderList): HeaderList {
	return headers.some(([name]) => name === 'user-agent') ? headers : [...headers, ['user-agent', userAgent]];
}

/** Headers that spoke of the compressed bytes no longer hold. */
function decodedHeaders(headers: HttpResponse['headers']): HttpResponse['headers'] {
	const { 'content-encoding': _coding, 'content-length': _length, ...rest } = headers;
	return rest;
}
