import { request as ask, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type PageSource, wrongMethod } from '../../src/loopback/http/page-files.ts';

/** What of a request is the page server's business: neither the cookie nor the key. */
const asked = ['accept', 'if-none-match', 'if-modified-since'] as const;
const answered = [
	'content-security-policy',
	'content-type',
	'content-length',
	'etag',
	'cache-control',
	'last-modified',
	'vary',
] as const;

/** The page as its author writes it, from Vite's server; the loopback server has looked at the request before. */
export function proxiedPage(port: number): PageSource {
	return {
		async send(request, _path, response) {
			const { method = '' } = request;
			if (method !== 'GET' && method !== 'HEAD') throw wrongMethod('GET, HEAD');
			const answer = await fetched(port, request, method);
			for (const name of answered) {
				const value = answer.headers[name];
				if (value !== undefined) response.setHeader(name, value);
			}
			response.writeHead(answer.statusCode ?? 502);
			await pipeline(answer, response).catch(() => response.destroy());
		},
	};
}

function fetched(port: number, request: IncomingMessage, method: string): Promise<IncomingMessage> {
	return new Promise((answer, fail) => {
		const headers = Object.fromEntries(
			asked.flatMap((name) => {
				const value = request.headers[name];
				return value === undefined ? [] : [[name, value]];
			}),
		);
		ask({ host: '127.0.0.1', port, path: request.url, method, headers }, answer).once('error', fail).end();
	});
}
