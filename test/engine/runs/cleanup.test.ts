import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const destination = (cleanup: string): string => `(module
	(import "env" "host_set_error" (func $say (param i32 i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "the last 7 records were not written")
	(func (export "write_data") (param i32 i32) (result i32) (i32.const 0))
	(func (export "plugin_cleanup") (result i32) (call $say (i32.const 16) (i32.const 35)) ${cleanup}))`;

it.each([
	['answers a negative status', '(i32.const -5)', 'failed with -5: the last 7 records were not written'],
	['traps', 'unreachable', 'it had said: the last 7 records were not written'],
])('a run whose plugin_cleanup %s fails with what the plugin said', async (_, cleanup, words) => {
	const path = await scratch.plugin('keeper', destination(cleanup), { type: 'destination' });
	await scratch.ask('plugins.install', { path });
	const id = scratch.core().attachInput(Readable.from(['{"a":1}\n']));
	const error = await scratch.fail('streams.run', {
		plugin: 'keeper',
		input: { kind: 'stream', id },
		format: 'ndjson',
	});
	expect(error).toMatchObject({ code: 'plugin_execution', message: expect.stringContaining(words) });
});

it('what a cleanup said and did not fail for is no failure', async () => {
	const path = await scratch.plugin('keeper', destination('(i32.const 0)'), { type: 'destination' });
	await scratch.ask('plugins.install', { path });
	const id = scratch.core().attachInput(Readable.from(['{"a":1}\n']));
	const run = await scratch.ask('streams.run', { plugin: 'keeper', input: { kind: 'stream', id }, format: 'ndjson' });
	expect(run.status).toBe('succeeded');
});
