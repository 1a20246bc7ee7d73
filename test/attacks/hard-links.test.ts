import { linkSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { data, grant, sample } from '../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

/** A copy of real data with several names, as package stores and backups make them. */
function linkedData(): string {
	const store = join(scratch.folder, 'store');
	const project = join(scratch.folder, 'project/node_modules/vega-datasets/data');
	for (const folder of [store, project]) mkdirSync(folder, { recursive: true });
	writeFileSync(join(store, 'abc123'), readFileSync(data('seattle-weather.csv')));
	linkSync(join(store, 'abc123'), join(project, 'seattle-weather.csv'));
	linkSync(join(store, 'abc123'), join(store, 'backup'));
	return join(project, 'seattle-weather.csv');
}

it('a chain reads a hard-linked file below a granted folder', async () => {
	const input = linkedData();
	expect(statSync(input).nlink).toBe(3);
	const folder = join(scratch.folder, 'project/');
	await scratch.ask('plugins.install', { path: sample('csv-source'), grant: grant(`${folder}:ro`) });
	await scratch.ask('plugins.install', { path: sample('row-filter'), grant: grant() });
	const run = await scratch.ask('chains.run', {
		chain: {
			definition: {
				name: 'rain',
				components: [
					{ name: 'csv-source', config: { path: input } },
					{ name: 'row-filter', config: { where: { field: 'weather', op: 'eq', value: 'rain' } } },
				],
			},
		},
	});
	expect(run.status).toBe('succeeded');
	expect(run.recordsOut).toBeGreaterThan(100);
});

it('a destination replaces one of the names, and the others keep what they had', async () => {
	const target = linkedData();
	const before = readFileSync(target);
	const input = join(scratch.folder, 'in.ndjson');
	writeFileSync(input, '{"a":1}\n');
	const limits = { ...grant(join(scratch.folder, 'project/')) };
	await scratch.ask('plugins.install', { path: sample('file-writer'), grant: limits });
	const output = { kind: 'file' as const, path: target };
	await scratch.ask('streams.run', { plugin: 'file-writer', input: { kind: 'file', path: input }, output });
	expect(readFileSync(target, 'utf8')).not.toContain('drizzle');
	expect(readFileSync(join(scratch.folder, 'store/abc123'))).toEqual(before);
});
