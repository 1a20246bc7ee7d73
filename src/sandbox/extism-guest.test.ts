import { describe, expect, it } from 'vitest';
import { extismWat, loadExtism } from '../../test/support/extism/extism-guest.ts';
import { batch, RecordingHost, records, value } from '../../test/support/guests/in-process-guest.ts';
import type { DataFlareError } from '../shared/errors/errors.ts';
import type { HostRequest } from '../shared/sandbox/frames.ts';
import type { LoadedGuest } from './guest.ts';

/** What keeps a call from succeeding. */
async function failed(guest: LoadedGuest, fn: string, input = ''): Promise<DataFlareError> {
	const data = new TextEncoder().encode(input);
	const isComponent = fn.endsWith('_data');
	const result = await guest.call({
		fn,
		input: isComponent ? { kind: 'records', batch: batch(input) } : { kind: 'value', data },
		maxOutputBytes: 1_000_000,
	});
	if (result.ok) throw new Error(`${fn} did not fail`);
	return result.error;
}

const notLoaded = (loading: Promise<unknown>): Promise<DataFlareError> =>
	loading.then(
		() => Promise.reject(new Error('it was loaded')),
		(error: DataFlareError) => error,
	);

/** Answers its input. */
const echo =
	'(func (export "echo") (result i32) (call $output_set (call $input_offset) (call $input_length)) (i32.const 0))';
const state = (): RecordingHost => {
	const host = new RecordingHost();
	const kept = new Map<string, Uint8Array>();
	host.answer = (request) => {
		if (request.op === 'state_get') return { status: 0, data: kept.get(request.key) ?? null };
		if (request.op === 'state_set') kept.set(request.key, request.value);
		return { status: 0, data: null };
	};
	return host;
};

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

describe('memory', () => {
	const takes = extismWat(`(func (export "host") (if (i64.eqz (call $alloc (i64.const 200000))) (then (unreachable))))
		(func (export "own") (if (i32.eq (memory.grow (i32.const 3)) (i32.const -1)) (then (unreachable))))`);

	it('is the guest’s and Extism’s together', async () => {
		const guest = await loadExtism(takes, { memoryLimitBytes: 7 * 65_536 });
		expect(guest.memoryBytes).toBe(2 * 65_536);
		await value(guest, 'own');
		expect((await failed(guest, 'host')).code).toBe('memory_limit');
		expect((await failed(guest, 'host')).code).toBe('memory_limit');
		// A quarter is kept for Extism's memory; a module that declares less for itself leaves it the rest.
		const small = takes.replace('(memory (export "memory") 1)', '(memory (export "memory") 1 4)');
		const roomy = await loadExtism(small, { memoryLimitBytes: 8 * 65_536 });
		await value(roomy, 'own');
		await value(roomy, 'host');
		expect(roomy.memoryBytes).toBe(8 * 65_536);
	});

	it.each(['flag', 'rewrite'] as const)(
		'is never exceeded, whoever grows, and in whichever order: by %s',
		async (memoryWay) => {
			const grabs = extismWat(`
			(func $own (block $done (loop $next
				(br_if $done (i32.eq (memory.grow (i32.const 1)) (i32.const -1))) (br $next))))
			(func $host (block $done (loop $next
				(br_if $done (i64.eqz (call $alloc (i64.const 60000)))) (br $next))))
			(func (export "own_first") (call $own) (call $host) (call $own))
			(func (export "host_first") (call $host) (call $own) (call $host))`);
			for (const order of ['own_first', 'host_first']) {
				for (const pages of [3, 4, 16, 33]) {
					const guest = await loadExtism(grabs, { memoryLimitBytes: pages * 65_536, memoryWay });
					await guest.call({ fn: order, input: { kind: 'value', data: null }, maxOutputBytes: 1_000 });
					expect(guest.memoryBytes).toBe(pages * 65_536);
				}
			}
		},
	);

	it('counts what linked modules hide, and each instance of a program that calls itself', async () => {
		const imports =
			'(import "lib" "take" (func $take (result i32))) (import "again" "go" (func $go (param i32))) (memory (export';
		const lib = `(module (memory 1) (func (export "take") (result i32)
			(loop $next (br_if $next (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) (memory.size)))`;
		const again = `(module (import "main" "deeper" (func $deeper (param i32))) (memory 4)
			(func (export "_start")) (func (export "go") (param $n i32) (call $deeper (local.get $n))))`;
		const main = extismWat(`
			(func (export "deeper") (param $n i32) (if (local.get $n) (then (call $go (i32.sub (local.get $n) (i32.const 1))))))
			(func (export "take") (call $output_number (i64.extend_i32_u (call $take))))
			(func (export "once") (call $go (i32.const 0)))
			(func (export "often") (call $go (i32.const 9)))`).replace('(memory (export', imports);
		const guest = await loadExtism(main, { memoryLimitBytes: 16 * 65_536, linked: { lib, again } });
		// Twelve pages for three memories that begin with six.
		expect(await value(guest, 'take')).toBe('3');
		await value(guest, 'once');
		await value(guest, 'once');
		expect((await failed(guest, 'often')).code).toBe('memory_limit');
		await value(guest, 'once');
	});

	it('cannot be kept by what a linked program hands out', async () => {
		const main = extismWat('(func (export "run") (drop (call $f)))').replace(
			'(memory (export',
			'(import "again" "f" (func $f (result funcref))) (memory (export',
		);
		const again =
			'(module (memory 1) (func $g) (elem declare func $g) (func (export "_start")) (func (export "f") (result funcref) (ref.func $g)))';
		expect((await notLoaded(loadExtism(main, { linked: { again } }))).message).toContain('more than numbers');
	});

	it('has to hold the input', async () => {
		const guest = await loadExtism(extismWat(echo), { memoryLimitBytes: 3 * 65_536 });
		expect((await failed(guest, 'echo', 'x'.repeat(200_000))).code).toBe('memory_limit');
		expect(await value(guest, 'echo', 'x')).toBe('x');
	});
});

describe('records', () => {
	it('go one by one, or as lines, or as an array', async () => {
		const functions = { process_data: 'echo' };
		const three = batch('{"n":1}', '{"n":2}', '{"n":3}');
		for (const options of [{}, { batch: true }, { batch: true, encoding: 'ndjson' as const }]) {
			const guest = await loadExtism(extismWat(echo), { encoding: 'json', extism: { functions }, ...options });
			expect(await records(guest, 'process_data', three)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
		}
		const none = await loadExtism(extismWat(echo), { encoding: 'json' });
		expect((await failed(none, 'process_data', '{}')).hint).toContain('"functions": { "process_data"');
	});

	it('are kept by a filter that says true', async () => {
		const verdict = `(data (i32.const 0) "truefalse") (func (export "odd")
			(if (i32.and (call $load_u8 (call $input_offset)) (i32.const 1))
				(then (call $output (call $block (i32.const 0) (i32.const 4))))
				(else (call $output (call $block (i32.const 4) (i32.const 5))))))`;
		const guest = await loadExtism(extismWat(verdict), {
			type: 'filter',
			encoding: 'json',
			extism: { functions: { filter_data: 'odd' } },
		});
		expect(await records(guest, 'filter_data', batch('1', '2', '3'))).toEqual(['1', '3']);
	});

	it('come from a source until it sets no output', async () => {
		const source = `(global $n (mut i64) (i64.const 0)) (func (export "next")
			(global.set $n (i64.add (global.get $n) (i64.const 1)))
			(if (i64.lt_u (global.get $n) (i64.const 4)) (then (call $output_number (global.get $n)))))`;
		const guest = await loadExtism(extismWat(source), {
			type: 'source',
			encoding: 'json',
			extism: { functions: { read_data: 'next' } },
		});
		const result = await guest.call({
			fn: 'read_data',
			input: { kind: 'read', maxRecords: 10, maxBytes: 1_000 },
			maxOutputBytes: 1_000,
		});
		expect(result).toMatchObject({ ok: true, output: { end: true }, counts: { recordsOut: 3 } });
	});

	it('that are no JSON are named', async () => {
		const guest = await loadExtism(extismWat(echo), { encoding: 'json' });
		expect((await failed(guest, 'echo', 'text')).message).toContain('not JSON');
	});
});

describe('modules that are linked', () => {
	it('call each other in a circle, with no JavaScript between them', async () => {
		const lhs = `(module (import "rhs" "add_one" (func $f (param i32) (result i32)))
			(func (export "mul_two") (param $x i32) (result i32)
				(if (result i32) (i32.gt_u (local.get $x) (i32.const 100)) (then (local.get $x)) (else (call $f (i32.mul (local.get $x) (i32.const 2)))))))`;
		const rhs = `(module (import "lhs" "mul_two" (func $f (param i32) (result i32)))
			${''}(import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
			(memory (export "memory") 0)
			(func (export "add_one") (param $x i32) (result i32) (drop (call $var_get (i64.const 0))) (call $f (i32.add (local.get $x) (i32.const 1)))))`;
		const main = extismWat(
			'(func (export "run") (call $output_number (i64.extend_i32_u (i32.sub (call $mul_two (i32.const 1)) (i32.const 120)))))',
		).replace(
			'(memory (export "memory") 1)',
			'(import "lhs" "mul_two" (func $mul_two (param i32) (result i32))) (memory (import "rhs" "memory") 0)',
		);
		const guest = await loadExtism(main, { linked: { lhs, rhs }, host: state() });
		expect(await value(guest, 'run')).toBe('7');
	});

	it('are new for each call where they are programs', async () => {
		const commander = `(module (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
			(global $n (mut i32) (i32.const 0)) (func $start (export "_start") (global.set $n (i32.add (global.get $n) (i32.const 1))))
			(func (export "read_counter") (result i32) (global.get $n)) (start $start))`;
		const main = extismWat(
			`(func (export "run") (call $go) (call $go) (call $go) (call $output_number (i64.extend_i32_u (call $count))))`,
		).replace(
			'(memory (export',
			'(import "commander" "_start" (func $go)) (import "commander" "read_counter" (func $count (result i32))) (memory (export',
		);
		const guest = await loadExtism(main, { linked: { commander } });
		expect([await value(guest, 'run'), await value(guest, 'run')]).toEqual(['1', '1']);
	});

	it('have to be there, and fit', async () => {
		const main = extismWat('(func (export "run") (call $f))').replace(
			'(memory (export',
			'(import "other" "f" (func $f)) (memory (export',
		);
		const missing = await notLoaded(loadExtism(main));
		expect(missing.details).toMatchObject({ reason: 'extism_host_functions', imports: ['other.f'] });
		const other = '(module (func (export "f") (param i32)))';
		expect((await notLoaded(loadExtism(main, { linked: { other } }))).message).toContain('other.f');
	});
});
