import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRunId } from '../../../src/shared/run/run-id.ts';
import { grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';
import { countBytes } from '../../support/wasi/programs.ts';

const ROWS = 150_000;
let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	await scratch.ask('plugins.install', { path: sample('row-filter') });
	await scratch.ask('policy.set', { name: 'row-filter', policy: grant() });
	const rows = Array.from({ length: ROWS }, (_, n) => `${n},${n % 2 === 0},"some, text ${n}"`);
	writeFileSync(place('in.csv.gz'), gzipSync(`n,even,text\n${rows.join('\n')}\n`));
});
afterAll(() => scratch.dispose());

const place = (name: string): string => join(scratch.folder, name);
const hash = (name: string): string =>
	createHash('sha256')
		.update(readFileSync(place(name)))
		.digest('hex');
const leftovers = (): readonly string[] => readdirSync(scratch.folder).filter((name) => name.endsWith('.part'));
const flow = (into: string) => ({
	definition: {
		name: 'halves',
		components: [
			{ name: 'in', use: 'read-file', config: { path: place('in.csv.gz') } },
			{
				name: 'even',
				plugin: 'row-filter',
				inputs: ['in'],
				config: { where: { field: 'even', op: 'eq', value: true } },
			},
			{ name: 'out', use: 'write-file', inputs: ['even'], config: { path: place(`${into}-even.csv.gz`) } },
			{ name: 'rest', use: 'write-file', inputs: ['in'], config: { path: place(`${into}-all.ndjson`) } },
		],
	} as never,
});

/** Runs it until so many records came in, then cancels it; its id. */
async function cancelled(into: string, records: number): Promise<string> {
	const runId = newRunId();
	const stop = scratch.core().on('run.progress', (told) => {
		if (told.id === runId && told.recordsIn >= records) void scratch.ask('runs.cancel', { id: runId });
	});
	const error = await scratch.fail('flows.run', { flow: flow(into), runId });
	stop();
	expect(error.code).toBe('cancelled');
	return runId;
}

describe('a run of a flow that was cancelled', () => {
	it('goes on where it was, and gives what an undisturbed run gives', async () => {
		await scratch.ask('flows.run', { flow: flow('whole') });
		const first = await cancelled('parts', 10_000);
		expect(existsSync(place('parts-all.ndjson'))).toBe(false);
		expect(leftovers()).toHaveLength(2);
		const told = await scratch.ask('flows.resumable', { run: first });
		expect(told).toMatchObject({ run: first, continuedBy: null, differences: [], problem: null });
		expect(told.checkpointAt).toBeGreaterThan(0);
		expect(told.recordsIn).toBeGreaterThanOrEqual(10_000);
		expect(told.recordsIn).toBeLessThan(ROWS);
		await scratch.restart();
		expect(leftovers()).toHaveLength(2);
		const second = await scratch.ask('flows.resume', { run: first });
		expect(second).toMatchObject({ status: 'succeeded', resumes: first, recordsIn: ROWS });
		for (const name of ['even.csv.gz', 'all.ndjson']) expect(hash(`parts-${name}`), name).toBe(hash(`whole-${name}`));
		expect(leftovers()).toEqual([]);
		expect((await scratch.ask('runs.get', { id: first })).continuedBy).toBe(second.id);
		const again = await scratch.fail('flows.resume', { run: first });
		expect(again.details).toMatchObject({ reason: 'run_continued', by: second.id });
		expect((await scratch.fail('flows.resume', { run: second.id })).details).toMatchObject({
			reason: 'run_ended_well',
		});
	});

	it('goes on once, however often it is asked for at once', async () => {
		const first = await cancelled('once', 5_000);
		const both = await Promise.all([1, 2].map(() => scratch.core().request('flows.resume', { run: first })));
		const done = both.flatMap((each) => (each.ok ? [each.data.id] : []));
		const refused = both.flatMap((each) => (each.ok ? [] : [each.error]));
		expect(done).toHaveLength(1);
		expect(refused).toMatchObject([
			{ code: 'conflict', details: { reason: 'run_continued', run: first, by: done[0] } },
		]);
		for (const name of ['even.csv.gz', 'all.ndjson']) expect(hash(`once-${name}`), name).toBe(hash(`whole-${name}`));
		expect(leftovers()).toEqual([]);
	});

	it('waits for a person where a policy is another one by now', async () => {
		const first = await cancelled('granted', 5_000);
		await scratch.ask('policy.set', { name: 'row-filter', policy: { ...grant(), max_memory: 40_000_000 } });
		const told = await scratch.ask('flows.resumable', { run: first });
		expect(told.differences).toMatchObject([{ component: 1, error: { details: { reason: 'resume_other_grant' } } }]);
		const refused = await scratch.fail('flows.resume', { run: first });
		expect(refused).toMatchObject({ code: 'conflict', details: { reason: 'resume_differs', run: first } });
		const resumed = await scratch.ask('flows.resume', { run: first, accept: true });
		expect(resumed.status).toBe('succeeded');
		expect(hash('granted-all.ndjson')).toBe(hash('whole-all.ndjson'));
	});

	it('cannot go on once what it was given is forgotten, and nothing of that lies on the disk', async () => {
		const first = await cancelled('forgotten', 5_000);
		expect(leftovers()).toHaveLength(2);
		await scratch.ask('runs.forget', { id: first, parts: ['input'] });
		expect(leftovers()).toEqual([]);
		expect((await scratch.ask('flows.resumable', { run: first })).checkpointAt).toBeNull();
	});

	it('cannot go on in another file, and what it left goes with it', async () => {
		const first = await cancelled('other', 5_000);
		const before = readFileSync(place('in.csv.gz'));
		writeFileSync(place('in.csv.gz'), 'n,even\n1,true\n');
		const told = await scratch.ask('flows.resumable', { run: first });
		expect(told.problem?.details).toMatchObject({ reason: 'resume_other_file', component: 0 });
		expect((await scratch.fail('flows.resume', { run: first, accept: true })).details).toMatchObject({
			reason: 'resume_other_file',
		});
		rmSync(place('in.csv.gz'));
		expect((await scratch.ask('flows.resumable', { run: first })).problem).not.toBeNull();
		writeFileSync(place('in.csv.gz'), before);
		expect(leftovers()).toHaveLength(2);
		await scratch.ask('runs.remove', { ids: [first] });
		await scratch.restart();
		// In the trash it could still come back.
		expect(leftovers()).toHaveLength(2);
		await scratch.ask('trash.empty', {});
		await expect.poll(leftovers).toEqual([]);
	});
});

it('a program that holds what it has read cannot go on elsewhere, but one that is run for each batch can', async () => {
	const path = await scratch.plugin('counter', countBytes, { encoding: 'ndjson', type: 'processor' });
	await scratch.ask('plugins.install', { path, grant: grant() });
	const counted = (onError: string, workers: number) => ({
		definition: {
			name: 'counted',
			components: [
				{ name: 'in', use: 'read-file', config: { path: place('in.csv.gz') } },
				{ name: 'counter', inputs: ['in'], on_error: onError, workers },
				{ name: 'out', use: 'write-file', inputs: ['counter'], config: { path: place('counted.ndjson') } },
			],
		} as never,
	});
	const notResumable = async (onError: string, workers: number) =>
		(await scratch.ask('flows.check', { flow: counted(onError, workers) })).notResumable;
	expect(await notResumable('fail', 1)).toEqual([1]);
	expect(await notResumable('skip', 1)).toEqual([]);
	expect(await notResumable('fail', 2)).toEqual([]);
	const runId = newRunId();
	const stop = scratch.core().on('run.progress', (told) => {
		if (told.id === runId && told.recordsIn >= 10_000) void scratch.ask('runs.cancel', { id: runId });
	});
	expect((await scratch.fail('flows.run', { flow: counted('fail', 1), runId })).code).toBe('cancelled');
	stop();
	expect((await scratch.ask('flows.resumable', { run: runId })).checkpointAt).toBeNull();
	expect(leftovers()).toEqual([]);
});
