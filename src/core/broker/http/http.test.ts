import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { TestGuest } from '../../../../test/support/guests/broker-guest.ts';
import { cleanups, guestFor, listen, serve } from '../../../../test/support/servers/http-serving.ts';
import { selfSigned } from '../../../../test/support/servers/self-signed.ts';
import { hostStatus } from '../../../shared/host/abi.ts';

const { ok, io, permissionDenied, notFound, invalid, tooLarge } = hostStatus;

const deniedOf = (guest: TestGuest) => guest.calls.at(-1)?.denied;

describe('a request', () => {
	it('carries method, headers and body, and answers with status, headers and body', async () => {
		const server = await serve((request, response) => {
			request.setEncoding('utf8').on('data', (text) => {
				response.writeHead(201, { 'x-two': ['a', 'b'], 'set-cookie': ['a=1', 'b=2'] }).end(`${request.method} ${text}`);
			});
		});
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		const headers = { 'X-Asked': 'é', 'Accept-Encoding': 'zstd' };
		const { status, response } = await guest.http({
			method: 'post',
			url: server.url('/a?b=c#d'),
			headers,
			body: 'grüße',
		});
		expect(status).toBe(ok);
		expect(response).toMatchObject({ status: 201, body: 'POST grüße' });
		expect(response?.headers).toMatchObject({ 'x-two': 'a, b', 'set-cookie': 'a=1\nb=2' });
		const [received] = server.requests;
		expect(received?.url).toBe('/a?b=c');
		expect(received?.headers).toMatchObject({ 'x-asked': 'é', 'accept-encoding': 'gzip, deflate, br' });
		expect(guest.calls.at(-1)).toMatchObject({
			op: 'http',
			target: server.url('/a?b=c#d'),
			bytes: 7 + 12,
			denied: null,
		});
	});

	it('moves bytes that are not text as base64, both ways', async () => {
		const server = await serve((request, response) => request.pipe(response));
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		const body_base64 = Buffer.from([0, 255, 254]).toString('base64');
		const { response } = await guest.http({ method: 'PUT', url: server.url(), body_base64 });
		expect(response).toMatchObject({ status: 200, body_base64 });
		expect(response).not.toHaveProperty('body');
	});

	it.each([
		'',
		'{',
		'[]',
		'null',
		{},
		{ url: 'nowhere' },
		{ url: 'https://example.com', method: 'CONNECT' },
		{ url: 'https://example.com', method: 'TRACE' },
		{ url: 'https://example.com', method: 'GET / HTTP/1.1\r\nX: y' },
		{ url: 'https://example.com', body: 1 },
		{ url: 'https://example.com', body: 'x', body_base64: 'eA==' },
		{ url: 'https://example.com', body_base64: 'not base64' },
		{ url: 'https://example.com', headers: { 'x-y': 'a\r\nInjected: b' } },
		{ url: 'https://example.com', headers: { 'x-y\r\nInjected': 'b' } },
		{ url: 'https://example.com', headers: { 'x-y': 'a\0' } },
		{ url: 'https://example.com', headers: { 'x-y': '\u0100' } },
		{ url: 'https://example.com', headers: { '': 'x' } },
		{ url: 'https://example.com', headers: { a: 'x', A: 'y' } },
		{ url: 'https://example.com', headers: ['x'] },
		...[
			'Host',
			'connection',
			'Proxy-Authorization',
			'Transfer-Encoding',
			'content-length',
			'Upgrade',
			'Expect',
			'TE',
		].map((name) => ({ url: 'https://example.com', headers: { [name]: 'x' } })),
	])('like %j is invalid and goes nowhere', async (request) => {
		const asked: string[] = [];
		const guest = guestFor(['example.com'], {
			resolve: async (host) => {
				asked.push(host);
				return [];
			},
		});
		expect((await guest.http(request)).status).toBe(invalid);
		expect(asked).toEqual([]);
	});

	it('beyond the limits of headers or body is too large', async () => {
		const guest = guestFor(['example.com'], { limits: { httpRequestBytes: 10 }, resolve: async () => [] });
		const url = 'https://example.com';
		expect((await guest.http({ url, body: 'x'.repeat(11) })).status).toBe(tooLarge);
		expect((await guest.http({ url, body: 'x'.repeat(2_000_000) })).status).toBe(tooLarge);
		expect((await guest.http({ url, headers: { 'x-y': 'x'.repeat(20_000) } })).status).toBe(tooLarge);
		const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, '']));
		expect((await guest.http({ url, headers: many })).status).toBe(tooLarge);
		expect((await guest.http({ url, body: 'x'.repeat(10) })).status).toBe(notFound);
	});

	it('with credentials in the URL is refused, and they are not recorded', async () => {
		const guest = guestFor(['example.com']);
		expect((await guest.http({ url: 'https://user:hunter2@example.com/' })).status).toBe(permissionDenied);
		expect(guest.calls.at(-1)?.target).toBe('https://example.com/');
	});

	it('to a port where nobody listens is an input-output error; an unknown host is not found', async () => {
		const closed = createTcpServer();
		const port = await listen(closed);
		await new Promise((resolve) => closed.close(resolve));
		const guest = guestFor([`http://127.0.0.1:${port}`, 'gone.test'], {
			resolve: async () => {
				throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
			},
		});
		expect((await guest.http({ url: `http://127.0.0.1:${port}/` })).status).toBe(io);
		expect((await guest.http({ url: 'https://gone.test/' })).status).toBe(notFound);
	});
});

describe('where a request may go', () => {
	it('is decided on the parsed URL: loopback in any spelling needs an entry that names it', async () => {
		const server = await serve((_, response) => response.end('reached'));
		const { port } = server;
		const stranger = guestFor([`http://example.com:${port}`, `http://*.localhost:${port}`, `http://0.0.0.1:${port}`]);
		const spellings = ['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', '１２７.0.0.1', 'localhost'];
		for (const host of [...spellings, '[::1]', '[::ffff:127.0.0.1]', '[0:0:0:0:0:ffff:7f00:1]', '0.0.0.0', '[::]']) {
			expect((await stranger.http({ url: `http://${host}:${port}/` })).status).toBe(permissionDenied);
		}
		const named = guestFor([`http://127.0.0.1:${port}`, `http://localhost:${port}`]);
		for (const host of spellings) {
			expect((await named.http({ url: `http://${host}:${port}/` })).response?.body).toBe('reached');
		}
		expect(server.requests).toHaveLength(spellings.length);
	});

	it('is decided on the address that the name leads to, every one of them', async () => {
		const server = await serve((_, response) => response.end('reached'));
		const bad = [
			...[
				'127.0.0.1',
				'10.1.2.3',
				'172.16.0.1',
				'192.168.1.1',
				'169.254.169.254',
				'100.64.0.1',
				'0.0.0.0',
				'224.0.0.1',
			],
			...[
				'255.255.255.255',
				'::1',
				'::',
				'fe80::1',
				'fe80::1%eth0',
				'fc00::1',
				'ff02::1',
				'::ffff:127.0.0.1',
				'::127.0.0.1',
			],
			...[
				'64:ff9b::7f00:1',
				'64:ff9b:1::1.1.1.1',
				'2002:7f00:1::',
				'2001:db8::1',
				'198.18.0.1',
				'not an address',
				'127.1',
			],
		];
		for (const address of bad) {
			const guest = guestFor([`http://rebind.test:${server.port}`], { resolve: async () => ['1.1.1.1', address] });
			expect([address, (await guest.http({ url: `http://rebind.test:${server.port}/` })).status]).toEqual([
				address,
				permissionDenied,
			]);
			expect(deniedOf(guest)?.rule).toMatch(/^(?:allowed_hosts: no entry names|address)/);
		}
		expect(server.requests).toEqual([]);
	});

	it('is the address that was decided on: a name that leads elsewhere a moment later is not asked again', async () => {
		const server = await serve((_, response) => response.end('reached'));
		const answers = [['127.0.0.1'], ['10.0.0.1']];
		let asked = 0;
		const hosts = [`http://rebind.test:${server.port}`, `http://127.0.0.1:${server.port}`];
		const guest = guestFor(hosts, { resolve: async () => answers[asked++] ?? [] });
		expect((await guest.http({ url: `http://rebind.test:${server.port}/` })).response?.body).toBe('reached');
		expect(asked).toBe(1);
		expect(server.requests[0]?.headers.host).toBe(`rebind.test:${server.port}`);
		expect((await guest.http({ url: `http://rebind.test:${server.port}/` })).status).toBe(permissionDenied);
	});

	it('is not changed by proxies that the environment names', async () => {
		const proxy = await serve((_, response) => response.end('proxied'));
		const server = await serve((_, response) => response.end('direct'));
		const before = { ...process.env };
		cleanups.push(() => {
			process.env = before;
		});
		for (const name of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'https_proxy']) process.env[name] = proxy.url();
		process.env['NODE_USE_ENV_PROXY'] = '1';
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		expect((await guest.http({ url: server.url() })).response?.body).toBe('direct');
		expect(proxy.requests).toEqual([]);
	});

	it('over TLS needs a certificate that is trusted and is for the name', async () => {
		const server = createTlsServer(selfSigned, (_, response) => response.end('encrypted'));
		const port = await listen(server);
		const hosts = [`self-signed.test:${port}`, `other.test:${port}`, `127.0.0.1:${port}`];
		const guest = guestFor(hosts, { resolve: async () => ['127.0.0.1'] });
		const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
		const trusted = getCACertificates();
		cleanups.push(() => {
			setDefaultCACertificates(trusted);
			if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
			else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
		});
		process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
		expect((await guest.http({ url: `https://self-signed.test:${port}/` })).status).toBe(io);
		setDefaultCACertificates([...trusted, selfSigned.cert]);
		expect((await guest.http({ url: `https://self-signed.test:${port}/` })).response?.body).toBe('encrypted');
		expect((await guest.http({ url: `https://self-signed.test.:${port}/` })).response?.body).toBe('encrypted');
		expect((await guest.http({ url: `https://other.test:${port}/` })).status).toBe(io);
	});

	it('counts a grant that was taken back from the next redirect on', async () => {
		const server = await serve((_, response) => {
			guest.grant = {};
			response.writeHead(302, { location: '/next' }).end();
		});
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		expect((await guest.http({ url: server.url() })).status).toBe(permissionDenied);
		expect(server.requests).toHaveLength(1);
	});
});
