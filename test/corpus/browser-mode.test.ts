import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLoopback, type Loopback } from '../../src/loopback/create-loopback.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { enter, type Visitor } from '../support/servers/loopback-client.ts';
import { browserCases } from './cases/browser-mode.ts';

let scratch: ScratchCore;
let loopback: Loopback;
let visitor: Visitor;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	const rendererDir = join(import.meta.dirname, '../../out/renderer');
	loopback = await createLoopback({
		core: scratch.core(),
		rendererDir,
		scratchDir: join(scratch.folder, 'scratch'),
		port: 0,
	});
	visitor = await enter(loopback.port, loopback.startUrl());
});
afterAll(async () => {
	await loopback.close();
	await scratch.dispose();
});

/** Word by word: what Node's own client would mend or refuse is sent as it stands. */
function send(
	method: string,
	path: string,
	headers: Readonly<Record<string, string>>,
	body: string,
): Promise<[number, string]> {
	return new Promise((resolve, reject) => {
		const { port } = loopback;
		const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (piece: string) => {
				text += piece;
				// Events never end by themselves.
				if (response.headers['content-type'] === 'text/event-stream') request.destroy();
			});
			response.on('close', () => resolve([response.statusCode ?? 0, text]));
		});
		request.on('error', reject);
		request.end(body);
	});
}

it.each(browserCases)(
	'a request that $what is answered $expected',
	async ({ method, path, headers, body, expected }) => {
		const here = (text: string): string =>
			text.replaceAll('PORT', String(loopback.port)).replaceAll('OTHER', String(loopback.port ^ 1));
		const whole = { ...visitor.headers, ...headers };
		const sent = Object.entries(whole).flatMap(([name, value]) => (value === null ? [] : [[name, here(value)]]));
		const [status, text] = await send(method ?? 'GET', path ?? '/', Object.fromEntries(sent), body ?? '');
		expect(status).toBe(expected);
		// Nothing that is refused repeats a secret, and nothing is said across origins.
		for (const secret of [visitor.headers['cookie'], visitor.headers['x-dataflare-key']]) {
			expect(text).not.toContain(secret?.split('=').at(-1));
		}
		if (expected === 200 && body?.includes('"route"') && !body.includes('plugins.list')) {
			expect(JSON.parse(text)).toMatchObject({ ok: false });
		}
	},
);

it('after all of that its own page is let in as before', async () => {
	const answer = await visitor.post('/api/request', { route: 'plugins.list', input: {} });
	expect(answer.envelope().ok).toBe(true);
});
