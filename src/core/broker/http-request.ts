import { z } from 'zod';
import { hostStatus } from '../../shared/abi.ts';
import { normalHost } from '../policy/host-entry.ts';
import { HostFailure } from './host-failure.ts';
import { guestHeaders, type HeaderList } from './http-headers.ts';
import type { BrokerLimits } from './limits.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type HttpMethod = (typeof methods)[number];

const requestSchema = z.object({
	method: z
		.string()
		.default('GET')
		.transform((method) => method.toUpperCase())
		.pipe(z.enum(methods)),
	url: z.string().max(8192),
	headers: z.record(z.string(), z.string()).nullish(),
	body: z.string().nullish(),
	body_base64: z
		.string()
		.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)
		.nullish(),
});

export interface GuestHttpRequest {
	readonly method: HttpMethod;
	readonly url: URL;
	readonly headers: HeaderList;
	readonly body: Uint8Array | null;
}

/** Reads a guest's request. Throws `invalid`, or `tooLarge` where a limit is exceeded. */
export function parseHttpRequest(text: string, limits: BrokerLimits, onUrl: (url: string) => void): GuestHttpRequest {
	// A body in JSON is at most six times (one escaped control character a byte) its size; the rest is small.
	if (text.length > 6 * limits.httpRequestBytes + 1024 * 1024) throw tooLarge(limits);
	const parsed = requestSchema.safeParse(parseJson(text));
	if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
	const { method, headers, body, body_base64 } = parsed.data;
	onUrl(parsed.data.url);
	if (!URL.canParse(parsed.data.url)) throw invalid(`${parsed.data.url} is not an absolute URL.`);
	const url = withoutTrailingDot(new URL(parsed.data.url));
	if (body != null && body_base64 != null) throw invalid('There is either a body or a body_base64.');
	const bytes = body != null ? Buffer.from(body) : body_base64 != null ? Buffer.from(body_base64, 'base64') : null;
	if (bytes !== null && bytes.byteLength > limits.httpRequestBytes) throw tooLarge(limits);
	return { method, url, headers: guestHeaders(headers ?? {}, limits), body: bytes };
}

/** `example.com.` is `example.com`, to policy and to certificates alike. */
export function withoutTrailingDot(url: URL): URL {
	const host = normalHost(url.hostname);
	if (host !== null && host !== url.hostname) url.hostname = host;
	return url;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw invalid('The request is not JSON.');
	}
}

function invalid(message: string): HostFailure {
	return new HostFailure(hostStatus.invalid, message);
}

function tooLarge(limits: BrokerLimits): HostFailure {
	return new HostFailure(hostStatus.tooLarge, `A request body is at most ${limits.httpRequestBytes} bytes.`);
}
