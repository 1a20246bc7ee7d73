import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answering, eventually } from '../../test/support/scratch/scratch-core.ts';
import { enter, exchange, open, send, tokenOf } from '../../test/support/servers/loopback-client.ts';
import { loopbackGround } from '../../test/support/servers/loopback-ground.ts';

const ground = loopbackGround();
const { start, visit } = ground;

const json = { 'content-type': 'application/json' };
const refused = (code: string) => ({ ok: false, error: { code, message: expect.any(String) as string } });

describe('who is let in', () => {
	it('listens on 127.0.0.1 alone', async () => {
		const { port } = await start();
		const elsewhere = await new Promise<string>((resolve) => {
			const socket = connect({ host: '127.0.0.2', port }, () => resolve('connected'));
			socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
		});
		expect(elsewhere).toBe('ECONNREFUSED');
	});

	it('exchanges a start address for a strict, script-proof cookie and a key, and for nothing less than both', async () => {
		const { port, startUrl } = await start();
		const answer = await exchange(port, tokenOf(startUrl()));
		expect(answer.status).toBe(200);
		const [cookie = ''] = answer.headers['set-cookie'] ?? [];
		expect(cookie).toMatch(new RegExp(`^dataflare-${port}=[\\w-]{43}; Path=/api/; HttpOnly; SameSite=Strict$`));
		const { key } = (answer.envelope() as unknown as { data: { key: string } }).data;
		const origin = `http://127.0.0.1:${port}`;
		const ask = (headers: Record<string, string>) =>
			send(port, '/api/request', {
				method: 'POST',
				headers: { ...json, origin, ...headers },
				body: JSON.stringify({ route: 'plugins.list', input: {} }),
			});
		const [pair = ''] = cookie.split(';');
		expect((await ask({ cookie: pair, 'x-dataflare-key': key })).envelope()).toEqual({ ok: true, data: [] });
		for (const headers of [
			{},
			{ cookie: pair },
			{ 'x-dataflare-key': key },
			{ cookie: pair, 'x-dataflare-key': `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}` },
			{ cookie: `dataflare-${port}=${key}`, 'x-dataflare-key': key },
		]) {
			const no = await ask(headers);
			expect(no.status).toBe(401);
			expect(no.envelope()).toMatchObject(refused('permission_denied'));
		}
	});

	it('takes a start address once, and not at all when it is wrong, replaced or too old', async () => {
		const { port, startUrl } = await start();
		const replaced = tokenOf(startUrl());
		const token = tokenOf(startUrl());
		for (const wrong of [replaced, `${token}x`, token.slice(1), '']) {
			expect((await exchange(port, wrong)).status).toBe(403);
		}
		expect((await exchange(port, token)).status).toBe(200);
		const again = await exchange(port, token);
		expect(again.status).toBe(403);
		expect(again.headers['set-cookie']).toBeUndefined();
		const short = await start({ ticketLifetimeMs: 1 });
		const old = tokenOf(short.startUrl());
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect((await exchange(short.port, old)).status).toBe(403);
	});

	it('has tokens of 256 bits that are never the same', async () => {
		const { startUrl } = await start();
		const tokens = Array.from({ length: 50 }, () => tokenOf(startUrl()));
		expect(new Set(tokens).size).toBe(50);
		for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
	});

	it.each([
		['evil.example'],
		['127.0.0.1'],
		['127.0.0.1:1'],
		['localhost.evil.example:PORT'],
		['[::1]:PORT'],
		['0.0.0.0:PORT'],
		['127.1:PORT'],
		['LOCALHOST:PORT'],
	])('refuses a request for the host %s, whatever it asks for', async (host) => {
		const { loopback, visitor } = await visit();
		const named = host.replace('PORT', String(loopback.port));
		for (const path of ['/', '/api/events', '/api/request']) {
			const answer = await visitor.get(path, { host: named });
			expect(answer.status).toBe(421);
			expect(answer.envelope()).toMatchObject(refused('permission_denied'));
		}
	});

	it('answers to both of its own names', async () => {
		const { loopback, visitor } = await visit();
		const localhost = `localhost:${loopback.port}`;
		const answer = await visitor.post(
			'/api/request',
			{ route: 'stats.get' },
			{ host: localhost, origin: `http://${localhost}` },
		);
		expect(answer.envelope()).toMatchObject({ ok: true });
		expect((await visitor.post('/api/request', { route: 'stats.get' }, { host: localhost })).status).toBe(403);
	});

	it.each(['null', 'http://evil.example', 'https://127.0.0.1:PORT', 'http://127.0.0.1', 'app://dataflare'])(
		'refuses a request of the origin %s, in spite of cookie and key',
		async (origin) => {
			const { loopback, visitor } = await visit();
			const named = origin.replace('PORT', String(loopback.port));
			expect((await visitor.post('/api/request', { route: 'stats.get' }, { origin: named })).status).toBe(403);
			expect((await visitor.get('/api/events', { origin: named })).status).toBe(403);
			expect((await visitor.get('/', { origin: named })).status).toBe(403);
		},
	);

	it('refuses a change that names no origin', async () => {
		const { loopback, visitor } = await visit();
		const { origin: _, ...headers } = visitor.headers;
		const body = JSON.stringify({ route: 'stats.get' });
		const answer = await send(loopback.port, '/api/request', {
			method: 'POST',
			headers: { ...headers, ...json },
			body,
		});
		expect(answer.status).toBe(403);
	});

	it('refuses what a browser says to come from another site, but lets the empty page be opened from anywhere', async () => {
		const { loopback, visitor } = await visit();
		for (const site of ['cross-site', 'same-site', 'none']) {
			expect((await visitor.get('/api/events', { 'sec-fetch-site': site })).status).toBe(403);
			expect((await visitor.post('/api/request', {}, { 'sec-fetch-site': site })).status).toBe(403);
		}
		const open = (headers: Record<string, string>) => send(loopback.port, '/', { headers });
		const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
		expect((await open({ 'sec-fetch-site': 'cross-site', ...navigation })).status).toBe(200);
		expect((await open({ 'sec-fetch-site': 'none' })).status).toBe(200);
		expect((await open({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
		expect((await open({ 'sec-fetch-site': 'cross-site', ...navigation, 'sec-fetch-dest': 'iframe' })).status).toBe(
			403,
		);
	});

	it('does not wait for ever for somebody who was not let in', async () => {
		const { loopback } = await visit({ limits: { entryMs: 50 } });
		const socket = connect(loopback.port, '127.0.0.1');
		const host = `127.0.0.1:${loopback.port}`;
		socket.write(
			`POST /api/session HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
		);
		socket.on('error', () => undefined);
		await new Promise((resolve) => socket.once('close', resolve));
	});

	it('never switches protocols', async () => {
		const { loopback, visitor } = await visit();
		const attempt = open(loopback.port, '/api/events', {
			headers: { ...visitor.headers, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
		});
		await expect(attempt).rejects.toThrow();
	});

	it('puts the strict headers on every answer, refusals included', async () => {
		const { loopback, visitor } = await visit();
		const answers = [
			await visitor.get('/'),
			await visitor.get('/api/answer'),
			await visitor.post('/api/request', { route: 'stats.get' }),
			await send(loopback.port, '/', { headers: { host: 'evil.example' } }),
		];
		for (const { headers } of answers) {
			expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
			expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
			expect(headers['x-content-type-options']).toBe('nosniff');
			expect(headers['referrer-policy']).toBe('no-referrer');
			expect(headers['cross-origin-resource-policy']).toBe('same-origin');
			expect(headers['cross-origin-opener-policy']).toBe('same-origin');
			expect(headers['access-control-allow-origin']).toBeUndefined();
		}
	});
});

describe('the page', () => {
	it('is served with its types, and nothing that is not part of it', async () => {
		const { port } = await start();
		expect(await send(port, '/')).toMatchObject({
			status: 200,
			headers: { 'content-type': 'text/html; charset=utf-8' },
		});
		expect(await send(port, '/assets/main.js?v=1')).toMatchObject({
			status: 200,
			headers: { 'content-type': 'text/javascript; charset=utf-8' },
			text: 'export {};',
		});
		for (const path of [
			'/../secret.json',
			'/assets/../../secret.json',
			'/..%2fsecret.json',
			'/%2e%2e/secret.json',
			'/assets/..%5c..%5csecret.json',
			'/assets/main.js.map.txt',
			'/assets/main.js%00.html',
			'/assets',
			'//secret.json',
			'/secret.json',
		]) {
			const answer = await send(port, path);
			expect([path, answer.status]).toEqual([path, 404]);
			expect(answer.text).not.toContain('secret":true');
		}
		const outside = await send(port, 'http://evil.example/');
		expect(outside.status).toBe(400);
	});

	it('takes GET and HEAD alone', async () => {
		const { loopback, visitor } = await visit();
		expect((await send(loopback.port, '/', { method: 'HEAD' })).status).toBe(200);
		for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
			expect((await send(loopback.port, '/', { method, headers: visitor.headers })).status).toBe(405);
		}
	});

	it('that was never built is said to be missing', async () => {
		await expect(start({ rendererDir: join(ground.folder, 'nowhere') })).rejects.toMatchObject({
			code: 'configuration',
		});
	});

	it('says which port cannot be had', async () => {
		const { port } = await start();
		await expect(start({ port })).rejects.toMatchObject({
			code: 'configuration',
			message: expect.stringContaining(`${port}`),
		});
	});
});

describe('requests', () => {
	it('reach the router and come back as envelopes', async () => {
		const { visitor } = await visit();
		expect(
			(await visitor.post('/api/request', { route: 'plugins.get', input: { name: 'nobody' } })).envelope(),
		).toMatchObject(refused('not_found'));
		expect((await visitor.post('/api/request', { route: 'no.such.route' })).envelope()).toMatchObject(
			refused('not_found'),
		);
		expect((await visitor.post('/api/request', { route: '__proto__' })).envelope()).toMatchObject(refused('not_found'));
	});

	it('that are malformed are told so in an envelope', async () => {
		const { loopback, visitor } = await visit();
		const post = (body: string | Uint8Array, headers: Record<string, string> = json) =>
			send(loopback.port, '/api/request', { method: 'POST', headers: { ...visitor.headers, ...headers }, body });
		for (const body of ['', '{', '[]', 'null', '{"route":1}', '{"input":{}}', Uint8Array.of(0x22, 0xff, 0x22)]) {
			const answer = await post(body);
			expect([body, answer.status]).toEqual([body, 400]);
			expect(answer.envelope()).toMatchObject(refused('invalid_input'));
		}
		expect((await post('{"route":"stats.get"}', { 'content-type': 'text/plain' })).status).toBe(415);
	});

	it('that are too large are refused, announced or not', async () => {
		const { loopback, visitor } = await visit({ limits: { maxRequestBytes: 100_000 } });
		const body = JSON.stringify({ route: 'stats.get', input: { text: 'x'.repeat(200_000) } });
		const announced = await visitor.post('/api/request', { route: 'stats.get', input: { text: 'x'.repeat(200_000) } });
		expect(announced.status).toBe(413);
		expect(announced.envelope()).toMatchObject(refused('invalid_input'));
		const chunked = await send(loopback.port, '/api/request', {
			method: 'POST',
			headers: { ...visitor.headers, ...json, 'transfer-encoding': 'chunked' },
			body,
		});
		expect(chunked.status).toBe(413);
	});

	it('with another method are answered 405 and what is allowed', async () => {
		const { loopback, visitor } = await visit();
		for (const [path, allow, methods] of [
			['/api/session', 'POST', ['GET', 'PUT']],
			['/api/request', 'POST', ['GET', 'PUT', 'DELETE', 'OPTIONS']],
			['/api/events', 'GET', ['POST', 'DELETE']],
			['/api/upload', 'POST', ['GET']],
			['/api/scratch/0123456789abcdef/x', 'GET', ['POST', 'DELETE']],
		] as const) {
			for (const method of methods) {
				const answer = await send(loopback.port, path, { method, headers: visitor.headers });
				expect([path, method, answer.status, answer.headers.allow]).toEqual([path, method, 405, allow]);
			}
		}
		expect((await visitor.get('/api/nothing')).status).toBe(404);
	});

	it('that take long are answered later, once, and to their own window alone', async () => {
		const { loopback, visitor } = await visit({ limits: { patienceMs: 0 } });
		const other = await enter(loopback.port, loopback.startUrl());
		const events = await visitor.events();
		await events.until(1);
		const source = await ground.scratch.plugin('slow', answering('"done"'));
		const late = await visitor.post('/api/request', { route: 'plugins.install', input: { path: source } });
		expect(late.status).toBe(202);
		const { pending } = (late.envelope() as unknown as { data: { pending: string } }).data;
		await eventually(() => events.seen.some(({ name }) => name === 'answered'));
		expect(events.seen.find(({ name }) => name === 'answered')?.data).toEqual({ id: pending });
		expect((await other.get(`/api/answer?id=${pending}`)).status).toBe(404);
		const answer = await visitor.get(`/api/answer?id=${pending}`);
		expect(answer.envelope()).toMatchObject({ ok: true, data: { name: 'slow' } });
		expect((await visitor.get(`/api/answer?id=${pending}`)).status).toBe(404);
		events.end();
	});
});
