import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answering } from '../../test/support/scratch/scratch-core.ts';
import { send } from '../../test/support/servers/loopback-client.ts';
import { loopbackGround } from '../../test/support/servers/loopback-ground.ts';

const ground = loopbackGround();
const { visit } = ground;

describe('a result as a download', () => {
	let run = '';
	let output = '';
	beforeAll(async () => {
		const { scratch } = ground;
		await scratch.ask('plugins.install', { path: await scratch.plugin('each', answering('{"v":1}')) });
		const input = join(scratch.folder, 'in.ndjson');
		output = join(scratch.folder, 'out €.ndjson');
		writeFileSync(input, '{}\n{}\n');
		const { id } = await scratch.ask('streams.run', {
			plugin: 'each',
			input: { kind: 'file', path: input },
			output: { kind: 'file', path: output },
			batch: 1,
		});
		run = id;
	});

	it('is sent once, under its name, to a window that was let in', async () => {
		const { loopback, visitor } = await visit();
		const source = { kind: 'written', run, path: output };
		const offer = async (): Promise<string> => {
			const answer = (await visitor.post('/api/result', { source })).envelope();
			if (!answer.ok) throw new Error(answer.error.message);
			return (answer.data as { readonly path: string }).path;
		};
		const path = await offer();
		// A link sends the cookie alone.
		const { cookie = '' } = visitor.headers;
		const first = await send(loopback.port, path, { headers: { cookie } });
		expect(first.status).toBe(200);
		expect(first.text).toBe(readFileSync(output, 'utf8'));
		expect(first.headers['content-disposition']).toBe("attachment; filename*=UTF-8''out%20%E2%82%AC.ndjson");
		expect((await send(loopback.port, path, { headers: { cookie } })).status).toBe(404);
		const stranger = await offer();
		expect((await send(loopback.port, stranger)).status).toBe(401);
		expect((await send(loopback.port, stranger, { headers: { cookie: `${cookie}0` } })).status).toBe(401);
		expect((await send(loopback.port, stranger, { method: 'POST', headers: visitor.headers })).status).toBe(405);
		expect((await visitor.get(`${stranger}0`)).status).toBe(404);
		expect((await visitor.get(stranger)).status).toBe(200);
	});

	it('is offered for nothing but results', async () => {
		const { loopback, visitor } = await visit();
		expect((await visitor.post('/api/result', { source: { kind: 'file', path: '/etc/passwd' } })).status).toBe(400);
		const other = (
			await visitor.post('/api/result', { source: { kind: 'written', run, path: '/etc/passwd' } })
		).envelope();
		expect(other).toMatchObject({
			ok: false,
			error: { code: 'invalid_input', details: { reason: 'result_not_of_run' } },
		});
		const { cookie = '', origin = '' } = visitor.headers;
		const keyless = { method: 'POST', headers: { cookie, origin, 'content-type': 'application/json' }, body: '{}' };
		expect((await send(loopback.port, '/api/result', keyless)).status).toBe(401);
	});
});
