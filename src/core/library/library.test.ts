import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reaperEntry, resourcesDir, sandboxEntry } from '../../../test/support/built.ts';
import { testGuest, wat } from '../../../test/support/guests/wat.ts';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { createCore } from '../create-core.ts';
import { WasmComponentManager } from './wasm-component-manager.ts';
import { WasmRuntime } from './wasm-runtime.ts';

const redactor = join(resourcesDir, 'plugins/pii-redactor');
const source = join(resourcesDir, 'plugins/csv-source');
const airports = join(import.meta.dirname, '../../../node_modules/vega-datasets/data/airports.csv');
const mask = { name: 'mask', type: 'processor', module_path: redactor } as const;
const folder = scratchFolder();
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

	it('lets nobody initialise or clean up a running plugin by name', async () => {
		const runtime = new WasmRuntime({ sandboxEntry, reaperEntry });
		closing.push(runtime);
		const id = await runtime.loadPlugin(redactor);
		for (const [fn, args] of [
			['plugin_init', [{ email: 'off' }]],
			['plugin_cleanup', []],
		] as const) {
			await expect(runtime.callFunction(id, fn, args)).rejects.toMatchObject({ code: 'invalid_input' });
		}
		expect(await runtime.callFunction(id, 'process_data', [{ m: 'bob@example.com' }])).toEqual({ m: 'b***@***.com' });
	});

	it('lets the program, not the manifest, decide what a plugin may do, and tells it of refusals', async () => {
		const denied: string[] = [];
		const runtime = new WasmRuntime({ sandboxEntry, reaperEntry, onDenied: ({ target }) => denied.push(target) });
		closing.push(runtime);
		const powerless = await runtime.loadPlugin(source, { config: { path: airports } });
		await expect(runtime.callFunction(powerless, 'read_data')).rejects.toMatchObject({ code: 'plugin_execution' });
		expect(new Set(denied)).toEqual(new Set([airports]));
		const id = await runtime.loadPlugin(source, {
			config: { path: airports },
			security_policy: { allow_file_system: true, allowed_paths: [`${airports}:ro`], max_memory: 33_554_432 },
		});
		expect(await runtime.callFunction(id, 'read_data')).toHaveLength(1000);
	});

	it('keeps components by name and counts what they did', async () => {
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry });
		closing.push(manager);
		await manager.registerComponent(mask);
		await expect(manager.registerComponent(mask)).rejects.toMatchObject({ code: 'conflict' });
		await expect(manager.registerComponent({ ...mask, name: 'other', type: 'filter' })).rejects.toMatchObject({
			code: 'configuration',
		});
		expect(await manager.callComponent('mask', { m: 'a@b.org' })).toEqual({ m: 'a***@***.org' });
		await expect(manager.callComponent('mask', null, 'no_such')).rejects.toMatchObject({ code: 'not_found' });
		expect(manager.getStats()).toMatchObject({ total: 1, byType: { processor: 1 }, calls: 2, failures: 1 });
		await manager.unregisterComponent('mask');
		expect(manager.getStats().total).toBe(0);
	});

	it('answers everything that a program can get wrong with an error of the product', async () => {
		const runtime = new WasmRuntime({ sandboxEntry, reaperEntry });
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry });
		closing.push(runtime, manager);
		const id = await runtime.loadPlugin(redactor);
		const cyclic: { self?: unknown } = {};
		cyclic.self = cyclic;
		const wrong = (value: unknown): never => value as never;
		const cases: readonly (readonly [() => Promise<unknown>, string, RegExp])[] = [
			[() => runtime.callFunction(id, 'process_data', wrong([1n])), 'invalid_input', /a bigint, cannot be written/],
			[
				() => runtime.callFunction(id, 'process_data', wrong([cyclic])),
				'invalid_input',
				/an object, cannot be written/,
			],
			[() => runtime.callFunction(id, 'process_data', wrong([undefined])), 'invalid_input', /undefined, cannot/],
			[
				() => runtime.callFunction(id, 'process_data', wrong({ m: 1 })),
				'invalid_input',
				/must be an array, not an object/,
			],
			[() => runtime.callFunction(id, 'process_data', wrong(null)), 'invalid_input', /must be an array, not null/],
			[() => runtime.callFunction(id, wrong(7), []), 'invalid_input', /called by its name, not by a number/],
			[() => runtime.callFunction(wrong(Symbol('id')), 'process_data'), 'not_found', /Symbol\(id\)/],
			[() => runtime.loadPlugin(wrong(undefined)), 'configuration', /loaded from a path/],
			[() => runtime.loadPlugin(redactor, wrong(null)), 'configuration', /expected an object, \{ … \}; found null/],
			[() => runtime.loadPlugin(redactor, wrong({ config: { n: 1n } })), 'configuration', /config\.n/],
			[() => runtime.loadPlugin(redactor, wrong({ memory_limit: 1 })), 'configuration', /memory_limit: .*65,536/],
			[
				() => runtime.loadPlugin(redactor, wrong({ security_policy: { alow_network: true } })),
				'configuration',
				/security_policy\.alow_network: is not a known key \(did you mean "allow_network"\?\)/,
			],
			[() => manager.registerComponent(wrong(undefined)), 'configuration', /it: is missing/],
			[() => manager.registerComponent(wrong({})), 'configuration', /and 2 more/],
			[
				() => manager.registerComponent(wrong({ ...mask, timeoutMs: 5 })),
				'configuration',
				/timeoutMs: is not a known key \(did you mean "timeout_ms"\?\)/,
			],
			[() => manager.callComponent(wrong({})), 'not_found', /No component/],
			[async () => new WasmRuntime(wrong(null)), 'configuration', /The options of the runtime/],
			[async () => new WasmRuntime(wrong({ sandboxentry: 'x' })), 'configuration', /did you mean "sandboxEntry"/],
			[() => createCore(wrong({})), 'configuration', /dataDir/],
			[() => createCore(wrong(undefined)), 'configuration', /dataDir/],
		];
		for (const [attempt, code, message] of cases) {
			const error: unknown = await attempt().catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(DataFlareError);
			expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
		}
		await runtime.close();
		await runtime.close();
		await expect(runtime.loadPlugin(redactor)).rejects.toMatchObject({ code: 'cancelled' });
	});

	it('holds a component to its own limits where they are narrower than what it was granted', async () => {
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry });
		closing.push(manager);
		const looping = folder.put('looping.wasm', await wat(testGuest));
		const component = { name: 'loops', type: 'transformer', module_path: looping } as const;
		await manager.registerComponent({ ...component, timeout_ms: 300 });
		await expect(manager.callComponent('loops', {}, 'spin')).rejects.toMatchObject({
			code: 'timeout',
			details: { limitMs: 300 },
		});
		await expect(
			manager.registerComponent({ ...component, name: 'small', memory_limit: 70_000 }),
		).rejects.toMatchObject({
			code: 'memory_limit',
			details: { limitBytes: 70_000 },
		});
		// Not wider than the grant, however much is named.
		await manager.registerComponent({
			...component,
			name: 'loops too',
			security_policy: { max_execution_time: 300 },
			timeout_ms: 60_000,
		});
		await expect(manager.callComponent('loops too', {}, 'spin')).rejects.toMatchObject({ details: { limitMs: 300 } });
	});
});
