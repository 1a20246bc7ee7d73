import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { fickle } from '../support/flows/fickle-guest.ts';
import { grant } from '../support/scratch/samples.ts';
import { scratchCore } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
const cancelled = newRunId();
const place = (name: string): string => join(folder, name);
const dataflare = (...args: readonly string[]) => runCliHere(folder, args);
const lines = (count: number): string => Array.from({ length: count }, (_, n) => `"ok ${n}"\n`).join('');
const flow = (name: string, from: string) => ({
	name,
	components: [
		{ name: 'in', use: 'read-file' as const, config: { path: place(from) } },
		{ name: 'picky', inputs: ['in'], on_error: 'quarantine' as const },
		{ name: 'out', use: 'write-file' as const, inputs: ['picky'], config: { path: place(`${name}-out.ndjson`) } },
	],
});

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-aside-'));
	writeFileSync(place('in.ndjson'), '"ok 0"\n"ek 1"\n"ok 2"\n"ek 3"\n');
	writeFileSync(place('many.ndjson'), lines(150_000));
	const scratch = await scratchCore({ dataDir: place('data') });
	await scratch.ask('plugins.install', {
		path: await scratch.plugin('picky', fickle('filter_data'), { type: 'filter' }),
	});
	await scratch.ask('policy.set', { name: 'picky', policy: grant() });
	const stop = scratch.core().on('run.progress', ({ id, recordsIn }) => {
		if (recordsIn > 5000) void scratch.ask('runs.cancel', { id });
	});
	await scratch.fail('flows.run', { flow: { definition: flow('long', 'many.ndjson') as never }, runId: cancelled });
	stop();
	await scratch.dispose();
	writeFileSync(place('flow.json'), JSON.stringify(flow('short', 'in.ndjson')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('dataflare flow quarantine lists, shows, changes, writes, replays and removes what was set aside', async () => {
	expect((await dataflare('flow', 'quarantine', 'list')).out).toContain('No records are set aside.');
	const ran = await dataflare('flow', 'run', 'flow.json');
	expect(ran).toMatchObject({ code: 0 });
	expect(ran.out).toContain('! picky could not take 2 records.');
	expect(ran.out).toMatch(/! 2 records set aside: see `dataflare flow quarantine list --run [0-9a-f]{12}`/);
	const other = await dataflare('flow', 'quarantine', 'list', '--flow', 'shrt');
	expect(other.out).toContain('No records that fit are set aside.');
	const listed = await dataflare('flow', 'quarantine', 'list', '--flow', 'short');
	expect(listed.out).toMatch(/RECORD +FLOW +COMPONENT[\s\S]*short +picky +4[\s\S]*short +picky +2/);
	const { records } = JSON.parse((await dataflare('--json', 'flow', 'quarantine', 'list')).out).data;
	const [newer, older] = records.map(({ id }: { readonly id: number }) => String(id));
	const shown = await dataflare('flow', 'quarantine', 'show', newer);
	expect(shown.out).toBe('"ek 3"\n');
	expect(shown.err).toContain('Record 4 of picky in short');
	expect(await dataflare('flow', 'quarantine', 'show', '999999')).toMatchObject({
		code: 2,
		err: expect.stringContaining('There is no record 999999.'),
	});
	expect(await dataflare('flow', 'quarantine', 'edit', newer, '{"no"')).toMatchObject({ code: 1 });
	expect((await dataflare('flow', 'quarantine', 'edit', newer, '"ok 3"')).out).toContain(`Record ${newer} is changed.`);
	const wrote = await dataflare('flow', 'quarantine', 'export', '--flow', 'short', '--out', 'bad.ndjson');
	expect(wrote.out).toContain('Wrote 2 records to');
	expect(readFileSync(place('bad.ndjson'), 'utf8').trim().split('\n').sort()).toEqual(['"ek 1"', '"ok 3"']);
	expect(await dataflare('flow', 'quarantine', 'replay')).toMatchObject({
		code: 2,
		err: expect.stringContaining('Say which records.'),
	});
	const asks = await dataflare('flow', 'quarantine', 'replay', newer);
	expect(asks).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
	expect(asks.err).toContain('1 record would go through short once more, from picky on.');
	expect(asks.err).toMatch(/out would write .*short-out\.replayed-1\.ndjson/);
	expect(await dataflare('flow', 'quarantine', 'replay', newer, '--yes')).toMatchObject({ code: 0 });
	expect(readFileSync(place('short-out.replayed-1.ndjson'), 'utf8')).toBe('"ok 3"\n');
	expect((await dataflare('flow', 'quarantine', 'list', '--replayed')).out).toContain('(replayed)');
	const rest = await dataflare('flow', 'quarantine', 'list', '--text', 'ok 3');
	expect(rest.out).toContain('1 record replayed already: see them with --replayed.');
	const again = await dataflare('flow', 'quarantine', 'replay', '--text', 'ok 3', '--yes');
	expect(again).toMatchObject({
		code: 1,
		err: expect.stringContaining('--replayed takes in what was replayed already'),
	});
	expect(await dataflare('flow', 'quarantine', 'remove', older)).toMatchObject({ code: 2 });
	expect((await dataflare('flow', 'quarantine', 'remove', older, '--yes')).out).toContain('1 record removed.');
	expect((await dataflare('flow', 'quarantine', 'list')).out).toContain('No records are set aside.');
});

it('dataflare flow resume tells what differs, goes on only where that is accepted, and once', async () => {
	expect(await dataflare('policy', 'set', 'picky', '--time', '45s')).toMatchObject({ code: 0 });
	const asked = await dataflare('flow', 'resume', cancelled);
	expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('--accept') });
	expect(asked.err).toMatch(/Since that run, 1 thing changed:[\s\S]*The policy of picky was changed/);
	expect(await dataflare('--json', 'flow', 'resume', cancelled)).toMatchObject({ code: 2 });
	const resumed = await dataflare('flow', 'resume', cancelled, '--accept');
	expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining('Goes on at') });
	expect(resumed.out).toMatch(/succeeded in .*: 150,000 records in/);
	expect(readFileSync(place('long-out.ndjson'), 'utf8')).toBe(lines(150_000));
	expect(await dataflare('flow', 'resume', cancelled, '--accept')).toMatchObject({ code: 1 });
});
