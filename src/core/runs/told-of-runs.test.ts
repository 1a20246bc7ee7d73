import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../../../test/support/scratch/scratch-core.ts';

/** Passes records on; `spin` never ends. */
const echo = `(module (memory (export "memory") 40)
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func (export "process_data") (param $at i32) (param $length i32) (result i32)
		(i32.store (i32.const 1024) (local.get $length)) (i32.const 1024))
	(func (export "spin") (result i32) (loop $l (br $l)) (i32.const 0)))`;

const RECORDS = 400_000;

let scratch: ScratchCore;
const at = (name: string): string => join(scratch.folder, name);
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await scratch.ask('plugins.install', { path: await scratch.plugin('echo', echo, { encoding: 'ndjson' }) });
	writeFileSync(at('many.ndjson'), '{"a":1}\n'.repeat(RECORDS));
	writeFileSync(at('few.ndjson'), '{"secret":"ann@example.com"}\n'.repeat(3));
});
afterAll(() => scratch.dispose());

const stream = (input: string, output: string, more: object = {}) => ({
	plugin: 'echo',
	input: { kind: 'file' as const, path: at(input) },
	output: { kind: 'file' as const, path: at(output) },
	...more,
});

describe('what is told of a run afterwards', () => {
	it('a run that is ended early counts the same for itself as for its last plugin, and wrote no file', async () => {
		const runId = 'aabbccddee01';
		const ended = scratch.fail('streams.run', stream('many.ndjson', 'never.ndjson', { runId, batch: 100 }));
		await expect
			.poll(async () => ((await scratch.ask('runs.progress', { id: runId }))?.recordsOut ?? 0) > 0, { interval: 5 })
			.toBe(true);
		await scratch.ask('runs.cancel', { id: runId });
		expect(await ended).toMatchObject({ code: 'cancelled' });
		const run = await scratch.ask('runs.get', { id: runId });
		expect(run.recordsOut).toBe(run.stages.at(-1)?.recordsOut);
		expect(run.recordsOut).toBeLessThan(RECORDS);
		expect(existsSync(at('never.ndjson'))).toBe(false);
		expect(await scratch.ask('runs.written', { id: runId })).toEqual([]);
	});

	it('a run whose sandbox a person stopped was cancelled by them, and did not fail', async () => {
		const runId = 'aabbccddee02';
		const stopped = scratch.fail('plugins.call', { name: 'echo', fn: 'spin', runId });
		await expect
			.poll(async () => {
				const busy = (await scratch.ask('sandboxes.list', {})).find(({ state }) => state === 'busy');
				return busy !== undefined && (await scratch.ask('sandboxes.stop', { generation: busy.generation })).stopped;
			})
			.toBe(true);
		expect(await stopped).toMatchObject({ code: 'cancelled', details: { reason: 'stopped_by_person' } });
		expect(await scratch.ask('runs.get', { id: runId })).toMatchObject({ status: 'cancelled' });
	});

	it('the files that a run wrote are told with their beginning, as the disk has them now', async () => {
		const { id } = await scratch.ask('streams.run', stream('few.ndjson', 'out.ndjson'));
		const text = readFileSync(at('out.ndjson'), 'utf8');
		expect(await scratch.ask('runs.written', { id })).toEqual([
			{
				path: at('out.ndjson'),
				bytes: text.length,
				beginning: { text, bytes: text.length, truncated: false, form: 'text' },
				isCompressed: false,
			},
		]);
		rmSync(at('out.ndjson'));
		expect(await scratch.ask('runs.written', { id })).toEqual([
			{ path: at('out.ndjson'), bytes: null, beginning: null, isCompressed: false },
		]);
	});

	it('previews are left away for one run, or forgotten later', async () => {
		const quiet = await scratch.ask('streams.run', stream('few.ndjson', 'one.ndjson', { previews: false }));
		expect(quiet).toMatchObject({ inputPreview: null, outputPreview: null, recordsIn: 3 });
		const { id, inputPreview } = await scratch.ask('streams.run', stream('few.ndjson', 'two.ndjson'));
		expect(inputPreview?.text).toContain('ann@example.com');
		expect(await scratch.ask('runs.forgetPreviews', { id })).toEqual({ forgotten: true });
		expect(await scratch.ask('runs.get', { id })).toMatchObject({
			inputPreview: null,
			outputPreview: null,
			recordsIn: 3,
		});
	});

	it('an output never replaces the run’s own input unasked, and another file only where that may be', async () => {
		const before = readFileSync(at('few.ndjson'), 'utf8');
		expect(await scratch.fail('streams.run', stream('few.ndjson', 'few.ndjson'))).toMatchObject({
			code: 'conflict',
			details: { reason: 'output_is_input' },
		});
		expect(readFileSync(at('few.ndjson'), 'utf8')).toBe(before);
		const { total } = await scratch.ask('runs.list', {});
		writeFileSync(at('there.ndjson'), 'old');
		const none = stream('few.ndjson', 'there.ndjson', { replacing: 'none' });
		expect(await scratch.fail('streams.run', none)).toMatchObject({ details: { reason: 'output_exists', bytes: 3 } });
		expect((await scratch.ask('runs.list', {})).total).toBe(total);
		await scratch.ask('streams.run', stream('few.ndjson', 'there.ndjson'));
		expect(readFileSync(at('there.ndjson'), 'utf8')).toBe(before);
	});
});
