import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGuest, wat } from '../../../../test/support/guests/wat.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { type ScratchCore, scratchCore } from '../../../../test/support/scratch/scratch-core.ts';

const folder = scratchFolder();
const before = process.cwd();
let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	mkdirSync(join(folder.path, 'plugins'));
	mkdirSync(join(folder.path, 'configs'));
	folder.put('plugins/my_plugin.wasm', await wat(testGuest));
	folder.put('plugins/beside.txt', 'not part of the plugin');
	process.chdir(folder.path);
});
afterAll(async () => {
	process.chdir(before);
	await scratch.dispose();
});

const documented = {
	name: 'my_plugin',
	type: 'transformer',
	module_path: './plugins/my_plugin.wasm',
	config: { param1: 'value1', param2: 42 },
	security_policy: {
		...{ allow_network: false, allow_file_system: true, allow_env_vars: false },
		...{ max_memory: 16777216, max_execution_time: 10000, allowed_paths: ['./data/'] },
	},
	memory_limit: 16777216,
	timeout_ms: 10000,
	metadata: { author: 'Your Name', version: '1.0.0', description: '插件描述' },
};

describe('a plugin configuration as the documents have it', () => {
	it('is looked at and installed with the module that it names, and nothing beside it', async () => {
		const path = folder.put('configs/mine.json', JSON.stringify(documented));
		const found = await scratch.ask('plugins.inspect', { target: path });
		expect(found).toMatchObject({ inferred: false, warnings: [], refusal: null, manifest: { name: 'my_plugin' } });
		await scratch.ask('plugins.install', { path });
		const called = await scratch.ask('plugins.call', { name: 'my_plugin', fn: 'transform_data', input: '{"a":1}' });
		expect(called.value).toEqual({ a: 1 });
		const installed = join(scratch.pluginsDir, 'my_plugin');
		expect(readdirSync(installed).sort()).toEqual(['my_plugin.wasm', 'plugin.json']);
		expect(JSON.parse(readFileSync(join(installed, 'plugin.json'), 'utf8'))).toMatchObject({
			...{ ...documented, module_path: './my_plugin.wasm' },
		});
		// Read again from where it is now.
		expect(await scratch.ask('plugins.reload', { name: 'my_plugin' })).toMatchObject({ state: 'ready' });
	});

	it('may name its module from its own folder, and a component’s type and nulls', async () => {
		const { type: _, ...rest } = documented;
		const other = {
			...rest,
			component_type: 'Transformer',
			name: 'other',
			config: null,
			metadata: null,
			runtime_config: null,
		};
		const path = folder.put('plugins/other.json', JSON.stringify({ ...other, module_path: './my_plugin.wasm' }));
		expect(await scratch.ask('plugins.inspect', { target: path })).toMatchObject({
			...{ warnings: [], manifest: { name: 'other', type: 'transformer' } },
		});
	});

	it('finds its module beside it, wherever that was when it was written', async () => {
		const path = folder.put(
			'plugins/moved.json',
			JSON.stringify({ ...documented, module_path: './build/out/my_plugin.wasm' }),
		);
		expect(await scratch.ask('plugins.inspect', { target: path })).toMatchObject({ manifest: { name: 'my_plugin' } });
	});

	it.each<readonly [string, object, string, RegExp]>([
		[
			'a module that is not there',
			{ module_path: './no.wasm' },
			'not_found',
			/looked for .*no\.wasm and .*configs.no\.wasm/,
		],
		['another machine', { module_path: '\\\\evil\\share\\a.wasm' }, 'configuration', /on another machine/],
		['another hash', { sha256: '0'.repeat(64) }, 'plugin_load', /SHA-256 differs/],
		[
			'two types',
			{ component_type: 'Filter' },
			'configuration',
			/wrong\.json: component_type: "Filter" contradicts type/,
		],
		['a type that does not exist', { type: 'Sauce' }, 'configuration', /wrong\.json: type: expected one of/],
		[
			'a misspelt key that is needed',
			{ module_path: undefined, modul_path: 'x' },
			'configuration',
			/did you mean it by "modul_path"/,
		],
	])('is refused for %s, by the name of the file', async (_, change, code, message) => {
		const path = folder.put('configs/wrong.json', JSON.stringify({ ...documented, ...change }));
		expect(await scratch.fail('plugins.inspect', { target: path })).toMatchObject({
			...{ code, message: expect.stringMatching(message) },
		});
	});
});
