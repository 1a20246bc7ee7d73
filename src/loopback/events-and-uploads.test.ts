import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answering, eventually } from '../../test/support/scratch/scratch-core.ts';
import { enter, open, send } from '../../test/support/servers/loopback-client.ts';
import { loopbackGround } from '../../test/support/servers/loopback-ground.ts';

const ground = loopbackGround();
const { start, visit } = ground;

const refused = (code: string) => ({ ok: false, error: { code, message: expect.any(String) as string } });

describe('events', () => {
	/** Each is told by what it changed, then by its route. */
	const change = async (count: number): Promise<void> => {
		for (let index = 0; index < count; index += 1) {
			await ground.scratch.ask(index % 2 === 0 ? 'plugins.disable' : 'plugins.enable', { name: 'swing' });
		}
	};
	beforeAll(async () => {
		await ground.scratch.ask('plugins.install', { path: await ground.scratch.plugin('swing', answering('1')) });
	});

	it('arrive with ids, and what was missed follows after a reconnection', async () => {
		const { visitor } = await visit();
		const first = await visitor.events();
		await first.until(1);
		await change(2);
		const seen = await first.until(5);
		expect(seen[0]).toMatchObject({ name: 'hello' });
		expect(seen[1]).toMatchObject({
			id: '1',
			name: 'plugin.changed',
			data: { plugin: { name: 'swing', state: 'disabled' } },
		});
		expect(seen[2]).toMatchObject({ id: '2', name: 'route.written', data: { route: 'plugins.disable' } });
		first.end();
		await change(2);
		const second = await visitor.events('4');
		expect((await second.until(5)).map(({ id, name }) => [id, name])).toEqual([
			['4', 'hello'],
			['5', 'plugin.changed'],
			['6', 'route.written'],
			['7', 'plugin.changed'],
			['8', 'route.written'],
		]);
		second.end();
	});

	it.each(['1', '999', 'x', '-1', '1e3'])(
		'a reader that saw %s last, which is not kept or never was, is told to ask anew',
		async (last) => {
			const { visitor } = await visit({ limits: { ringEvents: 4 } });
			await change(6);
			const reader = await visitor.events(last);
			expect(await reader.until(1)).toEqual([{ id: '12', name: 'resync', data: null }]);
			reader.end();
		},
	);

	it('keep silent connections alive with heartbeats', async () => {
		const { visitor } = await visit({ limits: { heartbeatMs: 20 } });
		const reader = await visitor.events();
		await eventually(() => reader.heartbeats > 2);
		reader.end();
	});

	it('a reader that does not read is let go, and the memory with it', async () => {
		const { loopback, visitor } = await visit({ limits: { maxLagBytes: 1_000 } });
		const reader = await visitor.events();
		await reader.until(1);
		reader.response.pause();
		await eventually(async () => {
			await change(200);
			return loopback.readers === 0;
		});
		expect(loopback.readers).toBe(0);
		reader.end();
	});

	it('are for a bounded number of readers', async () => {
		const { visitor } = await visit({ limits: { maxReaders: 1 } });
		const reader = await visitor.events();
		expect((await visitor.get('/api/events')).status).toBe(503);
		reader.end();
	});
});

describe('files handed over', () => {
	const pathIn = (answer: { envelope(): unknown }): string =>
		(answer.envelope() as { data: { path: string } }).data.path;

	it('land together in a private place, and the engine takes them', async () => {
		const { visitor } = await visit();
		const made = await ground.scratch.plugin('dropped', answering('"hi"'));
		const manifest = await visitor.upload('path=dropped%2Fplugin.json', readFileSync(join(made, 'plugin.json')));
		const { drop, path } = (manifest.envelope() as unknown as { data: { drop: string; path: string } }).data;
		const module = await visitor.upload(
			`drop=${drop}&path=dropped%2Fdropped.wasm`,
			readFileSync(join(made, 'dropped.wasm')),
		);
		expect(pathIn(module)).toBe(path);
		expect(statSync(path).mode & 0o077).toBe(0);
		expect(statSync(join(path, 'plugin.json')).mode & 0o077).toBe(0);
		expect(
			(await visitor.post('/api/request', { route: 'plugins.inspect', input: { target: path } })).envelope(),
		).toMatchObject({
			ok: true,
			data: { manifest: { name: 'dropped' } },
		});
		expect(
			(await visitor.post('/api/request', { route: 'plugins.install', input: { path } })).envelope(),
		).toMatchObject({
			ok: true,
		});
	});

	it.each([
		'',
		'.',
		'..',
		'../x',
		'a/../../x',
		'/etc/passwd',
		'a//b',
		'a\\..\\b',
		'C:x',
		'a:stream',
		'con',
		'NUL.txt',
		'com².csv',
		Array(30).fill('deep'.repeat(10)).join('/'),
		'x.',
		'x ',
		'a\u0000b',
		'a\nb',
		`${'x'.repeat(300)}`,
		Array(40).fill('a').join('/'),
	])('with the name %j are refused and leave nothing', async (name) => {
		const { visitor } = await visit();
		const answer = await visitor.upload(`path=${encodeURIComponent(name)}`, 'x');
		expect(answer.status).toBe(400);
		expect(answer.envelope()).toMatchObject(refused('invalid_input'));
		const left = readdirSync(join(ground.folder, 'scratch'), { recursive: true, withFileTypes: true });
		expect(left.filter((entry) => entry.isFile())).toEqual([]);
	});

	it('that are too large, too many, or there already are refused and leave no part', async () => {
		const { loopback, visitor } = await visit({ limits: { maxFileBytes: 1_000, maxFiles: 4 } });
		expect((await visitor.upload('path=big', 'x'.repeat(2_000))).status).toBe(413);
		const chunked = await send(loopback.port, '/api/upload?path=big', {
			method: 'POST',
			headers: { ...visitor.headers, 'transfer-encoding': 'chunked' },
			body: 'x'.repeat(2_000),
		});
		expect(chunked.status).toBe(413);
		const first = await visitor.upload('path=a', 'x');
		const { drop } = (first.envelope() as unknown as { data: { drop: string } }).data;
		expect((await visitor.upload(`drop=${drop}&path=a`, 'y')).status).toBe(409);
		expect(readFileSync(pathIn(first), 'utf8')).toBe('x');
		await visitor.upload('path=b', 'x');
		expect((await visitor.upload('path=c', 'x')).status).toBe(413);
		expect((await visitor.upload('drop=../../x&path=c', 'x')).status).not.toBe(200);
		const left = readdirSync(join(ground.folder, 'scratch'), { recursive: true, withFileTypes: true });
		expect(
			left
				.filter((entry) => entry.isFile())
				.map(({ name }) => name)
				.sort(),
		).toEqual(['a', 'b']);
	});

	it('results are fetched by the window that asked for them, byte for byte', async () => {
		const { loopback, visitor } = await visit();
		const output = pathIn(await visitor.post('/api/scratch-output', { name: 'résumé 1.ndjson' }));
		const bytes = Buffer.alloc(3_000_000, 7);
		writeFileSync(output, bytes);
		const [drop = '', name = ''] = output.split('/').slice(-2);
		const address = `/api/scratch/${drop}/${encodeURIComponent(name)}`;
		const answer = await visitor.get(address);
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toBe('application/octet-stream');
		expect(answer.headers['content-disposition']).toContain("attachment; filename*=UTF-8''r%C3%A9sum%C3%A9%201.ndjson");
		expect(createHash('sha256').update(answer.text).digest('hex')).toBe(
			createHash('sha256').update(bytes).digest('hex'),
		);
		const other = await enter(loopback.port, loopback.startUrl());
		expect((await other.get(address)).status).toBe(404);
		for (const bad of ['..', '%2e%2e', '..%2f..%2fx', 'a%00b', '%ff', 'missing']) {
			expect((await visitor.get(`/api/scratch/${drop}/${bad}`)).status).toBeGreaterThanOrEqual(400);
		}
		for (const bad of ['..', '../x', '', 'a/b', 7]) {
			expect((await visitor.post('/api/scratch-output', { name: bad })).status).toBe(400);
		}
	});
});

describe('the end', () => {
	it('leaves no socket, no event reader, no upload and no file', async () => {
		const { loopback, visitor } = await visit();
		const reader = await visitor.events();
		await reader.until(1);
		await visitor.upload('path=a', 'x');
		const half = open(loopback.port, '/api/upload?path=half', {
			method: 'POST',
			headers: { ...visitor.headers, 'content-length': '1000' },
			body: 'only this',
		});
		half.catch(() => {});
		await loopback.close();
		await reader.closed;
		await expect(half).rejects.toThrow();
		await expect(send(loopback.port, '/')).rejects.toThrow('ECONNREFUSED');
		expect(readdirSync(join(ground.folder, 'scratch'))).toEqual([]);
		await loopback.close();
	});

	it('a folder that a killed program left behind is removed at the next start, a living one’s is not', async () => {
		const dead = join(ground.folder, 'scratch/2147483646-abcdef');
		const alive = join(ground.folder, `scratch/${process.ppid}-abcdef`);
		for (const each of [dead, alive]) mkdirSync(each, { recursive: true });
		await start();
		expect(existsSync(dead)).toBe(false);
		expect(existsSync(alive)).toBe(true);
		rmSync(alive, { recursive: true });
	});
});
