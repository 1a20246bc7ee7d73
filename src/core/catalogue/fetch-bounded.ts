import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { VERSION } from '../program/version.ts';
import { downloadFailed, unusableSource } from './refuse-source.ts';

const MAX_REDIRECTS = 5;
/** Without a byte, ms. */
const IDLE_MS = 30_000;

const loopbacks = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** An address that may be asked: https, or http on this computer. Throws `invalid_input`. */
export function usableAddress(text: string): URL {
	const url = URL.parse(text);
	if (url === null) throw unusableSource(text, 'is not an address');
	if (url.username !== '' || url.password !== '') throw unusableSource(url.host, 'has a user name or a password in it');
	if (url.protocol === 'https:' || isLoopback(url)) return url;
	throw unusableSource(text, 'is not an https address');
}

function isLoopback({ protocol, hostname }: URL): boolean {
	return protocol === 'http:' && loopbacks.has(hostname);
}

/**
 * Hands over what an address answers, in pieces, and at most so many bytes in so much time. A redirect leads to https
 * alone, or on this computer to this computer. Nothing but the address and the program's name is sent.
 */
export async function fetchBounded(
	address: URL,
	bounds: { readonly bytes: number; readonly ms: number },
	take: (piece: Buffer) => Promise<void> | void,
): Promise<void> {
	const { Agent, request } = await import('undici');
	// Holds whatever NODE_TLS_REJECT_UNAUTHORIZED says.
	const dispatcher = new Agent({ connect: { rejectUnauthorized: true, timeout: IDLE_MS }, pipelining: 0 });
	const signal = AbortSignal.timeout(bounds.ms);
	try {
		let at = address;
		for (let hops = 0; ; hops++) {
			const { statusCode, headers, body } = await request(at, {
				dispatcher,
				signal,
				headersTimeout: IDLE_MS,
				bodyTimeout: IDLE_MS,
				headers: { 'user-agent': `DataFlare/${VERSION}`, 'accept-encoding': 'identity' },
			});
			body.on('error', () => undefined);
			const { location } = headers;
			if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
				body.destroy();
				at = redirected(at, location, hops);
				continue;
			}
			if (statusCode !== 200) throw downloadFailed(at.href, `the server answered ${statusCode}`);
			await taken(at, body, bounds.bytes, take);
			return;
		}
	} catch (error) {
		if (error instanceof DataFlareError) throw error;
		const why = signal.aborted ? 'it took too long' : (codeOf(error) ?? 'the connection failed');
		throw downloadFailed(address.href, why, error);
	} finally {
		await dispatcher.destroy();
	}
}

async function taken(
	at: URL,
	body: AsyncIterable<Buffer>,
	most: number,
	take: (piece: Buffer) => Promise<void> | void,
): Promise<void> {
	let bytes = 0;
	for await (const piece of body) {
		bytes += piece.length;
		if (bytes > most) throw downloadFailed(at.href, `it has more than ${most.toLocaleString('en')} bytes`);
		await take(piece);
	}
}

function redirected(from: URL, location: string, hops: number): URL {
	const to = URL.parse(location, from);
	if (to === null || hops >= MAX_REDIRECTS) throw downloadFailed(from.href, 'it leads on and on, or nowhere');
	const isAllowed = to.protocol === 'https:' || (isLoopback(from) && isLoopback(to));
	if (isAllowed && to.username === '' && to.password === '') return to;
	throw downloadFailed(from.href, 'it leads to an address that may not be asked');
}
