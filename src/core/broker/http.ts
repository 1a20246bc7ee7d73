import { hostStatus } from '../../shared/abi.ts';
import type { BrokerContext } from './broker.ts';
import { HostFailure, insistOn } from './host-failure.ts';
import type { exchange, HttpResponse } from './http-exchange.ts';
import { headersFor, responseHeaders } from './http-headers.ts';
import { placeUrl } from './http-place.ts';
import { isRedirect } from './http-redirect.ts';
import { type GuestHttpRequest, parseHttpRequest, withoutTrailingDot } from './http-request.ts';
import type { BrokerTools, CallNotes, Power, Resolve } from './power.ts';
import { within } from './within.ts';

/** One HTTP request, each redirect decided anew; answers with the response as JSON. */
export const http: Power<'http'> = async (request, context, tools, notes) => {
	const asked = parseHttpRequest(request.request, tools.limits, (url) => {
		notes.target = withoutCredentials(url);
	});
	// Loaded by the first request, before its clock runs: most programs that start never ask the network for anything.
	const { exchange } = await import('./http-exchange.ts');
	const response = await within(tools.limits.httpMs, context.signal, (signal) =>
		tools.httpSlots.run(context.plugin, signal, () => follow(asked, context, tools, notes, signal, exchange)),
	);
	notes.bytes += response.body.byteLength;
	return encode(response, tools.limits.httpResponseBytes);
};

async function follow(
	asked: GuestHttpRequest,
	context: BrokerContext,
	{ limits, resolve, lookupTurns }: BrokerTools,
	notes: CallNotes,
	signal: AbortSignal,
	send: typeof exchange,
): Promise<HttpResponse> {
	// A look-up cannot be called off, and the system does few at once: of one plugin's, one is under way.
	const lookUp: Resolve = (host) =>
		lookupTurns.run(context.plugin, async () => {
			signal.throwIfAborted();
			return resolve(host);
		});
	let request = asked;
	for (let redirects = 0; redirects <= limits.httpRedirects; redirects++) {
		const looked = placeUrl(context.policy(), request.url.href, lookUp);
		const { decision, addresses } = await untilAborted(looked, signal);
		insistOn(decision);
		const response = await send(request, addresses, limits, signal);
		notes.bytes += request.body?.byteLength ?? 0;
		if (!isRedirect(response)) return response;
		request = redirected(request, response);
		notes.target = withoutCredentials(request.url.href);
	}
	throw new HostFailure(hostStatus.io, `More than ${limits.httpRedirects} redirects.`);
}

function redirected(request: GuestHttpRequest, { status, headers }: HttpResponse): GuestHttpRequest {
	const location = String(headers['location']);
	if (!URL.canParse(location, request.url.href)) {
		throw new HostFailure(hostStatus.io, 'The response redirects to something that is no URL.');
	}
	const url = withoutTrailingDot(new URL(location, request.url));
	const becomesGet = (status === 303 && request.method !== 'HEAD') || (status <= 302 && request.method === 'POST');
	const sameOrigin = url.origin === request.url.origin;
	return {
		method: becomesGet ? 'GET' : request.method,
		url,
		headers: headersFor(request.headers, sameOrigin, !becomesGet),
		body: becomesGet ? null : request.body,
	};
}

/** A look-up cannot be called off, but need not be waited for. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const stop = (): void => reject(signal.reason);
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}

function encode({ status, headers, body }: HttpResponse, maxBytes: number): Uint8Array {
	const head = { status, headers: responseHeaders(headers) };
	const text = utf8(body);
	const json = text === null ? null : JSON.stringify({ ...head, body: text });
	// Text of control characters alone grows sixfold in JSON; base64 grows by a third.
	const fits = json !== null && json.length <= 2 * maxBytes;
	return new TextEncoder().encode(fits ? json : JSON.stringify({ ...head, body_base64: body.toString('base64') }));
}

function utf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

function withoutCredentials(text: string): string {
	if (!URL.canParse(text)) return text;
	const url = new URL(text);
	if (url.username === '' && url.password === '') return text;
	url.username = '';
	url.password = '';
	return url.href;
}
