import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

it('a flow reads each file that appears in its folder, in a run of its own, also after the program ended', async () => {
	await scratch.ask('plugins.install', { path: sample('row-filter') });
	await scratch.ask('policy.set', { name: 'row-filter', policy: {} });
	const [inbox, done] = [join(scratch.folder, 'inbox'), join(scratch.folder, 'done')];
	for (const folder of [inbox, done]) mkdirSync(folder);
	const where = { field: 'n', op: 'gt', value: 1 };
	const definition = {
		name: 'large',
		components: [
			{ name: 'in', use: 'read-file' as const, config: { path: join(inbox, 'none.ndjson') } },
			{ name: 'only', plugin: 'row-filter', config: { where } },
			{ name: 'out', use: 'write-file' as const, config: { path: join(done, '{name}.ndjson') } },
		],
	};
	await scratch.ask('flows.save', { flow: { definition } });
	const trigger = { kind: 'folder' as const, folder: inbox, component: 'in', settle_ms: 100 };
	await scratch.ask('triggers.set', { flow: 'large', trigger });
	writeFileSync(join(inbox, 'a.ndjson'), '{"n":1}\n{"n":2}\n');
	await vi.waitUntil(() => readdirSync(done).includes('a.ndjson'), { timeout: 30_000 });
	expect(readFileSync(join(done, 'a.ndjson'), 'utf8')).toBe('{"n":2}\n');
	const [state] = await scratch.ask('triggers.list', {});
	expect(state).toMatchObject({ isActive: true, files: 1, problem: null });
	// The file is there a moment before its run has ended.
	const run = await vi.waitUntil(
		async () => {
			const told = await scratch.ask('runs.get', { id: state?.last?.run ?? '' });
			return told.status === 'running' ? null : told;
		},
		{ timeout: 30_000 },
	);
	expect(run).toMatchObject({ kind: 'flow', label: 'large', trigger: 'folder', status: 'succeeded', recordsIn: 2 });

	await scratch.restart();
	writeFileSync(join(inbox, 'same.ndjson'), '{"n":1}\n{"n":2}\n');
	writeFileSync(join(inbox, 'b.ndjson'), '{"n":3}\n');
	await vi.waitUntil(() => readdirSync(done).includes('b.ndjson'), { timeout: 30_000 });
	expect(readdirSync(done).sort()).toEqual(['a.ndjson', 'b.ndjson']);
	await scratch.ask('triggers.stop', { flow: 'large' });
	expect(await scratch.ask('triggers.list', {})).toMatchObject([{ isActive: false, nextAt: null }]);
});
