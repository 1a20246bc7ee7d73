import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireError } from '../../src/shared/errors/errors.ts';
import { data, grant, sample } from '../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const looping = `(module (memory (export "memory") 1)
	(func (export "read_data") (result i32) (loop $l (br $l)) (i32.const 0)))`;

describe('a chain', () => {
	it('says which component failed, in whichever part of the run', async () => {
		for (const name of ['csv-source', 'row-filter', 'file-writer'])
			await scratch.ask('plugins.install', { path: sample(name) });
		await scratch.ask('policy.set', { name: 'csv-source', policy: grant(`${data('')}:ro`) });
		const file = join(scratch.folder, 'chain.json');
		const source = { name: 'csv-source', config: { path: data('airports.csv') } };
		const filter = {
			name: 'only',
			plugin: 'row-filter',
			config: { where: { field: 'country', op: 'eq', value: 'USA' } },
		};
		const fails = async (...components: readonly object[]): Promise<WireError> => {
			writeFileSync(file, JSON.stringify({ name: 'c', components }));
			return scratch.fail('chains.run', { chain: { path: file } });
		};
		const badFilter = { ...filter, config: { where: { field: 'country', op: 'nope', value: 1 } } };
		// What its schema cannot say, the plugin says.
		const sameMarks = { path: data('airports.csv'), quote: ';', delimiter: ';' };
		const cases = [
			[await fails(source, badFilter), 1, 'only', 'config.where.op: expected "eq"'],
			[await fails({ ...source, config: sameMarks }, filter), 0, 'csv-source', 'plugin_init returned'],
			[await fails({ ...source, config: { path: '/srv/other.csv' } }, filter), 0, 'csv-source', '/srv/other.csv'],
			[await fails(source, filter, { name: 'file-writer', config: { path: '/srv/out.ndjson' } }), 2, 'file-writer', ''],
			[await fails(source, { ...filter, plugin: 'row-fliter' }), 1, 'only', 'did you mean "row-filter"?'],
		] as const;
		for (const [error, component, name, words] of cases) {
			expect(error.message).toMatch(`chain.json: components[${component}] (${name}): `);
			expect(error.message).toContain(words);
			expect(error.details).toMatchObject({ component });
		}
		const definition = { name: 'c', components: [source, badFilter] };
		expect((await scratch.fail('chains.run', { chain: { definition } })).message).toMatch(
			/^components\[1\] \(only\): /,
		);
	});

	it('takes the limits of its components, never more than what is in force', async () => {
		await scratch.ask('plugins.install', { path: sample('csv-source') });
		await scratch.ask('policy.set', { name: 'csv-source', policy: grant(`${data('')}:ro`) });
		const run = (more: object): Promise<WireError> =>
			scratch.fail('chains.run', {
				chain: {
					definition: {
						name: 'c',
						components: [{ name: 'csv-source', config: { path: data('airports.csv') }, ...more }],
					},
				},
			});
		expect(await run({ memory_limit: 65_536 })).toMatchObject({ code: 'memory_limit', details: { component: 0 } });
		const slow = await scratch.plugin('slow', looping, { type: 'source', encoding: 'ndjson' });
		await scratch.ask('plugins.install', { path: slow });
		const definition = { name: 'c', components: [{ name: 'slow', timeout_ms: 60 }] };
		expect(await scratch.fail('chains.run', { chain: { definition } })).toMatchObject({
			code: 'timeout',
			details: { limitMs: 60 },
		});
		await scratch.ask('policy.set', { name: 'slow', policy: { max_execution_time: 70 } });
		const wider = { name: 'c', components: [{ name: 'slow', timeout_ms: 60_000 }] };
		expect(await scratch.fail('chains.run', { chain: { definition: wider } })).toMatchObject({
			code: 'timeout',
			details: { limitMs: 70 },
		});
	});

	it.each([
		[
			'{"name":"c","components":[{"name":"a","confg":{}}]}',
			'components[0] (a).confg: is not a known key (did you mean "config"?)',
		],
		['{"name":"c","component":[]}', 'components: is missing (did you mean it by "component"?) (and 1 more)'],
		['{"name":"c","components":[{"name":"a","module_path":"./a.wasm"}]}', 'a chain runs installed plugins'],
		[
			'{"name":"c","components":[{"name":"a","memory_limit":7}]}',
			'components[0] (a).memory_limit: expected at least 65,536 bytes',
		],
		['[]', 'the chain: expected an object, { … }; found an empty array'],
		[`{"name":"c","description":"${'é'.repeat(2 ** 21)}","components":[]}`, 'larger than 4 MiB'],
	])('begins only when its file is one: %.60s', async (text, words) => {
		const file = join(scratch.folder, 'chain.json');
		writeFileSync(file, text);
		const error = await scratch.fail('chains.run', { chain: { path: file } });
		expect(error).toMatchObject({ code: 'configuration', hint: expect.stringMatching(/\.$/) });
		expect(error.message).toContain(`chain.json`);
		expect(error.message).toContain(words);
	});

	it('is no folder, and the refusal has a hint', async () => {
		expect(await scratch.fail('chains.run', { chain: { path: scratch.folder } })).toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('is a folder'),
			hint: expect.stringMatching(/./),
		});
	});

	it('without a destination says so in its log, or writes where it is told', async () => {
		await scratch.ask('plugins.install', { path: sample('csv-source') });
		await scratch.ask('policy.set', { name: 'csv-source', policy: grant(`${data('')}:ro`) });
		const components = [{ name: 'csv-source', config: { path: data('airports.csv') } }];
		const chain = { definition: { name: 'c', components } };
		const dropped = await scratch.ask('chains.run', { chain });
		expect((await scratch.ask('runs.logs', { id: dropped.id }))[0]).toMatchObject({
			level: 'warn',
			message: expect.stringContaining('has no destination'),
		});
		const path = join(scratch.folder, 'kept.ndjson');
		const kept = await scratch.ask('chains.run', { chain, output: { kind: 'file', path } });
		expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(kept.recordsOut);
		expect(kept.logLines).toBe(0);
	});
});
