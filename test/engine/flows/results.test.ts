import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writtenPlaces } from '../../../src/core/runs/history/written-files.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const name of ['row-filter', 'field-mapper', 'file-writer']) {
		await scratch.ask('plugins.install', { path: sample(name) });
		await scratch.ask('policy.set', { name, policy: grant(scratch.folder) });
	}
	const lines = Array.from({ length: ROWS }, (_, n) => JSON.stringify({ n, even: n % 2 === 0 }));
	writeFileSync(at('in.ndjson'), `${lines.join('\n')}\n`);
});
afterAll(() => scratch.dispose());

const ROWS = 400;
const at = (name: string): string => join(scratch.folder, name);
const input = () => ({ name: 'in', use: 'read-file', config: { path: at('in.ndjson') } });
const even = {
	name: 'even',
	plugin: 'row-filter',
	inputs: ['in'],
	config: { where: { field: 'even', op: 'eq', value: true } },
};
const output = (name: string, from: string) => ({
	name,
	use: 'write-file',
	inputs: [from],
	config: { path: at(name) },
});
const run = (components: readonly object[]): Promise<RunDetail> =>
	scratch.ask('flows.run', { flow: { definition: { name: 'f', components } as never }, trigger: 'test' });
const dataFolder = (): string => at('data/plugin-data');
const unpacked = (): string => at('data/unpacked');

describe('the results of a flow', () => {
	it('are the files of each of its parts that write one, as the disk has them now', async () => {
		const { id } = await run([input(), even, output('even.csv', 'even'), output('rest.ndjson', 'even.dropped')]);
		const files = await scratch.ask('runs.written', { id });
		expect(files.map(({ path }) => path)).toEqual([at('even.csv'), at('rest.ndjson')]);
		for (const { path, bytes, beginning } of files) {
			const text = readFileSync(path, 'utf8');
			expect({ bytes, beginning }).toEqual({
				bytes: text.length,
				beginning: { text, bytes: text.length, truncated: false, form: 'text' },
			});
		}
		rmSync(at('even.csv'));
		const [gone, left] = await scratch.ask('runs.written', { id });
		expect([gone?.bytes, left?.bytes]).toEqual([null, expect.any(Number)]);
	});

	it('tell what is in a compressed one, and no more of it than is shown, however much that is', async () => {
		const large = at('large.ndjson');
		writeFileSync(large, `${'{"even":true,"of":"many that are alike"}\n'.repeat(400_000)}`);
		const { id } = await run([
			input(),
			even,
			output('even.ndjson.gz', 'even'),
			{ name: 'more', use: 'read-file', config: { path: large } },
			output('more.ndjson.gz', 'more'),
		]);
		const [short, long] = await scratch.ask('runs.written', { id });
		const text = gunzipSync(readFileSync(at('even.ndjson.gz'))).toString('utf8');
		expect(text.split('\n')).toHaveLength(ROWS / 2 + 1);
		expect(short).toEqual({
			path: at('even.ndjson.gz'),
			bytes: statSync(at('even.ndjson.gz')).size,
			beginning: { text, bytes: text.length, truncated: false, form: 'text' },
			isCompressed: true,
		});
		expect(long).toMatchObject({ isCompressed: true, beginning: { truncated: true, form: 'text' } });
		expect(long?.beginning?.text).toBe(readFileSync(large, 'utf8').slice(0, 64 * 1024));
		// What only says that it is compressed is told as what it is.
		writeFileSync(at('even.ndjson.gz'), Buffer.from([0x1f, 0x8b, 0xff, 0x00, 0x01]));
		const [other] = await scratch.ask('runs.written', { id });
		expect(other).toMatchObject({ isCompressed: false, beginning: { form: 'base64', bytes: 5, truncated: false } });
	});

	it('open as a table where they are compressed, with the file that they came from; what is damaged says so', async () => {
		const path = at('packed.csv.gz');
		const each = { name: 'each', plugin: 'field-mapper', inputs: ['in'], config: { rename: { n: 'number' } } };
		const { id: flow } = await run([input(), each, output('packed.csv.gz', 'each')]);
		const source = { kind: 'written', run: flow, path } as const;
		const { id } = await scratch.ask('results.open', { source });
		const state = () => scratch.ask('results.state', { id });
		await expect.poll(async () => (await state()).rows, { timeout: 30_000 }).toBe(ROWS);
		expect(await state()).toMatchObject({ format: 'csv', path, columns: [{ name: 'number' }, { name: 'even' }] });
		const query = { search: 'true', filters: [], sort: { column: 'number', descending: true } };
		await scratch.ask('results.view', { id, query });
		await expect.poll(async () => (await state()).view?.phase, { timeout: 30_000 }).toBe('ready');
		const [row] = await scratch.ask('results.rows', { id, revision: 0, offset: 0, limit: 1, columns: ['number'] });
		expect(row?.cells[0]?.text).toBe(String(ROWS - 2));
		const from = { kind: 'input', run: flow, path: at('in.ndjson') } as const;
		expect(await scratch.ask('results.open', { source: from })).toMatchObject({ path: at('in.ndjson') });
		const refused = await scratch.fail('results.open', { source: { ...from, path } });
		expect(refused.details).toMatchObject({ reason: 'result_not_of_run' });
		// Nothing of what was unpacked stays once nobody looks.
		expect(readdirSync(unpacked()).flatMap((name) => readdirSync(join(unpacked(), name)))).toHaveLength(1);
		await scratch.ask('results.close', { id });
		expect(readdirSync(unpacked()).flatMap((name) => readdirSync(join(unpacked(), name)))).toEqual([]);
		writeFileSync(path, readFileSync(path).subarray(0, 400));
		const damaged = await scratch.ask('results.open', { source });
		await expect
			.poll(async () => (await scratch.core().request('results.state', { id: damaged.id })).ok, { timeout: 30_000 })
			.toBe(false);
		expect(await scratch.fail('results.state', { id: damaged.id })).toMatchObject({
			code: 'invalid_input',
			details: { reason: 'result_packed_damaged', path },
		});
	});

	it('open as a table, and are copied, like those of a stream; nothing else that it names does', async () => {
		const { id: flow } = await run([input(), even, output('table.csv', 'even')]);
		const source = { kind: 'written', run: flow, path: at('table.csv') } as const;
		const { id } = await scratch.ask('results.open', { source });
		await expect
			.poll(async () => (await scratch.ask('results.state', { id })).rows, { timeout: 30_000 })
			.toBe(ROWS / 2);
		const copy = await scratch.ask('results.save', { source, path: at('copy.csv') });
		expect(readFileSync(copy.path)).toEqual(readFileSync(at('table.csv')));
		for (const path of [at('in.ndjson'), at('data'), '/etc/passwd']) {
			const refused = await scratch.fail('results.open', { source: { ...source, path } });
			expect(refused.details).toMatchObject({ reason: 'result_not_of_run' });
		}
	});

	it('are what its destinations wrote as well, also where the history holds not all that they asked for', async () => {
		const writer = { name: 'sink', plugin: 'file-writer', inputs: ['even'], config: { path: at('sink.ndjson') } };
		const told = await run([input(), even, writer]);
		const files = await scratch.ask('runs.written', { id: told.id });
		expect(files.map(({ path }) => path)).toEqual([at('sink.ndjson')]);
		expect(files[0]?.bytes).toBe(readFileSync(at('sink.ndjson')).length);
		expect(writtenPlaces({ ...told, hostCallList: [] }, dataFolder)).toEqual([at('sink.ndjson')]);
		expect(writtenPlaces({ ...told, hostCalls: 0, hostCallList: [] }, dataFolder)).toEqual([]);
	});

	it('are none where it failed: nothing appeared', async () => {
		const trap = `(module (memory (export "memory") 1)
			(func (export "process_data") (param i32 i32) (result i32) unreachable))`;
		await scratch.ask('plugins.install', { path: await scratch.plugin('trap', trap) });
		const components = [input(), { name: 'trap', inputs: ['in'] }, output('never.ndjson', 'trap')];
		const error = await scratch.fail('flows.run', { flow: { definition: { name: 'f', components } as never } });
		const id = String(error.details?.['runId']);
		expect(existsSync(at('never.ndjson'))).toBe(false);
		expect(await scratch.ask('runs.get', { id })).toMatchObject({ status: 'failed' });
		expect(await scratch.ask('runs.written', { id })).toEqual([]);
	});
});
