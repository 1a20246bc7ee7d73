import { afterEach, expect, it } from 'vitest';
import { reaperEntry, sandboxEntry } from '../../../test/support/built.ts';
import { extismWat } from '../../../test/support/extism/extism-guest.ts';
import { wat } from '../../../test/support/guests/in-process-guest.ts';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { WasmRuntime } from './wasm-runtime.ts';

const folder = scratchFolder();
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const one of closing.splice(0)) await one.close();
});

it('calls `_start` of an Extism plugin by its name, each time in a new instance', async () => {
	const body = `(global $n (mut i64) (i64.const 0))
		(func $one (global.set $n (i64.add (global.get $n) (i64.const 1))) (call $output_number (global.get $n)))
		(func (export "_start") (call $one)) (func (export "count") (call $one))`;
	const path = folder.put('program.wasm', wat(extismWat(body)));
	const runtime = new WasmRuntime({ sandboxEntry, reaperEntry });
	closing.push(runtime);
	const id = await runtime.loadPlugin(path);
	const call = async (fn: string): Promise<string> =>
		Buffer.from((await runtime.callFunction(id, fn)) as Uint8Array).toString();
	expect([await call('count'), await call('_start'), await call('_start'), await call('count')]).toEqual([
		'1',
		'2',
		'1',
		'1',
	]);
	await expect(runtime.callFunction(id, '_initialize')).rejects.toMatchObject({ code: expect.any(String) });
});
