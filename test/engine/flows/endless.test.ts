import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newRunId } from '../../../src/shared/run/run-id.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

/** Every other time it has nothing; otherwise the record `1`. */
const fitful = `(module (memory (export "memory") 1) (data (i32.const 16) "\\01\\00\\00\\001")
	(global $asked (mut i32) (i32.const 0))
	(func (export "read_data") (result i32)
		(global.set $asked (i32.add (global.get $asked) (i32.const 1)))
		(select (i32.const 16) (i32.const 0) (i32.and (global.get $asked) (i32.const 1)))))`;

const flow = (to: string) => ({
	definition: {
		name: 'stream',
		components: [
			{ name: 'fitful', batch_size: 1 },
			{ name: 'out', use: 'write-file' as const, config: { path: to } },
		],
	},
});

it('a source that never ends is asked again when it has nothing, until its run is finished, which then ends well', async () => {
	const manifest = { type: 'source', endless: true };
	await scratch.ask('plugins.install', { path: await scratch.plugin('fitful', fitful, manifest) });
	const to = join(scratch.folder, 'out.ndjson');
	const checked = await scratch.ask('flows.check', { flow: flow(to) });
	expect(checked.components[0]).toMatchObject({ endless: true, type: 'source' });
	let taken = 0;
	scratch.core().on('run.progress', ({ recordsIn }) => {
		taken = recordsIn;
	});
	const runId = newRunId();
	const running = scratch.ask('flows.run', { flow: flow(to), runId });
	running.catch(() => undefined);
	await vi.waitUntil(() => taken >= 3, { timeout: 30_000 });
	expect(await scratch.ask('flows.finish', { run: runId })).toEqual({ finishing: true });
	const run = await running;
	expect(run).toMatchObject({ status: 'succeeded', id: runId });
	expect(readFileSync(to, 'utf8')).toBe('1\n'.repeat(run.recordsOut));
	expect(run.recordsOut).toBe(run.recordsIn);
	expect(run.recordsIn).toBeGreaterThanOrEqual(3);
	expect(await scratch.ask('flows.finish', { run: runId })).toEqual({ finishing: false });
});

it('a source without that key ends where it has nothing', async () => {
	await scratch.ask('plugins.install', { path: await scratch.plugin('fitful', fitful, { type: 'source' }) });
	const to = join(scratch.folder, 'out.ndjson');
	const run = await scratch.ask('flows.run', { flow: flow(to) });
	expect(run).toMatchObject({ status: 'succeeded', recordsIn: 1, recordsOut: 1 });
});
