/** What the examples of an SDK do in a real sandbox, whatever language they are written in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LoadConfig, WasmRuntime } from '../../../src/core/index.ts';
import type { JsonValue } from '../../../src/shared/errors/errors.ts';
import { reaperEntry, sandboxEntry } from '../built.ts';
import { scratchFolder } from '../scratch/scratch.ts';

const types = {
	counter: 'source',
	host_calls: 'processor',
	shout: 'transformer',
	late: 'filter',
	total: 'aggregator',
	keep: 'destination',
} as const;
export type SdkExample = keyof typeof types;
const sdkExamples = Object.keys(types) as readonly SdkExample[];

/** Runs the examples as `build` builds them. `said`: what the log has; `load`: an example with a configuration. */
export function sdkPromises(build: (name: SdkExample) => Promise<Uint8Array>): {
	readonly log: readonly string[];
	load(name: SdkExample, config?: LoadConfig): Promise<(fn: string, ...records: JsonValue[]) => Promise<unknown>>;
} {
	const scratch = scratchFolder();
	const log: string[] = [];
	const runtime = new WasmRuntime({
		sandboxEntry,
		reaperEntry,
		env: { GREETING: 'hello', SECRET: 'x' },
		onLog: ({ level, message }) => log.push(`${level} ${message}`),
	});
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => {
			body += chunk.toString();
		});
		request.on('end', () => {
			response.writeHead(201, { 'content-type': 'text/plain' });
			response.end(`${request.method} ${request.headers['x-test']} ${body}`);
		});
	});
	let host = '';
	beforeAll(async () => {
		for (const name of sdkExamples) {
			mkdirSync(join(scratch.path, name), { recursive: true });
			writeFileSync(join(scratch.path, name, `${name}.wasm`), await build(name));
			const manifest = { name, type: types[name], module_path: `./${name}.wasm`, encoding: 'ndjson' };
			writeFileSync(join(scratch.path, name, 'plugin.json'), JSON.stringify(manifest));
		}
		mkdirSync(join(scratch.path, 'files'));
		await new Promise<void>((done) => {
			server.listen(0, '127.0.0.1', done);
		});
		host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}, 600_000);
	afterAll(async () => {
		await runtime.close();
		server.close();
	});
	const load = async (name: SdkExample, config: LoadConfig = {}) => {
		const id = await runtime.loadPlugin(join(scratch.path, name), config);
		return (fn: string, ...records: JsonValue[]) =>
			runtime.callFunction(id, fn, records.length > 1 ? [records] : records);
	};

	it('a source counts, says how far it is, and is taken up again where it was', async () => {
		const call = await load('counter', { config: { count: 2 } });
		expect(await call('read_data')).toEqual([{ n: 1 }, { n: 2 }]);
		expect(await call('read_data')).toBeNull();
		const state = await call('save_state');
		expect(state).toEqual({ next: 3 });
		const second = await load('counter', { config: { count: 4 } });
		await second('load_state', state as JsonValue);
		expect(await second('read_data')).toEqual([{ n: 3 }, { n: 4 }]);
		await expect(second('load_state', { nothing: 1 })).rejects.toThrow('there is no number "next" in it');
		await expect(load('counter', { config: { count: 1.5 } })).rejects.toThrow(
			'config.count must be a whole number from 0 to 1000000, found 1.5',
		);
		await expect(load('counter', { config: { cuont: 1 } })).rejects.toThrow(
			'config.cuont is not a setting of this plugin; it knows count',
		);
	});

	it('a processor asks the host for everything that the interface has', async () => {
		const files = join(scratch.path, 'files');
		const path = join(files, 'a.txt');
		const call = await load('host_calls', {
			config: { shade: { deep: ['é'] } },
			security_policy: {
				allow_file_system: true,
				allowed_paths: [`${files}/`],
				allow_network: true,
				allowed_hosts: [host],
				allow_env_vars: true,
				allowed_env_vars: ['GREETING', 'ABSENT'],
			},
		});
		const ask = (what: string, more: Readonly<Record<string, string>> = {}) =>
			call('process_data', { do: what, ...more }).catch((error: unknown) => String(error));
		expect(await ask('log')).toBeNull();
		expect(log).toEqual(expect.arrayContaining(['debug a', 'info b', 'warn c', 'error d']));
		expect(await ask('time')).toBeGreaterThan(Date.now() - 600_000);
		const random = await ask('random');
		expect(random).toBeGreaterThanOrEqual(0);
		expect(random).toBeLessThan(1);
		expect(await ask('progress')).toBeNull();
		expect(await ask('config', { key: 'shade' })).toBe('{"deep":["é"]}');
		expect(await ask('config', { key: 'light' })).toBeNull();
		expect(await ask('env', { key: 'GREETING' })).toBe('hello');
		expect(await ask('env', { key: 'ABSENT' })).toBeNull();
		expect(await ask('env', { key: 'SECRET' })).toContain('cannot env: not permitted by the grant of this plugin');
		expect(await ask('replace', { path, text: 'one\n' })).toBeNull();
		expect(await ask('append', { path, text: '二"\n' })).toBeNull();
		expect(readFileSync(path, 'utf8')).toBe('one\n二"\n');
		expect(await ask('read', { path })).toBe('ne\n二"\n');
		expect(await ask('read', { path: join(files, 'none') })).toContain('cannot read: no such file or folder');
		expect(JSON.parse((await ask('list', { path: files })) as string)).toEqual([
			expect.objectContaining({ name: 'a.txt' }),
		]);
		expect(await ask('list', { path: scratch.path })).toContain('cannot list: not permitted');
		expect(await ask('get', { key: 'k' })).toBeNull();
		expect(await ask('set', { key: 'k', text: 'kept' })).toBeNull();
		expect(await ask('get', { key: 'k' })).toBe('kept');
		expect(await ask('set', { key: 'k', text: 'x'.repeat(1_100_000) })).toContain('cannot set: too large');
		expect(await ask('http', { url: `${host}/a`, text: 'body "é"' })).toEqual({
			...{ status: 201, type: 'text/plain', body: 'POST 1 body "é"' },
		});
		expect(await ask('http', { url: 'http://127.0.0.1:1/', text: '' })).toContain('cannot http: not permitted');
		expect(await ask('dance')).toContain('there is nothing called dance');
	});

	it('a transformer changes one field and passes the others byte for byte', async () => {
		const call = await load('shout', { config: { field: 'city' } });
		const long = 'x'.repeat(300_000);
		expect(await call('transform_data', { 'a"': [1, null], city: 'Oslo "x"\n', more: long })).toEqual({
			...{ 'a"': [1, null], city: 'OSLO "X"\n', more: long },
		});
		expect(await call('transform_data', 5, { city: '' })).toEqual([5, { city: '' }]);
		await expect(load('shout')).rejects.toThrow('config.field is missing: name the field to put into upper case');
	});

	it('a filter keeps what it says, and fails with its own words', async () => {
		const call = await load('late', { config: { minutes: 10 } });
		expect(await call('filter_data', { delay: 11 }, { delay: 10.0 }, { delay: null })).toEqual([{ delay: 11 }]);
		expect(await call('filter_data', { delay: 1e3 }, { delay: 11 })).toEqual([{ delay: 1000 }, { delay: 11 }]);
		expect(await call('filter_data', { delay: 1 }, { delay: 2 })).toEqual([]);
		await expect(call('filter_data', { delay: 1 }, {})).rejects.toThrow('a record has no delay');
	});

	it('an aggregator adds up, and is taken up again with what it had', async () => {
		const call = await load('total', { config: { by: 'city' } });
		await call(
			'aggregate_data',
			{ city: 'b', amount: 1.5 },
			{ city: 'a\u00e9', amount: 2 },
			{ city: 'b', amount: 0.25 },
		);
		const state = await call('save_state');
		expect(state).toEqual({ aé: 2, b: 1.75 });
		const second = await load('total', { config: { by: 'city' } });
		await second('load_state', state as JsonValue);
		await second('aggregate_data', { city: 'b', amount: 1 }, { amount: 3 });
		expect(await second('aggregate_result')).toEqual([
			{ city: '', total: 3 },
			{ city: 'aé', total: 2 },
			{ city: 'b', total: 2.75 },
		]);
	});

	it('a destination writes each batch, and says what it was denied', async () => {
		const path = join(scratch.path, 'files', 'kept.ndjson');
		const granted = { allow_file_system: true, allowed_paths: [path] };
		const call = await load('keep', { config: { path }, security_policy: granted });
		expect(await call('write_data', { a: 1 }, { b: '二' })).toEqual([]);
		expect(await call('write_data', 3)).toBeNull();
		expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":"二"}\n3\n');
		const denied = await load('keep', { config: { path } });
		await expect(denied('write_data', { a: 1 })).rejects.toThrow(`cannot write to ${path}: not permitted`);
	});

	return { log, load };
}
