import { describe, expect, it } from 'vitest';
import { batch, failure, loadGuest, returning, value } from '../../../test/support/guests/in-process-guest.ts';

const oneValue = { kind: 'value', data: new TextEncoder().encode('{}') } as const;
const noValue = { kind: 'value', data: null } as const;
const three = batch('{"n":1}', '{"n":2}', '{"n":3}');

describe('a guest error', () => {
	it('is what the guest said, keeps the instance, and does not leak into the next call', async () => {
		const guest = await loadGuest(`(module (import "env" "host_set_error" (func $say (param i32 i32)))
			(memory (export "memory") 1) (data (i32.const 8) "no such column")
			(global $said (mut i32) (i32.const 0))
			(func (export "process_data") (param i32 i32) (result i32)
				(if (i32.eqz (global.get $said)) (then
					(global.set $said (i32.const 1)) (call $say (i32.const 8) (i32.const 14))))
				(i32.const -7)))`);
		const first = await failure(guest, 'process_data', { kind: 'records', batch: three });
		expect(first).toMatchObject({
			instanceLost: false,
			error: {
				code: 'plugin_execution',
				origin: 'guest',
				message: 'no such column',
				details: { status: -7, record: 1 },
			},
		});
		const second = await failure(guest, 'process_data', oneValue);
		expect(second.error.message).toBe('process_data returned -7');
	});
});

describe('a guest that lies about its results', () => {
	it.each([
		['a pointer outside its memory', '(i32.const 0x7ffffff0)', { pointer: 0x7ffffff0, memoryBytes: 65536 }],
		['a prefix that straddles the end', '(i32.const 65534)', { pointer: 65534, length: 4 }],
		['four gibibytes', '(i32.store (i32.const 16) (i32.const -1)) (i32.const 16)', { length: 0xffffffff }],
		['one byte too many', '(i32.store (i32.const 65528) (i32.const 5)) (i32.const 65528)', { length: 5 }],
	])('is told from others, and can be called again: %s', async (_, body, details) => {
		// With an allocator of its own: for one without, the host would add a page.
		const guest = await loadGuest(`(module (memory (export "memory") 1)
			(func (export "alloc") (param i32) (result i32) (i32.const 1024))
			(func (export "process_data") (param i32 i32) (result i32) ${body}))`);
		for (let turn = 0; turn < 2; turn++) {
			const { error, instanceLost } = await failure(guest, 'process_data', oneValue, 2 ** 40);
			expect(error).toMatchObject({ code: 'plugin_execution', origin: 'host', details });
			expect(instanceLost).toBe(false);
		}
	});

	it('or about its allocations, fails with what it did', async () => {
		const guest = await loadGuest(`(module (memory (export "memory") 1)
			(func (export "alloc") (param i32) (result i32) (i32.const 65530))
			(func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))`);
		const { error } = await failure(guest, 'process_data', { kind: 'value', data: new Uint8Array(100) });
		expect(error).toMatchObject({ code: 'plugin_execution', details: { pointer: 65530, length: 100 } });
		expect(await value(guest, 'process_data', '{}')).toBe(0);
	});
});

describe('a trap', () => {
	const traps = `(module (memory (export "memory") 1) (table 1 funcref) (type $t (func))
		(global $n (mut i32) (i32.const 0))
		(func $deep (call $deep))
		(func (export "give_up") unreachable)
		(func (export "outside") (drop (i32.load (i32.const -1))))
		(func (export "divide") (drop (i32.div_u (i32.const 1) (i32.const 0))))
		(func (export "indirect") (call_indirect (type $t) (i32.const 0)))
		(func (export "recurse") (call $deep))
		(func (export "count") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1)))
			(i32.store (i32.const 12) (i32.const 1)) (i32.store8 (i32.const 16) (i32.add (global.get $n) (i32.const 48)))
			(i32.const 12)))`;

	it.each([
		['give_up', 'unreachable'],
		['outside', 'out_of_bounds'],
		['divide', 'divide_by_zero'],
		['indirect', 'bad_indirect_call'],
		['recurse', 'stack_overflow'],
	])('in %s is told as %s, and the next call gets a fresh instance', async (fn, trap) => {
		const guest = await loadGuest(traps);
		expect(await value(guest, 'count')).toBe('1');
		expect(await value(guest, 'count')).toBe('2');
		const { error, instanceLost } = await failure(guest, fn, noValue);
		expect(error).toMatchObject({ code: 'plugin_execution', origin: 'host', details: { trap, function: fn } });
		expect(error.hint ?? '').toMatch(trap === 'stack_overflow' ? /less deeply nested/ : /^$/);
		expect(String(error.details['stack'])).toContain('wasm');
		expect(String(error.details['stack']).length).toBeLessThanOrEqual(4096);
		expect(instanceLost).toBe(true);
		expect(guest.memoryBytes).toBe(65536);
		expect(await value(guest, 'count')).toBe('1');
	});

	it('names the record under way', async () => {
		const guest = await loadGuest(returning('process_data', '(i32.div_u (i32.const 0) (i32.const 0))'));
		const { error } = await failure(guest, 'process_data', { kind: 'records', batch: three });
		expect(error.message).toContain('process_data, record 1');
	});

	it('with nearly all memory in use is a memory limit, with both numbers', async () => {
		const bomb = `(module (memory (export "memory") 1) (func (export "grow")
			(loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))`;
		for (const memoryWay of ['flag', 'rewrite'] as const) {
			const guest = await loadGuest(bomb, { memoryLimitBytes: 5 * 65536 + 100, memoryWay });
			const { error } = await failure(guest, 'grow', noValue);
			expect(error).toMatchObject({ code: 'memory_limit', details: { memoryBytes: 5 * 65536 } });
			expect(error.message).toContain('327680 of 327780 bytes');
		}
	});
});
