import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComponentConfig, WasmComponentManager } from '../../src/core/index.ts';
import { type SecurityPolicy, securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const root = resolve(import.meta.dirname, '../..');
const configs = join(root, 'examples/configs');
const read = (name: string): unknown => JSON.parse(readFileSync(join(configs, name), 'utf8'));
const policies = readdirSync(join(configs, 'policies')).sort();
const before = process.cwd();
let scratch: ScratchCore;

beforeAll(async () => {
	process.chdir(root);
	scratch = await scratchCore();
	for (const role of ['source', 'filter', 'transformer', 'aggregator']) {
		await scratch.ask('plugins.install', { path: `examples/rust/${role}` });
	}
});
afterAll(async () => {
	process.chdir(before);
	await scratch.dispose();
});

describe('the configurations in examples/configs', () => {
	it('are all named in their README', () => {
		const readme = readFileSync(join(configs, 'README.md'), 'utf8');
		const files = readdirSync(configs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
		expect(files.length).toBeGreaterThan(8);
		for (const file of files) expect(readme).toContain(`](${file.replaceAll('\\', '/')})`);
	});

	it('have a plugin that is installed and runs', async () => {
		await scratch.ask('plugins.install', { path: join(configs, 'plugin-configuration.json') });
		const { value } = await scratch.ask('plugins.call', { name: 'rust_processor', fn: 'process_data', input: '[1]' });
		expect(value).toMatchObject({ record: [1] });
	});

	it.each(policies)('have the policy %s, which can be granted', async (file) => {
		const policy = securityPolicySchema.parse(read(`policies/${file}`));
		await scratch.ask('policy.set', { name: 'rust_filter', policy });
		expect((await scratch.ask('plugins.try', { name: 'rust_filter' })).problem).toBeNull();
	});

	it('have policies of which each grants more than the one before', () => {
		const powers = policies.map((file) => {
			const policy: SecurityPolicy = securityPolicySchema.parse(read(`policies/${file}`));
			return policy.allowed_paths.length + policy.allowed_hosts.length + policy.allowed_env_vars.length;
		});
		expect(powers).toEqual([0, 1, 2, 2, 6]);
	});

	it('have components that are registered and called', async () => {
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry });
		await manager.registerComponent(read('component-source.json') as ComponentConfig);
		await manager.registerComponent(read('component-filter.json') as ComponentConfig);
		expect(await manager.callComponent('counting')).toEqual({ n: 1 });
		expect(await manager.callComponent('only', { n: 2 })).not.toBeNull();
		expect(await manager.callComponent('only', { n: 3 })).toBeNull();
		expect(manager.getStats()).toMatchObject({ total: 2, byType: { source: 1, filter: 1 }, calls: 3 });
		await manager.close();
	});

	it('have a CSV source that reads the file in its data folder', async () => {
		const dataDir = join(scratch.folder, 'of-components');
		const folder = join(dataDir, 'plugin-data/csv-source/data');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'input.csv'), 'a,b\n1,x\n2,y\n');
		const manager = new WasmComponentManager({ sandboxEntry, reaperEntry, dataDir });
		await manager.registerComponent(read('component-csv-source.json') as ComponentConfig);
		expect(await manager.callComponent('csv_source')).toEqual([
			{ a: 1, b: 'x' },
			{ a: 2, b: 'y' },
		]);
		await manager.close();
	});

	it.each([
		['chain.json', [20, 11, 11]],
		['chain-as-documented.json', [4, 1]],
	] as const)('have the chain %s, which runs', async (file, counts) => {
		const run = await scratch.ask('chains.run', { chain: { path: join(configs, file) } });
		expect(run.status).toBe('succeeded');
		expect(run.stages.map(({ recordsOut }) => recordsOut)).toEqual(counts);
	});
});
