import { describe, expect, it } from 'vitest';
import {
	echo,
	failure,
	loadError,
	loadGuest,
	RecordingHost,
	value,
	wat,
} from '../../../test/support/guests/in-process-guest.ts';

const noValue = { kind: 'value', data: null } as const;

describe('loading', () => {
	it('refuses what nobody provides by name, a wrong signature and exports of the wrong shape', async () => {
		const unknown = await loadError('(module (import "env" "launch_missiles" (func)) (memory (export "memory") 1))');
		expect(unknown).toMatchObject({ code: 'plugin_load', details: { imports: ['env.launch_missiles'] } });
		const signature = await loadError(
			'(module (import "env" "host_log" (func (param i64))) (memory (export "memory") 1))',
		);
		expect(signature).toMatchObject({ code: 'plugin_load', details: { import: 'env.host_log' } });
		const shape = await loadError('(module (memory (export "memory") 1) (func (export "process_data") (param i64)))');
		expect((shape as Error).message).toContain(
			'exports process_data as (i64) -> (); the plugin interface defines it as (i32, i32) -> i32',
		);
	});

	it('refuses modules without memory, with too much of it, or with memory of a kind that cannot be limited', async () => {
		expect(await loadError('(module)')).toMatchObject({ code: 'plugin_load' });
		expect(await loadError('(module (memory (export "memory") 17))')).toMatchObject({
			code: 'memory_limit',
			details: { minimumBytes: 17 * 65536, limitBytes: 1024 * 1024 },
		});
		expect(await loadError('(module (memory (export "memory") 1) (memory 1))')).toMatchObject({ code: 'plugin_load' });
		expect(await loadError('(module (memory (export "memory") i64 1))')).toMatchObject({ code: 'plugin_load' });
	});

	it('refuses bytes that are not a module, and what does not have the parts of its kind', async () => {
		expect(await loadError(Uint8Array.of(1, 2, 3))).toMatchObject({ code: 'plugin_load' });
		expect(await loadError(wat(echo('process_data')).subarray(0, 60))).toMatchObject({ code: 'plugin_load' });
		expect(await loadError(echo('process_data'), { abi: 'component' })).toMatchObject({ code: 'plugin_load' });
	});

	it('tells a start function that traps and a plugin_init that refuses apart', async () => {
		const start = await loadError('(module (memory (export "memory") 1) (func $s unreachable) (start $s))');
		expect(start).toMatchObject({ code: 'plugin_load', details: { trap: 'unreachable' } });
		const init = await loadError(`(module (import "env" "host_set_error" (func $say (param i32 i32)))
			(memory (export "memory") 1) (data (i32.const 8) "bad column")
			(func (export "plugin_init") (param i32 i32) (result i32) (call $say (i32.const 8) (i32.const 10)) (i32.const 3)))`);
		expect(init).toMatchObject({ code: 'plugin_load', origin: 'guest', message: 'plugin_init returned 3: bad column' });
	});

	it('hands the configuration to plugin_init, in each new instance', async () => {
		const guest = await loadGuest(
			`(module (memory (export "memory") 1) (global $p (mut i32) (i32.const 0)) (global $n (mut i32) (i32.const 0))
			(func (export "plugin_init") (param i32 i32) (result i32)
				(global.set $n (local.get 1))
				(memory.copy (i32.const 104) (local.get 0) (local.get 1)) (i32.const 0))
			(func (export "config") (result i32) (i32.store (i32.const 100) (global.get $n)) (i32.const 100))
			(func (export "fail") unreachable))`,
			{ config: '{"column":"ü"}' },
		);
		expect(await value(guest, 'config')).toBe('{"column":"ü"}');
		await failure(guest, 'fail', noValue);
		expect(await value(guest, 'config')).toBe('{"column":"ü"}');
	});

	it('calls _initialize before plugin_init and plugin_cleanup at the end', async () => {
		const host = new RecordingHost();
		const guest = await loadGuest(
			`(module (import "dataflare" "host_log" (func $log (param i32 i32 i32 i32)))
			(memory (export "memory") 1) (data (i32.const 8) "first") (data (i32.const 16) "second")
			(func (export "plugin_init") (param i32 i32) (result i32)
				(call $log (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 6)) (i32.const 0))
			(func (export "_initialize") (call $log (i32.const 0) (i32.const 0) (i32.const 8) (i32.const 5)))
			(func (export "plugin_cleanup") (result i32) (i32.const 5)))`,
			{ host },
		);
		expect(host.logs).toEqual(['info: first', 'info: second']);
		expect(await guest.stop()).toEqual({ cleanup: 5, said: null });
		expect((await guest.stop()).cleanup).toBe(null);
	});

	it('gives a module that imports its memory one that keeps the limit', async () => {
		const source = `(module (import "env" "memory" (memory 1 1000))
			(func (export "grow") (result i32) (memory.grow (i32.const 15)))
			(func (export "more") (result i32) (memory.grow (i32.const 1))))`;
		for (const memoryWay of ['flag', 'rewrite'] as const) {
			const guest = await loadGuest(source, { memoryWay, memoryLimitBytes: 16 * 65536 });
			await guest.call({ fn: 'grow', input: noValue, maxOutputBytes: 100 });
			expect(guest.memoryBytes).toBe(16 * 65536);
			const { error } = await failure(guest, 'more', noValue);
			expect(error).toMatchObject({ origin: 'guest', message: 'more returned -1' });
			expect(guest.memoryBytes).toBe(16 * 65536);
		}
	});
});
