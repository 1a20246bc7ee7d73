import { isUtf8 } from 'node:buffer';
import { hostStatus } from '../../../../shared/host/abi.ts';
import { normalHost } from '../../../policy/entries/host-entry.ts';
import { HostFailure } from '../../host-failure.ts';
import type { BrokerLimits } from '../../limits.ts';
import { guestHeaders, type HeaderList } from '../headers.ts';
import { fromBase64 } from './base64-bytes.ts';
import { NoJsonString, readJsonString } from './json-string.ts';
import { type BodyKey, EndlessHead, RequestWalk } from './request-walk.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type HttpMethod = (typeof methods)[number];

/** Longer than any call waits. ms */
const MAX_PATIENCE_MS = 300_000;

const MAX_URL_CHARS = 8192;

export interface GuestHttpRequest {
	readonly method: HttpMethod;
	readonly url: URL;
	readonly headers: HeaderList;
	readonly body: Uint8Array | null;
	/** The answer's text is wanted in UTF-8, whatever charset it comes in. */
	readonly asText: boolean;
	/** How long the guest would wait for a busy server, ms. */
	readonly patienceMs: number;
}

/** A request as it was given: what stands around its body is small, the body is bytes. */
interface RequestParts {
	readonly head: { readonly [key: string]: unknown };
	readonly body: { readonly key: BodyKey; readonly content: Uint8Array } | null;
}

/**
 * Reads a guest's request, JSON in UTF-8, without holding the program up: its head is bounded before anything is made of
 * it, its body is read in pieces. Throws `invalid`, or `tooLarge` where a limit is exceeded.
 */
export async function parseHttpRequest(
	request: Uint8Array,
	limits: BrokerLimits,
	signal: AbortSignal,
	onUrl: (url: string) => void,
): Promise<GuestHttpRequest> {
	const { head, body } = await partsOf(request, limits, signal);
	const text = urlIn(head);
	if (text === null) throw invalid(`The request has no URL of at most ${MAX_URL_CHARS} characters.`);
	onUrl(text);
	const method = methodOf(head['method']);
	const headers = guestHeaders(head['headers'], limits);
	if (!URL.canParse(text)) throw invalid(`${text} is not an absolute URL.`);
	const url = withoutTrailingDot(new URL(text));
	const { asText, patienceMs } = wishesOf(head);
	return { method, url, headers, body: body === null ? null : await bytesOf(body, limits, signal), asText, patienceMs };
}

/** Where a request would go, as far as can be told without reading a body; null: it does not say. */
export function urlOfRequest(request: Uint8Array, limits: BrokerLimits): string | null {
	const walk = new RequestWalk(request, limits.httpHeadBytes);
	try {
		const head = walk.next() === null ? walk.head : walk.headSoFar;
		return urlIn(parseHead(head));
	} catch {
		return null;
	}
}

/** `example.com.` is `example.com`, to policy and to certificates alike. */
export function withoutTrailingDot(url: URL): URL {
	const host = normalHost(url.hostname);
	if (host !== null && host !== url.hostname) url.hostname = host;
	return url;
}

async function partsOf(request: Uint8Array, limits: BrokerLimits, signal: AbortSignal): Promise<RequestParts> {
	if (!isUtf8(request)) throw invalid('The request is not UTF-8.');
	const walk = new RequestWalk(request, limits.httpHeadBytes);
	// Base64 is a third longer than what it stands for.
	const most = { body: limits.httpRequestBytes, body_base64: Math.ceil(limits.httpRequestBytes / 3) * 4 };
	try {
		let body: RequestParts['body'] = null;
		for (let found = walk.next(); found !== null; found = walk.next()) {
			if (body !== null) throw invalid('A request has either a body or a body_base64, not both.');
			const { content, end } = await readJsonString(request, found.at, most[found.key], signal);
			if (content === null) throw tooLarge(limits);
			body = { key: found.key, content };
			walk.resume(end);
		}
		return { head: parseHead(walk.head), body };
	} catch (error) {
		if (error instanceof NoJsonString) throw invalid(`The request contains ${error.message}.`);
		if (!(error instanceof EndlessHead)) throw error;
		throw new HostFailure(
			hostStatus.tooLarge,
			`A request may have at most ${limits.httpHeadBytes} bytes besides its body.`,
		);
	}
}

function parseHead(text: string): RequestParts['head'] {
	let head: unknown;
	try {
		head = JSON.parse(text);
	} catch {
		throw invalid('The request is not JSON.');
	}
	if (typeof head !== 'object' || head === null || Array.isArray(head))
		throw invalid('The request is not a JSON object.');
	return head as RequestParts['head'];
}

function urlIn({ url }: RequestParts['head']): string | null {
	return typeof url === 'string' && url.length <= MAX_URL_CHARS ? url : null;
}

function wishesOf({
	text = false,
	wait_ms: wait = 0,
}: RequestParts['head']): Pick<GuestHttpRequest, 'asText' | 'patienceMs'> {
	if (typeof text !== 'boolean') throw invalid('The “text” of a request must be true or false.');
	if (typeof wait !== 'number' || wait < 0) throw invalid('The wait_ms of a request must be 0 or more.');
	return { asText: text, patienceMs: Math.min(wait, MAX_PATIENCE_MS) };
}

function methodOf(given: unknown): HttpMethod {
	if (given === undefined) return 'GET';
	const upper = typeof given === 'string' && given.length <= 16 ? given.toUpperCase() : null;
	const known = methods.find((method) => method === upper);
	if (known === undefined) throw invalid(`The method must be one of ${methods.join(', ')}.`);
	return known;
}

async function bytesOf(
	{ key, content }: NonNullable<RequestParts['body']>,
	limits: BrokerLimits,
	signal: AbortSignal,
): Promise<Uint8Array> {
	const bytes = key === 'body' ? content : await fromBase64(content, signal);
	if (bytes === null) throw invalid('The body_base64 is not valid base64.');
	if (bytes.length > limits.httpRequestBytes) throw tooLarge(limits);
	return bytes;
}

function invalid(message: string): HostFailure {
	return new HostFailure(hostStatus.invalid, message);
}

function tooLarge(limits: BrokerLimits): HostFailure {
	return new HostFailure(hostStatus.tooLarge, `A request body may have at most ${limits.httpRequestBytes} bytes.`);
}
