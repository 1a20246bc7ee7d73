import { expect, it } from 'vitest';
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
	['elsewhere', 'host_read_file', 'unknown', 'unknown'],
	['env', 'toString', 'unknown', 'unknown'],
] as const)('%s.%s is said with what it is for and the power that it needs', (module, name, meaning, power) => {
	expect(importUse(module, name)).toEqual({ meaning, power });
});
