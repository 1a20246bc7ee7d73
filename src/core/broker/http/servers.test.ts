import { createDeflate, createDeflateRaw, deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guestFor, serve } from '../../../../test/support/servers/http-serving.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { VERSION } from '../../program/version.ts';

const { cancelled, invalid, io, tooLarge } = hostStatus;

/** A guest that may ask this server. */
const askerOf = ({ port }: { readonly port: number }) => guestFor([`http://127.0.0.1:${port}`]);

describe('a request', () => {
	it('says what sends it, unless the guest says it, also after a redirect', async () => {
		const server = await serve(({ url }, response) => {
			if (url === '/old') response.writeHead(302, { location: '/new' }).end();
			else response.end('ok');
		});
		const guest = askerOf(server);
		await guest.http({ url: server.url('/old') });
		await guest.http({ url: server.url('/new'), headers: { 'User-Agent': 'mine/1' } });
		expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual([
			`DataFlare/${VERSION}`,
			`DataFlare/${VERSION}`,
			'mine/1',
		]);
	});
});

describe('a response', () => {
	it('tells the address that answered', async () => {
		const server = await serve(({ url }, response) => {
			if (url === '/old?a=1') response.writeHead(308, { location: 'v2/list/items?b=2#part' }).end();
			else response.end('ok');
		});
		const guest = askerOf(server);
		const { response } = await guest.http({ url: server.url('/old?a=1') });
		expect(response).toMatchObject({ url: server.url('/v2/list/items?b=2') });
		const plain = await guest.http({ url: server.url('/x#y') });
		expect(plain.response).toMatchObject({ url: server.url('/x') });
	});

	it.each([
		['zlib', deflateSync],
		['raw', deflateRawSync],
	] as const)('coded as deflate, %s, is inflated whatever its length and pieces', async (_, compress) => {
		for (const text of ['', 'x', 'text', 'é'.repeat(100_000)]) {
			const bytes = compress(Buffer.from(text));
			const server = await serve((_, response) => {
				response.writeHead(200, { 'content-encoding': 'deflate' });
				response.write(bytes.subarray(0, 1), () => response.end(bytes.subarray(1)));
			});
			expect((await askerOf(server).http({ url: server.url() })).response?.body).toBe(text);
		}
	});

	it.each(['gzip', 'x-gzip', 'deflate', 'br'])(
		'of nothing is nothing, though it is said to be coded as %s',
		async (coding) => {
			const server = await serve(({ url }, response) => {
				response.writeHead(url === '/none' ? 204 : 200, { 'content-encoding': coding }).end();
			});
			const asker = askerOf(server);
			expect((await asker.http({ url: server.url('/none') })).response).toMatchObject({ status: 204, body: '' });
			expect((await asker.http({ url: server.url('/') })).response).toMatchObject({ status: 200, body: '' });
		},
	);

	it('coded as deflate that is none, is cut short or is a bomb, is an error and no crash', async () => {
		const server = await serve(({ url }, response) => {
			response.writeHead(200, { 'content-encoding': 'deflate' });
			if (url === '/none') return void response.end('not deflated at all');
			if (url === '/cut') return void response.end(deflateRawSync('text '.repeat(1000)).subarray(0, 12));
			if (url === '/empty') return void response.end();
			const bomb = url === '/zlib' ? createDeflate() : createDeflateRaw();
			bomb.pipe(response);
			response.once('close', () => bomb.destroy());
			return void bomb.end(Buffer.alloc(100_000_000));
		});
		const guest = askerOf(server);
		expect((await guest.http({ url: server.url('/none') })).status).toBe(io);
		expect((await guest.http({ url: server.url('/cut') })).status).toBe(io);
		expect((await guest.http({ url: server.url('/empty') })).response?.body).toBe('');
		const before = process.memoryUsage().rss;
		for (const path of ['/zlib', '/raw']) expect((await guest.http({ url: server.url(path) })).status).toBe(tooLarge);
		expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
	});
});

describe('text in another charset', () => {
	const latin1 = Buffer.from('{"a":"é"}', 'latin1');
	const utf16 = Buffer.from('{"a":"é☃𝄞"}', 'utf16le');
	const gbk = Buffer.from([0xb1, 0xa8, 0xb8, 0xe6]);
	it.each([
		['latin1 by name', 'application/json; charset=ISO-8859-1', latin1, '{"a":"é"}'],
		['in quotes', 'application/json;charset="windows-1252"', Buffer.from([0x80]), '€'],
		['gbk', 'text/json; charset=gbk', gbk, '报告'],
		['UTF-16 by its mark', 'application/json', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), '{"a":"é☃𝄞"}'],
		['UTF-16 by its empty bytes', '', utf16, '{"a":"é☃𝄞"}'],
		['big-endian', '', Buffer.from(utf16).swap16(), '{"a":"é☃𝄞"}'],
		['UTF-8 with a mark', 'application/json; charset=latin1', Buffer.from('\ufeff[é]'), '[é]'],
		['an unknown charset that is UTF-8', 'application/json; charset=x-none', Buffer.from('[é]'), '[é]'],
	])('(%s) comes as UTF-8 where that is wanted', async (_, type, bytes, text) => {
		const server = await serve((_, response) => response.writeHead(200, { 'content-type': type }).end(bytes));
		const guest = askerOf(server);
		expect((await guest.http({ url: server.url(), text: true })).response?.body).toBe(text);
		const { response } = await guest.http({ url: server.url() });
		const as = Buffer.from(
			response?.body ?? response?.body_base64 ?? '',
			response?.body === undefined ? 'base64' : 'utf8',
		);
		expect(as.equals(bytes)).toBe(true);
	});

	it('comes in pieces that part no character, and as it came where it is no such text', async () => {
		const long = 'é☃𝄞'.repeat(200_000);
		const server = await serve(({ url }, response) => {
			response.writeHead(200, { 'content-type': `text/plain; charset=${url === '/bad' ? 'shift_jis' : 'utf-16le'}` });
			response.end(url === '/bad' ? Buffer.from([0x81, 0xff, 0xff]) : Buffer.from(long, 'utf16le'));
		});
		const guest = askerOf(server);
		expect((await guest.http({ url: server.url('/'), text: true })).response?.body === long).toBe(true);
		expect((await guest.http({ url: server.url('/bad'), text: true })).response?.body_base64).toBe('gf//');
	});
});

describe('a busy server', () => {
	/** Answers so many times that it is busy. */
	const busy = (times: number, status: number, headers: Record<string, string>) => {
		let left = times;
		return serve((_, response) => {
			if (left-- > 0) response.writeHead(status, headers).end('busy');
			else response.end('served');
		});
	};

	it.each([
		[429, () => ({ 'retry-after': '0' })],
		[429, () => ({ 'retry-after': '1' })],
		[503, () => ({ 'retry-after': new Date(Date.now() + 1000).toUTCString() })],
		[429, (): Record<string, string> => ({})],
	])('that answers %i is asked again when it says, for a guest that waits', async (status, headers) => {
		const server = await busy(1, status, headers());
		const guest = askerOf(server);
		expect((await guest.http({ url: server.url(), wait_ms: 5000 })).response).toMatchObject({ status: 200 });
		expect(server.requests).toHaveLength(2);
	});

	it('is not asked again by a guest that does not wait, nor when it wants too long, nor without end', async () => {
		const asked = async (times: number, status: number, headers: Record<string, string>, wait_ms?: number) => {
			const server = await busy(times, status, headers);
			const { response } = await askerOf(server).http({ url: server.url(), wait_ms });
			return [response?.status, server.requests.length];
		};
		expect(await asked(1, 429, { 'retry-after': '0' })).toEqual([429, 1]);
		expect(await asked(1, 429, { 'retry-after': '3600' }, 5000)).toEqual([429, 1]);
		expect(await asked(1, 503, {}, 5000)).toEqual([503, 1]);
		expect(await asked(99, 429, { 'retry-after': '0' }, 60_000)).toEqual([429, 6]);
		expect(await asked(99, 429, { 'retry-after': '0' }, 250)).toEqual([429, 3]);
	});

	it('is waited for no longer than the call lasts', async () => {
		const server = await busy(1, 429, { 'retry-after': '60' });
		const guest = askerOf(server);
		const asking = guest.http({ url: server.url(), wait_ms: 120_000 });
		await expect.poll(() => server.requests.length).toBe(1);
		guest.abort.abort();
		expect((await asking).status).toBe(cancelled);
	});

	it.each([{ wait_ms: '5' }, { wait_ms: -1 }, { text: 'yes' }])('refuses wishes that are none: %j', async (wish) => {
		const guest = guestFor(['http://127.0.0.1:1']);
		expect((await guest.http({ url: 'http://127.0.0.1:1/', ...wish })).status).toBe(invalid);
	});
});
