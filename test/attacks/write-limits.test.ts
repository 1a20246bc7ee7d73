import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostStatus } from '../../src/shared/host/abi.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

/** Appends `x` and a line feed for each record it gets; answers with what the host said where that is an error. */
const appender = `(module
	(import "env" "host_write_file" (func $write (param i32 i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "./data/out") (data (i32.const 32) "x\\0a")
	(func (export "alloc") (param i32) (result i32) (i32.const 1024))
	(func (export "process_data") (param i32 i32) (result i32)
		(call $write (i32.const 16) (i32.const 10) (i32.const 32) (i32.const 2) (i32.const 1))))`;

/** Appends four bytes whenever it is initialised, and answers no call. */
const greedyAtStart = `(module
	(import "env" "host_write_file" (func $write (param i32 i32 i32 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "./data/out") (data (i32.const 32) "init")
	(func (export "alloc") (param i32) (result i32) (i32.const 1024))
	(func (export "plugin_init") (param i32 i32) (result i32)
		(drop (call $write (i32.const 16) (i32.const 10) (i32.const 32) (i32.const 4) (i32.const 1)))
		(i32.const 0))
	(func (export "process_data") (param i32 i32) (result i32) (loop $for_ever (br $for_ever)) (i32.const 0)))`;

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await scratch.ask('plugins.install', { path: await scratch.plugin('appender', appender, { batch: false }) });
	const policy = { ...lockedDown, allow_file_system: true, allowed_paths: ['./data/'], max_write_bytes: 6 };
	await scratch.ask('policy.set', { name: 'appender', policy });
});
afterAll(() => scratch.dispose());

const written = (): number => readFileSync(join(scratch.folder, 'data/plugin-data/appender/data/out')).byteLength;

it('each call is a run and has its own sum; the calls of a stream share one, and its refusals are recorded', async () => {
	for (let call = 1; call <= 5; call++) {
		await scratch.ask('plugins.call', { name: 'appender', fn: 'process_data', input: '1' });
		expect(written()).toBe(2 * call);
	}
	const id = scratch.core().attachInput(Readable.from([Buffer.from('1\n2\n3\n4\n5\n')]));
	const stream = { plugin: 'appender', input: { kind: 'stream', id }, format: 'ndjson', batch: 1 } as const;
	expect((await scratch.fail('streams.run', stream)).details).toMatchObject({ status: hostStatus.noSpace });
	expect(written()).toBe(16);
	const [refusal] = await scratch.ask('policy.refused', { name: 'appender' });
	expect(refusal).toMatchObject({ op: 'write_file', rule: 'max_write_bytes: 6', entry: null, allowedNow: false });
});

it('a plugin that is started again and again gets no more for its starts than once', async () => {
	const path = await scratch.plugin('greedy', greedyAtStart, { timeout_ms: 100 });
	await scratch.ask('plugins.install', { path });
	const policy = { ...lockedDown, allow_file_system: true, allowed_paths: ['./data/'], max_write_bytes: 10 };
	await scratch.ask('policy.set', { name: 'greedy', policy });
	for (let call = 0; call < 6; call++) {
		const { code } = await scratch.fail('plugins.call', { name: 'greedy', fn: 'process_data', input: '1' });
		expect(code).toBe('timeout');
	}
	expect(readFileSync(join(scratch.folder, 'data/plugin-data/greedy/data/out'), 'utf8')).toBe('initinit');
});
