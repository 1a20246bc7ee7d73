import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WasmRuntime } from '../../src/core/index.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { componentOf, leastOf } from '../support/wasi/component.ts';

let folder: string;
let runtime: WasmRuntime;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-library-'));
	runtime = new WasmRuntime({ sandboxEntry, reaperEntry, dataDir: join(folder, 'data') });
});
afterAll(async () => {
	await runtime.close();
	rmSync(folder, { recursive: true, force: true });
});

it('a program runs a component as it runs a module', async () => {
	const path = join(folder, 'kept.wasm');
	writeFileSync(path, await componentOf(leastOf('filter'), 'filter-plugin'));
	const id = await runtime.loadPlugin(path, { type: 'filter' });
	expect(await runtime.callFunction(id, 'filter_data', [[{ a: 1 }, { b: 2 }, { c: 3 }]])).toEqual([{ a: 1 }, { c: 3 }]);
	await expect(runtime.loadPlugin(path, { type: 'source' })).rejects.toMatchObject({
		hint: expect.stringContaining('dataflare:plugin/source@1.0.0#read'),
	});
});
