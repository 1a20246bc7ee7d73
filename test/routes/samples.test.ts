import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { descriptionOf } from '../../src/shared/plugin/described.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { resourcesDir } from '../support/built.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

describe('the samples', () => {
	it('are listed, installed with everything denied, and run as a chain over real data with visible grants', async () => {
		const listed = await scratch.ask('samples.list', {});
		expect(listed.map(({ type }) => type)).toEqual(expect.arrayContaining(['source', 'filter', 'aggregator']));
		expect(listed.every(({ installed, description }) => !installed && description !== '')).toBe(true);
		expect(listed.map((sample) => descriptionOf(sample, 'zh-CN')).join('')).toContain('按字段对记录分组');
		const run = await scratch.ask('samples.run', {});
		expect(run).toMatchObject({ status: 'succeeded', label: 'damage-by-state', trigger: 'window' });
		expect(run.stages[0]?.recordsOut).toBe(10_000);
		const grants = await scratch.ask('policy.history', { name: 'csv-source' });
		expect(grants[0]).toMatchObject({ author: 'samples', note: 'just what the example needs' });
		expect(grants[0]?.policy.allowed_paths).toEqual([expect.stringMatching(/resources\/data\/birdstrikes\.csv:ro$/)]);
		const told = await scratch.ask('samples.list', {});
		expect(told.filter(({ isInUse }) => isInUse).map(({ name }) => name)).toEqual(
			told.filter(({ installed }) => installed).map(({ name }) => name),
		);
		expect(await scratch.ask('plugins.get', { name: 'csv-source' })).toMatchObject({ integrity: 'intact' });
		const output = join(scratch.folder, 'data/plugin-data/file-writer/damage-by-state.ndjson');
		expect(readFileSync(output, 'utf8').trim().split('\n').length).toBeGreaterThan(20);
	});

	it('are what the program brings only as long as module and manifest are', async () => {
		const [{ folder } = { folder: '' }] = await scratch.ask('samples.install', { names: ['row-filter'] });
		const inUse = async () =>
			(await scratch.ask('samples.list', {})).flatMap(({ name, isInUse }) => (isInUse ? [name] : []));
		expect(await inUse()).toEqual(['row-filter']);
		const file = join(folder, 'plugin.json');
		writeFileSync(file, readFileSync(file, 'utf8').replace('"MIT"', '"other"'));
		await scratch.ask('plugins.reload', { name: 'row-filter' });
		expect(await inUse()).toEqual([]);
	});

	it('are told as the program’s own before they are installed and after, wherever the same files lie', async () => {
		const brought = join(resourcesDir, 'plugins/row-filter');
		const isBundled = async (target: string) => (await scratch.ask('plugins.inspect', { target })).isBundled;
		const copy = join(scratch.folder, 'copied');
		cpSync(brought, copy, { recursive: true });
		expect([await isBundled(brought), await isBundled(copy)]).toEqual([true, true]);
		const { folder } = await scratch.ask('plugins.install', { path: copy });
		expect([await isBundled('row-filter'), await isBundled(folder), await isBundled(brought)]).toEqual([
			true,
			true,
			true,
		]);
		const file = join(copy, 'plugin.json');
		writeFileSync(file, readFileSync(file, 'utf8').replace('"MIT"', '"other"'));
		expect([await isBundled(copy), await isBundled('row-filter')]).toEqual([false, true]);
	});

	it('never widen a grant that a person decided', async () => {
		await scratch.ask('samples.install', { names: ['csv-source'] });
		await scratch.ask('policy.set', { name: 'csv-source', policy: lockedDown, author: 'me', note: 'nothing' });
		const error = await scratch.fail('samples.run', {});
		expect(error).toMatchObject({ code: 'plugin_execution', details: { runId: expect.any(String) } });
		expect((await scratch.ask('policy.show', { name: 'csv-source' })).granted?.author).toBe('me');
	});

	it('are not found in a program that came without them', async () => {
		const bare = await scratchCore({ spares: 0, resourcesDir: undefined });
		try {
			expect(await bare.fail('samples.list', {})).toMatchObject({ code: 'not_found' });
			const target = join(resourcesDir, 'plugins/row-filter');
			expect((await bare.ask('plugins.inspect', { target })).isBundled).toBe(false);
		} finally {
			await bare.dispose();
		}
	});
});
