import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from '../support/guests/probe.ts';
import { namesToSpecial, networkCases, requestCases } from './cases/network.ts';

let server: Server;
let port: string;
let reached = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
	reached += 1;
	const url = request.url ?? '';
	if (url.startsWith('/to?')) return void response.writeHead(302, { location: url.slice(4) }).end();
	switch (url) {
		case '/circle':
			return void response.writeHead(302, { location: '/circle' }).end();
		case '/endless':
			return pour(response);
		case '/bomb':
			return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(8 << 20)));
		case '/twice':
			return void response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('x')));
		case '/headers':
			return void response.writeHead(200, { endless: 'x'.repeat(200_000) }).end();
		case '/slow':
			return drip(response);
		case '/silent':
			return;
		case '/garbage':
			return void response.socket?.end('garbage\r\n\r\n');
		case '/breaks':
			return void response.socket?.destroy();
		case '/short':
			return void response.writeHead(200, { 'content-length': '100' }).write('x', () => response.socket?.end());
		default:
			return void response.end('ok');
	}
}

function pour(response: ServerResponse): void {
	const chunk = Buffer.alloc(65_536);
	const more = (): void => {
		while (!response.destroyed && response.write(chunk));
	};
	response.on('drain', more).on('error', () => undefined);
	more();
}

function drip(response: ServerResponse): void {
	const timer = setInterval(() => response.write('x'), 20);
	response.once('close', () => clearInterval(timer));
}

beforeAll(async () => {
	server = createServer({ maxHeaderSize: 65_536 }, answer);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	port = String((server.address() as AddressInfo).port);
	// Whatever the environment says of proxies is not asked.
	for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) process.env[name] = 'http://127.0.0.1:9';
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
	for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) delete process.env[name];
});

const here = (text: string): string => text.replaceAll('PORT', port);
const statusOf = (said: number | string): number => (typeof said === 'number' ? said : 0);

describe.each(['flag', 'rewrite'] as const)('a guest in a real process (memory limited by %s) that', (memoryWay) => {
	let probe: Probe;
	beforeAll(async () => {
		const resolve = async (host: string): Promise<readonly string[]> => {
			const address = namesToSpecial[host] ?? (host.endsWith('localhost') ? '127.0.0.1' : null);
			if (address === null) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
			return [address];
		};
		// Long enough for a busy machine to answer in; two cases wait for it to pass.
		const limits = { httpMs: 1_500, httpResponseBytes: 1 << 20 };
		probe = await startProbe({ resolve, limits }, memoryWay);
	});
	afterAll(() => probe.dispose());

	it.each(networkCases)('$what is answered $expected', async ({ hosts, url, expected }) => {
		probe.grant = { allow_network: hosts.length > 0, allowed_hosts: hosts.map(here) };
		const before = reached;
		const said = await probe.ask('http', JSON.stringify({ url: here(url) }));
		expect(statusOf(said)).toBe(expected);
		expect(reached - before).toBe(expected === 0 ? 1 : 0);
		if (expected === -13) expect(probe.calls.at(-1)?.denied?.reason).not.toBe('');
	});

	it.each(requestCases)('$what is answered $expected', async ({ request, expected }) => {
		probe.grant = { allow_network: true, allowed_hosts: [here('http://127.0.0.1:PORT')] };
		const whole = Array.isArray(request) ? request : { url: 'http://127.0.0.1:PORT/', ...(request as object) };
		expect(statusOf(await probe.ask('http', here(JSON.stringify(whole))))).toBe(expected);
	});

	it('brought credentials leaves none in the record', () => {
		expect(JSON.stringify(probe.calls)).not.toContain('u:p@');
	});
});
