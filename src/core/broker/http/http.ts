import { hostStatus } from '../../../shared/host/abi.ts';
import { powers } from '../../../shared/policy/powers.ts';
import type { PolicyDecision, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { decideUrl, networkDenied } from '../../policy/decide/url.ts';
import type { Act, BrokerTools, CallNotes, Resolve } from '../act.ts';
import type { BrokerContext } from '../broker.ts';
import { assertAllowed, HostFailure } from '../host-failure.ts';
import { asUtf8 } from './answer/charset.ts';
import { encodeResponse } from './answer/encode.ts';
import { patiently } from './answer/patience.ts';
import type { exchange } from './exchange.ts';
import { headersFor } from './headers.ts';
import { placeUrl } from './place.ts';
import { type GuestHttpRequest, parseHttpRequest, urlOfRequest, withoutTrailingDot } from './request/request.ts';
import { type HttpResponse, isRedirect } from './response.ts';
import { within } from './within.ts';

/** One HTTP request, each redirect decided anew; answers with the response as JSON. */
export const http: Act<'http'> = async (request, context, tools, notes) => {
	const { limits } = tools;
	const ended = context.dropped === undefined ? context.signal : AbortSignal.any([context.signal, context.dropped]);
	const bytes = typeof request.request === 'string' ? Buffer.from(request.request) : request.request;
	// What the policy refuses is refused before anything is made of a body, and without a network before all else.
	const url = urlOfRequest(bytes, limits);
	notes.target = url === null ? '(not a request)' : withoutCredentials(url);
	assertAllowed(decideAhead(context.policy(), url));
	const asked = await parseHttpRequest(bytes, limits, ended, (url) => {
		notes.target = withoutCredentials(url);
	});
	// Loaded by the first request, before its clock runs: most programs that start never ask the network for anything.
	const { exchange } = await import('./exchange.ts');
	// Who waits for a busy server keeps no other request waiting.
	const response = await patiently(asked.patienceMs, ended, Date.now, () =>
		within(limits.httpMs, ended, (signal) =>
			tools.httpSlots.run(context.plugin, signal, () => follow(asked, context, tools, notes, signal, exchange)),
		),
	);
	const { body, headers } = response;
	notes.bytes += body.byteLength;
	const text = asked.asText ? await asUtf8(body, headers['content-type'], 2 * limits.httpResponseBytes, ended) : body;
	return encodeResponse({ ...response, body: text }, limits.httpResponseBytes, ended);
};

/** What can be said already when the URL alone is known, or not even that; the request itself is decided on once more. */
function decideAhead(policy: SecurityPolicy, url: string | null): PolicyDecision {
	if (url !== null && URL.canParse(url)) return decideUrl(policy, url);
	const { gate } = powers.network;
	return policy[gate] ? { allowed: true, rule: `${gate}: true` } : networkDenied;
}

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
		assertAllowed(decision);
		const response = await send(request, addresses, limits, signal);
		notes.bytes += request.body?.byteLength ?? 0;
		if (!isRedirect(response)) return { ...response, url: placeOf(request.url) };
		request = redirected(request, response);
		notes.target = withoutCredentials(request.url.href);
	}
	throw new HostFailure(hostStatus.io, `More than ${limits.httpRedirects} redirects.`);
}

function redirected(request: GuestHttpRequest, { status, headers }: HttpResponse): GuestHttpRequest {
	const location = String(headers['location']);
	if (!URL.canParse(location, request.url.href)) {
		throw new HostFailure(hostStatus.io, 'The response redirects to something that is not a URL.');
	}
	const url = withoutTrailingDot(new URL(location, request.url));
	const becomesGet = (status === 303 && request.method !== 'HEAD') || (status <= 302 && request.method === 'POST');
	const sameOrigin = url.origin === request.url.origin;
	return {
		...request,
		method: becomesGet ? 'GET' : request.method,
		url,
		headers: headersFor(request.headers, sameOrigin, !becomesGet),
		body: becomesGet ? null : request.body,
	};
}

/** Where an answer came from, which is where its relative links begin (RFC 3986, section 5.1.3). */
function placeOf(url: URL): string {
	const place = new URL(url);
	place.hash = '';
	return place.href;
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

function withoutCredentials(text: string): string {
	if (!URL.canParse(text)) return text;
	const url = new URL(text);
	if (url.username === '' && url.password === '') return text;
	url.username = '';
	url.password = '';
	return url.href;
}
