import { expect, it } from 'vitest';
import { extismWat, loadExtism } from '../../../test/support/extism/extism-guest.ts';
import { isolated, named } from '../../../test/support/flows/isolated-call.ts';
import { batch, failure, loadGuest } from '../../../test/support/guests/in-process-guest.ts';
import { cat, failsOverE } from '../../../test/support/wasi/programs.ts';

const ndjson = { encoding: 'ndjson', batch: true } as const;

/** Refuses what has an `e` in it, traps over a `t`, and hands on the rest. */
const extism = (fn: string): string =>
	extismWat(`(func (export "${fn}") (result i32) (local $at i64) (local $byte i32)
		(block $end (loop $next
			(br_if $end (i64.ge_u (local.get $at) (call $input_length)))
			(local.set $byte (call $load_u8 (i64.add (call $input_offset) (local.get $at))))
			(if (i32.eq (local.get $byte) (i32.const 101)) (then (return (i32.const 3))))
			(if (i32.eq (local.get $byte) (i32.const 116)) (then unreachable))
			(local.set $at (i64.add (local.get $at) (i64.const 1)))
			(br $next)))
		(call $output_set (call $input_offset) (call $input_length)) (i32.const 0))`);

it('records are isolated in an Extism guest', async () => {
	for (const more of [{ encoding: 'json' }, ndjson] as const) {
		const guest = await loadExtism(extism('process_data'), more);
		const answer = await isolated(guest, 'process_data', named('ok', 'err', 'nat', 'ok', 'err'));
		expect(answer).toMatchObject({ failed: [1, 2, 4], out: ['"ok 0"', '"ok 3"'], recordsIn: 5 });
	}
});

it('records are isolated in an Extism filter, and not in an aggregator, which fails as one', async () => {
	const filter = await loadExtism(extism('filter_data'), { encoding: 'json', type: 'filter' });
	const verdicts = await isolated(filter, 'filter_data', batch('true', 'false', '"x"'), true);
	// `true` and `false` have letters that it fails over.
	expect(verdicts).toMatchObject({ out: [], dropped: [], failed: [0, 1, 2] });
	const silent = await loadExtism(extismWat('(func (export "filter_data") (result i32) (i32.const 0))'), {
		encoding: 'json',
		type: 'filter',
	});
	expect(await isolated(silent, 'filter_data', named('a', 'b'), true)).toMatchObject({
		out: [],
		dropped: ['"a 0"', '"b 1"'],
		failed: [],
	});
	const sums = await loadExtism(extism('aggregate_data'), { encoding: 'json', type: 'aggregator' });
	const input = { kind: 'records', batch: named('ok', 'err', 'nat', 'ok'), isolate: true } as const;
	const { error, instanceLost } = await failure(sums, 'aggregate_data', input);
	expect([instanceLost, error.details['record']]).toEqual([true, 3]);
});

const command = { abi: 'wasi-command', encoding: 'ndjson' } as const;

it('records are isolated in a program', async () => {
	const guest = await loadGuest(failsOverE, command);
	const answer = await isolated(guest, 'process_data', named('ok', 'error', 'ok', 'ok', 'error'));
	expect(answer).toMatchObject({ failed: [1, 4], out: ['"ok 0"', '"ok 2"', '"ok 3"'], recordsIn: 5 });
	const all = await loadGuest(cat, { ...command, type: 'filter' });
	expect(await isolated(all, 'filter_data', named('a', 'b'), true)).toMatchObject({ dropped: [], failed: [] });
});

it('records fail as one where a program keeps something', async () => {
	const guest = await loadGuest(failsOverE, { ...command, type: 'destination' });
	const input = { kind: 'records', batch: named('ok', 'error'), isolate: true } as const;
	expect(await failure(guest, 'write_data', input)).toMatchObject({ instanceLost: true });
});
