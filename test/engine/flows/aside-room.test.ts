import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newRunId } from '../../../src/shared/run/run-id.ts';
import { fickle } from '../../support/flows/fickle-guest.ts';
import { grant } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

const ROOM = 100_000_000;

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore({ checkpointEveryMs: 20 });
	const path = await scratch.plugin('picky', fickle('filter_data'), { type: 'filter' });
	await scratch.ask('plugins.install', { path, grant: grant() });
	// One in two is refused.
	const lines = Array.from({ length: 40 }, (_, n) => JSON.stringify(`${n % 2 === 0 ? 'o' : 'e'}k ${n}`));
	writeFileSync(place('in.ndjson'), `${lines.join('\n')}\n`);
});
afterEach(() => room(ROOM));
afterAll(() => scratch.dispose());

const place = (name: string): string => join(scratch.folder, name);
const room = (value: number) => scratch.ask('settings.set', { key: 'quarantine_bytes', value });
const flow = (name: string, input = 'in.ndjson') => ({
	definition: {
		name,
		components: [
			{ name: 'in', use: 'read-file', config: { path: place(input) } },
			{ name: 'picky', inputs: ['in'], on_error: 'quarantine', batch_size: 40 },
			{ name: 'out', use: 'write-file', inputs: ['picky'], config: { path: place(`${name}.ndjson`) } },
		],
	} as never,
});
const asideOf = (name: string) => scratch.ask('quarantine.list', { flow: name, replayed: true, limit: 500 });

it('a record may be changed to another one that there is room for, and always to a smaller one', async () => {
	await scratch.ask('flows.run', { flow: flow('edited') });
	const { records } = await asideOf('edited');
	const [{ id } = { id: 0 }] = records;
	const larger = JSON.stringify('o'.repeat(2_000));
	await room(1_000);
	const error = await scratch.fail('quarantine.edit', { id, text: larger });
	expect(error).toMatchObject({ code: 'storage', details: { reason: 'set_aside_edit_full', maxBytes: 1_000 } });
	expect((await asideOf('edited')).records[0]).toMatchObject({ text: '"ek 39"', isEdited: false });
	expect(await scratch.ask('quarantine.edit', { id, text: '1' })).toMatchObject({ text: '1', isEdited: true });
	await room(ROOM);
	expect(await scratch.ask('quarantine.edit', { id, text: larger })).toMatchObject({ size: larger.length });
	await scratch.ask('quarantine.remove', { which: { filter: { flow: 'edited' } } });
	expect((await scratch.fail('quarantine.edit', { id, text: '1' })).details).toMatchObject({
		reason: 'set_aside_gone',
	});
});

it('a record that is replayed at this moment is not changed', async () => {
	await scratch.ask('flows.run', { flow: flow('busy') });
	const ids = (await asideOf('busy')).records.map(({ id }) => id);
	const runId = newRunId();
	let told: object | undefined;
	const stop = scratch.core().on('run.started', async ({ run: begun }) => {
		if (begun.id !== runId) return;
		const answer = await scratch.core().request('quarantine.edit', { id: ids[0] ?? 0, text: '"other"' });
		told = answer.ok ? answer.data : answer.error;
	});
	await scratch.ask('quarantine.replay', { which: { ids }, runId });
	stop();
	expect(told).toMatchObject({ code: 'conflict', details: { reason: 'set_aside_taken', run: runId } });
	expect((await asideOf('busy')).records.some(({ text }) => text.includes('other'))).toBe(false);
});

it('what there is room for is kept, and the run goes on once there is more', async () => {
	await scratch.ask('quarantine.remove', { which: { filter: { replayed: true } } });
	await scratch.ask('flows.run', { flow: flow('calm') });
	const { records } = await asideOf('calm');
	await scratch.ask('quarantine.remove', { which: { filter: { flow: 'calm' } } });
	const each = records[0]?.error === undefined ? 0 : JSON.stringify(records[0].error).length + 200;
	await room(each * 8);
	const error = await scratch.fail('flows.run', { flow: flow('tight') });
	expect(error).toMatchObject({ code: 'storage', details: { reason: 'set_aside_full', component: 1 } });
	const kept = (await asideOf('tight')).records;
	expect(kept.length).toBeGreaterThan(4);
	expect(kept.length).toBeLessThan(20);
	expect(kept.at(-1)).toMatchObject({ record: 2, text: '"ek 1"' });
	await room(ROOM);
	const run = await scratch.ask('flows.resume', { run: String(error.details?.['runId']) });
	expect(run).toMatchObject({ status: 'succeeded' });
	expect((await asideOf('tight')).records.map(({ record }) => record)).toEqual(records.map(({ record }) => record));
	expect(readFileSync(place('tight.ndjson'), 'utf8')).toBe(readFileSync(place('calm.ndjson'), 'utf8'));
});

it('records that are searched for words are exported, replayed and deleted, and no others', async () => {
	const lines = Array.from({ length: 20 }, (_, n) => JSON.stringify(`ek ${n}${n % 3 === 0 ? ' zebra' : ''}`));
	writeFileSync(place('words-in.ndjson'), `${lines.join('\n')}\n`);
	await scratch.ask('flows.run', { flow: flow('words', 'words-in.ndjson') });
	const filter = { flow: 'words', text: 'Zebra ek' };
	expect((await scratch.ask('quarantine.preview', { which: { filter } })).records).toBe(7);
	const to = place('exported.ndjson');
	expect(await scratch.ask('quarantine.export', { which: { filter }, to })).toMatchObject({ records: 7 });
	await scratch.ask('quarantine.replay', { which: { filter } });
	expect((await scratch.ask('quarantine.list', { flow: 'words', replayed: false })).total).toBe(20);
	expect(await scratch.ask('quarantine.remove', { which: { filter: { ...filter, replayed: true } } })).toEqual({
		removed: 14,
	});
	const none = await scratch.fail('quarantine.preview', { which: { filter: { flow: 'words', text: 'nowhere' } } });
	expect(none.details).toMatchObject({ reason: 'set_aside_none' });
});
