import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reaperEntry, resourcesDir, sandboxEntry } from '../../../test/support/built.ts';
import { WasmComponentManager } from './wasm-component-manager.ts';
import { WasmRuntime } from './wasm-runtime.ts';

const redactor = join(resourcesDir, 'plugins/pii-redactor');
const source = join(resourcesDir, 'plugins/csv-source');
const airports = join(import.meta.dirname, '../../../node_modules/vega-datasets/data/airports.csv');
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const one of closing.splice(0)) await one.close();
});

describe('the library', () => {
	it('loads, calls and unloads a plugin', async () => {
		const runtime = new WasmRuntime({ sandboxEntry, reaperEntry });
		closing.push(runtime);
		const id = await runtime.loadPlugin(redactor);
		expect(await runtime.callFunction(id, 'process_data', [{ m: 'bob@example.com' }])).toEqual({ m: 'b***@***.com' });
		expect(await runtime.callFunction(id, 'process_data', [[{ m: 'x' }, { m: 'c@d.org' }]])).toEqual([
			{ m: 'x' },
			{ m: 'c***@***.org' },
		]);
		await expect(runtime.callFunction(id, 'process_data', [1, 2])).rejects.toMatchObject({ code: 'invalid_input' });
		await runtime.unloadPlugin(id);
		await expect(runtime.callFunction(id, 'process_data')).rejects.toMatchObject({ code: 'not_found' });
	});

	it('lets the program, not the manifest, decide what a plugin may do, and tells it of refusals', async () => {
		const denied: string[] = [];
		const runtime = new WasmRuntime({ sandboxEntry, reaperEntry, onDenied: ({ target }) => denied.push(target) });
		closing.push(runtime);
		await expect(runtime.loadPlugin(source, { config: { path: airports } })).rejects.toMatchObject({
			code: 'plugin_load',
		});
		expect(denied).toEqual([airports]);
		const id = await runtime.loadPlugin(source, {
			config: { path: airports },
			security_policy: { allow_file_system: true, allowed_paths: [`${airports}:ro`], max_memory: 33_554_432 },
		});
		expect(await runtime.callFunction(id, 'read_data')).toHaveLength(1000);
	});

	it('keeps components by name and counts what they did', async () => {
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry });
		closing.push(manager);
		const component = { name: 'mask', type: 'processor', module_path: redactor } as const;
		await manager.registerComponent(component);
		await expect(manager.registerComponent(component)).rejects.toMatchObject({ code: 'conflict' });
		await expect(manager.registerComponent({ ...component, name: 'other', type: 'filter' })).rejects.toMatchObject({
			code: 'configuration',
		});
		expect(await manager.callComponent('mask', { m: 'a@b.org' })).toEqual({ m: 'a***@***.org' });
		await expect(manager.callComponent('mask', null, 'no_such')).rejects.toMatchObject({ code: 'not_found' });
		expect(manager.getStats()).toMatchObject({ total: 1, byType: { processor: 1 }, calls: 2, failures: 1 });
		await manager.unregisterComponent('mask');
		expect(manager.getStats().total).toBe(0);
	});
});
