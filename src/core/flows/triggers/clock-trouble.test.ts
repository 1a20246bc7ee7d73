import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { inZone } from '../../../../test/support/flows/cron-model.ts';
import { SimulatedClock } from '../../../../test/support/flows/simulated-clock.ts';
import { minutes, START, TriggerGround } from '../../../../test/support/flows/trigger-ground.ts';
import { aRun } from '../../../../test/support/scratch/scratch-store.ts';

const ground = new TriggerGround();
const HOUR_MS = minutes(60);
const DAY_MS = 24 * HOUR_MS;

const cron = (text: string, more: object = {}) => ({ kind: 'schedule', when: { cron: text }, ...more });
const iso = (times: readonly number[]) => times.map((at) => new Date(at).toISOString().slice(0, 16));

/** Programs that know no other time; they look at the clock as often as they always do. */
function simulated(from = START) {
	const clock = new SimulatedClock(from);
	return { clock, open: (on = ground.store) => ground.program(on, clock) };
}

describe('a schedule', () => {
	it.each([false, true])(
		'runs once, if it makes up (%s), for all times that came while its run before went on',
		async (catch_up) => {
			const { clock, open } = simulated();
			const programs = [open(), open(ground.scratch.open())];
			const begun = () => iso(programs.flatMap((each) => each.begun).sort());
			for (const each of programs) each.takes = minutes(150);
			await programs[0]?.set(cron('30 * * * *', { catch_up }));
			await clock.pass(minutes(149));
			expect(begun()).toEqual(['2026-01-01T12:30']);
			expect(ground.row()).toMatchObject({ missed: 1 });
			expect(programs[0]?.notices.list()).toEqual([]);
			await clock.pass(minutes(40));
			expect(begun()).toEqual(['2026-01-01T12:30', ...(catch_up ? ['2026-01-01T15:00'] : [])]);
			await clock.pass(minutes(30));
			expect(begun()).toEqual(['2026-01-01T12:30', catch_up ? '2026-01-01T15:00' : '2026-01-01T15:30']);
			expect(ground.row()).toMatchObject({ missed: catch_up ? 1 : 0 });
		},
	);

	it('is not held up by a program that was killed while it ran it', async () => {
		const { clock, open } = simulated();
		const one = open();
		await one.set(cron('30 * * * *'));
		ground.store.runs.start(aRun({ id: 'aaaaaaaaaaaa', kind: 'flow', label: 'report' }));
		ground.store.triggers.began('report', 'aaaaaaaaaaaa', clock.now());
		await clock.pass(HOUR_MS);
		expect(one.begun).toEqual([]);
		const file = new Database(ground.scratch.file);
		// As of a program that is there no more.
		file.exec("UPDATE runs SET session = 1000 WHERE id = 'aaaaaaaaaaaa'");
		file.close();
		await clock.pass(HOUR_MS);
		expect(iso(one.begun)).toEqual(['2026-01-01T13:30']);
	});

	it('has no time twice that a clock has twice which is put right, and goes by one that is set back far', async () => {
		const { clock, open } = simulated();
		const one = open();
		await one.set(cron('30 7 * * *'));
		const next = () => ground.row()?.nextAt ?? 0;
		const first = next();
		await clock.pass(first - clock.now());
		expect(one.begun).toEqual([first]);
		clock.set(first - 2000);
		await clock.pass(minutes(10));
		expect(one.begun).toEqual([first]);
		expect(next()).toBe(first + DAY_MS);
		// Forth by mistake, and back: nothing was run meanwhile.
		clock.set(first + 10 * DAY_MS + HOUR_MS);
		await clock.pass(minutes(1));
		expect(one.begun).toEqual([first]);
		expect(ground.row()).toMatchObject({ missed: 10, nextAt: first + 11 * DAY_MS });
		clock.set(first + HOUR_MS);
		await clock.pass(minutes(1));
		expect(next()).toBe(first + DAY_MS);
		await clock.pass(DAY_MS);
		expect(one.begun).toEqual([first, first + DAY_MS]);
	});

	it('goes by the time zone that the program has now', async () => {
		const { clock, open } = simulated(Date.UTC(2026, 5, 1, 12));
		await inZone('Europe/Berlin', async () => {
			const one = open();
			await one.set(cron('30 7 * * *'));
			await clock.pass(DAY_MS);
			expect(iso(one.begun)).toEqual(['2026-06-02T05:30']);
			await one.end();
		});
		for (const [zone, at] of [
			['America/New_York', '2026-06-03T11:30'],
			['Asia/Shanghai', '2026-06-03T23:30'],
		] as const) {
			await inZone(zone, async () => {
				const one = open();
				expect(iso([ground.row()?.nextAt ?? 0])).toEqual([at]);
				await clock.pass(DAY_MS);
				expect(iso(one.begun)).toEqual([at]);
				expect(ground.row()).toMatchObject({ missed: 0 });
				await one.end();
			});
		}
	});

	it('begins nothing any more once it was changed or stopped, however near its time was', async () => {
		const { clock, open } = simulated();
		const [one, other] = [open(), open(ground.scratch.open())];
		const begun = () => iso([...one.begun, ...other.begun]);
		await one.set(cron('0 * * * *'));
		await clock.pass((ground.row()?.nextAt ?? 0) - clock.now() - 1);
		await other.set({ kind: 'schedule', when: { every_minutes: 45 } });
		await clock.pass(minutes(46));
		expect(begun()).toEqual(['2026-01-01T13:44']);
		await clock.pass(minutes(43));
		const { trigger } = ground.row() ?? (undefined as never);
		ground.store.triggers.put('report', trigger, { isActive: false, nextAt: null });
		await clock.pass(DAY_MS);
		expect(begun()).toHaveLength(1);
	});

	it('is left to others by a program that ends soon: it would end the runs with it', async () => {
		const { clock, open } = simulated();
		await open().set(cron('30 * * * *', { catch_up: true }));
		await ground.endAll();
		const command = ground.program(ground.store, clock, { starts: false });
		await clock.pass(3 * HOUR_MS);
		command.triggers.wake();
		await clock.pass(HOUR_MS);
		expect(command.begun).toEqual([]);
		expect(ground.row()).toMatchObject({ missed: 0, last: null });
	});

	it('is refused for a flow that is not kept, and says so of one that was removed since', async () => {
		const { clock, open } = simulated();
		const one = open();
		ground.store.flows.remove('report');
		const refused = { code: 'not_found', details: { reason: 'flow_not_kept' } };
		await expect(one.set(cron('30 * * * *'))).rejects.toMatchObject(refused);
		ground.store.triggers.put(
			'report',
			{ kind: 'schedule', when: { every_minutes: 5 }, catch_up: false },
			{ isActive: true, nextAt: START },
		);
		await clock.pass(minutes(6));
		expect(one.state().problem).toMatchObject(refused);
	});

	it('tells how its last run ended', async () => {
		const { clock, open } = simulated();
		const one = open();
		one.next = 'fails';
		await one.set(cron('30 * * * *'));
		await clock.pass(HOUR_MS);
		expect(one.state()).toMatchObject({ last: { at: one.begun[0], status: 'failed' }, problem: null });
	});
});
