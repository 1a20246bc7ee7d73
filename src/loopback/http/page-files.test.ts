import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { open, send } from '../../../test/support/servers/loopback-client.ts';
import { PageFiles } from './page-files.ts';
import { sendHttpError, setSecurityHeaders } from './respond.ts';

const scratch = scratchFolder();
const script = `export const text = '${'all work and no play '.repeat(200)}';`;
const font = randomBytes(2_000);
const preload = '\n<link rel="modulepreload" crossorigin href="./assets/index-Ab3_xY-9.js">';
const index = `<!doctype html><link rel="stylesheet" href="./a.css">${preload}${preload}`;
let server: Server;
let port = 0;

beforeAll(async () => {
	mkdirSync(`${scratch.path}/page/assets`, { recursive: true });
	const put = (name: string, bytes: string | Uint8Array): void => writeFileSync(`${scratch.path}/page/${name}`, bytes);
	put('index.html', index);
	put('assets/index-Ab3_xY-9.js', script);
	put('assets/index-Ab3_xY-9.js.br', brotliCompressSync(script));
	put('assets/index-Ab3_xY-9.js.gz', gzipSync(script));
	put('assets/font-0123456789.woff2', font);
	put('assets/plain.js', 'export {};');
	const page = new PageFiles(`${scratch.path}/page`);
	server = createServer((request, response) => {
		setSecurityHeaders(response);
		try {
			page.send(request, request.url ?? '/', response);
		} catch (thrown) {
			sendHttpError(request, response, thrown);
		}
	}).listen(0, '127.0.0.1');
	await new Promise((listening) => server.once('listening', listening));
	port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

async function get(path: string, accepted?: string) {
	const response = await open(port, path, { headers: accepted === undefined ? {} : { 'accept-encoding': accepted } });
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
}

describe('a file of the page', () => {
	it('comes as the build compressed it, to whom takes that', async () => {
		const path = '/assets/index-Ab3_xY-9.js';
		const brotli = await get(path, 'gzip, deflate, br, zstd');
		const gzip = await get(path, 'gzip');
		const plain = await get(path);
		expect(brotliDecompressSync(brotli.bytes).toString()).toBe(script);
		expect(gunzipSync(gzip.bytes).toString()).toBe(script);
		expect(plain.bytes.toString()).toBe(script);
		for (const [answer, coding] of [
			[brotli, 'br'],
			[gzip, 'gzip'],
			[plain, undefined],
		] as const) {
			expect(answer.headers).toMatchObject({
				'content-type': 'text/javascript; charset=utf-8',
				'content-length': String(answer.bytes.length),
				vary: 'accept-encoding',
				'x-content-type-options': 'nosniff',
			});
			expect(answer.headers['content-encoding']).toBe(coding);
		}
		expect(brotli.bytes.length).toBeLessThan(script.length / 10);
	});

	it('is told without being sent, and in no other way', async () => {
		const headers = { 'accept-encoding': 'br' };
		const head = await send(port, '/assets/index-Ab3_xY-9.js', { method: 'HEAD', headers });
		expect(head).toMatchObject({ status: 200, text: '', headers: { 'content-encoding': 'br' } });
		expect(await send(port, '/', { method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
	});

	it.each([
		['/', 'no-store'],
		['/index.html', 'no-store'],
		['/assets/plain.js', 'no-store'],
		['/assets/nothing-Ab3_xY-9.js', 'no-store'],
		['/assets/index-Ab3_xY-9.js', 'private, max-age=31536000, immutable'],
		['/assets/font-0123456789.woff2', 'private, max-age=31536000, immutable'],
	])('%s: %s', async (path, kept) => {
		expect((await get(path, 'br')).headers['cache-control']).toBe(kept);
	});

	it('is named in the page to a browser that kept it, and not to one that comes for the first time', async () => {
		const sentTo = async (path: string, headers: Readonly<Record<string, string>>) => {
			const { text, headers: told } = await send(port, path, { headers });
			expect(told['content-length']).toBe(String(text.length));
			return text;
		};
		const bare = index.replaceAll(preload, '');
		for (const path of ['/', '/index.html']) {
			expect(await sentTo(path, {})).toBe(bare);
			expect(await sentTo(path, { 'sec-fetch-site': 'none' })).toBe(bare);
			expect(await sentTo(path, { 'cache-control': 'max-age=0' })).toBe(index);
			expect(await sentTo(path, { 'sec-fetch-site': 'same-origin' })).toBe(index);
		}
	});

	it('that was not compressed comes as it is, and what is compressed is no file by itself', async () => {
		const sent = await get('/assets/font-0123456789.woff2', 'br, gzip');
		expect(sent.headers['content-encoding']).toBeUndefined();
		expect(sent.bytes.equals(font)).toBe(true);
		expect((await get('/assets/index-Ab3_xY-9.js.br')).status).toBe(404);
		expect((await get('/assets/index-Ab3_xY-9.js.gz', 'gzip')).status).toBe(404);
	});
});
