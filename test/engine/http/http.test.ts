import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../../src/shared/api/routes.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { resourcesDir } from '../../support/built.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { serve } from '../../support/servers/http-serving.ts';

/** http-json-source in its own process, the real broker, and a real server on this machine. */
const name = 'http-json-source';
let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false, env: { API_TOKEN: 's3cret', OTHER: 'not yours' } });
	await scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins', name) });
});
afterAll(() => scratch.dispose());

async function grant(hosts: readonly string[], more: object = {}): Promise<void> {
	const { granted } = await scratch.ask('policy.show', { name });
	const limits = { max_memory: 33_554_432, max_execution_time: 30_000 };
	await scratch.ask('policy.set', {
		name,
		policy: { ...lockedDown, ...limits, allow_network: true, allowed_hosts: [...hosts], ...more },
		expectedVersion: granted?.version ?? 0,
	});
}

type Config = NonNullable<RouteInput<'streams.run'>['config']>;

async function read(config: Config): Promise<{ readonly records: readonly unknown[]; readonly run: RunDetail }> {
	const output = new PassThrough();
	const written = text(output);
	const id = scratch.core().attachOutput(output);
	const run = await scratch.ask('streams.run', { plugin: name, output: { kind: 'stream', id }, config });
	output.end();
	const lines = (await written).split('\n').filter((line) => line !== '');
	return { records: lines.map((line) => JSON.parse(line)), run };
}

async function failing(
	config: Config,
): Promise<{ readonly message: string; readonly code: string; readonly run: RunDetail }> {
	const { code, message, details } = await scratch.fail('streams.run', { plugin: name, config });
	const run = await scratch.ask('runs.get', { id: String((details as { runId?: string } | undefined)?.runId) });
	expect(run).toMatchObject({ status: 'failed', error: { code } });
	return { code, message, run };
}

const json = (response: ServerResponse, value: unknown): void => void response.end(JSON.stringify(value));

describe('a source that reads over HTTP', () => {
	it('follows pages on the host and port that were granted by name, with the header that was granted', async () => {
		const server = await serve((request, response) => {
			const page = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('page') ?? 1);
			json(response, {
				data: [{ id: page * 2 - 1 }, { id: page * 2 }],
				links: page < 3 ? { next: `/items?page=${page + 1}` } : {},
			});
		});
		await grant([`http://127.0.0.1:${server.port}`, `http://localhost:${server.port}`], {
			allow_env_vars: true,
			allowed_env_vars: ['API_TOKEN'],
		});
		for (const host of ['127.0.0.1', 'localhost']) {
			const { records, run } = await read({
				url: `http://${host}:${server.port}/items`,
				items: 'data',
				next: 'links.next',
				headers: { authorization: 'Bearer ${env:API_TOKEN}' },
			});
			expect(records).toEqual([1, 2, 3, 4, 5, 6].map((id) => ({ id })));
			expect(run).toMatchObject({ status: 'succeeded', recordsOut: 6, denials: 0 });
			expect(run.hostCalls).toBeGreaterThanOrEqual(3);
		}
		expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(Array(6).fill('Bearer s3cret'));
	});

	it('reaches no host, port or scheme beside those, and each refusal is on its run', async () => {
		const granted = await serve((_, response) => json(response, []));
		const other = await serve((_, response) => json(response, []));
		await grant([`http://127.0.0.1:${granted.port}`]);
		for (const url of [other.url(), `http://localhost:${granted.port}/`, `https://127.0.0.1:${granted.port}/`]) {
			const { run, message } = await failing({ url });
			expect(message).toContain(url);
			expect(run.denialList).toMatchObject([{ op: 'http', target: expect.stringContaining(url), count: 1 }]);
		}
		expect([granted.requests, other.requests]).toEqual([[], []]);
	});

	it('is stopped at a redirect to a host that was not granted, and follows one that was', async () => {
		const secret = await serve((_, response) => json(response, [{ secret: true }]));
		const server = await serve((request, response) => {
			const location = request.url === '/away' ? secret.url('/metadata') : '/items';
			if (request.url === '/items') json(response, [{ id: 1 }]);
			else response.writeHead(302, { location }).end();
		});
		await grant([`http://127.0.0.1:${server.port}`]);
		expect((await read({ url: server.url('/here') })).records).toEqual([{ id: 1 }]);
		const { run } = await failing({ url: server.url('/away') });
		expect(run.denialList).toMatchObject([{ op: 'http', target: expect.stringContaining(`:${secret.port}`) }]);
		expect(secret.requests).toEqual([]);
	});

	it.each([404, 500])('fails with what a server said that answers %i, also on a later page', async (status) => {
		const server = await serve((request, response) => {
			if (request.url === '/first') json(response, { data: [{ id: 1 }], next: '/second' });
			else response.writeHead(status, { 'content-type': 'text/plain' }).end('out to lunch');
		});
		await grant([`http://127.0.0.1:${server.port}`]);
		const { code, message } = await failing({ url: server.url('/first'), items: 'data', next: 'next' });
		expect(code).toBe('plugin_execution');
		expect(message).toContain(`${server.url('/second')} answered with status ${status}: out to lunch`);
		expect(server.requests.map(({ url }) => url)).toEqual(['/first', '/second']);
	});

	it('fails in time where the server never ends, and in bounds where it sends too much', async () => {
		const server = await serve((request, response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.write('[');
			if (request.url === '/endless') return;
			const piece = `${JSON.stringify('x'.repeat(65_536))},`;
			const more = (): void => {
				while (!response.destroyed && response.write(piece));
				response.once('drain', more);
			};
			more();
		});
		await grant([`http://127.0.0.1:${server.port}`], { max_execution_time: 1_000 });
		expect((await failing({ url: server.url('/endless') })).code).toBe('timeout');
		await grant([`http://127.0.0.1:${server.port}`]);
		const { code, message } = await failing({ url: server.url('/flood') });
		expect(code).toBe('plugin_execution');
		expect(message).toContain(server.url('/flood'));
	});

	it('fails with the address where nobody listens, and where the answer is no JSON', async () => {
		const server = await serve((_, response) => void response.end('<html>'));
		await grant([`http://127.0.0.1:${server.port}`, 'http://127.0.0.1:1']);
		expect((await failing({ url: 'http://127.0.0.1:1/' })).message).toContain('http://127.0.0.1:1/');
		expect((await failing({ url: server.url('/page') })).message).toMatch(/\/page.*JSON/);
	});
});
