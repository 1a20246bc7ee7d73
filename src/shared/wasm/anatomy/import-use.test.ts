import { expect, it } from 'vitest';
import { providedInterfaces } from '../component/provided.ts';
import { importUse } from './import-use.ts';

it.each([
	['env', 'host_read_file', 'host_read_file', 'files'],
	['dataflare', 'host_http', 'host_http', 'network'],
	['env', 'host_get_env', 'host_get_env', 'environment'],
	['env', 'host_log', 'host_log', 'none'],
	['env', 'abort', 'runtime', 'none'],
	['env', 'emscripten_notify_memory_growth', 'runtime', 'none'],
	['wasi_snapshot_preview1', 'path_open', 'wasiFiles', 'files'],
	['wasi_snapshot_preview1', 'fd_readdir', 'wasiFiles', 'files'],
	['wasi_snapshot_preview1', 'environ_get', 'wasiEnvironment', 'environment'],
	['wasi_snapshot_preview1', 'fd_write', 'wasiStreams', 'none'],
	['wasi_snapshot_preview1', 'sock_send', 'wasiSockets', 'never'],
	['extism:host/env', 'http_request', 'extismHttp', 'network'],
	['extism:host/env', 'http_status_code', 'extismHttp', 'none'],
	['extism:host/env', 'var_set', 'extismState', 'none'],
	['extism:host/env', 'store_u8', 'extismMemory', 'none'],
	['extism:host/env', 'get_log_level', 'extismLog', 'none'],
	['extism:host/user', 'kv_read', 'extismState', 'none'],
	['wasi_snapshot_preview1', 'path_to_glory', 'unknown', 'unknown'],
	['wasi_snapshot_preview1', 'toString', 'unknown', 'unknown'],
	['dataflare:plugin/files@1.0.0', 'write', 'host_write_file', 'files'],
	['dataflare:plugin/http@1.0.0', 'send', 'host_http', 'network'],
	['wasi:filesystem/types@0.2.3', '[method]descriptor.open-at', 'wasiFiles', 'files'],
	['wasi:cli/environment@0.2.3', 'get-environment', 'wasiEnvironment', 'environment'],
	['wasi:sockets/tcp-create-socket@0.2.3', 'create-tcp-socket', 'wasiSockets', 'never'],
	['acme:tools/magic@1.0.0', 'wand', 'unknown', 'unknown'],
	['wasi:io/streams@0.3.0', 'read', 'unknown', 'unknown'],
	['elsewhere', 'host_read_file', 'unknown', 'unknown'],
	['env', 'toString', 'unknown', 'unknown'],
] as const)('%s.%s is said with what it is for and the power that it needs', (module, name, meaning, power) => {
	expect(importUse(module, name)).toEqual({ meaning, power });
});

it('knows every function that a component may import, and what it needs', () => {
	for (const [name, { atOnce, waits, version, power }] of Object.entries(providedInterfaces)) {
		for (const fn of [...atOnce, ...waits]) {
			const use = importUse(`${name}@${version}${name.startsWith('wasi:') ? '3' : '0.0'}`, fn);
			expect(use.meaning, `${name}#${fn}`).not.toBe('unknown');
			if (name.startsWith('dataflare:')) expect(use.power, `${name}#${fn}`).toBe(power ?? 'none');
		}
	}
});
