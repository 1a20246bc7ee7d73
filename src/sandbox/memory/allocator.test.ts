import { describe, expect, it } from 'vitest';
import { failure, loadGuest, records, texts, value } from '../../../test/support/guests/in-process-guest.ts';
import { type Batch, batchOf } from '../../shared/sandbox/batch.ts';

/**
 * Answers its input by copying it. `balance` answers `[made,released]`, `bytes` the bytes released, two digits; their
 * answers are results themselves and are counted once they were handed over.
 */
const counting = (allocator: string) => `(module (memory (export "memory") 2)
	(global $made (mut i32) (i32.const 0)) (global $released (mut i32) (i32.const 0)) (global $bytes (mut i32) (i32.const 0))
	${allocator}
	(func (export "process_data") (param $at i32) (param $length i32) (result i32)
		(i32.store (i32.const 4096) (local.get $length))
		(memory.copy (i32.const 4100) (local.get $at) (local.get $length)) (i32.const 4096))
	(func (export "fail") (param i32 i32) (result i32) (i32.const -1))
	(func (export "balance") (result i32)
		(i32.store (i32.const 64) (i32.const 5))
		(i32.store8 (i32.const 68) (i32.const 91))
		(i32.store8 (i32.const 69) (i32.add (i32.const 48) (global.get $made)))
		(i32.store8 (i32.const 70) (i32.const 44))
		(i32.store8 (i32.const 71) (i32.add (i32.const 48) (global.get $released)))
		(i32.store8 (i32.const 72) (i32.const 93)) (i32.const 64))
	(func (export "bytes") (result i32)
		(i32.store (i32.const 64) (i32.const 2))
		(i32.store8 (i32.const 68) (i32.add (i32.const 48) (i32.div_u (global.get $bytes) (i32.const 10))))
		(i32.store8 (i32.const 69) (i32.add (i32.const 48) (i32.rem_u (global.get $bytes) (i32.const 10)))) (i32.const 64)))`;

const made = '(global.set $made (i32.add (global.get $made) (i32.const 1))) (i32.const 8192)';
const released = '(global.set $released (i32.add (global.get $released) (i32.const 1)))';
const alloc = `(func (export "alloc") (param i32) (result i32) ${made})`;
const dealloc = `(func (export "dealloc") (param i32 i32) ${released})`;
const pinning = `(func (export "__new") (param i32 i32) (result i32) ${made})
	(func (export "__pin") (param i32) (result i32) (local.get 0))`;

describe('room for input', () => {
	it.each([
		['alloc and dealloc', alloc + dealloc],
		[
			'malloc and free',
			`(func (export "malloc") (param i32) (result i32) ${made}) (func (export "free") (param i32) ${released})`,
		],
		['__new, __pin and __unpin', `${pinning} (func (export "__unpin") (param i32) ${released})`],
	])('comes from %s; input and result are given back', async (_, allocator) => {
		const guest = await loadGuest(counting(allocator));
		expect(await value(guest, 'process_data', '"x"')).toBe('"x"');
		expect(await value(guest, 'balance')).toBe('[1,2]');
	});

	it('is given back with the 4 bytes of the prefix counted for a result, and without for an input', async () => {
		const counted = '(global.set $bytes (i32.add (global.get $bytes) (local.get 1)))';
		const guest = await loadGuest(counting(`${alloc} (func (export "dealloc") (param i32 i32) ${counted})`));
		await value(guest, 'process_data', '"12345678"');
		expect(await value(guest, 'bytes')).toBe('24');
	});

	it('is given back also when the guest reports an error or its output is too large', async () => {
		const guest = await loadGuest(counting(alloc + dealloc));
		await failure(guest, 'fail', { kind: 'value', data: new Uint8Array(2) });
		expect(await value(guest, 'balance')).toBe('[1,1]');
		await failure(guest, 'process_data', { kind: 'value', data: new Uint8Array(50) }, 10);
		expect(await value(guest, 'balance')).toBe('[2,4]');
	});

	it('an unpin that aborts because a result was never pinned does no harm', async () => {
		const strict = '(if (i32.ne (local.get 0) (i32.const 8192)) (then unreachable))';
		const guest = await loadGuest(counting(`${pinning} (func (export "__unpin") (param i32) ${strict})`));
		expect(await value(guest, 'process_data', '1')).toBe('1');
		expect(await value(guest, 'process_data', '2')).toBe('2');
	});

	it('that a guest denies with 0 is told as a memory limit', async () => {
		const guest = await loadGuest(counting('(func (export "alloc") (param i32) (result i32) (i32.const 0))'));
		const { error, instanceLost } = await failure(guest, 'process_data', { kind: 'value', data: new Uint8Array(9) });
		expect(error).toMatchObject({ code: 'memory_limit', details: { length: 9 } });
		expect(instanceLost).toBe(false);
	});
});

describe('a guest without any allocator', () => {
	const echo = `(module (memory (export "memory") 1)
		(func (export "process_data") (param $at i32) (param $length i32) (result i32)
			(i32.store (i32.sub (local.get $at) (i32.const 4)) (local.get $length))
			(i32.sub (local.get $at) (i32.const 4)))
		(func (export "take_page") (result i32) (drop (memory.grow (i32.const 1))) (i32.const 0)))`;
	const threeOf = (size: number): Batch =>
		batchOf(['a', 'b', 'c'].map((letter) => new TextEncoder().encode(`"${letter.repeat(size)}"`)));

	it('gets fresh pages, which are used again for every record and call', async () => {
		const guest = await loadGuest(echo);
		for (let turn = 0; turn < 50; turn++) {
			expect(await records(guest, 'process_data', threeOf(1000))).toEqual(texts(threeOf(1000)));
		}
		expect(guest.memoryBytes).toBe(2 * 65_536);
	});

	it('gets more of them when a record is larger, also after it has grown its memory itself', async () => {
		const guest = await loadGuest(echo);
		await records(guest, 'process_data', threeOf(10));
		await value(guest, 'take_page');
		expect(await records(guest, 'process_data', threeOf(100_000))).toEqual(texts(threeOf(100_000)));
		expect(guest.memoryBytes).toBe(5 * 65_536);
	});

	it('is told a memory limit, with the numbers, where they do not fit', async () => {
		const guest = await loadGuest(echo, { memoryLimitBytes: 2 * 65_536 });
		const input = { kind: 'value', data: new Uint8Array(70_000) } as const;
		const { error, instanceLost } = await failure(guest, 'process_data', input);
		expect(error).toMatchObject({ code: 'memory_limit', details: { memoryBytes: 65_536, memoryLimitBytes: 131_072 } });
		expect(instanceLost).toBe(false);
		expect(await value(guest, 'process_data', '1')).toBe('1');
	});
});
