import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../../src/shared/api/routes.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { resourcesDir } from '../../support/built.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { type Serving, serve } from '../../support/servers/http-serving.ts';

/** http-json-source in its own process, the real broker, and servers on this machine that behave as some do. */
const name = 'http-json-source';
let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins', name) });
});
afterAll(() => scratch.dispose());

type Config = NonNullable<RouteInput<'streams.run'>['config']>;

async function read(server: Serving, path: string, config: Config = {}): Promise<readonly unknown[]> {
	const { granted } = await scratch.ask('policy.show', { name });
	const allowed_hosts = [`http://127.0.0.1:${server.port}`];
	const limits = { max_memory: 33_554_432, max_execution_time: 30_000 };
	await scratch.ask('policy.set', {
		name,
		policy: { ...lockedDown, ...limits, allow_network: true, allowed_hosts },
		expectedVersion: granted?.version ?? 0,
	});
	const output = new PassThrough();
	const written = text(output);
	const id = scratch.core().attachOutput(output);
	const whole = { url: server.url(path), ...config };
	await scratch.ask('streams.run', { plugin: name, output: { kind: 'stream', id }, config: whole });
	output.end();
	return (await written)
		.split('\n')
		.filter((line) => line !== '')
		.map((line): unknown => JSON.parse(line));
}

const json = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void =>
	void response.writeHead(200, headers).end(JSON.stringify(value));
const paramOf = ({ url }: IncomingMessage, key: string): number =>
	Number(new URL(url ?? '/', 'http://x').searchParams.get(key) ?? 1);

const servers: Readonly<Record<string, RequestListener>> = {
	'that moved its pages: relative links begin where it answered': ({ url }, response) => {
		if (url === '/') response.writeHead(302, { location: '/v2/list/items' }).end();
		else if (url === '/v2/list/items') json(response, { data: [{ n: 1 }], next: 'items2' });
		else if (url === '/v2/list/items2') json(response, { data: [{ n: 2 }] });
		else response.writeHead(404).end();
	},
	'that wants to know who asks': ({ headers }, response) => {
		if (headers['user-agent'] === undefined) response.writeHead(403).end();
		else json(response, { data: [{ n: 1 }, { n: 2 }] });
	},
	'whose body begins with a byte order mark': (_, response) => response.end('\ufeff{"data":[{"n":1},{"n":2}]}'),
	'that sends deflate raw': (_, response) =>
		response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync('{"data":[{"n":1},{"n":2}]}')),
	'that is busy at first': (() => {
		let asked = 0;
		return (_: IncomingMessage, response: ServerResponse) => {
			if (asked++ === 0) response.writeHead(429, { 'retry-after': '1' }).end('{}');
			else json(response, { data: [{ n: 1 }, { n: 2 }] });
		};
	})(),
	'that speaks UTF-16': (_, response) => response.end(Buffer.from('{"data":[{"n":1},{"n":2}]}', 'utf16le')),
	'whose pages lead in a circle': (request, response) => {
		const at = paramOf(request, 'at');
		json(response, { data: [{ n: at }], next: `/?at=${at === 1 ? 2 : 1}` });
	},
};

describe('a server', () => {
	it.each(Object.entries(servers))('%s', async (what, listener) => {
		const server = await serve(listener);
		const found = await read(server, '/', { items: 'data', next: 'next' });
		// The first page of the circle is asked for under two names.
		expect(found).toEqual(what.includes('circle') ? [{ n: 1 }, { n: 2 }, { n: 1 }] : [{ n: 1 }, { n: 2 }]);
	});

	it('that names the next page in a header is followed', async () => {
		const server = await serve((request, response) => {
			const page = paramOf(request, 'page');
			const links = [`</?page=1>; rel="first"`, ...(page < 3 ? [`</?page=${page + 1}>; rel="next"`] : [])];
			json(response, [{ page }], { link: links.join(', ') });
		});
		expect(await read(server, '/')).toEqual([1, 2, 3].map((page) => ({ page })));
	});

	it('that has nothing says so by no content', async () => {
		const server = await serve((_, response) => void response.writeHead(204).end());
		expect(await read(server, '/')).toEqual([]);
	});

	it('that gives less at once than it was asked for is read to its end', async () => {
		const rows = [1, 2, 3, 4, 5].map((n) => ({ n }));
		const server = await serve((request, response) => {
			const page = paramOf(request, 'page');
			json(response, rows.slice(2 * page - 2, 2 * page));
		});
		const page = { param: 'page', size_param: 'per_page', size: 200 };
		expect(await read(server, '/', { page })).toEqual(rows);
	});

	it.each([
		['application/json; charset=iso-8859-1', Buffer.from('[{"a":"é"}]', 'latin1'), 'é'],
		[
			'application/json; charset=gbk',
			Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xb1, 0xa8, 0xb8, 0xe6]), Buffer.from('"}]')]),
			'报告',
		],
	])('that answers in %s is understood', async (type, bytes, a) => {
		const server = await serve((_, response) => void response.writeHead(200, { 'content-type': type }).end(bytes));
		expect(await read(server, '/')).toEqual([{ a }]);
	});
});
