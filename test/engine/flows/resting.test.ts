import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Events } from '../../../src/shared/api/events.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { newRunId } from '../../../src/shared/run/run-id.ts';
import { fickle } from '../../support/flows/fickle-guest.ts';
import { grant } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore({ restAfterMs: 20, checkpointEveryMs: 30 });
	const [pass, count] = [fickle('process_data'), fickle('aggregate_data')];
	const feed = join(scratch.folder, 'feed');
	writeFileSync(feed, '');
	for (const path of [
		await scratch.plugin('feed', reads(feed), { type: 'source', endless: true }),
		await scratch.plugin('pass', pass),
		await scratch.plugin('count', count, { type: 'aggregator' }),
	]) {
		await scratch.ask('plugins.install', { path });
	}
	await scratch.ask('policy.set', { name: 'feed', policy: grant(feed) });
});
afterEach(() => scratch.dispose());

/** A source without an end: texts of ten bytes from a file, as they are appended to it. It saves how far it is. */
const reads = (path: string): string => `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(memory (export "memory") 2)
	(data (i32.const 16) "${path}")
	(global $at (mut i32) (i32.const 0))
	(func (export "alloc") (param i32) (result i32) (i32.const 4096))
	(func (export "dealloc") (param i32 i32))
	(func (export "read_data") (result i32) (local $found i32)
		(local.set $found (call $read (i32.const 16) (i32.const ${Buffer.byteLength(path)})
			(i64.extend_i32_u (global.get $at)) (i32.const 10)))
		(if (i32.le_s (local.get $found) (i32.const 0)) (then (return (local.get $found))))
		(if (i32.lt_u (i32.load (local.get $found)) (i32.const 10)) (then (return (i32.const 0))))
		(global.set $at (i32.add (global.get $at) (i32.const 10)))
		(local.get $found))
	(func (export "save_state") (result i32)
		(i32.store (i32.const 8192) (i32.const 4)) (i32.store (i32.const 8196) (global.get $at)) (i32.const 8192))
	(func (export "load_state") (param $from i32) (param i32) (result i32)
		(global.set $at (i32.load (local.get $from))) (i32.const 0)))`;

const say = (first: number, count: number): void => {
	const texts = Array.from({ length: count }, (_, n) => `"ok ${String(first + n).padStart(5, '0')}"`);
	appendFileSync(join(scratch.folder, 'feed'), texts.join(''));
};
const told = (count: number): string =>
	Array.from({ length: count }, (_, n) => `"ok ${String(n).padStart(5, '0')}"\n`).join('');
/** What `pass` hands on, `count` does too, and says at its end how many there were. */
const flow = () => ({
	definition: {
		name: 'waiting',
		components: [
			{ name: 'feed', batch_size: 1 },
			{ name: 'pass', inputs: ['feed'] },
			{ name: 'count', inputs: ['pass'] },
			{
				name: 'out',
				use: 'write-file' as const,
				inputs: ['pass'],
				config: { path: join(scratch.folder, 'out.ndjson') },
			},
			{
				name: 'sum',
				use: 'write-file' as const,
				inputs: ['count'],
				config: { path: join(scratch.folder, 'sum.ndjson') },
			},
		],
	},
});
const written = (): readonly string[] =>
	['out.ndjson', 'sum.ndjson'].map((name) => readFileSync(join(scratch.folder, name), 'utf8'));

/** The newest that is told of a run. */
function listen(runId: string): () => Events['run.progress'] | null {
	let newest: Events['run.progress'] | null = null;
	scratch.core().on('run.progress', (progress) => {
		if (progress.id === runId) newest = progress;
	});
	return () => newest;
}

/** So many records came through, and whoever takes them has no sandbox any more. */
async function settled(newest: () => Events['run.progress'] | null, records: number): Promise<void> {
	const seen = (): unknown => {
		const progress = newest();
		// What it gave says that the last one was awake with all of them.
		return [progress?.stages[2]?.recordsOut, progress?.flow?.components.map(({ isResting }) => isResting)];
	};
	await expect.poll(seen, { timeout: 30_000, interval: 5 }).toEqual([records, [false, true, true, false, false]]);
	const sandboxes = await scratch.ask('sandboxes.list', {});
	expect(sandboxes.flatMap(({ plugin }) => (plugin === null ? [] : [plugin]))).toEqual(['feed']);
}

const rests = ({ events }: RunDetail): readonly number[] => [
	...new Set(events.filter(({ kind }) => kind === 'rest').map(({ stage }) => stage)),
];

it('a flow whose source is silent keeps the sandbox of that source alone, and loses nothing by it', async () => {
	const runId = newRunId();
	const newest = listen(runId);
	const running = scratch.ask('flows.run', { flow: flow(), runId });
	running.catch(() => undefined);
	await settled(newest, 0);
	say(0, 3);
	await settled(newest, 3);
	say(3, 1);
	await settled(newest, 4);
	await scratch.ask('flows.finish', { run: runId });
	const run = await running;
	expect(run).toMatchObject({ status: 'succeeded', recordsIn: 4 });
	expect(run.stages.map(({ recordsIn, recordsOut }) => [recordsIn, recordsOut])).toEqual([
		[0, 4],
		[4, 4],
		[4, 5],
		[4, 0],
		[5, 0],
	]);
	expect(written()).toEqual([told(4), `${told(4)}4\n`]);
	expect(rests(run).toSorted()).toEqual([1, 2]);
});

it('a run that was cancelled while its sandboxes were let go goes on with what they had saved', async () => {
	const runId = newRunId();
	const newest = listen(runId);
	const running = scratch.fail('flows.run', { flow: flow(), runId });
	say(0, 5);
	await settled(newest, 5);
	await scratch.ask('runs.cancel', { id: runId });
	expect(await running).toMatchObject({ code: 'cancelled' });
	expect(await scratch.ask('sandboxes.list', {})).toEqual([]);
	await scratch.restart();
	const nextId = newRunId();
	const next = listen(nextId);
	const resumed = scratch.ask('flows.resume', { run: runId, runId: nextId });
	resumed.catch(() => undefined);
	await settled(next, 5);
	say(5, 2);
	await settled(next, 7);
	await scratch.ask('flows.finish', { run: nextId });
	expect(await resumed).toMatchObject({ status: 'succeeded' });
	expect(written()).toEqual([told(7), `${told(7)}7\n`]);
});
