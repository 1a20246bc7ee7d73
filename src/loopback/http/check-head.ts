import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** What a request's head must be before anything else is looked at. */
export interface CheckedHead {
	readonly method: string;
	readonly url: URL;
	readonly isApi: boolean;
}

/**
 * A page of another site can make a browser send requests here, under its own name (Origin) or under a name that it
 * made resolve to 127.0.0.1 (Host). Both are refused, whatever is asked for.
 */
export function checkHead(request: IncomingMessage, port: number): CheckedHead {
	const host = only(request, 'host');
	if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) {
		throw new HttpError(421, 'permission_denied', 'The request’s host is not this program’s.');
	}
	const method = request.method ?? '';
	const target = request.url ?? '';
	if (!target.startsWith('/')) throw new HttpError(400, 'invalid_input', 'The request’s target is not a path.');
	const url = parseTarget(target, host);
	const isApi = url.pathname.startsWith('/api/');
	checkOrigin(request, host, method);
	checkBody(request, method);
	checkSite(request, method, isApi);
	return { method, url, isApi };
}

function parseTarget(target: string, host: string): URL {
	// `//name` would be read as another host's address.
	const url = URL.parse(`http://${host}${target}`);
	if (url === null) throw new HttpError(400, 'invalid_input', 'The request’s target is not a path.');
	return url;
}

/** Browsers name the origin of everything but same-origin reads and plain navigation. */
function checkOrigin(request: IncomingMessage, host: string, method: string): void {
	const origin = only(request, 'origin');
	const isRead = method === 'GET' || method === 'HEAD';
	if (origin === undefined ? isRead : origin === `http://${host}`) return;
	throw new HttpError(403, 'permission_denied', 'The request comes from an origin other than this program’s page.');
}

/** A body that nobody reads would keep its connection for as long as it drips. */
function checkBody(request: IncomingMessage, method: string): void {
	const isRead = method === 'GET' || method === 'HEAD';
	const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
	if (!isRead || (coding === undefined && Number(length) === 0)) return;
	throw new HttpError(400, 'invalid_input', `A ${method} request has no body here.`);
}

/** The page itself may be opened from anywhere: it holds nothing. All else is for the page alone. */
function checkSite(request: IncomingMessage, method: string, isApi: boolean): void {
	const site = only(request, 'sec-fetch-site');
	if (site === undefined || site === 'same-origin') return;
	const opens = only(request, 'sec-fetch-mode') === 'navigate' && only(request, 'sec-fetch-dest') === 'document';
	if (!isApi && method === 'GET' && (site === 'none' || opens)) return;
	throw new HttpError(403, 'permission_denied', 'The request comes from a site other than this program’s page.');
}

/** A header that may appear once; twice, nobody knows which one counts. */
function only(request: IncomingMessage, name: string): string | undefined {
	const values = request.headersDistinct[name] ?? [];
	if (values.length > 1) throw new HttpError(400, 'invalid_input', `The header ${name} appears more than once.`);
	return values[0];
}
