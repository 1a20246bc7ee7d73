import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { minutes, START, TriggerGround } from '../../../../test/support/flows/trigger-ground.ts';
import { eventually } from '../../../../test/support/scratch/scratch-core.ts';
import { type FlowTrigger, triggerSchema } from '../../../shared/flow/trigger.ts';

const ground = new TriggerGround();
const hourly = { kind: 'schedule', when: { cron: '0 * * * *' } };

describe('a flow on a schedule', () => {
	it('runs at its times, and tells the last and the next one', async () => {
		const one = ground.program();
		await one.set(hourly);
		expect(ground.row()).toMatchObject({ isActive: true, last: null });
		const first = ground.row()?.nextAt ?? 0;
		expect(first % minutes(60)).toBe(0);
		one.triggers.wake();
		expect(one.ran).toEqual([]);
		one.clock = first;
		one.triggers.wake();
		await eventually(() => one.ran.length === 1);
		expect(one.ran[0]).toMatch(/^schedule: \/in\.ndjson → \/out\/\{name\}\.2026-/);
		await eventually(() => ground.row()?.last !== null);
		expect(ground.row()).toMatchObject({ nextAt: first + minutes(60), last: { at: first }, missed: 0 });
	});

	it('counts every so many minutes from its times, not from when they were noticed', async () => {
		const one = ground.program();
		await one.set({ kind: 'schedule', when: { every_minutes: 10 } });
		one.clock = START + minutes(10) + 7_000;
		one.triggers.wake();
		expect(ground.row()?.nextAt).toBe(START + minutes(20));
	});

	it('is started by one of several programs', async () => {
		const [one, other] = [ground.program(), ground.program(ground.scratch.open())];
		await one.set(hourly);
		for (const each of [one, other]) each.clock = ground.row()?.nextAt ?? 0;
		const due = one.clock;
		one.triggers.wake();
		other.triggers.wake();
		await eventually(() => one.ran.length + other.ran.length === 1);
		expect(ground.row()?.nextAt).toBe(due + minutes(60));
	});

	it('says what it missed while no program ran, and makes up for it once where that is wanted', async () => {
		const before = ground.program();
		await before.set(hourly);
		await before.triggers.close();
		const later = ground.program();
		later.clock = START + minutes(60 * 5 + 10);
		later.triggers.start();
		expect(ground.row()?.missed).toBe(5);
		expect(later.notices.list()).toMatchObject([
			{
				text: expect.stringMatching(
					/^The flow "report" did not run at its times from 2026-01-01 \d\d:00 on: .* Missed times: 5\.$/,
				),
			},
		]);
		expect(ground.row()?.nextAt).toBeGreaterThan(later.clock);
		expect(later.ran).toEqual([]);
		await later.set({ ...hourly, catch_up: true });
		await later.triggers.close();
		const last = ground.program();
		last.clock = later.clock + minutes(60 * 3);
		last.triggers.start();
		await eventually(() => last.ran.length === 1);
		await eventually(() => ground.row()?.missed === 0);
	});

	it('misses the times that come while its run before goes on, and says so', async () => {
		const one = ground.program();
		await one.set({ kind: 'schedule', when: { every_minutes: 1 } });
		const { promise, resolve } = Promise.withResolvers<void>();
		one.going = promise;
		for (let minute = 1; minute <= 3; minute++) {
			one.clock = START + minutes(minute);
			one.triggers.wake();
			await eventually(() => one.ran.length === 1);
		}
		expect(ground.row()?.missed).toBe(2);
		resolve();
	});

	it('does not wait for a time that the clock was set back from', async () => {
		const one = ground.program();
		one.clock = START + minutes(60 * 24 * 365);
		await one.set(hourly);
		one.clock = START;
		one.triggers.wake();
		expect(ground.row()?.nextAt).toBeLessThanOrEqual(START + minutes(60));
	});

	it('does nothing once it is stopped', async () => {
		const one = ground.program();
		await one.set(hourly);
		ground.store.triggers.put('report', triggerSchema.parse(hourly) as FlowTrigger, { isActive: false, nextAt: null });
		one.clock = START + minutes(180);
		one.triggers.wake();
		await one.triggers.close();
		expect(one.ran).toEqual([]);
	});

	it.each(['* * *', '61 * * * *', 'every day', '0 0 31 2 *', '* * * * * *'])(
		'is refused where %j says no times',
		async (cron) => {
			const one = ground.program();
			await expect(one.set({ kind: 'schedule', when: { cron } })).rejects.toMatchObject({
				code: 'configuration',
				details: { reason: 'schedule_unclear', cron },
			});
			expect(ground.row()).toBeNull();
		},
	);
});

describe('what is kept of triggers', () => {
	it('costs no other and no start where it cannot be read, and is set anew or removed', async () => {
		const one = ground.program();
		await one.set({ kind: 'schedule', when: { every_minutes: 1 } });
		const file = new Database(ground.scratch.file);
		file.exec(`INSERT INTO flow_triggers (flow, definition, active, next_at) VALUES ('another', '{"kind":', 1, 1)`);
		file.exec(`UPDATE flow_versions SET definition = '{}'`);
		file.close();
		const later = ground.program();
		later.triggers.start();
		expect(ground.store.triggers.list().map(({ flow, isActive, damage }) => [flow, isActive, damage !== null])).toEqual(
			[
				['another', false, true],
				['report', true, false],
			],
		);
		expect(later.triggers.state(ground.store.triggers.get('another') ?? (undefined as never)).problem).toMatchObject({
			code: 'storage',
			message: expect.stringContaining('another'),
			details: { reason: 'trigger_damaged', flow: 'another' },
		});
		expect(ground.store.flows.list()).toMatchObject([{ name: 'report', isDamaged: true }]);
		later.clock = START + minutes(2);
		later.triggers.wake();
		expect(ground.row()?.nextAt).toBeGreaterThan(later.clock);
		ground.store.triggers.remove('another');
		expect(ground.store.triggers.list()).toHaveLength(1);
	});
});
