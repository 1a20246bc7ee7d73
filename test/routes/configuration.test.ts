import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
const schema: JsonValue = {
	type: 'object',
	properties: { mode: { enum: ['fast', 'careful'] }, size: { type: 'integer', minimum: 1 } },
	required: ['mode'],
	additionalProperties: false,
};

async function install(name: string, manifest: Readonly<Record<string, JsonValue>>) {
	const path = await scratch.plugin(name, answering('{"v":1}'), manifest);
	return scratch.ask('plugins.install', { path });
}

beforeAll(async () => {
	scratch = await scratchCore({ spares: 0 });
	await install('strict', { config: { mode: 'fast' }, config_schema: schema });
	await install('bare', { config_schema: schema });
});
afterAll(() => scratch.dispose());

const runs = async (): Promise<number> => (await scratch.ask('runs.list', {})).total;

describe('a plugin with a schema of its configuration', () => {
	it('is called, streamed and chained with what its schema takes', async () => {
		const call = { name: 'strict', fn: 'process_data', input: '{}' };
		expect((await scratch.ask('plugins.call', call)).value).toEqual({ v: 1 });
		const answer = await scratch.ask('plugins.call', { ...call, config: { size: 3 } });
		expect(answer.value).toEqual({ v: 1 });
		const run = await scratch.ask('runs.get', { id: answer.runId });
		expect(run.stages[0]?.config).toEqual({ mode: 'fast', size: 3 });
		expect(run).toMatchObject({ status: 'succeeded', request: { config: { size: 3 } } });
	});

	it('begins no run with what it does not take, and says where, what was expected and what was meant', async () => {
		const before = await runs();
		const config = { mood: 'fast', size: 0 };
		const call = await scratch.fail('plugins.call', { name: 'strict', fn: 'process_data', input: '{}', config });
		expect(call).toMatchObject({
			code: 'configuration',
			message: 'strict: config.mood: is not a known key (and 1 more).',
			details: {
				reason: 'config_invalid',
				plugin: 'strict',
				path: 'config.mood',
				issues: [
					{ path: 'config.mood', message: 'is not a known key' },
					{ path: 'config.size', message: 'expected a number of at least 1; found 0' },
				],
				problems: [
					{ path: ['mood'], kind: 'unknown', near: null },
					{ path: ['size'], kind: 'minimum', limit: 1 },
				],
			},
		});
		const stream = await scratch.fail('streams.run', {
			plugin: 'strict',
			input: { kind: 'file', path: '/nothing/here.ndjson' },
			config: { mode: 'carefull' },
		});
		expect(stream).toMatchObject({
			code: 'configuration',
			message: 'strict: config.mode: expected "fast" or "careful" (did you mean "careful"?); found "carefull".',
		});
		expect(await runs()).toBe(before);
	});

	it('says of its own configuration that something is missing before it is started', async () => {
		const missing = { code: 'configuration', message: 'bare: config.mode: is missing.', hint: 'Add "mode".' };
		expect(await scratch.fail('plugins.call', { name: 'bare', fn: 'process_data', input: '{}' })).toMatchObject(
			missing,
		);
		expect((await scratch.ask('plugins.try', { name: 'bare' })).problem).toMatchObject(missing);
		const given = { name: 'bare', fn: 'process_data', input: '{}', config: { mode: 'careful' } };
		expect((await scratch.ask('plugins.call', given)).value).toEqual({ v: 1 });
	});

	it('has its component of a chain named', async () => {
		await scratch.ask('samples.install', { names: ['csv-source'] });
		const first = { name: 'first', plugin: 'csv-source', config: { path: 'a.csv', batch_size: 'big' } };
		const definition = { name: 'c', components: [first, { name: 'strict' }] };
		const { problem } = await scratch.ask('chains.check', { chain: { definition } });
		expect(problem).toMatchObject({
			code: 'configuration',
			message: 'components[0] (first): csv-source: config.batch_size: expected a whole number or null; found "big".',
			details: { component: 0, path: 'config.batch_size' },
		});
	});

	it('can be asked about a configuration before it is used', async () => {
		expect(await scratch.ask('plugins.checkConfig', { name: 'strict', config: { size: 2 } })).toEqual({
			problems: [],
			complete: true,
		});
		expect((await scratch.ask('plugins.checkConfig', { name: 'bare', config: {} })).problems).toEqual([
			{ path: ['mode'], kind: 'missing' },
		]);
	});
});

describe('a schema that cannot be followed', () => {
	it.each<readonly [string, JsonValue, string, string]>([
		[
			'a text',
			'object',
			'schema_not_object',
			'"config_schema" is not an object; it is not used, and the configuration is edited as JSON.',
		],
		[
			'of another place',
			{ $ref: 'https://example.org/schema.json' },
			'schema_remote',
			'"config_schema" refers to something outside itself (#/$ref); it is not used, and the configuration is edited as JSON.',
		],
		[
			'a pattern that looks back',
			{ properties: { a: { pattern: '(a)\\1' } } },
			'schema_pattern',
			'"config_schema" has a pattern that is not checked (#/properties/a/pattern): it uses back-references or look-around, or is too large. The rest is checked.',
		],
		[
			'one that refuses its own configuration',
			{ properties: { mode: { type: 'integer' } } },
			'config_unlike_schema',
			'"config.mode" does not fit "config_schema": expected a whole number; found "fast".',
		],
	])('%s is warned of, and keeps nothing from being installed', async (_, config_schema, reason, text) => {
		const name = `lax${_.length}`;
		const record = await install(name, { config: { mode: 'fast' }, config_schema });
		expect(record).toMatchObject({ state: 'ready', warnings: [{ reason, text }] });
	});

	it('does not keep its plugin from running', async () => {
		await install('lax', { config_schema: { $ref: '#/nowhere' } });
		const call = { name: 'lax', fn: 'process_data', input: '{}', config: { anything: 1 } };
		expect((await scratch.ask('plugins.call', call)).value).toEqual({ v: 1 });
	});
});
