import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guestFor, listen, serve } from '../../../../test/support/servers/http-serving.ts';
import { hostStatus } from '../../../shared/host/abi.ts';

const { io, permissionDenied, tooLarge, timedOut, cancelled } = hostStatus;

describe('a redirect', () => {
	it('is decided anew and recorded as what was refused', async () => {
		const secret = await serve((_, response) => response.end('secret'));
		const server = await serve((_, response) => response.writeHead(302, { location: secret.url('/x') }).end());
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		expect((await guest.http({ url: server.url() })).status).toBe(permissionDenied);
		expect(guest.calls.at(-1)?.target).toBe(secret.url('/x'));
		expect(guest.calls.at(-1)?.denied?.rule).toBe(`allowed_hosts: no entry matches http://127.0.0.1:${secret.port}`);
		expect(secret.requests).toEqual([]);
	});

	it('to another origin loses credentials, to the same one keeps them', async () => {
		const other = await serve((_, response) => response.end('other'));
		const server = await serve(({ url }, response) => {
			if (url === '/same') response.writeHead(307, { location: other.url() }).end();
			else response.writeHead(301, { location: '/same' }).end();
		});
		const guest = guestFor([server, other].map(({ port }) => `http://127.0.0.1:${port}`));
		const headers = { Authorization: 'Bearer x', cookie: 'a=b', 'x-kept': 'y' };
		expect((await guest.http({ url: server.url(), headers })).response?.body).toBe('other');
		expect(server.requests[1]?.headers).toMatchObject({ authorization: 'Bearer x', cookie: 'a=b' });
		expect(other.requests[0]?.headers).toMatchObject({ 'x-kept': 'y' });
		expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
		expect(other.requests[0]?.headers).not.toHaveProperty('cookie');
	});

	it.each([
		[301, 'GET', ''],
		[303, 'GET', ''],
		[307, 'POST', 'body'],
		[308, 'POST', 'body'],
	])('%i after a POST is followed with %s and the body %j', async (status, method, body) => {
		const server = await serve((request, response) => {
			if (request.url === '/') return void response.writeHead(status, { location: '/to' }).end();
			let text = '';
			request.on('data', (chunk) => {
				text += chunk;
			});
			return void request.on('end', () => response.end(`${request.method} ${text}`));
		});
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		const { response } = await guest.http({ method: 'POST', url: server.url(), body: 'body' });
		expect(response?.body).toBe(`${method} ${body}`);
	});

	it('is followed five times at most; without a place to go it is an answer', async () => {
		const server = await serve(({ url }, response) => {
			if (url === '/none') return void response.writeHead(302).end('no place');
			if (url === '/bad') return void response.writeHead(302, { location: 'http://[' }).end();
			const left = Number(url?.slice(1));
			if (left === 0) return void response.end('arrived');
			return void response.writeHead(302, { location: url === '/loop' ? '/loop' : `/${left - 1}` }).end();
		});
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		expect((await guest.http({ url: server.url('/5') })).response?.body).toBe('arrived');
		expect((await guest.http({ url: server.url('/6') })).status).toBe(io);
		expect((await guest.http({ url: server.url('/loop') })).status).toBe(io);
		expect((await guest.http({ url: server.url('/bad') })).status).toBe(io);
		expect((await guest.http({ url: server.url('/none') })).response).toMatchObject({ status: 302, body: 'no place' });
	});
});

describe('a response', () => {
	it.each([
		['gzip', gzipSync],
		['deflate', deflateSync],
		['br', brotliCompressSync],
	] as const)('compressed with %s is inflated', async (coding, compress) => {
		const server = await serve((_, response) =>
			response.writeHead(200, { 'content-encoding': coding }).end(compress('text')),
		);
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		const { response } = await guest.http({ url: server.url() });
		expect(response?.body).toBe('text');
		expect(response?.headers).not.toHaveProperty('content-encoding');
		const head = await guest.http({ url: server.url(), method: 'HEAD' });
		expect(head.response).toMatchObject({ status: 200, body: '' });
	});

	it.each([
		['gzip', gzipSync],
		['br', (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
	] as const)('that is a bomb of %s is stopped at the limit', async (coding, compress) => {
		const bomb = compress(Buffer.alloc(200_000_000));
		const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': coding }).end(bomb));
		const guest = guestFor([`http://127.0.0.1:${server.port}`]);
		const before = process.memoryUsage().rss;
		expect((await guest.http({ url: server.url() })).status).toBe(tooLarge);
		expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
	});

	it('that never ends is stopped at the limit of bytes', async () => {
		const server = await serve((_, response) => {
			const chunk = Buffer.alloc(64 * 1024, 'x');
			const pour = (): void => {
				while (!response.destroyed && response.write(chunk));
				response.once('drain', pour);
			};
			pour();
		});
		const guest = guestFor([`http://127.0.0.1:${server.port}`], { limits: { httpResponseBytes: 1_000_000 } });
		expect((await guest.http({ url: server.url() })).status).toBe(tooLarge);
	});

	it('that trickles, or never begins, is stopped at the limit of time', async () => {
		const server = await serve(({ url }, response) => {
			if (url === '/silent') return;
			const timer = setInterval(() => response.write('x'), 20);
			response.once('close', () => clearInterval(timer));
		});
		const guest = guestFor([`http://127.0.0.1:${server.port}`, 'slow.test'], {
			limits: { httpMs: 200 },
			resolve: () => new Promise(() => undefined),
		});
		expect((await guest.http({ url: server.url('/trickle') })).status).toBe(timedOut);
		expect((await guest.http({ url: server.url('/silent') })).status).toBe(timedOut);
		expect((await guest.http({ url: 'https://slow.test/' })).status).toBe(timedOut);
	});

	it('is given up when the call ends, also while others are ahead in the line', async () => {
		const server = await serve(() => undefined);
		const guest = guestFor([`http://127.0.0.1:${server.port}`], { limits: { httpEach: 1 } });
		const both = [guest.http({ url: server.url() }), guest.http({ url: server.url() })];
		await expect.poll(() => server.requests.length).toBe(1);
		guest.abort.abort();
		expect((await Promise.all(both)).map(({ status }) => status)).toEqual([cancelled, cancelled]);
		expect(server.requests).toHaveLength(1);
	});

	it.each([
		['that is no HTTP', 'SSH-2.0-x\r\n\r\n', io],
		['with endless headers', `HTTP/1.1 200 OK\r\n${'x-y: z\r\n'.repeat(10_000)}`, tooLarge],
		['cut short', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', io],
		['of an unknown coding', 'HTTP/1.1 200 OK\r\ncontent-encoding: x-new\r\ncontent-length: 1\r\n\r\na', io],
		['of stacked codings', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip, gzip\r\ncontent-length: 1\r\n\r\na', io],
		['that lies about its coding', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc', io],
	])('%s is an error and no crash', async (_, bytes, expected) => {
		const server = createTcpServer((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => socket.end(bytes));
		});
		const port = await listen(server);
		const guest = guestFor([`http://127.0.0.1:${port}`]);
		expect((await guest.http({ url: `http://127.0.0.1:${port}/` })).status).toBe(expected);
	});

	it('of control characters alone does not grow beyond base64', async () => {
		const server = await serve((_, response) => response.end(Buffer.alloc(1_000_000, 1)));
		const guest = guestFor([`http://127.0.0.1:${server.port}`], { limits: { httpResponseBytes: 1_000_000 } });
		const { response } = await guest.http({ url: server.url() });
		expect(response?.body_base64?.length).toBeLessThan(1_400_000);
	});
});
