import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallAnswer } from '../../../src/shared/api/plugin-routes.ts';
import { type HugeShape, hugeAnswer } from '../../support/guests/huge-answer.ts';
import { answering, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
});
afterAll(() => scratch.dispose());
afterEach(() => void vi.restoreAllMocks());

async function install(name: string, shape: HugeShape, mebibytes: number, manifest: object = {}): Promise<Buffer> {
	const huge = hugeAnswer(shape, mebibytes);
	const path = await scratch.plugin(name, huge.wat, { ...huge.manifest, ...manifest });
	const { max_memory } = (huge.manifest as { readonly security_policy: { readonly max_memory: number } })
		.security_policy;
	await scratch.ask('plugins.install', { path, grant: { max_memory, max_execution_time: 120_000 } });
	return huge.bytes;
}

const call = (name: string): Promise<CallAnswer> =>
	scratch.ask('plugins.call', { name, fn: 'process_data', input: '{}' });

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What goes on in this process meanwhile: how much it worked in one go at the most, and how much it grew. While others
 * have the processor it stands still as well, but works at nothing.
 */
function watched(): { end(): { readonly stoodMs: number; readonly grewMiB: number } } {
	const before = process.memoryUsage().rss;
	const workedMs = (): number => {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1_000;
	};
	let [last, worked, stoodMs, peak] = [performance.now(), workedMs(), 0, before];
	const look = (): void => {
		const [now, work] = [performance.now(), workedMs()];
		stoodMs = Math.max(stoodMs, Math.min(now - last, work - worked));
		[last, worked] = [now, work];
		peak = Math.max(peak, process.memoryUsage().rss);
	};
	const timer = setInterval(look, 5);
	return {
		end() {
			clearInterval(timer);
			look();
			return { stoodMs, grewMiB: (peak - before) / 1_048_576 };
		},
	};
}

/** Characters that were parsed and that were written as JSON, in the largest piece. */
function jsonWork(): { largest(): number } {
	const parsed = vi.spyOn(JSON, 'parse');
	const written = vi.spyOn(JSON, 'stringify');
	return {
		largest: () =>
			Math.max(
				0,
				...parsed.mock.calls.map(([text]) => String(text).length),
				...written.mock.results.map(({ value }) => String(value).length),
			),
	};
}

describe('what a function answers, where it is huge,', () => {
	it.each([
		['list', 30, 'json', 1],
		['lines', 30, 'ndjson', 15_728_640],
		['text', 30, 'json', 1],
		['bytes', 30, 'bytes', 0],
	] as const)('stays the bytes that it is: a %s of %i MiB', async (shape, mebibytes, form, records) => {
		const name = `${shape}-${mebibytes}`;
		const expected = await install(name, shape, mebibytes);
		const json = jsonWork();
		const watch = watched();
		const answer = await call(name);
		const { stoodMs, grewMiB } = watch.end();
		expect(answer).not.toHaveProperty('value');
		expect(answer).not.toHaveProperty('base64');
		expect(answer.kept).toMatchObject({ id: answer.runId, form, records, bytes: expected.length, over: 'bytes' });
		expect(answer.kept?.preview).toMatchObject({ bytes: expected.length, truncated: true });
		expect(json.largest()).toBeLessThan(1_048_576);
		expect(JSON.stringify(answer).length).toBeLessThan(1_048_576);
		// It was eight seconds and two gigabytes on a machine with nothing else to do.
		expect(stoodMs).toBeLessThan(2_500);
		expect(grewMiB).toBeLessThan(4 * mebibytes + 100);
		const whole = await buffer(await scratch.core().openOutput(answer.runId));
		expect(digest(whole)).toBe(digest(expected));
		expect(answer.run).toMatchObject({ status: 'succeeded', bytesOut: expected.length });
	});

	it('is refused in words where it is of more records than anything here takes at once', async () => {
		await install('lines-60', 'lines', 60);
		expect(
			await scratch.core().request('plugins.call', { name: 'lines-60', fn: 'process_data', input: '{}' }),
		).toMatchObject({
			ok: false,
			error: { code: 'invalid_input', message: expect.stringContaining('more than 16777216 records') },
		});
	});

	it('does not add up where many come at once', async () => {
		const MANY_MIB = 20;
		const expected = await install('many', 'list', MANY_MIB, { instances: 4 });
		const watch = watched();
		const answers = await Promise.all(Array.from({ length: 6 }, () => call('many')));
		const { stoodMs, grewMiB } = watch.end();
		expect(stoodMs).toBeLessThan(5_000);
		// Each was received once.
		expect(grewMiB).toBeLessThan(6 * MANY_MIB * 2);
		const sizes = answers.map(({ kept }) => kept?.bytes);
		expect(sizes).toEqual(Array.from({ length: 6 }, () => expected.length));
	});

	it('is bytes as well where it is small and of very many values, or nested very deeply', async () => {
		await install('values', 'list', 0.9);
		expect((await call('values')).kept).toMatchObject({ over: 'values', form: 'json' });
		const deep = `${'['.repeat(1_500)}${']'.repeat(1_500)}`;
		await scratch.ask('plugins.install', { path: await scratch.plugin('deep', answering(deep)) });
		const { kept } = await call('deep');
		expect(kept).toMatchObject({ over: 'depth', form: 'json', preview: { text: deep, truncated: false } });
	});

	it('is a value as ever where it is within the budget', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('small', answering('{"a":[1,2.50]}')) });
		const answer = await call('small');
		expect(answer).toMatchObject({ value: { a: [1, 2.5] } });
		expect(answer).not.toHaveProperty('kept');
		expect(await scratch.fail('outputs.save', { id: answer.runId, path: join(scratch.folder, 'none') })).toMatchObject({
			code: 'not_found',
			details: { reason: 'output_gone' },
		});
	});

	it('is written to a file whole, or not at all, and says where it cannot be', async () => {
		const expected = await install('saved', 'list', 2);
		const { runId } = await call('saved');
		const path = join(scratch.folder, 'saved.json');
		expect(await scratch.ask('outputs.save', { id: runId, path })).toEqual({ path, bytes: expected.length });
		expect(digest(readFileSync(path))).toBe(digest(expected));
		expect(await scratch.fail('outputs.save', { id: runId, path: scratch.folder })).toMatchObject({
			code: 'invalid_input',
			details: { reason: 'output_is_folder' },
		});
		const nowhere = join(scratch.folder, 'no/such/folder.json');
		expect(await scratch.fail('outputs.save', { id: runId, path: nowhere })).toMatchObject({ code: 'not_found' });
		expect(readdirSync(scratch.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
	});

	it('is not made at all where no result was asked for', async () => {
		const answer = await scratch.ask('plugins.call', { name: 'saved', fn: 'process_data', input: '{}', result: false });
		expect(answer).not.toHaveProperty('kept');
		expect(answer.run.bytesOut).toBeGreaterThan(2_000_000);
	});

	it('does not outlive the program', async () => {
		const folder = join(scratch.folder, 'data/outputs');
		expect(readdirSync(folder)).toHaveLength(1);
		const { runId } = await call('saved');
		await scratch.restart();
		expect(readdirSync(folder)).toEqual([]);
		await expect(scratch.core().openOutput(runId)).rejects.toMatchObject({ code: 'not_found' });
		expect(existsSync(folder)).toBe(true);
	});
});

describe('what a function is given, where it is huge,', () => {
	it('is checked and cut, and never made values of', async () => {
		const count = `(module (memory (export "memory") 400)
			(func (export "alloc") (param i32) (result i32) (i32.const 1028))
			(func (export "process_data") (param i32 i32) (result i32)
				(i32.store (i32.const 16) (i32.const 4)) (i32.store (i32.const 20) (i32.const 0x37373737)) (i32.const 16)))`;
		const policy = { max_memory: 33_554_432 };
		const manifest = { memory_limit: 33_554_432, security_policy: policy };
		for (const encoding of ['json', 'ndjson']) {
			const path = await scratch.plugin(`takes-${encoding}`, count, { ...manifest, encoding });
			await scratch.ask('plugins.install', { path, grant: policy });
		}
		const list = `[0${',{}'.repeat(2_000_000)}]`;
		const lines = '{}\n'.repeat(2_000_000);
		const json = jsonWork();
		const watch = watched();
		for (const [name, input, recordsIn] of [
			['takes-json', list, 1],
			['takes-ndjson', list, 2_000_001],
			['takes-ndjson', lines, 2_000_000],
		] as const) {
			const { run } = await scratch.ask('plugins.call', { name, fn: 'process_data', input });
			expect(run).toMatchObject({ status: 'succeeded', recordsIn });
		}
		expect(json.largest()).toBeLessThan(1_048_576);
		expect(watch.end().stoodMs).toBeLessThan(2_500);
		const wrong = await scratch.fail('plugins.call', { name: 'takes-ndjson', fn: 'process_data', input: `${lines}{` });
		expect(wrong).toMatchObject({ code: 'invalid_input', details: { reason: 'line_not_json', line: 2_000_001 } });
	});
});
