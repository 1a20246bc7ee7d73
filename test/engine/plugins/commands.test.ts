import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wat } from '../../support/guests/wat.ts';
import { grant } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { cat, countBytes, lines, program } from '../../support/wasi/programs.ts';

const example = resolve(import.meta.dirname, '../../../examples/c/command');

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

const place = (name: string) => ({ kind: 'file', path: join(scratch.folder, name) }) as const;

async function install(name: string, text: string, manifest: object): Promise<void> {
	await scratch.ask('plugins.install', { path: await scratch.plugin(name, text, manifest), grant: grant() });
}

describe('a WASI command as a plugin', () => {
	it('is shown in the history with what it was denied in a folder that it may only read', async () => {
		const folder = join(scratch.folder, 'to-read');
		mkdirSync(folder);
		const text = `(module (import "wasi_snapshot_preview1" "path_create_directory"
				(func $make (param i32 i32 i32) (result i32)))
			(memory (export "memory") 1) (data (i32.const 0) "new")
			(func (export "_start") (drop (call $make (i32.const 3) (i32.const 0) (i32.const 3)))))`;
		const path = await scratch.plugin('maker', text, { encoding: 'ndjson' });
		await scratch.ask('plugins.install', { path, grant: grant(`${folder}:ro`) });
		const { run } = await scratch.ask('plugins.call', { name: 'maker', fn: 'process_data', input: '1' });
		const { denials, denialList, hostCallList } = await scratch.ask('runs.get', { id: run.id });
		expect(denials).toBe(1);
		expect(denialList).toMatchObject([{ kind: 'read_only', target: join(folder, 'new') }]);
		expect(hostCallList.filter(({ refused }) => refused).map(({ op }) => op)).toEqual(['wasi_make_folder']);
		expect(readdirSync(folder)).toEqual([]);
	});

	it('takes a stream as its input, gives its output as records, and keeps a file of its own', async () => {
		await scratch.ask('plugins.install', { path: example, grant: grant('./data/') });
		const records = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ index }));
		writeFileSync(place('in.ndjson').path, `${records.join('\n')}\n`);
		const run = { plugin: 'c-command', input: place('in.ndjson'), output: place('out.ndjson') };
		expect(await scratch.ask('streams.run', run)).toMatchObject({ status: 'succeeded', recordsOut: 20_000 });
		const written = readFileSync(place('out.ndjson').path, 'utf8').trim().split('\n');
		expect(written).toHaveLength(20_000);
		expect(JSON.parse(written[19_999] ?? '')).toEqual({ number: 20_000, record: { index: 19_999 } });
		// Another run, another process: what it kept is there.
		const call = { name: 'c-command', fn: 'process_data', input: '{"a":1}' };
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: { number: 20_001, record: { a: 1 } } });
		const [last] = (await scratch.ask('runs.list', {})).runs;
		const { hostCallList } = await scratch.ask('runs.get', { id: last?.id ?? '' });
		expect(hostCallList.map(({ op }) => op)).toEqual(
			expect.arrayContaining(['wasi_open_read', 'wasi_open_write', 'wasi_write']),
		);
	});

	it('is a source that reads nothing, an aggregator that answers at the end, or a destination that says what it took', async () => {
		await install('many-lines', lines(50_000), { type: 'source', encoding: 'ndjson' });
		const many = { plugin: 'many-lines', output: place('many.ndjson') };
		expect(await scratch.ask('streams.run', many)).toMatchObject({ status: 'succeeded', recordsOut: 50_000 });
		await install('bytes-of', countBytes, { type: 'aggregator', encoding: 'ndjson' });
		const sum = { plugin: 'bytes-of', input: place('many.ndjson'), output: place('sum.ndjson') };
		expect(await scratch.ask('streams.run', sum)).toMatchObject({ status: 'succeeded', recordsOut: 1 });
		expect(readFileSync(place('sum.ndjson').path, 'utf8')).toBe(`${50_000 * 8}\n`);
		await install('takes-all', cat, { type: 'destination', encoding: 'ndjson' });
		const into = { plugin: 'takes-all', input: place('many.ndjson') };
		expect(await scratch.ask('streams.run', into)).toMatchObject({ status: 'succeeded', recordsIn: 50_000 });
	});

	it('fails a stream with the code that it ends with', async () => {
		await install('gives-up', program('(call $proc_exit (i32.const 9))'), { type: 'processor', encoding: 'ndjson' });
		writeFileSync(place('one.ndjson').path, '1\n');
		const error = await scratch.fail('streams.run', { plugin: 'gives-up', input: place('one.ndjson') });
		expect(error).toMatchObject({ code: 'plugin_execution', details: { exitCode: 9 } });
	});

	it('is a processor where it comes alone, without a manifest', async () => {
		const file = join(scratch.folder, 'lone-cat.wasm');
		writeFileSync(file, await wat(cat));
		expect(await scratch.ask('plugins.install', { path: file, grant: grant() })).toMatchObject({
			name: 'lone-cat',
			state: 'ready',
		});
		expect(await scratch.ask('plugins.call', { name: 'lone-cat', fn: 'process_data', input: '{"a":1}' })).toMatchObject(
			{
				value: { a: 1 },
			},
		);
	});
});
