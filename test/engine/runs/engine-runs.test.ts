import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_HOST_CALLS } from '../../../src/shared/run/run.ts';
import { data, grant, sample } from '../../support/scratch/samples.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

describe('runs', () => {
	it('stream a real file through a plugin and say what happened', async () => {
		await scratch.ask('plugins.install', { path: sample('row-filter') });
		const output = join(scratch.folder, 'late.ndjson');
		const run = await scratch.ask('streams.run', {
			plugin: 'row-filter',
			input: { kind: 'file', path: data('flights-2k.json') },
			output: { kind: 'file', path: output },
			config: { where: { field: 'delay', op: 'gt', value: 60 } },
		});
		const expected = (JSON.parse(readFileSync(data('flights-2k.json'), 'utf8')) as { delay: number }[]).filter(
			({ delay }) => delay > 60,
		);
		expect(
			readFileSync(output, 'utf8')
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line)),
		).toEqual(expected);
		expect(run).toMatchObject({
			status: 'succeeded',
			recordsIn: 2000,
			recordsOut: expected.length,
			stages: [{ plugin: 'row-filter', recordsIn: 2000 }],
		});
		expect(run.inputPreview?.truncated).toBe(true);
	});

	it('do not reach what the host calls at an instance’s beginning and end', async () => {
		await scratch.ask('plugins.install', { path: sample('pii-redactor') });
		const input = { kind: 'file', path: data('airports.csv') } as const;
		for (const fn of ['plugin_init', 'plugin_cleanup']) {
			expect(await scratch.fail('plugins.call', { name: 'pii-redactor', fn, input: '{"email":"off"}' })).toMatchObject({
				code: 'invalid_input',
				details: { reason: 'hosts_own_function' },
			});
			expect((await scratch.fail('streams.run', { plugin: 'pii-redactor', fn, input })).code).toBe('invalid_input');
		}
		expect((await scratch.ask('runs.list', {})).runs).toHaveLength(0);
	});

	it('grant a chosen file for one run alone', async () => {
		await scratch.ask('plugins.install', { path: sample('csv-source') });
		const input = { kind: 'file', path: data('airports.csv') } as const;
		const run = await scratch.ask('streams.run', { plugin: 'csv-source', input });
		expect(run).toMatchObject({
			status: 'succeeded',
			recordsOut: 3376,
			events: expect.arrayContaining([expect.objectContaining({ kind: 'grant' })]),
		});
		const refused = await scratch.fail('streams.run', { plugin: 'csv-source', config: { path: data('airports.csv') } });
		expect(refused.code).toBe('plugin_execution');
		const denied = (await scratch.ask('runs.list', { withDenials: true })).runs;
		expect(denied).toHaveLength(1);
		expect((await scratch.ask('runs.get', { id: denied[0]?.id ?? '' })).denialList).toMatchObject([
			{ op: 'read_file', rule: 'allow_file_system: false' },
		]);
		const [asked] = run.hostCallList;
		expect(asked).toMatchObject({ stage: 0, op: 'read_file', target: data('airports.csv'), status: 0, refused: false });
		expect(asked?.bytes).toBeGreaterThan(0);
		expect(run.hostCallList).toHaveLength(Math.min(MAX_HOST_CALLS, run.hostCalls));
	});

	it('chain six plugins as one run with counts per stage, and the same result as plain code gives', async () => {
		for (const name of ['csv-source', 'field-mapper', 'row-filter', 'group-by', 'file-writer'])
			await scratch.ask('plugins.install', { path: sample(name) });
		const output = join(scratch.folder, 'out/result.ndjson');
		mkdirSync(join(scratch.folder, 'out'));
		await scratch.ask('policy.set', { name: 'csv-source', policy: grant(`${data('')}:ro`) });
		await scratch.ask('policy.set', { name: 'file-writer', policy: grant(join(scratch.folder, 'out')) });
		const file = join(scratch.folder, 'chain.json');
		const definition = {
			name: 'airports-by-state',
			components: [
				{ name: 'csv-source', config: { path: data('airports.csv') } },
				{ name: 'map', plugin: 'field-mapper', config: { select: ['state', 'country'] } },
				{ name: 'row-filter', config: { where: { field: 'country', op: 'eq', value: 'USA' } } },
				{ name: 'group-by', config: { group_by: ['state'], aggregates: [{ op: 'count', as: 'airports' }] } },
				{ name: 'file-writer', config: { path: output } },
			],
		};
		writeFileSync(file, JSON.stringify(definition));
		const run = await scratch.ask('chains.run', { chain: { path: file } });
		const counted = new Map<string, number>();
		for (const line of readFileSync(data('airports.csv'), 'utf8').trim().split('\n').slice(1)) {
			const cells =
				line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '').replaceAll('"', '')) ?? [];
			if (cells[4] === 'USA') counted.set(cells[3] ?? '', (counted.get(cells[3] ?? '') ?? 0) + 1);
		}
		const rows = readFileSync(output, 'utf8')
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as { state: string; airports: number });
		expect(new Map(rows.map((row) => [String(row.state ?? ''), row.airports]))).toEqual(counted);
		expect(run.stages.map((stage) => stage.recordsIn)).toEqual([
			0,
			3376,
			3376,
			[...counted.values()].reduce((sum, n) => sum + n, 0),
			rows.length,
		]);
		// What its destination wrote, in the list as on its page.
		expect(run.recordsOut).toBe(rows.length);
		expect((await scratch.ask('runs.list', { kind: 'chain' })).runs[0]?.recordsOut).toBe(rows.length);

		writeFileSync(file, JSON.stringify({ ...definition, components: [...definition.components].reverse() }));
		expect(await scratch.fail('chains.run', { chain: { path: file } })).toMatchObject({
			code: 'configuration',
			message: expect.stringContaining('starts with a source'),
		});
		writeFileSync(file, '{"name":"x"}');
		expect(await scratch.fail('chains.run', { chain: { path: file } })).toMatchObject({
			code: 'configuration',
			message: expect.stringContaining('components'),
		});
	});

	it('fail when a destination cannot write what it still holds at the end', async () => {
		await scratch.ask('plugins.install', { path: sample('file-writer') });
		await scratch.ask('policy.set', { name: 'file-writer', policy: grant(scratch.folder) });
		const input = join(scratch.folder, 'in.ndjson');
		writeFileSync(input, '{"a":1}\n');
		mkdirSync(join(scratch.folder, 'taken/x'), { recursive: true });
		const run = { plugin: 'file-writer', input: { kind: 'file', path: input } } as const;
		const error = await scratch.fail('streams.run', { ...run, config: { path: join(scratch.folder, 'taken') } });
		expect(error.code).toMatch(/plugin_execution|plugin_load/);
		expect((await scratch.ask('runs.list', { status: 'failed' })).total).toBe(1);
	});

	it('read from and write to streams of the face', async () => {
		await scratch.ask('plugins.install', { path: sample('pii-redactor') });
		const output = new PassThrough();
		const written = text(output);
		await scratch.ask('streams.run', {
			plugin: 'pii-redactor',
			input: {
				kind: 'stream',
				id: scratch.core().attachInput(Readable.from(['{"m":"bob@exam', 'ple.com"}\n{"m":"x"}'])),
			},
			output: { kind: 'stream', id: scratch.core().attachOutput(output) },
		});
		output.end();
		expect(await written).toBe('{"m":"b***@***.com"}\n{"m":"x"}\n');
	});

	it.each([
		['missing', null, 'not_found'],
		['cut off', '[{"a":1},{"a"', 'invalid_input'],
		['not UTF-8', Buffer.from([0x22, 0xff, 0x22, 0x0a]), 'invalid_input'],
		['no JSON at all', 'hello there\n', 'invalid_input'],
	])('of a file that is %s fail clearly and leave no output', async (_, content, code) => {
		await scratch.ask('plugins.install', { path: sample('pii-redactor') });
		const path = join(scratch.folder, 'in.ndjson');
		if (content !== null) writeFileSync(path, content);
		const output = join(scratch.folder, 'out.ndjson');
		const format = content === '[{"a":1},{"a"' ? ('json' as const) : ('auto' as const);
		const error = await scratch.fail('streams.run', {
			plugin: 'pii-redactor',
			format,
			input: { kind: 'file', path },
			output: { kind: 'file', path: output },
		});
		expect(['invalid_input', 'not_found', 'plugin_execution']).toContain(error.code);
		if (content !== 'hello there\n') expect(error.code).toBe(code);
		expect(existsSync(output)).toBe(false);
		expect(readdirSync(scratch.folder).filter((name) => name.includes('partial'))).toEqual([]);
		expect((await scratch.ask('runs.list', { status: 'failed' })).total).toBe(1);
	});

	it('count what the first plugin was done with, not what was read ahead of it', async () => {
		const path = await scratch.plugin(
			'faller',
			'(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) unreachable))',
		);
		await scratch.ask('plugins.install', { path });
		const input = { kind: 'file', path: data('flights-2k.json') } as const;
		await scratch.fail('streams.run', { plugin: 'faller', input, batch: 10, runId: 'fa11edfa11ed' });
		const run = await scratch.ask('runs.get', { id: 'fa11edfa11ed' });
		expect(run).toMatchObject({ status: 'failed', recordsIn: 0, stages: [{ recordsIn: 0 }] });
	});

	it('can be cancelled while the plugin loops, and the next call works', async () => {
		await scratch.ask('plugins.install', {
			path: await scratch.plugin(
				'looper',
				'(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)) (func (export "spin") (loop $l (br $l))))',
				{ timeout_ms: 20_000, security_policy: { max_execution_time: 20_000 } },
			),
		});
		const runId = 'abcdefabcdef';
		const call = scratch.fail('plugins.call', { name: 'looper', fn: 'spin', runId });
		await eventually(async () =>
			(await scratch.ask('sandboxes.list', {})).some((sandbox) => sandbox.state === 'busy' && sandbox.role === 'pool'),
		);
		expect(await scratch.ask('runs.cancel', { id: runId })).toEqual({ cancelled: true });
		expect((await call).code).toBe('cancelled');
		expect((await scratch.ask('runs.get', { id: runId })).status).toBe('cancelled');
		expect(await scratch.ask('plugins.call', { name: 'looper', fn: 'process_data', input: '1' })).toMatchObject({
			status: 0,
		});
	});

	it('end with their sandboxes when the program closes, leaving no process', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('busy', answering('1')) });
		await scratch.ask('plugins.call', { name: 'busy', fn: 'process_data', input: '1' });
		const pids = (await scratch.ask('sandboxes.list', {})).map(({ pid }) => pid ?? 0);
		expect(pids.length).toBeGreaterThan(0);
		await scratch.core().close();
		for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
	});
});
