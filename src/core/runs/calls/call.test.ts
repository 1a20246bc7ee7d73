import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../../../../test/support/scratch/scratch-core.ts';
import type { RouteInput } from '../../../shared/api/routes.ts';

/** Answers what it was given; `nothing` answers nothing, `bytes` what is no text, `lines` three records. */
const echo = `(module (memory (export "memory") 2)
	(data (i32.const 512) "\\02\\00\\00\\00\\ff\\fe") (data (i32.const 528) "\\06\\00\\00\\001\\0a2\\0a3\\0a")
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func $echo (export "process_data") (param $at i32) (param $length i32) (result i32)
		(i32.store (i32.const 1024) (local.get $length)) (i32.const 1024))
	(func (export "echo") (param i32 i32) (result i32) (call $echo (local.get 0) (local.get 1)))
	(func (export "nothing") (result i32) (i32.const 0))
	(func (export "bytes") (result i32) (i32.const 512))
	(func (export "lines") (result i32) (i32.const 528))
	(func (export "spin") (result i32) (loop $l (br $l)) (i32.const 0))
	(func (export "fails") (result i32) (i32.const -5)))`;

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	for (const [name, manifest] of [
		['one', {}],
		['many', { encoding: 'ndjson' }],
		['raw', { encoding: 'bytes' }],
	] as const) {
		await scratch.ask('plugins.install', { path: await scratch.plugin(name, echo, manifest) });
	}
});
afterAll(() => scratch.dispose());

const call = (name: string, fn: string, more: Partial<RouteInput<'plugins.call'>> = {}) =>
	scratch.ask('plugins.call', { name, fn, ...more });
const refusal = (name: string, fn: string, more: Partial<RouteInput<'plugins.call'>> = {}) =>
	scratch.fail('plugins.call', { name, fn, ...more });

describe('a call', () => {
	it('gives one record for one, and a list for a list', async () => {
		expect(await call('many', 'process_data', { input: '{"a":1}' })).toMatchObject({ value: { a: 1 } });
		expect(await call('many', 'process_data', { input: '[{"a":1}]' })).toMatchObject({ value: [{ a: 1 }] });
		expect(await call('many', 'process_data', { input: '[]' })).toMatchObject({ value: [] });
		expect(await call('many', 'process_data', { input: '{"a":1}\n\n{"a":2}\n' })).toMatchObject({
			value: [{ a: 1 }, { a: 2 }],
			run: { recordsIn: 2, recordsOut: 2, status: 'succeeded' },
		});
	});

	it('hands any other function, and a plugin of single records, the text as it is', async () => {
		expect(await call('one', 'process_data', { input: '[1, 2]' })).toMatchObject({ value: [1, 2] });
		expect(await call('many', 'echo', { input: '{"b":2}' })).toMatchObject({ value: { b: 2 } });
		expect(await call('many', 'lines')).toMatchObject({ value: [1, 2, 3] });
		expect(await call('one', 'nothing')).toMatchObject({ status: 0, run: { recordsIn: 0, recordsOut: 0 } });
	});

	it('hands numbers on as they are written, those that no value of JavaScript is as well', async () => {
		const text = async (id: string): Promise<string> => {
			let all = '';
			for await (const piece of await scratch.core().openOutput(id)) all += String(piece);
			return all.trim();
		};
		for (const number of ['9007199254740993', '12345678901234567891', '1e400', '-0', '0.1234567890123456789']) {
			for (const [name, fn] of [
				['many', 'process_data'],
				['many', 'echo'],
				['one', 'process_data'],
			] as const) {
				const input = `{"a":[${number}]}`;
				const answer = await call(name, fn, { input });
				expect(answer).toMatchObject({ kept: { over: 'numbers' } });
				expect(answer).not.toHaveProperty('value');
				expect([name, fn, await text(answer.runId)]).toEqual([name, fn, input]);
			}
		}
		const several = await call('many', 'process_data', { input: '[{"a":1.50},{"a":1e999}]' });
		expect(await text(several.runId)).toBe('{"a":1.50}\n{"a":1e999}');
		expect(await call('many', 'process_data', { input: '{"a":1.50,"b":"1e400"}' })).toMatchObject({
			value: { a: 1.5, b: '1e400' },
		});
	});

	it('carries bytes both ways as base64, and what is no text where text was promised is the plugin’s fault', async () => {
		const input = Buffer.from([0, 255, 10, 128]).toString('base64');
		expect(await call('raw', 'process_data', { inputBase64: input })).toMatchObject({ base64: input });
		expect(await call('raw', 'process_data', { input: 'plain' })).toMatchObject({
			base64: Buffer.from('plain').toString('base64'),
		});
		expect(await call('raw', 'bytes')).toMatchObject({ base64: '//4=' });
		expect(await refusal('one', 'bytes')).toMatchObject({ code: 'plugin_execution' });
	});

	it('names the place where its input is not JSON, and then no run was begun', async () => {
		const { total } = await scratch.ask('runs.list', {});
		expect(await refusal('one', 'process_data', { input: '{"a":}' })).toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('line 1, column 6: unexpected "}"'),
		});
		expect(await refusal('many', 'process_data', { input: '{"a":1}\noops' })).toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('Line 2 of the input is not JSON: column 1'),
		});
		expect((await scratch.ask('runs.list', {})).total).toBe(total);
	});

	it('that fails is a run that failed, with the guest’s word told apart', async () => {
		const error = await refusal('one', 'fails');
		const { runId } = error.details as { readonly runId: string };
		expect(await scratch.ask('runs.get', { id: runId })).toMatchObject({
			status: 'failed',
			error: { code: 'plugin_execution' },
			stages: [{ plugin: 'one' }],
		});
	});

	it('ends at its own deadline, or when it is cancelled, and the next one is answered', async () => {
		expect(await refusal('one', 'spin', { timeoutMs: 100 })).toMatchObject({ code: 'timeout' });
		const cancelled = refusal('one', 'spin', { runId: 'aabbccddeeff' });
		await expect.poll(async () => (await scratch.ask('runs.cancel', { id: 'aabbccddeeff' })).cancelled).toBe(true);
		expect(await cancelled).toMatchObject({ code: 'cancelled' });
		expect(await scratch.ask('runs.get', { id: 'aabbccddeeff' })).toMatchObject({ status: 'cancelled' });
		expect(await call('one', 'echo', { input: '7' })).toMatchObject({ value: 7 });
	});
});

describe('a stream that a face hands over', () => {
	it('is taken once, and a run of the same id is not begun twice', async () => {
		const input = () => scratch.core().attachInput(Readable.from([Buffer.from('{"a":1}\n')]));
		const id = input();
		const request = { plugin: 'many', input: { kind: 'stream' as const, id } };
		expect(await scratch.ask('streams.run', request)).toMatchObject({ recordsIn: 1, status: 'succeeded' });
		expect(await scratch.fail('streams.run', request)).toMatchObject({ message: expect.stringContaining(id) });
	});

	it('that breaks off fails its run as bad input', async () => {
		const broken = Readable.from(
			(async function* () {
				yield Buffer.from('{"a":1}\n');
				throw new Error('the cable was pulled');
			})(),
		);
		const id = scratch.core().attachInput(broken);
		expect(await scratch.fail('streams.run', { plugin: 'many', input: { kind: 'stream', id } })).toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('the cable was pulled'),
		});
	});
});
