import { describe, expect, it } from 'vitest';
import { failure, loadGuest, RecordingHost, value } from '../../../test/support/guests/in-process-guest.ts';
import { hostFunctions } from '../../shared/host/functions.ts';
import { hostFunctionNames, isBrokered } from '../../shared/host/operations.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';

/** Every host function as WebAssembly's text writes its signature. */
const imports = hostFunctionNames.map((name) => {
	const { params, results } = hostFunctions[name];
	return `(import "env" "${name}" (func $${name} (param ${params.join(' ')}) (result ${results.join(' ')})))`;
});

/** A guest that has "name" at 8, "warn" at 16 and the byte 0xff at 24, and whose `run` does `body`. */
function running(body: string): string {
	return `(module ${imports.join('\n')} (memory (export "memory") 2) (global $top (mut i32) (i32.const 4096))
		(data (i32.const 8) "name") (data (i32.const 16) "warn") (data (i32.const 24) "\\ff")
		(func (export "alloc") (param i32) (result i32) (global.get $top)
			(global.set $top (i32.add (global.get $top) (i32.add (local.get 0) (i32.const 8)))))
		(func (export "run") (result i32) ${body}))`;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const noValue = { kind: 'value', data: null } as const;
const at = '(i32.const 8) (i32.const 4)';
const outside = '(i32.const -16) (i32.const 64)';

type Answer = (request: HostRequest) => { status: number; data: Uint8Array | null };

/** What `run` returned: the text of a result, or the number. */
async function outcome(body: string, answer?: Answer) {
	const host = new RecordingHost();
	if (answer !== undefined) host.answer = answer;
	const guest = await loadGuest(running(body), { host, config: '{"name":{"a":[1,2]},"none":null}' });
	const result = await guest.call({ fn: 'run', input: noValue, maxOutputBytes: 2 ** 26 });
	if (!result.ok) return { host, error: result.error, returned: result.error.details['status'] };
	if (result.output.kind !== 'value') throw new Error('expected a value');
	const { data, status } = result.output;
	return { host, error: null, returned: data === null ? status : new TextDecoder().decode(data) };
}

describe('host functions that wait', () => {
	const calls: readonly (readonly [string, string, HostRequest])[] = [
		['host_get_env', `(call $host_get_env ${at})`, { op: 'get_env', name: 'name' }],
		[
			'host_read_file',
			`(call $host_read_file ${at} (i64.const 5000000000) (i32.const 100))`,
			{ op: 'read_file', path: 'name', offset: 5_000_000_000, max: 100 },
		],
		[
			'host_write_file',
			`(call $host_write_file ${at} (i32.const 16) (i32.const 4) (i32.const 1))`,
			{ op: 'write_file', path: 'name', data: bytes('warn'), mode: 'append' },
		],
		['host_list_dir', `(call $host_list_dir ${at})`, { op: 'list_dir', path: 'name' }],
		['host_http', `(call $host_http ${at})`, { op: 'http', request: bytes('name') }],
		['host_state_get', `(call $host_state_get ${at})`, { op: 'state_get', key: 'name' }],
		[
			'host_state_set',
			`(call $host_state_set ${at} (i32.const 16) (i32.const 4))`,
			{ op: 'state_set', key: 'name', value: bytes('warn') },
		],
	];

	it('are each tried here', () => {
		expect(calls.map(([name]) => name).toSorted()).toEqual(hostFunctionNames.filter(isBrokered).toSorted());
	});

	it.each(calls)('%s asks the broker what the guest said, and hands the answer over', async (_, body, request) => {
		const { host, returned } = await outcome(body, () => ({ status: 0, data: bytes('{"ok":1}') }));
		expect(host.requests).toEqual([request]);
		expect(returned).toBe('{"ok":1}');
	});

	it.each(calls)('%s hands a refusal over as its number, and nothing as 0', async (_, body) => {
		expect((await outcome(body, () => ({ status: -13, data: null }))).returned).toBe(-13);
		expect((await outcome(body, () => ({ status: 0, data: null }))).returned).toBe(0);
	});

	it.each([
		['host_get_env', `(call $host_get_env ${outside})`],
		['host_get_env', '(call $host_get_env (i32.const 24) (i32.const 1))'],
		['host_list_dir', '(call $host_list_dir (i32.const 0) (i32.const 40000))'],
		['host_read_file', `(call $host_read_file ${outside} (i64.const 0) (i32.const 1))`],
		['host_read_file', `(call $host_read_file ${at} (i64.const -1) (i32.const 1))`],
		['host_write_file', `(call $host_write_file ${at} ${outside} (i32.const 0))`],
		['host_write_file', `(call $host_write_file ${at} ${at} (i32.const 2))`],
		['host_http', `(call $host_http ${outside})`],
		['host_state_set', `(call $host_state_set ${outside} ${at})`],
	])('%s answers −22 to what it cannot read, and nothing is asked: %s', async (_, body) => {
		const { host, returned } = await outcome(body);
		expect(returned).toBe(-22);
		expect(host.requests).toEqual([]);
	});

	it('answer −27 to more than one call may carry, and cap how much is read', async () => {
		const large = '(i32.const 0) (i32.const 16777217)';
		expect((await outcome(`(call $host_write_file ${at} ${large} (i32.const 0))`)).returned).toBe(-27);
		expect((await outcome(`(call $host_state_set ${at} ${large})`)).returned).toBe(-27);
		expect((await outcome('(call $host_http (i32.const 0) (i32.const 25165825))')).returned).toBe(-27);
		const { host } = await outcome(`(call $host_read_file ${at} (i64.const 0) (i32.const -1))`);
		expect(host.requests).toMatchObject([{ max: 8 * 1024 * 1024 }]);
	});

	it('answer −28 where the guest has no room for the answer, and the guest goes on', async () => {
		const host = new RecordingHost();
		host.answer = () => ({ status: 0, data: new Uint8Array(100_000) });
		const source = `(module (import "env" "host_get_env" (func $get (param i32 i32) (result i32)))
			(memory (export "memory") 1) (func (export "run") (result i32) (call $get (i32.const 0) (i32.const 0))))`;
		const guest = await loadGuest(source, { host, memoryLimitBytes: 2 * 65_536 });
		const { error, instanceLost } = await failure(guest, 'run', noValue);
		expect(error).toMatchObject({ origin: 'guest', details: { status: -28 } });
		expect(instanceLost).toBe(false);
		expect(host.logs[0]).toMatch(/^warn: host_get_env: no room for/);
	});

	it('suspend the guest until the answer comes', async () => {
		const host = new RecordingHost();
		let release = () => {};
		host.answer = () =>
			new Promise((resolve) => {
				release = () => resolve({ status: 0, data: bytes('1') });
			});
		const guest = await loadGuest(running(`(call $host_get_env ${at})`), { host });
		const call = value(guest, 'run');
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(host.requests).toHaveLength(1);
		release();
		expect(await call).toBe('1');
	});

	it('cannot be called from code that cannot wait, and the error says so', async () => {
		const source = `(module (import "env" "host_get_env" (func $get (param i32 i32) (result i32)))
			(memory (export "memory") 1)
			(func (export "alloc") (param i32) (result i32) (drop (call $get (i32.const 0) (i32.const 0))) (i32.const 64))
			(func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))`;
		const guest = await loadGuest(source);
		const { error, instanceLost } = await failure(guest, 'process_data', { kind: 'value', data: new Uint8Array(1) });
		expect(error).toMatchObject({ code: 'plugin_execution', details: { trap: 'suspend' } });
		expect(error.hint).toContain('`alloc`');
		expect(instanceLost).toBe(true);
	});
});

describe('host functions that answer at once', () => {
	it('host_get_config gives a value as JSON, and 0 for a key that is not there', async () => {
		expect((await outcome(`(call $host_get_config ${at})`)).returned).toBe('{"a":[1,2]}');
		expect((await outcome('(call $host_get_config (i32.const 16) (i32.const 4))')).returned).toBe(0);
		expect((await outcome(`(call $host_get_config ${outside})`)).returned).toBe(-22);
	});

	it('host_log takes any level and any bytes; a pointer outside the memory costs one warning, not a crash', async () => {
		const { host } = await outcome(`
			(call $host_log (i32.const 16) (i32.const 4) ${at})
			(call $host_log ${at} (i32.const 24) (i32.const 1))
			(call $host_log ${outside} ${at})
			(call $host_log ${at} ${outside})
			(call $host_log ${at} (i32.const 0) (i32.const -1)) (i32.const 0)`);
		expect(host.logs).toEqual([
			'warn: name',
			'info: \ufffd',
			'info: name',
			expect.stringContaining('warn: host_log: 64 bytes at 4294967280 are outside the memory'),
		]);
	});

	it('host_log cuts a line that is too long and says so, also where it is not plain ASCII', async () => {
		const fill = `(memory.fill (i32.const 8192) (i32.const 0xc3) (i32.const 20000))`;
		const { host } = await outcome(`${fill} (call $host_log ${at} (i32.const 8192) (i32.const 20000)) (i32.const 0)`);
		expect(host.logs[0]).toMatch(/… \(the rest was cut off\)$/);
		expect(host.logs[0]?.length).toBeLessThanOrEqual(16_384);
	});

	it('host_set_error with an unreadable message still leaves an error a person can read', async () => {
		const { error } = await outcome(`(call $host_set_error ${outside}) (i32.const -1)`);
		expect(error).toMatchObject({ origin: 'guest', message: '(its error message is outside its memory)' });
	});

	it('host_progress clamps what makes no sense', async () => {
		const { host } = await outcome('(call $host_progress (i64.const -5) (i64.const 0x7fffffffffffffff)) (i32.const 0)');
		expect(host.reports).toEqual([[0, Number.MAX_SAFE_INTEGER]]);
	});

	it('host_get_time is now and host_random lies in [0, 1)', async () => {
		const { returned } =
			await outcome(`(i32.store (i32.const 60) (i32.const 1)) (i32.store8 (i32.const 64) (i32.const 49))
			(if (i64.lt_u (call $host_get_time) (i64.const ${Date.now()})) (then unreachable))
			(if (f64.ge (call $host_random) (f64.const 1)) (then unreachable))
			(if (f64.lt (call $host_random) (f64.const 0)) (then unreachable))
			(if (f64.eq (call $host_random) (call $host_random)) (then unreachable)) (i32.const 60)`);
		expect(returned).toBe('1');
	});
});

describe('other hosts that guests know', () => {
	/** An AssemblyScript string: its length in bytes, then UTF-16. */
	function string(at: number, text: string): string {
		const units = Buffer.from(text, 'utf16le');
		const escaped = [units.length, 0, 0, 0, ...units].map((unit) => `\\${unit.toString(16).padStart(2, '0')}`);
		return `(data (i32.const ${at - 4}) "${escaped.join('')}")`;
	}

	it('AssemblyScript: abort carries message and place, trace is a log line, seed is there', async () => {
		const host = new RecordingHost();
		const guest = await loadGuest(
			`(module (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
			(import "env" "trace" (func $trace (param i32 i32 f64 f64 f64 f64 f64)))
			(import "env" "seed" (func $seed (result f64)))
			(memory (export "memory") 1) ${string(64, 'no ünit')} ${string(128, 'a.ts')}
			(func (export "run") (drop (call $seed))
				(call $trace (i32.const 64) (i32.const 2) (f64.const 1) (f64.const 2) (f64.const 3) (f64.const 4) (f64.const 5))
				(call $abort (i32.const 64) (i32.const 128) (i32.const 3) (i32.const 7)))
			(func (export "wild") (call $abort (i32.const -1) (i32.const 2) (i32.const 3) (i32.const 7))))`,
			{ host },
		);
		const { error, instanceLost } = await failure(guest, 'run', noValue);
		expect(error).toMatchObject({ code: 'plugin_execution', origin: 'guest' });
		expect(error.message).toBe('run: aborted: no ünit (a.ts:3:7)');
		expect(instanceLost).toBe(true);
		expect(host.logs).toEqual(['trace: no ünit 1, 2']);
		expect((await failure(guest, 'wild', noValue)).error.message).toBe('wild: aborted: no message');
	});

	it('WASI: output goes to the log, an exit ends the instance and not the process', async () => {
		const host = new RecordingHost();
		const guest = await loadGuest(
			`(module (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
			(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
			(memory (export "memory") 1) (data (i32.const 32) "hello\\nwithout end")
			(data (i32.const 0) "\\20\\00\\00\\00\\11\\00\\00\\00")
			(func (export "run") (result i32) (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
			(func (export "leave") (call $exit (i32.const 3))))`,
			{ host, abi: 'wasi-reactor' },
		);
		expect(await value(guest, 'run')).toBe(0);
		expect(host.logs).toEqual(['info: hello', 'info: without end']);
		const { error, instanceLost } = await failure(guest, 'leave', noValue);
		expect(error).toMatchObject({
			code: 'plugin_execution',
			hint: expect.stringContaining('log'),
			details: { trap: 'exit', exitCode: 3 },
		});
		expect(instanceLost).toBe(true);
		expect(await value(guest, 'run')).toBe(0);
	});

	it('WASI: functions of another signature are refused by name', async () => {
		const source =
			'(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i64))) (memory (export "memory") 1))';
		await expect(loadGuest(source)).rejects.toMatchObject({
			code: 'plugin_load',
			details: { import: 'wasi_snapshot_preview1.proc_exit' },
		});
	});
});
