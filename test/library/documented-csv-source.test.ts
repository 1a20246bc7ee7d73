import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WasmComponentManager } from '../../src/core/index.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { grant, sample } from '../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { runCli } from '../support/terminal/cli.ts';
import { documentedSource } from '../support/values/documented-source.ts';

const before = process.cwd();
const managers: WasmComponentManager[] = [];
let scratch: ScratchCore;
/** The folder that the program runs in. */
let program: string;

const manager = (): WasmComponentManager => {
	const made = new WasmComponentManager({ sandboxEntry, reaperEntry, dataDir: join(scratch.folder, 'library') });
	managers.push(made);
	return made;
};

beforeAll(async () => {
	scratch = await scratchCore();
	program = join(scratch.folder, 'program');
	for (const part of ['plugins', 'data']) mkdirSync(join(program, part), { recursive: true });
	copyFileSync(join(sample('csv-source'), 'csv-source.wasm'), join(program, 'plugins/csv_source.wasm'));
	writeFileSync(join(program, 'data/input.csv'), 'city,people\nKyiv,2952301\n"Lyon",522250\n');
	process.chdir(program);
});
afterEach(async () => {
	for (const each of managers.splice(0)) await each.close();
});
afterAll(async () => {
	process.chdir(before);
	await scratch.dispose();
});

describe('the documents’ program with the CSV source', () => {
	it('runs as it is written, and is denied the file until it names a policy', async () => {
		const library = manager();
		await library.registerComponent(documentedSource);
		expect(library.getStats()).toMatchObject({ total: 1, byType: { source: 1 }, calls: 0, failures: 0 });
		await expect(library.callComponent('csv_source')).rejects.toMatchObject({
			kind: 'PluginExecution',
			message: expect.stringContaining('needs "allow_file_system": true and "allowed_paths": ["./data/input.csv:ro"]'),
		});
	});

	it('reads once what the refusal names is added', async () => {
		const folder = join(scratch.folder, 'library/plugin-data/csv_source/data');
		mkdirSync(folder, { recursive: true });
		copyFileSync('data/input.csv', join(folder, 'input.csv'));
		const library = manager();
		const security_policy = { allow_file_system: true, allowed_paths: ['./data/input.csv:ro'] };
		await library.registerComponent({ ...documentedSource, security_policy });
		expect(await library.callComponent('csv_source')).toEqual([
			{ city: 'Kyiv', people: 2952301 },
			{ city: 'Lyon', people: 522250 },
		]);
		expect(await library.callComponent('csv_source')).toBeNull();
	});

	it('reads a file elsewhere by its whole path', async () => {
		const file_path = join(program, 'data/input.csv');
		const library = manager();
		const security_policy = { allow_file_system: true, allowed_paths: [`${file_path}:ro`] };
		await library.registerComponent({ ...documentedSource, config: { file_path }, security_policy });
		expect(await library.callComponent('csv_source')).toHaveLength(2);
	});
});

describe('the key of the documents', () => {
	it('works in a chain, for the plugin that reads and the one that writes', async () => {
		const out = join(program, 'out.csv');
		for (const name of ['csv-source', 'file-writer'])
			await scratch.ask('plugins.install', { path: sample(name), grant: grant(`${program}/`) });
		const components = [
			{ name: 'csv-source', config: { file_path: join(program, 'data/input.csv') } },
			{ name: 'file-writer', config: { file_path: out } },
		];
		const run = await scratch.ask('chains.run', { chain: { definition: { name: 'c', components } } });
		expect(run.status).toBe('succeeded');
		expect(readFileSync(out, 'utf8')).toBe('city,people\nKyiv,2952301\nLyon,522250\n');
	});

	it('works on the command line, and is told of where --input names another file', async () => {
		const folder = join(scratch.folder, 'command-line');
		mkdirSync(folder);
		const path = join(program, 'data/input.csv');
		const run = (...args: readonly string[]) => runCli(folder, args);
		expect(await run('install', sample('csv-source'), '--yes')).toMatchObject({ code: 0 });
		const config = ['--config', JSON.stringify({ file_path: path })];
		const denied = await run('run', 'csv-source', ...config, '--output', 'out.ndjson');
		expect(denied).toMatchObject({ code: 1, err: expect.stringContaining(JSON.stringify(`${path}:ro`)) });
		expect(await run('policy', 'set', 'csv-source', '--allow-path', `${path}:ro`)).toMatchObject({ code: 0 });
		expect(await run('run', 'csv-source', ...config, '--output', 'out.ndjson')).toMatchObject({ code: 0 });
		expect(readFileSync(join(folder, 'out.ndjson'), 'utf8')).toBe(
			'{"city":"Kyiv","people":2952301}\n{"city":"Lyon","people":522250}\n',
		);
		writeFileSync(join(folder, 'other.csv'), 'a\n1\n');
		const both = await run('run', 'csv-source', ...config, '--input', 'other.csv', '--output', 'out2.ndjson');
		expect(both).toMatchObject({ code: 1, err: expect.stringContaining('both mean the same') });
	});
});
