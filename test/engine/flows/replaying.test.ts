import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { newRunId } from '../../../src/shared/run/run-id.ts';
import { fickle } from '../../support/flows/fickle-guest.ts';
import { grant } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	const path = await scratch.plugin('picky', fickle('filter_data'), { type: 'filter' });
	await scratch.ask('plugins.install', { path, grant: grant() });
	// All of them are refused.
	const lines = Array.from({ length: 40 }, (_, n) => JSON.stringify(`ek ${n}`));
	writeFileSync(place('in.ndjson'), `${lines.join('\n')}\n`);
});
afterAll(() => scratch.dispose());

const place = (name: string): string => join(scratch.folder, name);
const linesOf = (name: string): number => readFileSync(place(name), 'utf8').split('\n').length - 1;
const run = (name: string): Promise<RunDetail> =>
	scratch.ask('flows.run', {
		flow: {
			definition: {
				name,
				components: [
					{ name: 'in', use: 'read-file', config: { path: place('in.ndjson') } },
					{ name: 'picky', inputs: ['in'], on_error: 'quarantine' },
					{ name: 'out', use: 'write-file', inputs: ['picky'], config: { path: place(`${name}.ndjson`) } },
				],
			} as never,
		},
	});

describe('records that were set aside', () => {
	it('are replayed once, each into a file of its own replay, however many are under way', async () => {
		await run('twice');
		const { records } = await scratch.ask('quarantine.list', { flow: 'twice', limit: 500 });
		for (const { id, text } of records) {
			await scratch.ask('quarantine.edit', { id, text: text.replace('"e', '"o') });
		}
		const ids = records.map(({ id }) => id).sort((one, other) => one - other);
		const [first, second] = [ids.slice(0, 20), ids.slice(20)];
		const replay = (chosen: readonly number[], again = false) =>
			scratch.core().request('quarantine.replay', { which: { ids: [...chosen] }, again });
		const told = await Promise.all([replay(first), replay(second), replay(first)]);
		const failed = told.flatMap((one) => (one.ok ? [] : [one.error]));
		expect(failed).toMatchObject([{ code: 'conflict', details: { reason: 'set_aside_taken' } }]);
		const files = readdirSync(scratch.folder).filter((name) => /^twice\.replayed-\d+\.ndjson$/.test(name));
		expect(files.map((name) => linesOf(name))).toEqual([20, 20]);
		expect((await scratch.ask('quarantine.list', { flow: 'twice' })).total).toBe(0);
		const refused = await replay(first);
		expect(refused.ok ? null : refused.error.details).toMatchObject({ reason: 'set_aside_replayed' });
		expect((await replay(first, true)).ok).toBe(true);
	});

	it('are as they were where their replay does not end well', async () => {
		await run('undone');
		const { records } = await scratch.ask('quarantine.list', { flow: 'undone', limit: 500 });
		const ids = records.map(({ id }) => id);
		const runId = newRunId();
		const stop = scratch.core().on('run.started', ({ run: begun }) => {
			// It can be cancelled once it is under way.
			if (begun.id === runId) setImmediate(() => void scratch.ask('runs.cancel', { id: runId }));
		});
		expect((await scratch.fail('quarantine.replay', { which: { ids }, runId })).code).toBe('cancelled');
		stop();
		expect((await scratch.ask('quarantine.list', { flow: 'undone' })).total).toBe(40);
		expect((await scratch.ask('quarantine.replay', { which: { ids } })).status).toBe('succeeded');
	});

	it('are replayed all of them, or the run says that it could not', async () => {
		await run('deleted');
		const { records } = await scratch.ask('quarantine.list', { flow: 'deleted', limit: 500 });
		const ids = records.map(({ id }) => id);
		const runId = newRunId();
		const stop = scratch.core().on('run.started', ({ run: begun }) => {
			if (begun.id === runId) void scratch.ask('quarantine.remove', { which: { ids: ids.slice(0, 3) } });
		});
		const told = await scratch.fail('quarantine.replay', { which: { ids }, runId });
		stop();
		expect(told).toMatchObject({ code: 'conflict', details: { reason: 'set_aside_gone' } });
		expect((await scratch.ask('quarantine.list', { flow: 'deleted' })).total).toBe(37);
	});
});
