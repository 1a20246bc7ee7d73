import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reaperEntry, resourcesDir, sandboxEntry } from '../../../test/support/built.ts';
import { wat } from '../../../test/support/guests/wat.ts';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { documentedSource } from '../../../test/support/values/documented-source.ts';
import { DataFlareError, type ErrorKind, errorCodes, errorKinds } from '../../shared/errors/errors.ts';
import { WasmComponentManager } from './wasm-component-manager.ts';
import { type LoadConfig, WasmRuntime } from './wasm-runtime.ts';

const redactor = join(resourcesDir, 'plugins/pii-redactor');
const folder = scratchFolder();
const before = process.cwd();

/** Answers every input with what it got. It has the functions of two types and no allocator. */
const echo = `(module
	(memory (export "memory") 2)
	(func (export "plugin_init") (param i32 i32) (result i32) (i32.const 0))
	(func $echo (export "process_data") (param $ptr i32) (param $len i32) (result i32)
		(i32.store (i32.const 1024) (local.get $len))
		(memory.copy (i32.const 1028) (local.get $ptr) (local.get $len))
		(i32.const 1024))
	(func (export "read_data") (result i32) (i32.const 0))
	(func (export "plugin_cleanup") (result i32) (i32.const 0)))`;

/** The program of the documents' first page, as its configuration stands there. */
const asDocumented = {
	name: 'my_plugin',
	module_path: './plugins/my_plugin.wasm',
	config: {},
	security_policy: {
		allow_network: false,
		allow_file_system: true,
		allow_env_vars: false,
		max_memory: 16777216,
		max_execution_time: 10000,
		allowed_paths: ['./data/'],
		allowed_hosts: [],
		allowed_env_vars: [],
	},
	memory_limit: 16 * 1024 * 1024,
	timeout_ms: 10000,
} satisfies LoadConfig;

const runtime = () => closing(new WasmRuntime({ sandboxEntry, reaperEntry }));
const manager = () => closing(new WasmComponentManager({ sandboxEntry, reaperEntry }));
const open: { close(): Promise<void> }[] = [];
function closing<T extends { close(): Promise<void> }>(one: T): T {
	open.push(one);
	return one;
}
const wrong = (value: unknown): never => value as never;

beforeEach(async () => {
	mkdirSync(join(folder.path, 'plugins'), { recursive: true });
	folder.put('plugins/my_plugin.wasm', await wat(echo));
	folder.put('plugins/csv_source.wasm', await wat(echo));
	process.chdir(folder.path);
});
afterEach(async () => {
	process.chdir(before);
	for (const one of open.splice(0)) await one.close();
});

describe('the programs of the documents', () => {
	it('load and call a plugin', async () => {
		const library = runtime();
		const id = await library.loadPlugin('./plugins/my_plugin.wasm', asDocumented);
		expect(await library.callFunction(id, 'process_data', [{ input: 'test_data' }])).toEqual({ input: 'test_data' });
	});

	it('register a component and count what there is', async () => {
		const library = manager();
		await library.registerComponent({ ...documentedSource, ...{ type: null } } as never);
		expect(library.getStats()).toEqual({
			...{ total: 1, byType: { source: 1 }, calls: 0, failures: 0 },
			components: [{ name: 'csv_source', type: 'source', calls: 0, failures: 0 }],
		});
		expect(await library.callComponent('csv_source')).toBeNull();
	});

	it('take the plugin configuration of a file, with only some of a policy’s fields', async () => {
		const { allowed_hosts: _, allowed_env_vars: __, ...security_policy } = asDocumented.security_policy;
		const metadata = { author: 'Your Name', version: '1.0.0', description: '插件描述', more: [1] };
		const library = runtime();
		await library.loadPlugin('./plugins/my_plugin.wasm', {
			...{ ...asDocumented, type: 'processor', security_policy, metadata },
			config: { param1: 'value1', param2: 42 },
		});
		expect(library.listPlugins()[0]?.package.manifest.metadata).toEqual(metadata);
	});

	it('mean nothing by what is null', async () => {
		const nothing = Object.fromEntries(
			['name', 'type', 'component_type', 'module_path', 'config', 'security_policy', 'memory_limit', 'timeout_ms']
				.concat('output_limit', 'runtime_config', 'metadata')
				.map((key) => [key, null]),
		);
		const library = runtime();
		const id = await library.loadPlugin('plugins/my_plugin.wasm', nothing);
		expect(await library.callFunction(id, 'process_data', [1])).toBe(1);
	});

	it('choose the type of a lone module among those that it has the functions of', async () => {
		const library = runtime();
		for (const [said, type] of [
			['Source', 'source'],
			['processor', 'processor'],
		] as const) {
			const id = await library.loadPlugin('plugins/my_plugin.wasm', { component_type: said });
			expect(library.listPlugins().find((each) => each.id === id)?.package.manifest.type).toBe(type);
		}
	});

	it('choose it in the module’s own section, too', async () => {
		const section = Buffer.from('{"component_type":"Source","metadata":null}');
		const name = Buffer.from('dataflare');
		const content = Buffer.concat([Buffer.from([name.length]), name, section]);
		folder.put('own.wasm', Buffer.concat([await wat(echo), Buffer.from([0, content.length]), content]));
		const library = runtime();
		await library.loadPlugin('own.wasm', { component_type: 'Source' });
		expect(library.listPlugins()[0]?.package).toMatchObject({ warnings: [], manifest: { type: 'source' } });
	});

	it('tell the kinds of errors apart', async () => {
		const library = runtime();
		const told = async (attempt: Promise<unknown>): Promise<string> => {
			const error: unknown = await attempt.catch((thrown: unknown) => thrown);
			if (!(error instanceof DataFlareError)) return 'none of the product';
			switch (error.kind) {
				case 'Configuration':
					return `configuration error: ${error.message}`;
				case 'PluginLoad':
					return `load error: ${error.message}`;
				case 'PluginExecution':
					return `execution error: ${error.message}`;
				default:
					return `another error: ${error.kind}`;
			}
		};
		folder.put('bad.wasm', 'no module');
		const failing = await wat(
			'(module (memory (export "memory") 1) (func (export "read_data") (result i32) unreachable))',
		);
		folder.put('traps.wasm', failing);
		const id = await library.loadPlugin('traps.wasm');
		expect(await told(library.loadPlugin('traps.wasm', wrong({ timeout_ms: 0 })))).toMatch(/^configuration error/);
		expect(await told(library.loadPlugin('bad.wasm'))).toMatch(/^load error/);
		expect(await told(library.callFunction(id, 'read_data'))).toMatch(/^execution error/);
		expect(await told(library.callFunction('nobody', 'read_data'))).toBe('another error: NotFound');
		const kinds = new Set<ErrorKind>(errorCodes.map((code) => new DataFlareError(code, '').kind));
		expect([...kinds]).toEqual(Object.values(errorKinds));
	});
});

describe('a configuration that contradicts what is loaded is told, with both', () => {
	it.each<readonly [string, string, unknown, RegExp]>([
		[
			'another path',
			'plugins/my_plugin.wasm',
			{ module_path: './plugins/csv_source.wasm' },
			/my_plugin\.wasm.*csv_source/,
		],
		[
			'a path in another folder',
			'plugins/my_plugin.wasm',
			{ module_path: './my_plugin.wasm' },
			/"\.\/my_plugin\.wasm"/,
		],
		['another name', 'plugins/my_plugin.wasm', { name: 'yours' }, /names the plugin "yours".*"my_plugin"/],
		['another name than its manifest’s', redactor, { name: 'redactor' }, /"redactor".*"pii-redactor"/],
		['another path than its manifest’s', redactor, { module_path: './other.wasm' }, /other\.wasm/],
		[
			'another type than its manifest’s',
			redactor,
			{ type: 'filter' },
			/a filter, but its manifest makes it a processor/,
		],
		['a type without its functions', 'plugins/my_plugin.wasm', { type: 'Filter' }, /a filter, but its module/],
		[
			'two types',
			'plugins/my_plugin.wasm',
			{ type: 'source', component_type: 'Processor' },
			/"type": "source" and "component_type": "processor"/,
		],
	])('%s', async (_, path, load, message) => {
		const library = runtime();
		await expect(library.loadPlugin(path, wrong(load))).rejects.toMatchObject({
			...{ code: 'configuration', kind: 'Configuration', message: expect.stringMatching(message) },
			hint: expect.stringMatching(/\.$/),
		});
		expect(library.listPlugins()).toEqual([]);
	});

	it.each<readonly [string, string, LoadConfig]>([
		[
			'the same path in another spelling',
			'plugins/my_plugin.wasm',
			{ module_path: './plugins/../plugins//my_plugin.wasm' },
		],
		['the folder', redactor, { module_path: redactor, name: 'pii-redactor' }],
		['the module in the folder', redactor, { module_path: join(redactor, 'pii-redactor.wasm'), type: 'Processor' }],
		['the path that stands in its own manifest', redactor, { module_path: './pii-redactor.wasm' }],
	])('but not %s', async (_, path, load) => {
		await expect(runtime().loadPlugin(path, load)).resolves.toMatch(/#1$/);
	});

	it.each<readonly [string, unknown, RegExp]>([
		[
			'a type that does not exist',
			{ component_type: 'Sauce' },
			/component_type: expected one of.*did you mean "source"/,
		],
		['no type', { component_type: undefined }, /type: is missing/],
		['a type that is null', { component_type: null, type: null }, /component_type: expected one of/],
		['a misspelt key', { modul_path: 'x' }, /modul_path: is not a known key \(did you mean "module_path"\?\)/],
		[
			'a misspelt limit',
			{ runtime_config: { timeoutms: 5 } },
			/runtime_config\.timeoutms: is not a known key \(did you mean "timeout_ms"/,
		],
		['two types', { type: 'Filter' }, /"type": "filter" and "component_type": "source"/],
	])('of a component: %s', async (_, change, message) => {
		await expect(
			manager().registerComponent(wrong({ ...documentedSource, ...(change as object) })),
		).rejects.toMatchObject({
			...{ code: 'configuration', message: expect.stringMatching(message) },
		});
	});
});

it('takes the lowest of the limits in a component’s runtime_config and beside it', async () => {
	const library = manager();
	folder.put(
		'spins.wasm',
		await wat(
			'(module (memory (export "memory") 1) (func (export "read_data") (result i32) (loop (br 0)) (i32.const 0)))',
		),
	);
	await library.registerComponent({
		...{ name: 'spins', component_type: 'Source', module_path: 'spins.wasm', timeout_ms: 5000 },
		runtime_config: { timeout_ms: 200, memory_limit: null },
	});
	await expect(library.callComponent('spins')).rejects.toMatchObject({ kind: 'Timeout', details: { limitMs: 200 } });
});
