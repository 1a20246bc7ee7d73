import { describe, expect, it } from 'vitest';
import { echo, extismWat, failed, loadExtism, state } from '../../../test/support/extism/extism-guest.ts';
import { batch, RecordingHost, records, value } from '../../../test/support/guests/in-process-guest.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';

describe('calls', () => {
	it('hand the input over and take the output, as often as asked', async () => {
		const guest = await loadExtism(extismWat(echo));
		expect(await value(guest, 'echo', 'hello')).toBe('hello');
		expect(await value(guest, 'echo', '')).toBe(0);
		expect(await value(guest, 'echo', 'x'.repeat(200_000))).toHaveLength(200_000);
		expect(await value(guest, 'echo', 'again')).toBe('again');
	});

	it('give a range that is no whole block as the output, and nothing for what lies outside', async () => {
		const guest = await loadExtism(
			extismWat(`(func (export "tail") (result i32)
				(call $output_set (i64.add (call $input_offset) (i64.const 6)) (i64.const 5)) (i32.const 0))
			(func (export "beyond") (result i32) (call $output_set (call $input_offset) (i64.const -1)) (i32.const 0))`),
		);
		expect(await value(guest, 'tail', 'hello world')).toBe('world');
		expect(await value(guest, 'beyond', 'hello world')).toBe(0);
	});

	it('have no input of length 0, whose handle is 0', async () => {
		const guest = await loadExtism(
			extismWat('(func (export "at") (result i32) (call $output_number (call $input_offset)) (i32.const 0))'),
		);
		expect(await value(guest, 'at', '')).toBe('0');
	});

	it('fail with the error that was set, whatever was returned', async () => {
		const guest = await loadExtism(
			extismWat(`(data (i32.const 0) "it is broken")
			(func $say (call $error_set (call $block (i32.const 0) (i32.const 12))))
			(func (export "zero") (result i32) (call $say) (i32.const 0))
			(func (export "seven") (result i32) (call $say) (i32.const 7))
			(func (export "none") (call $say))
			(func (export "trap") (result i32) (call $say) (unreachable))
			(func (export "cleared") (result i32) (call $say) (call $error_set (i64.const 0)) (i32.const 0))
			(func (export "silent") (result i32) (i32.const 7))
			(func (export "wide") (result i64) (i64.const 0))
			(func (export "odd") (param i32) (result i32) (i32.const 0))
			(func (export "two") (result i32 i32) (i32.const 0) (i32.const 0))
			(func (export "fine") (i32.const 1) (drop))`),
		);
		for (const fn of ['zero', 'seven', 'none', 'trap']) expect((await failed(guest, fn)).message).toBe('it is broken');
		expect(await value(guest, 'cleared')).toBe(0);
		const silent = await failed(guest, 'silent');
		expect(silent.message).toBe('silent returned the exit code 7');
		expect(silent.details).toMatchObject({ reason: 'gave_up', status: 7, said: false });
		expect((await failed(guest, 'wide')).details).toMatchObject({ status: -1 });
		expect((await failed(guest, 'odd', '')).code).toBe('plugin_execution');
		expect((await failed(guest, 'two', '')).code).toBe('plugin_execution');
		expect(await value(guest, 'fine')).toBe(0);
	});

	it('name what there is where a function is asked for that is not there', async () => {
		const guest = await loadExtism(extismWat(echo));
		const error = await failed(guest, 'reticulate_splines', '');
		expect([error.code, error.hint]).toEqual(['not_found', 'It exports echo.']);
	});

	it('go to one instance, which lives on until it traps', async () => {
		const guest = await loadExtism(
			extismWat(`(global $n (mut i64) (i64.const 0))
			(func (export "count") (call $output_number (global.get $n)) (global.set $n (i64.add (global.get $n) (i64.const 1))))
			(func (export "trap") (unreachable))`),
		);
		expect([await value(guest, 'count'), await value(guest, 'count'), await value(guest, 'count')]).toEqual([
			'0',
			'1',
			'2',
		]);
		expect((await failed(guest, 'trap')).details).toMatchObject({ trap: 'unreachable' });
		expect(await value(guest, 'count')).toBe('0');
	});

	it('throw the instance away after `_start`, and take `proc_exit` for its code', async () => {
		const guest = await loadExtism(
			extismWat(`(global $n (mut i64) (i64.const 0))
			(func $one (global.set $n (i64.add (global.get $n) (i64.const 1))) (call $output_number (global.get $n)))
			(func (export "_start") (call $one) (call $exit (i32.const 0)))
			(func (export "count") (call $one))
			(func (export "code") (call $exit (i32.const 3)))`).replace(
				'(memory (export',
				'(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export',
			),
		);
		expect([await value(guest, 'count'), await value(guest, 'count')]).toEqual(['1', '2']);
		expect(await value(guest, '_start')).toBe('3');
		expect([await value(guest, '_start'), await value(guest, 'count')]).toEqual(['1', '1']);
		expect((await failed(guest, 'code')).details).toMatchObject({ status: 3 });
	});
});

describe('the beginning', () => {
	const log = (names: string) =>
		`(global $n (mut i64) (i64.const 0)) (func (export "n") (call $output_number (global.get $n))) ${names}`;
	const adds = (name: string, x: number, params = '') =>
		`(func (export "${name}") ${params} (global.set $n (i64.add (i64.mul (global.get $n) (i64.const 2)) (i64.const ${x}))))`;

	it.each([
		['__wasm_call_ctors before _initialize', adds('__wasm_call_ctors', 1) + adds('_initialize', 3), '1'],
		['_initialize alone', adds('_initialize', 3), '3'],
		['hs_init after _initialize', adds('hs_init', 1, '(param i32 i32)') + adds('_initialize', 3), '7'],
		['hs_init alone', adds('hs_init', 1, '(param i32 i32)'), '1'],
		['_start never', adds('_start', 5), '0'],
	])('calls %s', async (_, body, expected) => {
		expect(await value(await loadExtism(extismWat(log(body))), 'n')).toBe(expected);
	});

	it('may wait', async () => {
		const host = state();
		const body = `(data (i32.const 0) "k") (func (export "_initialize") (drop (call $var_get (call $block (i32.const 0) (i32.const 1)))))`;
		await loadExtism(extismWat(body), { host });
		expect(host.requests.map(({ op }: HostRequest) => op)).toEqual(['state_get']);
	});
});

describe('what the host does', () => {
	it('gives configuration as text, and 0 for what there is not', async () => {
		const guest = await loadExtism(
			extismWat(`(func (export "get") (call $output (call $config_get (call $input_offset))))
			(func (export "freed") (drop (call $config_get (call $input_offset))) (call $output_number (call $length (call $input_offset))))`),
			{ config: '{"word":"text","n":{"a":1}}' },
		);
		expect(await value(guest, 'get', 'word')).toBe('text');
		expect(await value(guest, 'get', 'n')).toBe('{"a":1}');
		expect(await value(guest, 'get', 'nothing')).toBe(0);
		expect(await value(guest, 'freed', 'word')).toBe('0');
	});

	const variables = `
		(func (export "set") (local $copy i64)
			(local.set $copy (call $alloc (call $input_length)))
			(call $store_u8 (local.get $copy) (call $load_u8 (call $input_offset)))
			(call $var_set (call $block (i32.const 0) (i32.const 1)) (local.get $copy)))
		(func (export "get") (call $output (call $var_get (call $block (i32.const 0) (i32.const 1)))))
		(func (export "delete") (call $var_set (call $block (i32.const 0) (i32.const 1)) (i64.const 0)))
		(func (export "null") (call $var_set (call $input_offset) (call $input_offset)))
		(data (i32.const 0) "k")`;

	it('keeps variables in the plugin’s state, and asks once for a batch', async () => {
		const host = state();
		const guest = await loadExtism(extismWat(variables), { host });
		expect(await value(guest, 'get')).toBe(0);
		await value(guest, 'set', 'v');
		expect(await value(guest, 'get')).toBe('v');
		expect(await value(await loadExtism(extismWat(variables), { host }), 'get')).toBe('v');
		const before = host.requests.length;
		expect(await records(guest, 'get', { ...batch('1', '2', '3'), gap: 1 })).toEqual(['v', 'v', 'v']);
		expect(host.requests.length - before).toBe(1);
		await value(guest, 'delete');
		expect(await value(guest, 'get')).toBe(0);
	});

	it('ends a call for which there is no room among the variables', async () => {
		const host = state();
		const small = await loadExtism(extismWat(variables), { host, extism: { functions: {}, max_var_bytes: 40 } });
		expect((await failed(small, 'set', 'v')).message).toBe('the variable store is full');
		const none = await loadExtism(extismWat(variables), { host, extism: { functions: {}, max_var_bytes: 0 } });
		expect((await failed(none, 'set', 'v')).message).toBe('Vars are disabled by this host');
		host.answer = () => ({ status: -28, data: null });
		expect((await failed(await loadExtism(extismWat(variables), { host }), 'set', 'v')).message).toBe(
			'the variable store is full',
		);
		expect(await value(await loadExtism(extismWat(variables), { host: state() }), 'null', '')).toBe(0);
	});

	it('asks the broker for what a guest requests, and gives body, status and headers', async () => {
		const host = new RecordingHost();
		host.answer = () => ({
			status: 0,
			data: Buffer.from(
				JSON.stringify({
					status: 404,
					url: 'https://a.test/',
					headers: { 'Content-Type': 'text/plain' },
					body: 'gone',
				}),
			),
		});
		const body = `(func (export "ask") (call $output (call $http_request (call $input_offset) (i64.const 0))))
			(func (export "status") (drop (call $http_request (call $input_offset) (i64.const 0)))
				(call $output_number (i64.extend_i32_u (i32.rem_u (call $http_status_code) (i32.const 10)))))
			(func (export "headers") (drop (call $http_request (call $input_offset) (i64.const 0))) (call $output (call $http_headers)))
			(func (export "before") (call $output_number (i64.extend_i32_u (call $http_status_code))))`;
		const guest = await loadExtism(extismWat(body), { host });
		expect(await value(guest, 'before')).toBe('0');
		expect(await value(guest, 'ask', '{"url":"https://a.test/","method":"post","headers":{"a":"b"}}')).toBe('gone');
		expect(JSON.parse(Buffer.from((host.requests[0] as { request: Uint8Array }).request).toString())).toEqual({
			url: 'https://a.test/',
			method: 'POST',
			headers: { a: 'b' },
		});
		expect(await value(guest, 'status', '{"url":"https://a.test/"}')).toBe('4');
		expect(await value(guest, 'headers', '{"url":"https://a.test/"}')).toBe('{"content-type":"text/plain"}');
		const small = await loadExtism(extismWat(body), { host, extism: { functions: {}, max_http_response_bytes: 3 } });
		expect((await failed(small, 'ask', '{"url":"https://a.test/"}')).message).toContain(
			'exceeds the configured maximum',
		);
		host.answer = () => ({ status: -13, data: null });
		const denied = await failed(guest, 'ask', '{"url":"https://b.test/"}');
		expect([denied.code, denied.message]).toEqual([
			'permission_denied',
			'HTTP request to https://b.test/ is not allowed',
		]);
		for (const wrong of ['no JSON', '[]', '{"url":1}', '7'])
			expect((await failed(guest, 'ask', wrong)).code).toBe('plugin_execution');
	});

	it('logs what it is told and frees it', async () => {
		const host = new RecordingHost();
		const guest = await loadExtism(
			extismWat(`(func (export "log") (call $log_info (call $input_offset)) (call $output_number (call $length (call $input_offset))))
			(func (export "wrong") (call $log_error (i64.const 999999)))`),
			{ host },
		);
		expect(await value(guest, 'log', 'hello')).toBe('0');
		expect(host.logs).toEqual(['info: hello']);
		expect((await failed(guest, 'wrong')).message).toContain('999999 is no block');
	});

	it('keeps what `kv_write` is given for `kv_read`', async () => {
		const host = state();
		const guest = await loadExtism(
			extismWat(`(func (export "write") (call $kv_write (call $block (i32.const 0) (i32.const 1)) (call $input_offset)))
			(func (export "read") (call $output (call $kv_read (call $block (i32.const 0) (i32.const 1)))))
			(data (i32.const 0) "k")`).replace(
				'(memory (export',
				'(import "extism:host/user" "kv_read" (func $kv_read (param i64) (result i64))) (import "extism:host/user" "kv_write" (func $kv_write (param i64 i64))) (memory (export',
			),
			{ host },
		);
		expect(await value(guest, 'read')).toBe('\0\0\0\0');
		await value(guest, 'write', 'v');
		expect(await value(guest, 'read')).toBe('v');
	});
});
