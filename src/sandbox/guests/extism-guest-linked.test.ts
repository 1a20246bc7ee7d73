import { describe, expect, it } from 'vitest';
import { echo, extismWat, failed, loadExtism, notLoaded, state } from '../../../test/support/extism/extism-guest.ts';
import { batch, records, value } from '../../../test/support/guests/in-process-guest.ts';

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
