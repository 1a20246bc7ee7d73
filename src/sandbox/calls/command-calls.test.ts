import { describe, expect, it } from 'vitest';
import {
	batch,
	failure,
	loadError,
	loadGuest,
	RecordingHost,
	records,
	value,
} from '../../../test/support/guests/in-process-guest.ts';
import { cat, caughtExit, countBytes, lines, program } from '../../../test/support/wasi/programs.ts';

const command = { abi: 'wasi-command', encoding: 'ndjson' } as const;
const finish = { kind: 'finish' } as const;

describe('a program as a process', () => {
	it('reads one value as a line, a list as lines, and is begun anew for each call', async () => {
		const guest = await loadGuest(cat, { ...command, encoding: 'json' });
		expect(await value(guest, 'process_data', '{\n"a": 1}')).toBe('{ "a": 1}');
		expect(await value(guest, 'process_data', '[1, {"b":2}]')).toBe('[1,{"b":2}]');
		expect(await value(guest, 'process_data', '[]')).toBe(0);
		expect(await value(guest, 'process_data')).toBe(0);
	});

	it('hands bytes on as they are', async () => {
		const guest = await loadGuest(cat, { ...command, encoding: 'bytes' });
		expect(await value(guest, 'process_data', 'a\n\nb')).toBe('a\n\nb');
	});

	it.each([0, 1, 70])('ends by proc_exit(%i), which it cannot catch', async (code) => {
		const guest = await loadGuest(caughtExit(code), command);
		if (code === 0) expect(await value(guest, 'process_data', '1')).toBe(0);
		else {
			const { error } = await failure(guest, 'process_data', { kind: 'value', data: null });
			expect(error).toMatchObject({ code: 'plugin_execution', details: { reason: 'exit_trap', exitCode: code } });
		}
		// Whatever it did, the next call begins anew.
		if (code === 0) expect(await value(guest, 'process_data', '1')).toBe(0);
	});

	it('is refused more output than a call may have, however it comes', async () => {
		const guest = await loadGuest(lines(1000), command);
		const { error } = await failure(guest, 'process_data', { kind: 'value', data: null }, 4_000);
		expect(error).toMatchObject({ code: 'invalid_input' });
		const endless = await loadGuest(
			program('(loop $on (call $write (i32.const 1) (i32.const 4096) (i32.const 65536)) (br $on))'),
			command,
		);
		expect((await failure(endless, 'process_data', { kind: 'value', data: null })).error.code).toBe('invalid_input');
	});

	it('has the function of its role alone, and names it', async () => {
		const guest = await loadGuest(cat, { ...command, type: 'filter' });
		expect(await value(guest, 'filter_data', '1')).toBe('1\n');
		const { error } = await failure(guest, 'process_data', { kind: 'value', data: null });
		expect(error).toMatchObject({ code: 'not_found', details: { callable: ['filter_data'] } });
	});

	it('logs what it writes to standard error', async () => {
		const host = new RecordingHost();
		const guest = await loadGuest(program('(call $write (i32.const 2) (i32.const 1024) (i32.const 4))', 'oops'), {
			...command,
			host,
		});
		await value(guest, 'process_data');
		expect(host.logs).toEqual(['warn: oops']);
	});

	it('says which line is no JSON', async () => {
		const guest = await loadGuest(
			program('(call $write (i32.const 1) (i32.const 1024) (i32.const 6))', '1\\0a{x}\\0a'),
			command,
		);
		const { error } = await failure(guest, 'process_data', { kind: 'value', data: null });
		expect(error.message).toContain('record 2');
	});

	it('that begins with an argument is refused before it runs', async () => {
		const source = `(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))) (memory (export "memory") 1) (func (export "_start") (param i32)))`;
		expect(await loadError(source, command)).toMatchObject({ code: 'plugin_load' });
	});
});

describe('a program in a stream', () => {
	it('is one run over all batches: what it reads waits for the next one, and its end comes with the end', async () => {
		const guest = await loadGuest(countBytes, { ...command, type: 'aggregator' });
		expect(await records(guest, 'aggregate_data', batch('1', '2'))).toEqual([]);
		expect(await records(guest, 'aggregate_data', batch('345'))).toEqual([]);
		expect(await records(guest, 'aggregate_result', finish)).toEqual(['8']);
		// The next stream is another run.
		expect(await records(guest, 'aggregate_data', batch('1'))).toEqual([]);
		expect(await records(guest, 'aggregate_result', finish)).toEqual(['2']);
	});

	it('answers with what it wrote so far, whole lines alone', async () => {
		const guest = await loadGuest(cat, command);
		expect(await records(guest, 'process_data', batch('1', '{"a":2}'))).toEqual(['1', '{"a":2}']);
		expect(await records(guest, 'process_data', batch())).toEqual([]);
		expect(await records(guest, 'process_data', finish)).toEqual([]);
	});

	it('as a source is read piece by piece and waits in between', async () => {
		const guest = await loadGuest(lines(1000), { ...command, type: 'source' });
		let [count, calls] = [0, 0];
		for (let end = false; !end; calls++) {
			const read = { kind: 'read', maxRecords: 10, maxBytes: 800 } as const;
			const result = await guest.call({ fn: 'read_data', input: read, maxOutputBytes: 4_000 });
			if (!result.ok || result.output.kind !== 'records') throw new Error('expected records');
			count += result.output.batch.ends.length;
			end = result.output.end;
			expect(result.output.batch.data.length).toBeLessThan(1_000);
		}
		expect(count).toBe(1000);
		expect(calls).toBeGreaterThan(9);
	});

	it('that ended early takes the rest of its input and says nothing more', async () => {
		const guest = await loadGuest(lines(1), command);
		expect(await records(guest, 'process_data', batch('1'))).toEqual(['{"a":1}']);
		expect(await records(guest, 'process_data', batch('2'))).toEqual([]);
		expect(await records(guest, 'process_data', finish)).toEqual([]);
	});

	it('fails with its code, and its state is lost', async () => {
		const guest = await loadGuest(caughtExit(3), command);
		const { error, instanceLost } = await failure(guest, 'process_data', { kind: 'records', batch: batch('1') });
		expect([error.details['exitCode'], instanceLost]).toEqual([3, true]);
	});
});
