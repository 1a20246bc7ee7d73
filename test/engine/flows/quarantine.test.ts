import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { fickle } from '../../support/flows/fickle-guest.ts';
import { grant } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const [name, fn, type] of [
		['picky', 'filter_data', 'filter'],
		['counting', 'aggregate_data', 'aggregator'],
	] as const) {
		await scratch.ask('plugins.install', { path: await scratch.plugin(name, fickle(fn), { type }) });
		await scratch.ask('policy.set', { name, policy: grant() });
	}
	// One in ten is refused, one takes its instance with it, three are let go.
	const kinds = ['o', 'o', 'd', 'o', 'e', 'o', 'd', 'o', 't', 'd'];
	const lines = Array.from({ length: 200 }, (_, n) => JSON.stringify(`${kinds[n % 10]}k ${n}`));
	writeFileSync(place('in.ndjson'), `${lines.join('\n')}\n`);
});
afterAll(() => scratch.dispose());

const place = (name: string): string => join(scratch.folder, name);
const written = (name: string): readonly unknown[] =>
	readFileSync(place(name), 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line): unknown => JSON.parse(line));
const components = (onError: unknown, into: string) => [
	{ name: 'in', use: 'read-file', config: { path: place('in.ndjson') } },
	{ name: 'picky', inputs: ['in'], on_error: onError, workers: 2, batch_size: 25 },
	{ name: 'out', use: 'write-file', inputs: ['picky'], config: { path: place(`${into}.ndjson`) } },
	{ name: 'rest', use: 'write-file', inputs: ['picky.dropped'], config: { path: place(`${into}-rest.ndjson`) } },
	{ name: 'bad', use: 'write-file', inputs: ['picky.failed'], config: { path: place(`${into}-bad.ndjson`) } },
];
const run = (onError: unknown, into: string): Promise<RunDetail> =>
	scratch.ask('flows.run', { flow: { definition: { name: into, components: components(onError, into) } as never } });

describe('records that a component cannot take', () => {
	it('are left out one by one, told on a port of their own, and set aside', async () => {
		const told = await run('quarantine', 'aside');
		expect(told.stages[1]).toMatchObject({ recordsIn: 200, recordsOut: 100, recordsDropped: 60, recordsFailed: 40 });
		expect([written('aside.ndjson').length, written('aside-rest.ndjson').length]).toEqual([100, 60]);
		const bad = written('aside-bad.ndjson') as readonly { readonly record: string; readonly number: number }[];
		expect(bad.map(({ number }) => number).slice(0, 4)).toEqual([5, 9, 15, 19]);
		expect(bad[0]).toMatchObject({ record: 'ek 4', component: 'picky', number: 5 });
		const { records, total } = await scratch.ask('quarantine.list', { flow: 'aside' });
		expect(total).toBe(40);
		expect(records.at(-1)).toMatchObject({
			runId: told.id,
			component: 'picky',
			position: 1,
			plugin: 'picky',
			record: 5,
			text: '"ek 4"',
			isWhole: true,
		});
		expect((await scratch.ask('quarantine.list', { flow: 'aside', text: 'tk 148' })).total).toBe(1);
		expect((await scratch.ask('quarantine.list', { flow: 'none' })).total).toBe(0);
		expect((await scratch.ask('runs.kept', { id: told.id })).parts.input.items).toBe(40);
	});

	it('are told of while the run goes on, and not only at its end', async () => {
		const told: string[] = [];
		const ends = [
			scratch.core().on('history.written', () => told.push('written')),
			scratch.core().on('run.finished', () => told.push('finished')),
		];
		const { id } = await run('quarantine', 'told');
		expect(told.slice(0, told.indexOf('finished'))).toContain('written');
		for (const end of ends) end();
		await scratch.ask('quarantine.remove', { which: { filter: { runId: id } } });
	});

	it('are only counted where they are to be skipped, and end the flow where nothing is said', async () => {
		const told = await run('skip', 'skipped');
		expect(told.stages[1]).toMatchObject({ recordsFailed: 40 });
		expect((await scratch.ask('quarantine.list', { flow: 'skipped' })).total).toBe(0);
		const definition = { name: 'strict', components: components('fail', 'strict').slice(0, 3) } as never;
		const error = await scratch.fail('flows.run', { flow: { definition } });
		expect(error.message).toMatch(/^components\[1\] \(picky\): .*record 5/i);
		expect(existsSync(place('strict.ndjson'))).toBe(false);
	});

	it('are replayed from their component on once they are edited, beside what was written before', async () => {
		const { records } = await scratch.ask('quarantine.list', { flow: 'aside', text: 'ek 4', limit: 500 });
		const record = records.find(({ text }) => text === '"ek 4"');
		const ids = [record?.id ?? 0];
		expect((await scratch.fail('quarantine.edit', { id: ids[0] ?? 0, text: 'no JSON' })).details).toMatchObject({
			reason: 'set_aside_not_json',
		});
		expect(await scratch.ask('quarantine.edit', { id: ids[0] ?? 0, text: '\n "ok 4"\n' })).toMatchObject({
			text: '"ok 4"',
			isEdited: true,
		});
		const told = await scratch.ask('quarantine.preview', { which: { ids } });
		expect(told).toMatchObject({ records: 1, flow: 'aside', component: 'picky', problems: [] });
		expect(told.writes[0]).toEqual({ component: 'out', path: place('aside.replayed-1.ndjson') });
		const before = readFileSync(place('aside.ndjson'));
		const replayed = await scratch.ask('quarantine.replay', { which: { ids } });
		expect(written('aside.replayed-1.ndjson')).toEqual(['ok 4']);
		expect(readFileSync(place('aside.ndjson')).equals(before)).toBe(true);
		expect((await scratch.ask('quarantine.list', { flow: 'aside' })).total).toBe(39);
		const all = await scratch.ask('quarantine.list', { flow: 'aside', replayed: true, limit: 500 });
		expect(all.records.find(({ id }) => id === ids[0])?.replayedIn).toBe(replayed.id);
		// What fails once more is set aside once more, under the run that it failed in.
		const which = { filter: { flow: 'aside', component: 'picky' } };
		const again = await scratch.ask('quarantine.replay', { which });
		expect(again).toMatchObject({ status: 'succeeded' });
		const left = await scratch.ask('quarantine.list', { flow: 'aside' });
		expect(left.total).toBe(39);
		expect(new Set(left.records.map(({ runId }) => runId))).toEqual(new Set([again.id]));
		expect((await scratch.fail('flows.resume', { run: again.id })).details).toMatchObject({ reason: 'run_ended_well' });
	});

	it('are exported and deleted, and go with their run', async () => {
		const which = { filter: { flow: 'aside' } };
		const to = place('exported.ndjson');
		expect(await scratch.ask('quarantine.export', { which, to, why: true })).toEqual({ path: to, records: 39 });
		expect(written('exported.ndjson')[0]).toMatchObject({ record: 'tk 8', component: 'picky' });
		expect((await scratch.fail('quarantine.export', { which, to })).code).toBe('conflict');
		const { records } = await scratch.ask('quarantine.list', { flow: 'aside', limit: 1 });
		expect(await scratch.ask('quarantine.remove', { which: { ids: [records[0]?.id ?? 0] } })).toEqual({ removed: 1 });
		const runs = await scratch.ask('runs.list', { kind: 'flow' });
		const ids = runs.runs.filter(({ label }) => label === 'aside').map(({ id }) => id);
		await scratch.ask('runs.remove', { ids });
		expect((await scratch.ask('quarantine.list', { replayed: true })).total).toBe(0);
		await scratch.ask('trash.restore', { ids });
		expect((await scratch.ask('quarantine.list', { flow: 'aside' })).total).toBe(38);
		await scratch.ask('runs.forget', { id: ids[0] ?? '', parts: ['input'] });
		for (const id of ids) await scratch.ask('runs.forget', { id, parts: ['input'] });
		expect((await scratch.ask('quarantine.list', { replayed: true })).total).toBe(0);
	});

	it('end the flow where there is no room to set them aside', async () => {
		await scratch.ask('settings.set', { key: 'quarantine_bytes', value: 50 });
		const definition = { name: 'full', components: components('quarantine', 'full') } as never;
		const error = await scratch.fail('flows.run', { flow: { definition } });
		expect(error).toMatchObject({ code: 'storage', details: { reason: 'set_aside_full', component: 1 } });
		await scratch.ask('settings.set', { key: 'quarantine_bytes', value: 100_000_000 });
	});
});

describe('records of a plugin whose input is sensitive', () => {
	it('are named by their number alone where they end a run, as are others once they are forgotten', async () => {
		writeFileSync(place('secret.ndjson'), '"ok 1"\n"e-secret 2"\n');
		const components = [
			{ name: 'in', use: 'read-file', config: { path: place('secret.ndjson') } },
			{ name: 'picky', inputs: ['in'] },
			{ name: 'out', use: 'write-file', inputs: ['picky'], config: { path: place('secret-out.ndjson') } },
		];
		const flow = { definition: { name: 'secret', components } as never };
		const named = await scratch.fail('flows.run', { flow });
		expect(named.message).toContain('e-secret 2');
		const id = String(named.details?.['runId']);
		await scratch.ask('runs.forget', { id, parts: ['input'] });
		const forgotten = await scratch.ask('runs.get', { id });
		expect(forgotten.error?.message).toMatch(/\(picky\): .*record 2: /);
		expect(JSON.stringify(forgotten)).not.toContain('e-secret');
		expect((await scratch.ask('runs.list', { text: 'e-secret' })).total).toBe(0);
		await scratch.ask('plugins.privacy', { name: 'picky', input: 'sensitive' });
		const error = await scratch.fail('flows.run', { flow });
		expect(error.message).toMatch(/\(picky\): .*record 2: /);
		const kept = await scratch.ask('runs.get', { id: String(error.details?.['runId']) });
		for (const told of [error, kept]) expect(JSON.stringify(told)).not.toContain('e-secret');
		await scratch.ask('plugins.privacy', { name: 'picky', input: null });
	});
});

describe('what a plugin said of records that are set aside', () => {
	it('goes with the words of their run, and the records stay', async () => {
		const name = 'telling';
		await scratch.ask('plugins.install', {
			path: await scratch.plugin(name, fickle('filter_data', { says: 'frankincense' }), { type: 'filter' }),
		});
		await scratch.ask('policy.set', { name, policy: grant() });
		const count = 600;
		writeFileSync(place('told.ndjson'), '"e"\n'.repeat(count));
		const components = [
			{ name: 'in', use: 'read-file', config: { path: place('told.ndjson') } },
			{ name, inputs: ['in'], on_error: 'quarantine' },
			{ name: 'out', use: 'write-file', inputs: [name], config: { path: place('told-out.ndjson') } },
		];
		const { id } = await scratch.ask('flows.run', { flow: { definition: { name, components } as never } });
		const told = async (): Promise<readonly string[]> => {
			const { records } = await scratch.ask('quarantine.list', { flow: name, limit: 500 });
			return records.map((each) => JSON.stringify(each));
		};
		expect((await told()).filter((text) => text.includes('frankincense'))).toHaveLength(500);
		const before = (await scratch.ask('runs.kept', { id })).parts.logs.bytes;
		expect(before).toBeGreaterThan(count * 'frankincense'.length);
		await scratch.ask('runs.forget', { id, parts: ['logs'] });
		const after = await told();
		expect(after).toHaveLength(500);
		expect(after.filter((text) => text.includes('frankincense'))).toEqual([]);
		expect((await scratch.ask('quarantine.list', { flow: name, text: 'frankincense' })).total).toBe(0);
		expect((await scratch.ask('quarantine.list', { flow: name })).total).toBe(count);
		for (const file of readdirSync(join(scratch.folder, 'data')).filter((each) => each.includes('.db'))) {
			expect(readFileSync(join(scratch.folder, 'data', file)).includes('frankincense'), file).toBe(false);
		}
	});
});

describe('records that are set aside, however many', () => {
	it('are searched and deleted in pieces, and the rest of the program has its turn', async () => {
		const { id } = await scratch.ask('flows.run', {
			flow: { definition: { name: 'many', components: components('quarantine', 'many') } as never },
		});
		const database = new Database(join(scratch.folder, 'data', 'dataflare.db'));
		const row = database.prepare<[string], number>('SELECT row FROM runs WHERE id = ?').pluck().get(id) ?? 0;
		const insert = database.prepare(
			`INSERT INTO quarantined_records (row, flow, component, position, plugin, at, number, error, record, is_text)
			 VALUES (?, 'many', 'more', 9, 'picky', 0, ?, '{"code":"runtime","message":"m"}', ?, 1)`,
		);
		const count = 12_000;
		database.transaction(() => {
			for (let n = 1; n <= count; n++)
				insert.run(row, n, Buffer.from(`"${n % 1_000 === 7 ? 'needle' : 'straw'} ${n}"`));
			insert.run(row, count + 1, Buffer.alloc(9_000_000, 'x'));
		})();
		database.close();
		let turns = 0;
		const counting = setInterval(() => turns++, 0);
		const found = await scratch.ask('quarantine.list', { flow: 'many', text: 'needle', limit: 5, offset: 5 });
		expect(found.total).toBe(12);
		expect(found.records.map(({ record }) => record)).toEqual([6_007, 5_007, 4_007, 3_007, 2_007]);
		expect((await scratch.ask('quarantine.list', { flow: 'many', text: 'needle 7 none' })).total).toBe(0);
		expect((await scratch.ask('quarantine.list', { flow: 'many', component: 'more' })).total).toBe(count + 1);
		const before = turns;
		expect(before).toBeGreaterThan(3);
		expect(await scratch.ask('quarantine.remove', { which: { filter: { flow: 'many', component: 'more' } } })).toEqual({
			removed: count + 1,
		});
		expect(turns - before).toBeGreaterThan(3);
		clearInterval(counting);
		expect((await scratch.ask('quarantine.list', { flow: 'many' })).total).toBe(40);
	});
});

describe('the room for records that are set aside', () => {
	it('holds what their plugins say of them, and those of deleted runs', async () => {
		const [mostBytes, count] = [3_000_000, 12_000];
		const name = 'wordy';
		const said = { says: 'x'.repeat(4_000) };
		await scratch.ask('plugins.install', {
			path: await scratch.plugin(name, fickle('filter_data', said), { type: 'filter' }),
		});
		await scratch.ask('policy.set', { name, policy: grant() });
		await scratch.ask('settings.set', { key: 'quarantine_bytes', value: mostBytes });
		writeFileSync(place('refused.ndjson'), '"e"\n'.repeat(count));
		const components = [
			{ name: 'in', use: 'read-file', config: { path: place('refused.ndjson') } },
			{ name, inputs: ['in'], on_error: 'quarantine', batch_size: 50 },
			{ name: 'out', use: 'write-file', inputs: [name], config: { path: place('refused-out.ndjson') } },
		];
		const flow = { definition: { name, components } as never };
		const first = await scratch.fail('flows.run', { flow });
		expect(first.details).toMatchObject({ reason: 'set_aside_full' });
		const { records, total } = await scratch.ask('quarantine.list', { flow: name, limit: 1 });
		expect(total).toBeGreaterThan(1_000);
		// Each takes more than what its plugin says of it.
		expect(total * JSON.stringify(records[0]?.error).length).toBeLessThan(mostBytes);
		expect(JSON.stringify(records[0]?.error).length).toBeLessThanOrEqual(1024);
		// In the trash they lie on the disk still.
		const ids = [String(first.details?.['runId'])];
		await scratch.ask('runs.remove', { ids });
		expect((await scratch.fail('flows.run', { flow })).details).toMatchObject({ reason: 'set_aside_full' });
		expect((await scratch.ask('quarantine.list', { flow: name })).total).toBeLessThan(1_000);
		await scratch.ask('trash.empty', {});
		const again = await scratch.fail('flows.run', { flow });
		expect(again.details).toMatchObject({ reason: 'set_aside_full' });
		expect((await scratch.ask('quarantine.list', { runId: String(again.details?.['runId']) })).total).toBeGreaterThan(
			100,
		);
		await scratch.ask('settings.set', { key: 'quarantine_bytes', value: 100_000_000 });
	});
});

describe('a component that loses what it kept', () => {
	it('is taken back, and goes on without the record that did it', async () => {
		const kinds = Array.from({ length: 60 }, (_, n) => JSON.stringify(`${n === 17 || n === 40 ? 't' : 'o'}k ${n}`));
		writeFileSync(place('lossy.ndjson'), `${kinds.join('\n')}\n`);
		const told = await scratch.ask('flows.run', {
			flow: {
				definition: {
					name: 'lossy',
					components: [
						{ name: 'in', use: 'read-file', config: { path: place('lossy.ndjson') } },
						{ name: 'counting', inputs: ['in'], on_error: 'quarantine', batch_size: 5 },
						{ name: 'out', use: 'write-file', inputs: ['counting'], config: { path: place('lossy-out.ndjson') } },
					],
				} as never,
			},
		});
		expect(told.stages[1]).toMatchObject({ recordsIn: 60, recordsFailed: 2 });
		expect(written('lossy-out.ndjson').at(-1)).toEqual(58);
		const { records } = await scratch.ask('quarantine.list', { flow: 'lossy' });
		expect(records.map(({ text }) => text).sort()).toEqual(['"tk 17"', '"tk 40"']);
		const lines = await scratch.ask('runs.logs', { id: told.id });
		expect(lines.filter(({ message }) => message.includes('was lost')).length).toBeGreaterThanOrEqual(2);
	});
});
