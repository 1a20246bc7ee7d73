import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const rust = resolve(import.meta.dirname, '../../examples/rust');
let scratch: ScratchCore;
let module: string;

beforeAll(async () => {
	scratch = await scratchCore();
	for (const role of ['source', 'filter']) await scratch.ask('plugins.install', { path: join(rust, role) });
	module = join(scratch.folder, 'csv_source.wasm');
	copyFileSync(join(rust, 'source/rust_source.wasm'), module);
});
afterAll(() => scratch.dispose());

/** A component configuration with the keys that DataFlare's documents give it. */
const documented = (change: object = {}) => ({
	component_type: 'Source',
	name: 'csv_source',
	module_path: module,
	config: { count: 2 },
	runtime_config: null,
	metadata: null,
	...change,
});
const chain = (first: object) => ({
	chain: {
		definition: { name: 'c', components: [first, { name: 'rust_filter', component_type: 'Filter', config: null }] },
	},
});

describe('a chain of components as the documents configure them', () => {
	it('runs the plugin that has the module, whatever the component is called', async () => {
		const run = await scratch.ask('chains.run', chain(documented()) as never);
		expect(run.stages.map(({ plugin, recordsOut }) => [plugin, recordsOut])).toEqual([
			['rust_source', 2],
			['rust_filter', 2],
		]);
		const { problem, stages } = await scratch.ask('chains.check', chain(documented()) as never);
		expect({ problem, stages }).toEqual({
			problem: null,
			stages: [
				{ plugin: 'rust_source', type: 'source' },
				{ plugin: 'rust_filter', type: 'filter' },
			],
		});
	});

	it.each<readonly [string, () => object, string, RegExp]>([
		[
			'another type',
			() => ({ component_type: 'Filter' }),
			'configuration',
			/"component_type": "filter", but rust_source is a source/,
		],
		[
			'another module',
			() => ({ name: 'rust_source', module_path: join(rust, 'filter/rust_filter.wasm') }),
			'configuration',
			/installed from another one/,
		],
		[
			'a module that is not installed',
			() => ({ module_path: join(rust, 'processor/rust_processor.wasm') }),
			'configuration',
			/is not installed/,
		],
		['a module that is not there', () => ({ module_path: './no.wasm' }), 'configuration', /where there is nothing/],
		['a folder', () => ({ module_path: rust }), 'configuration', /not a module file/],
		[
			'a misspelt key',
			() => ({ component_typ: 'Source' }),
			'invalid_input',
			/component_typ: is not a known key \(did you mean "component_type"/,
		],
	])('is told of %s', async (_, change, code, message) => {
		expect(await scratch.fail('chains.run', chain(documented(change())) as never)).toMatchObject({
			...{ code, message: expect.stringMatching(message) },
		});
	});
});
