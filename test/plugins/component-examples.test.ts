import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	buildsC,
	cCompiler,
	components,
	componentsFolder,
} from '../../scripts/build-plugins/components/make-component.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { compiledOnce, everythingBelow } from '../support/values/compiled-once.ts';

const root = resolve(import.meta.dirname, '../..');
let scratch: ScratchCore;
let runs = 0;

beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

const tools = ['@bytecodealliance/jco-transpile', 'componentize-qjs', 'assemblyscript'];

/** The component as its language's tools make it here, beside its manifest. */
async function built(language: keyof typeof components): Promise<string> {
	const { file, make } = components[language];
	const decides = [
		...tools.map((name) => readFileSync(join(root, 'node_modules', name, 'package.json'))),
		...(language === 'c' || language === 'command'
			? [spawnSync(cCompiler, ['--version'], { encoding: 'utf8' }).stdout]
			: []),
		...everythingBelow(join(root, 'sdk')),
		...everythingBelow(join(root, 'scripts/build-plugins/components')),
		...everythingBelow(join(componentsFolder, language)).filter(
			(part) => typeof part === 'string' || part.length < 1e5,
		),
	];
	const folder = join(scratch.folder, `made-${language}`);
	mkdirSync(folder, { recursive: true });
	copyFileSync(join(componentsFolder, language, 'plugin.json'), join(folder, 'plugin.json'));
	writeFileSync(join(folder, file), await compiledOnce(decides, make));
	return folder;
}

async function stream(plugin: string, records: readonly unknown[]): Promise<readonly unknown[]> {
	runs += 1;
	const [input, output] = [join(scratch.folder, `${runs}.in.ndjson`), join(scratch.folder, `${runs}.out.ndjson`)];
	writeFileSync(input, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
	await scratch.ask('streams.run', {
		plugin,
		input: { kind: 'file', path: input },
		output: { kind: 'file', path: output },
	});
	const lines = readFileSync(output, 'utf8').split('\n');
	return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
}

const call = async (name: string, fn: string, input?: string) =>
	(await scratch.ask('plugins.call', input === undefined ? { name, fn } : { name, fn, input })).value;

describe('the component in JavaScript', () => {
	it('describes flights, one for each, and says which one it cannot', async () => {
		await scratch.ask('plugins.install', { path: await built('javascript') });
		const flights = Array.from({ length: 3000 }, (_, n) => ({
			date: '2001/01/01 23:50',
			delay: n % 40,
			city: 'Zürich ✈',
		}));
		const described = await stream('js_transformer', [...flights, { date: '2001/01/02 00:00', delay: null }]);
		expect(described).toHaveLength(3001);
		expect(described[20]).toEqual({
			...flights[20],
			planned: '2001-01-01T23:50:00Z',
			departed: '2001-01-02T00:10:00.000Z',
			status: 'late',
		});
		expect(described[3000]).toMatchObject({ status: 'cancelled' });
		await expect(call('js_transformer', 'transform_data', '{"date":"yesterday","delay":1}')).rejects.toThrow(
			/flight 1: date must be like/,
		);
		// Its own refusal ends nothing: the next call works.
		expect(await call('js_transformer', 'transform_data', JSON.stringify(flights[0]))).toMatchObject({
			status: 'on time',
		});
	});
});

describe('the component in AssemblyScript', () => {
	it('is the one that its sources make', async () => {
		const made = readFileSync(join(await built('assemblyscript'), components.assemblyscript.file));
		const kept = readFileSync(join(componentsFolder, 'assemblyscript', components.assemblyscript.file));
		expect(made.equals(kept)).toBe(true);
	});

	it('drops what it has met, also in an earlier run', async () => {
		await scratch.ask('plugins.install', { path: join(componentsFolder, 'assemblyscript') });
		const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => ({ id: from + n }));
		expect(await stream('as_filter', [...ids(0, 2000), ...ids(1000, 2000), { other: 1 }])).toEqual([
			...ids(0, 2000),
			{ other: 1 },
		]);
		expect(await stream('as_filter', ids(1990, 2010))).toEqual(ids(2000, 2010));
	});

	it('refuses a configuration in its own words', async () => {
		const config = { field: 3 };
		await expect(
			scratch.ask('plugins.call', { name: 'as_filter', fn: 'filter_data', input: '{}', config }),
		).rejects.toThrow(/config.field must be text/);
	});
});

describe('the component in C', () => {
	const flights = [
		{ origin: 'LAX', delay: -19 },
		{ origin: 'SMF', delay: null },
		{ delay: 7, origin: 'LAX' },
		{ nothing: [{ origin: 'LAX' }] },
		{ origin: 'LAX', delay: 2.5e3, note: 'a "quoted", {note}' },
	];
	const totals = [
		{ origin: 'LAX', count: 3, sum: 2488, least: -19, most: 2500 },
		{ origin: 'SMF', count: 1 },
	];

	it('counts and sums by a field, as it is kept here', async () => {
		await scratch.ask('plugins.install', { path: join(componentsFolder, 'c') });
		expect(await stream('c_aggregator', flights)).toEqual(totals);
	});

	it.runIf(buildsC)('does so as it is built here', async () => {
		await scratch.ask('plugins.uninstall', { name: 'c_aggregator' });
		await scratch.ask('plugins.install', { path: await built('c') });
		expect(await stream('c_aggregator', flights)).toEqual(totals);
	});
});

describe('the program in C, as a component', () => {
	const flights = [
		{ origin: 'LAX' },
		{ origin: 'SMF' },
		{ origin: 'LAX' },
		{ nothing: [] },
		{ origin: 'LAX', delay: 1 },
	];
	const different = [flights[0], flights[1], flights[3], flights[4]];
	const many = Array.from({ length: 30_000 }, (_, n) => ({ n: n % 20_000, text: 'Zürich ✈'.repeat(n % 30) }));

	it('hands on the first of those that are the same, as it is kept here', async () => {
		await scratch.ask('plugins.install', { path: join(componentsFolder, 'command') });
		expect(await call('c_component_command', 'process_data', JSON.stringify(flights))).toEqual(different);
		expect(await stream('c_component_command', [...many, ...flights])).toEqual([
			...many.filter((_, n) => n < 20_000 || n % 30 !== (n - 20_000) % 30),
			...different,
		]);
		const [run] = (await scratch.ask('runs.list', { limit: 1 })).runs;
		const logs = await scratch.ask('runs.logs', { id: run?.id ?? '' });
		expect(logs.map(({ message }) => message)).toEqual([expect.stringMatching(/ of 30005 records were new/)]);
	});

	it.runIf(buildsC)('does so as it is built here', async () => {
		await scratch.ask('plugins.uninstall', { name: 'c_component_command' });
		await scratch.ask('plugins.install', { path: await built('command') });
		expect(await call('c_component_command', 'process_data', JSON.stringify(flights))).toEqual(different);
	});
});
