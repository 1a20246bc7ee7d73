import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inZone } from '../../support/flows/cron-model.ts';
import { SimulatedClock } from '../../support/flows/simulated-clock.ts';
import { sample } from '../../support/scratch/samples.ts';
import { eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

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

it('a flow runs each night, in the one that lacks its time and the one that has it twice as well, also when the program is opened anew', () =>
	inZone('Europe/Berlin', async () => {
		await scratch.dispose();
		const clock = new SimulatedClock(Date.UTC(2026, 9, 23, 12));
		scratch = await scratchCore({ clock });
		const [input, done] = [join(scratch.folder, 'in.ndjson'), join(scratch.folder, 'done')];
		mkdirSync(done);
		writeFileSync(input, '{"n":1}\n');
		const definition = {
			name: 'nightly',
			components: [
				{ name: 'in', use: 'read-file' as const, config: { path: input } },
				{ name: 'out', use: 'write-file' as const, inputs: ['in'], config: { path: join(done, '{time}.ndjson') } },
			],
		};
		await scratch.ask('flows.save', { flow: { definition } });
		await scratch.ask('triggers.set', { flow: 'nightly', trigger: { kind: 'schedule', when: { cron: '30 2 * * *' } } });
		/** A day of the clock, and then until the run that it brought has ended. */
		const day = async (runs: number): Promise<void> => {
			for (let hour = 0; hour < 24; hour++) await clock.pass(3_600_000);
			await eventually(async () => (await ended()).length === runs);
		};
		const ended = async () => (await scratch.ask('runs.list', {})).runs.filter(({ status }) => status === 'succeeded');
		for (const runs of [1, 2]) await day(runs);
		await scratch.restart();
		clock.set(Date.UTC(2027, 2, 27, 12));
		await clock.pass(20_000);
		for (const runs of [3, 4]) await day(runs);
		expect(readdirSync(done)).toEqual([
			'2026-10-24T00-30-00-000.ndjson',
			'2026-10-25T00-30-00-000.ndjson',
			'2027-03-28T01-00-00-000.ndjson',
			'2027-03-29T00-30-00-000.ndjson',
		]);
		const [run] = await ended();
		expect(run).toMatchObject({ trigger: 'schedule', kind: 'flow', label: 'nightly' });
		expect(await scratch.ask('triggers.list', {})).toMatchObject([
			{ last: { run: run?.id }, nextAt: Date.UTC(2027, 2, 30, 0, 30), missed: 0, problem: null },
		]);
		const { notices } = await scratch.ask('stats.get', {});
		expect(notices.map(({ text }) => text)).toEqual([
			'The flow "nightly" did not run at its times from 2026-10-26 02:30 on: the program was not running, or the computer slept. Missed times: 153.',
		]);
	}));
