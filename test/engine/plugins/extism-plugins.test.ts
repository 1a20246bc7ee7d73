import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extismWat } from '../../support/extism/extism-guest.ts';
import { wat } from '../../support/guests/in-process-guest.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

const folder = mkdtempSync(join(tmpdir(), 'dataflare-extism-'));
const echo = wat(
	extismWat(
		'(func (export "echo") (result i32) (call $output_set (call $input_offset) (call $input_length)) (i32.const 0))',
	),
);
let scratch: ScratchCore;
const put = (name: string, content: string | Uint8Array): string => {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
};

beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(async () => {
	await scratch.dispose();
	rmSync(folder, { recursive: true });
});

describe('an Extism plugin', () => {
	it('is installed as it is, and any of its exports can be called', async () => {
		const path = put('lone.wasm', echo);
		const { analysis } = await scratch.ask('plugins.inspect', { target: path });
		expect([analysis.abi, analysis.problems]).toEqual(['extism', []]);
		await scratch.ask('plugins.install', { path });
		const { value } = await scratch.ask('plugins.call', {
			name: 'lone',
			fn: 'echo',
			inputBase64: Buffer.from('hi').toString('base64'),
		});
		expect(value).not.toBeNull();
	});

	it('names the functions of its own program that nobody has', async () => {
		const path = put(
			'needs.wasm',
			wat('(module (import "extism:host/user" "hello_world" (func (param i64) (result i64))))'),
		);
		const error = await scratch.fail('plugins.install', { path });
		expect(error).toMatchObject({
			code: 'plugin_load',
			details: { reason: 'extism_host_functions', named: 'extism:host/user.hello_world' },
		});
	});

	it('brings a manifest of its own, of which what it asks for is a request', async () => {
		put('main.wasm', echo);
		const path = put(
			'asked.json',
			JSON.stringify({
				wasm: [{ path: 'main.wasm', hash: createHash('sha256').update(echo).digest('hex') }],
				memory: { maxPages: 64, max_var_bytes: 7 },
				timeoutMs: 5000,
				allowedHosts: ['*.example.com'],
				allowed_paths: { 'ro:/data': '/mnt', '/out': '/out' },
				config: { greeting: 'hi' },
				dataflare: { functions: { process_data: 'echo' }, encoding: 'json' },
			}),
		);
		const { manifest } = (await scratch.ask('plugins.install', { path })).current ?? {};
		expect(manifest).toMatchObject({
			abi: 'extism',
			memory_limit: 64 * 65_536,
			timeout_ms: 5000,
			config: { greeting: 'hi' },
			extism: { functions: { process_data: 'echo' }, max_var_bytes: 7, paths: { '/data': '/mnt', '/out': '/out' } },
			security_policy: {
				allow_network: true,
				allowed_hosts: ['*.example.com', 'http://*.example.com'],
				allowed_paths: ['/data:ro', '/out'],
			},
		});
		const { value } = await scratch.ask('plugins.call', { name: 'asked', fn: 'process_data', input: '{"n":1}' });
		expect(value).toEqual({ n: 1 });
	});

	it('is read in the spelling of the JavaScript SDK, whose paths lead from the guest’s to the computer’s', async () => {
		put('main.wasm', echo);
		const asked = { wasm: [{ path: 'main.wasm' }], allowedPaths: { '/mnt': 'ro:/data', '/own': './here' } };
		const path = put('camel.json', JSON.stringify(asked));
		const { manifest } = (await scratch.ask('plugins.install', { path })).current ?? {};
		expect(manifest).toMatchObject({
			extism: { paths: { '/data': '/mnt', './here': '/own' } },
			security_policy: { allow_file_system: true, allowed_paths: ['/data:ro', './here'] },
		});
	});

	it('has every mistake in its manifest named', async () => {
		const wrong = [
			[{ wasm: [] }, 'wasm'],
			[{ wasm: [{ url: 'https://example.com/a.wasm' }] }, 'url'],
			[{ wasm: [{ path: 'main.wasm', name: 'side' }] }, 'main'],
			[{ wasm: [{ path: 'main.wasm', hash: 'f'.repeat(64) }] }, 'SHA-256'],
			[{ wasm: [{}] }, 'path nor data'],
			[{ wasm: [{ path: 'main.wasm' }], memory: 7 }, 'memory'],
			[{ wasm: [{ path: 'main.wasm' }], timeout_ms: 'soon' }, 'timeout_ms'],
			[{ wasm: [{ path: 'main.wasm' }], allowed_paths: { '/data': 7 } }, 'allowed_paths./data'],
			[{ wasm: [{ path: 'main.wasm' }], allowed_hosts: 'all' }, 'allowed_hosts'],
			[{ wasm: [{ path: 'main.wasm' }], dataflare: { functions: { process_data: 'other' } } }, '"other"'],
		] as const;
		for (const [manifest, named] of wrong) {
			const path = put('wrong.json', JSON.stringify(manifest));
			await expect(scratch.ask('plugins.install', { path }), named).rejects.toMatchObject({
				message: expect.stringContaining(named),
			});
		}
	});
});
