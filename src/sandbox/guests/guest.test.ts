import { describe, expect, it } from 'vitest';
import {
	answering,
	batch,
	echo,
	failure,
	loadGuest,
	records,
	returning,
	value,
} from '../../../test/support/guests/in-process-guest.ts';

const oneValue = { kind: 'value', data: new TextEncoder().encode('{}') } as const;
const noValue = { kind: 'value', data: null } as const;
/** Anew for each call: what a guest is given is its sandbox's, which may use it up. */
const three = () => batch('{"n":1}', '{"n":2}', '{"n":3}');

describe('records', () => {
	it('come back in order from a guest that takes them one by one', async () => {
		const guest = await loadGuest(echo('process_data'));
		expect(await records(guest, 'process_data', three())).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
	});

	it('reach a JSON guest that takes batches as one array and an NDJSON guest as lines', async () => {
		const json = await loadGuest(echo('process_data'), { batch: true });
		expect(await records(json, 'process_data', three())).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
		expect(await value(json, 'process_data', '[1,\n2]')).toBe('[1, 2]');
		const ndjson = await loadGuest(echo('process_data'), { batch: true, encoding: 'ndjson' });
		expect(await records(ndjson, 'process_data', three())).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
	});

	it('are any bytes at all where the encoding is bytes, alone or in batches', async () => {
		const strange = { data: Uint8Array.of(0, 255, 10, 195, 40), ends: Uint32Array.of(2, 2, 5), gap: 0 } as const;
		for (const batches of [false, true]) {
			const guest = await loadGuest(echo('process_data'), { encoding: 'bytes', batch: batches });
			const result = await guest.call({
				fn: 'process_data',
				input: { kind: 'records', batch: strange },
				maxOutputBytes: 100,
			});
			expect(result).toMatchObject({ ok: true, counts: { recordsIn: 3, recordsOut: 3 } });
			if (!result.ok || result.output.kind !== 'records') throw new Error('expected records');
			expect([...result.output.batch.data]).toEqual([0, 255, 10, 195, 40]);
			expect([...result.output.batch.ends]).toEqual([2, 2, 5]);
		}
	});

	it('may be left out by a processor, and may not by a transformer', async () => {
		const processor = await loadGuest(returning('process_data', '(i32.const 0)'));
		expect(await records(processor, 'process_data', three())).toEqual([]);
		const transformer = await loadGuest(returning('transform_data', '(i32.const 0)'), { type: 'transformer' });
		const { error, instanceLost } = await failure(transformer, 'transform_data', { kind: 'records', batch: three() });
		expect(error).toMatchObject({ code: 'plugin_execution', message: expect.stringContaining('record 1') });
		expect(instanceLost).toBe(false);
	});

	it('must be as many as went in where a transformer takes batches', async () => {
		const guest = await loadGuest(answering('transform_data', '[1,2]'), { type: 'transformer', batch: true });
		const { error } = await failure(guest, 'transform_data', { kind: 'records', batch: three() });
		expect(error).toMatchObject({ code: 'plugin_execution', details: { found: 2, expected: 3 } });
	});

	it('lose their line feeds between tokens', async () => {
		const guest = await loadGuest(answering('process_data', '{\n"a": 1\n}\n'));
		expect(await records(guest, 'process_data', batch('1'))).toEqual(['{ "a": 1 } ']);
	});

	it('that are not what the encoding says fail the call by number and byte', async () => {
		const bad = `(module (memory (export "memory") 1) (global $n (mut i32) (i32.const 0))
			(data (i32.const 16) "1") (data (i32.const 36) "{\\22a\\22:}")
			(func (export "process_data") (param i32 i32) (result i32)
				(global.set $n (i32.add (global.get $n) (i32.const 1)))
				(i32.store (i32.const 12) (i32.const 1)) (i32.store (i32.const 32) (i32.const 6))
				(if (result i32) (i32.eq (global.get $n) (i32.const 2)) (then (i32.const 32)) (else (i32.const 12)))))`;
		const { error, instanceLost } = await failure(await loadGuest(bad), 'process_data', {
			kind: 'records',
			batch: three(),
		});
		expect(error.message).toMatch(/record 2: the output is not JSON at byte 5/);
		expect(instanceLost).toBe(false);
	});

	it('that are not UTF-8 fail the call by number and byte', async () => {
		const guest = await loadGuest(
			returning(
				'process_data',
				'(i32.store (i32.const 12) (i32.const 3)) (i32.store (i32.const 16) (i32.const 0x22ff22)) (i32.const 12)',
			),
		);
		const { error } = await failure(guest, 'process_data', { kind: 'records', batch: three() });
		expect(error.message).toContain('record 1: the output is not UTF-8 at byte 1');
	});

	it('of more bytes than allowed fail the call with both numbers', async () => {
		const guest = await loadGuest(echo('process_data'));
		const { error } = await failure(guest, 'process_data', { kind: 'records', batch: three() }, 20);
		expect(error).toMatchObject({ code: 'invalid_input', details: { limit: 20 } });
		expect(await records(guest, 'process_data', batch('1'))).toEqual(['1']);
	});

	it('none at all give none', async () => {
		const guest = await loadGuest(returning('process_data', '(unreachable)'));
		expect(await records(guest, 'process_data', batch())).toEqual([]);
	});
});

describe('a filter', () => {
	it.each([
		['0', []],
		['1', ['{"n":1}', '{"n":2}', '{"n":3}']],
	])('that answers every record with %s keeps accordingly', async (number, kept) => {
		for (const options of [{ batch: false }, { batch: true }, { batch: true, encoding: 'ndjson' as const }]) {
			const guest = await loadGuest(returning('filter_data', `(i32.const ${number})`), { type: 'filter', ...options });
			expect(await records(guest, 'filter_data', three())).toEqual(kept);
		}
	});

	it('may answer a record with true or false', async () => {
		const yes = await loadGuest(answering('filter_data', ' true\n'), { type: 'filter' });
		expect(await records(yes, 'filter_data', three())).toHaveLength(3);
		const no = await loadGuest(answering('filter_data', 'false'), { type: 'filter' });
		expect(await records(no, 'filter_data', three())).toEqual([]);
		const maybe = await loadGuest(answering('filter_data', '"perhaps"'), { type: 'filter' });
		const { error } = await failure(maybe, 'filter_data', { kind: 'records', batch: three() });
		expect(error.message).toMatch(/0, 1, true or false/);
	});

	it('may answer a batch with booleans or with the records kept', async () => {
		const cases = [
			['json', '[true, false,\ntrue]'],
			['json', '[{"n":1},{"n":3}]'],
			['ndjson', 'true\nfalse\ntrue\n'],
			['ndjson', '[true,false,true]'],
			['ndjson', '{"n":1}\n{"n":3}\n'],
		] as const;
		for (const [encoding, text] of cases) {
			const guest = await loadGuest(answering('filter_data', text), { type: 'filter', batch: true, encoding });
			expect(await records(guest, 'filter_data', three()), text).toEqual(['{"n":1}', '{"n":3}']);
		}
		const none = await loadGuest(answering('filter_data', '[]'), { type: 'filter', batch: true });
		expect(await records(none, 'filter_data', three())).toEqual([]);
	});

	it.each(['[true]', '[1,2,3,4]'])('that answers for another number of records fails: %s', async (text) => {
		const guest = await loadGuest(answering('filter_data', text), { type: 'filter', batch: true });
		const { error } = await failure(guest, 'filter_data', { kind: 'records', batch: three() });
		expect(error).toMatchObject({ code: 'plugin_execution', details: { expected: 3 } });
	});

	it('hands back its pieces as one batch of NDJSON', async () => {
		const guest = await loadGuest(answering('filter_data', '[false,true,true]'), { type: 'filter', batch: true });
		const result = await guest.call({
			fn: 'filter_data',
			input: { kind: 'records', batch: { ...three(), data: three().data.subarray(0, -1) } },
			maxOutputBytes: 1000,
		});
		if (!result.ok || result.output.kind !== 'records') throw new Error('expected records');
		expect(new TextDecoder().decode(result.output.batch.data)).toBe('{"n":2}\n{"n":3}\n');
	});
});

describe('a source', () => {
	const counting = (last: number) => `(module (memory (export "memory") 1) (global $n (mut i32) (i32.const 0))
		(func (export "read_data") (result i32)
			(if (i32.eq (global.get $n) (i32.const ${last})) (then (return (i32.const 0))))
			(global.set $n (i32.add (global.get $n) (i32.const 1)))
			(i32.store (i32.const 12) (i32.const 1))
			(i32.store8 (i32.const 16) (i32.add (global.get $n) (i32.const 48)))
			(i32.const 12)))`;
	const read = (guest: Awaited<ReturnType<typeof loadGuest>>, maxRecords: number, maxBytes = 1000) =>
		guest.call({ fn: 'read_data', input: { kind: 'read', maxRecords, maxBytes }, maxOutputBytes: 1000 });

	it('is read until enough records came, and goes on where it was', async () => {
		const guest = await loadGuest(counting(5), { type: 'source' });
		expect(await read(guest, 3)).toMatchObject({ output: { end: false }, counts: { recordsIn: 0, recordsOut: 3 } });
		expect(await read(guest, 3)).toMatchObject({ output: { end: true }, counts: { recordsOut: 2 } });
	});

	it('is read until enough bytes came', async () => {
		const guest = await loadGuest(counting(5), { type: 'source' });
		expect(await read(guest, 1000, 4)).toMatchObject({ output: { end: false }, counts: { recordsOut: 2 } });
	});

	it('may give batches', async () => {
		const guest = await loadGuest(answering('read_data', '[1,2]', ''), { type: 'source', batch: true });
		expect(await read(guest, 3)).toMatchObject({ output: { end: false }, counts: { recordsOut: 4 } });
	});
});

describe('an aggregator', () => {
	it('gives its final result as one record, or as many as the array has when it takes batches', async () => {
		const text = '[{"a":1},{"a":2}]';
		const single = await loadGuest(answering('aggregate_result', text, ''), { type: 'aggregator' });
		expect(await records(single, 'aggregate_result', { kind: 'finish' })).toEqual([text]);
		const batches = await loadGuest(answering('aggregate_result', text, ''), { type: 'aggregator', batch: true });
		expect(await records(batches, 'aggregate_result', { kind: 'finish' })).toEqual(['{"a":1}', '{"a":2}']);
		const nothing = await loadGuest(returning('aggregate_result', '(i32.const 0)', ''), { type: 'aggregator' });
		expect(await records(nothing, 'aggregate_result', { kind: 'finish' })).toEqual([]);
	});
});

describe('a value', () => {
	it('goes through any exported function of a callable shape', async () => {
		const guest = await loadGuest(
			echo('anything', '(func (export "ping") (result i32) (i32.const 0)) (func (export "reset"))'),
		);
		expect(await value(guest, 'anything', '{"a":1}')).toBe('{"a":1}');
		expect(await value(guest, 'ping')).toBe(0);
		expect(await value(guest, 'reset')).toBe(0);
	});

	it('names what can be called, and the nearest name, where a function is missing', async () => {
		const guest = await loadGuest(echo('transform_data', '(func (export "reset"))'));
		const { error } = await failure(guest, 'transfrom_data', oneValue);
		expect(error).toMatchObject({ code: 'not_found', details: { callable: ['transform_data', 'reset'] } });
		expect(error.hint).toContain('Did you mean `transform_data`?');
		expect((await failure(guest, 'alloc', oneValue)).error.code).toBe('not_found');
	});

	it('does not go through an instance’s beginning and end, which are the host’s', async () => {
		const guest = await loadGuest(
			echo(
				'process_data',
				`(func (export "plugin_init") (param i32 i32) (result i32) (i32.const 0))
				(func (export "plugin_cleanup") (result i32) (i32.const 0))`,
			),
		);
		const input = { plugin_init: oneValue, plugin_cleanup: noValue, _initialize: noValue, _start: noValue };
		for (const [fn, given] of Object.entries(input)) {
			const { error } = await failure(guest, fn, given);
			expect(error).toMatchObject({ code: 'invalid_input', details: { reason: 'hosts_own_function', function: fn } });
		}
		expect((await failure(guest, 'nothing', oneValue)).error.details).toMatchObject({ callable: ['process_data'] });
		expect(await guest.stop()).toMatchObject({ cleanup: 0 });
	});

	it('names the expected and the found shape of a function that cannot be called', async () => {
		const guest = await loadGuest(
			echo('process_data', '(func (export "wide") (param i64 f32) (result f64) (f64.const 0))'),
		);
		const { error } = await failure(guest, 'wide', oneValue);
		expect(error.message).toContain('found (i64, f32) -> f64');
		expect((await failure(guest, 'process_data', noValue)).error.code).toBe('invalid_input');
		expect((await failure(guest, 'process_data', { kind: 'finish' })).error.code).toBe('plugin_execution');
	});

	it('of 1 from a filter is its verdict, not a pointer', async () => {
		const guest = await loadGuest(returning('filter_data', '(i32.const 1)'), { type: 'filter' });
		expect(await value(guest, 'filter_data', '{}')).toBe(1);
	});
});
