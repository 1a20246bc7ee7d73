import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Events } from '../../../src/shared/api/events.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { newRunId } from '../../../src/shared/run/run-id.ts';
import { grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const name of ['row-filter', 'group-by']) {
		await scratch.ask('plugins.install', { path: sample(name) });
		await scratch.ask('policy.set', { name, policy: grant() });
	}
	const lines = Array.from({ length: ROWS }, (_, n) => JSON.stringify({ n, even: n % 2 === 0, of: `g${n % 7}` }));
	writeFileSync(join(scratch.folder, 'in.ndjson'), `${lines.join('\n')}\n`);
});
afterAll(() => scratch.dispose());

const ROWS = 5000;
const input = () => ({ name: 'in', use: 'read-file', config: { path: join(scratch.folder, 'in.ndjson') } });
const output = (name: string, inputs?: readonly string[]) => ({
	name,
	use: 'write-file',
	...(inputs === undefined ? {} : { inputs }),
	config: { path: join(scratch.folder, `${name}.ndjson`) },
});
const filter = { name: 'even', plugin: 'row-filter', config: { where: { field: 'even', op: 'eq', value: true } } };
const run = (components: readonly object[], more: object = {}): Promise<RunDetail> =>
	scratch.ask('flows.run', { flow: { definition: { name: 'f', components } as never }, trigger: 'test', ...more });
const written = (name: string): readonly { readonly n: number }[] =>
	readFileSync(join(scratch.folder, `${name}.ndjson`), 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { readonly n: number });

describe('running a flow', () => {
	it('runs a chain, each from the one before it, and records it by component and edge', async () => {
		const told = await run([input(), filter, output('chained')]);
		expect(written('chained').map(({ n }) => n)).toEqual(Array.from({ length: ROWS / 2 }, (_, n) => 2 * n));
		expect(told).toMatchObject({ kind: 'flow', status: 'succeeded', label: 'f', plugins: ['row-filter'] });
		expect([told.recordsIn, told.recordsOut]).toEqual([ROWS, ROWS / 2]);
		expect(
			told.stages.map(({ component, builtIn, recordsIn, recordsOut }) => [component, builtIn, recordsIn, recordsOut]),
		).toEqual([
			['in', 'read-file', 0, ROWS],
			['even', null, ROWS, ROWS / 2],
			['chained', 'write-file', ROWS / 2, 0],
		]);
		expect(told.edges.map(({ from, port, to, records }) => [from, port, to, records])).toEqual([
			[0, 'out', 1, ROWS],
			[1, 'out', 2, ROWS / 2],
		]);
		expect(told.edges[0]?.sample?.text).toContain('{"n":0,"even":true');
		for (const { time } of told.stages) expect(time?.firstAt).toBeGreaterThan(0);
		expect(told.stages[1]?.busyMs).toBeGreaterThan(0);
		const { runs } = await scratch.ask('runs.list', { kind: 'flow' });
		expect(runs.map(({ id }) => id)).toContain(told.id);
		const activity = await scratch.ask('plugins.activity', { since: 0, buckets: 1 });
		expect(activity.map(({ plugin }) => plugin)).toEqual(['row-filter']);
	});

	it('branches and merges in the order of the inputs, the same each time', async () => {
		const odd = { ...filter, name: 'odd', config: { where: { field: 'even', op: 'eq', value: false } } };
		const components = [
			input(),
			{ ...filter, inputs: ['in'], batch_size: 10 },
			{ ...odd, inputs: ['in'] },
			output('merged', ['odd', 'even']),
			output('whole', ['in']),
		];
		await run(components);
		const first = written('merged');
		expect(first).toHaveLength(ROWS);
		expect(written('whole')).toHaveLength(ROWS);
		// Parcel by parcel: of each two thousand the odd ones, then the even ones.
		expect(first.slice(0, 3).map(({ n }) => n)).toEqual([1, 3, 5]);
		expect(first.slice(1000, 1002).map(({ n }) => n)).toEqual([0, 2]);
		await run(components);
		expect(written('merged')).toEqual(first);
	});

	it('gives what an aggregator has at its end, and warns of what nobody takes', async () => {
		const groups = {
			name: 'groups',
			plugin: 'group-by',
			inputs: ['even'],
			config: { group_by: ['of'], aggregates: [{ op: 'count' }] },
		};
		const told = await run([input(), { ...filter, inputs: ['in'] }, groups]);
		expect(told.stages[2]).toMatchObject({ recordsIn: ROWS / 2, recordsOut: 7 });
		const lines = await scratch.ask('runs.logs', { id: told.id });
		const untaken = 'Nothing takes what "groups" gives: its records are counted but not saved.';
		expect(lines.map(({ level, message }) => [level, message])).toContainEqual(['warn', untaken]);
	});

	it('writes nothing at all where one component fails, and names it', async () => {
		const crash = await scratch.plugin(
			'crash',
			`(module (memory (export "memory") 1)
				(func (export "process_data") (param i32 i32) (result i32) unreachable))`,
		);
		await scratch.ask('plugins.install', { path: crash });
		const components = [
			input(),
			output('never', ['in']),
			{ name: 'bad', plugin: 'crash', inputs: ['in'] },
			output('bad-out', ['bad']),
		];
		const error = await scratch.fail('flows.run', { flow: { definition: { name: 'f', components } as never } });
		expect(error.message).toContain('components[2] (bad): ');
		expect(error.details).toMatchObject({ component: 2, stage: 2, plugin: 'crash' });
		for (const name of ['never', 'bad-out'])
			expect(existsSync(join(scratch.folder, `${name}.ndjson`)), name).toBe(false);
		const told = await scratch.ask('runs.get', { id: String(error.details?.['runId']) });
		expect(told).toMatchObject({ status: 'failed' });
		expect(told.stages.map((stage) => stage.error === null)).toEqual([true, true, false, true]);
	});

	it('tells all problems at once, and does not begin', async () => {
		const components = [input(), { ...filter, inputs: ['inn'] }, { ...output('o'), inputs: ['nobody'] }];
		const error = await scratch.fail('flows.run', { flow: { definition: { name: 'f', components } as never } });
		expect(error.code).toBe('configuration');
		expect(error.details?.['problems']).toHaveLength(2);
	});

	it('replaces no file that a person wants to keep', async () => {
		writeFileSync(join(scratch.folder, 'mine.ndjson'), 'mine');
		const definition = { name: 'f', components: [input(), output('mine')] } as never;
		expect(await scratch.fail('flows.run', { flow: { definition }, replace: false })).toMatchObject({
			code: 'conflict',
		});
		expect(readFileSync(join(scratch.folder, 'mine.ndjson'), 'utf8')).toBe('mine');
	});

	it('shows the first records that come to a preview', async () => {
		const look = { name: 'look', use: 'preview', config: { records: 3 } };
		const told = await run([input(), filter, look]);
		expect(told.edges[1]).toMatchObject({ records: ROWS / 2, sample: { truncated: true, form: 'text' } });
		const records = told.edges[1]?.sample?.text
			.trim()
			.split('\n')
			.map((line): unknown => JSON.parse(line));
		expect(records).toMatchObject([{ n: 0 }, { n: 2 }, { n: 4 }]);
		expect(told.stages[2]).toMatchObject({ builtIn: 'preview', recordsIn: ROWS / 2 });
	});

	it('tells how far each component and edge is while it runs', async () => {
		const runId = newRunId();
		const told: NonNullable<Events['run.progress']['flow']>[] = [];
		const stop = scratch.core().on('run.progress', ({ id, flow }) => {
			if (id === runId && flow !== undefined) told.push(flow);
		});
		await run([input(), filter, output('told')], { runId });
		stop();
		const last = told.at(-1);
		expect(last?.components.map(({ name }) => name)).toEqual(['in', 'even', 'told']);
		expect(last?.edges.map(({ records, waiting }) => [records, waiting])).toEqual([
			[ROWS, 0],
			[ROWS / 2, 0],
		]);
		for (const { busyShare } of last?.components ?? []) expect(busyShare).toBeLessThanOrEqual(1);
	});
});
