import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ScratchStore, scratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { flowSchema } from '../../../shared/flow/flow-file.ts';
import { type FlowTrigger, triggerSchema } from '../../../shared/flow/trigger.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { EventBus } from '../../program/event-bus.ts';
import { Notices } from '../../program/notices.ts';
import type { Store } from '../../store/store.ts';
import { FlowTriggers, type TriggerDeps } from './flow-triggers.ts';
import { withFreeNames } from './free-names.ts';
import { setTrigger } from './set-trigger.ts';

const START = Date.UTC(2026, 0, 1, 12, 0, 30);
let scratch: ScratchStore;
let store: Store;
let inbox: string;
const opened: FlowTriggers[] = [];
beforeEach(() => {
	scratch = scratchStore();
	store = scratch.open();
	inbox = join(scratch.folder, 'inbox');
	mkdirSync(inbox);
	save();
});
afterEach(async () => {
	await Promise.all(opened.splice(0).map((each) => each.close()));
	scratch.dispose();
});

function save(version = 1): void {
	const flow = flowSchema.parse({
		name: 'report',
		components: [
			{ name: 'in', use: 'read-file', config: { path: '/in.ndjson' } },
			{ name: 'out', use: 'write-file', config: { path: '/out/{name}.{time}.ndjson' } },
		],
	});
	store.flows.add({ version, flow, note: '', savedAt: 1 });
}

interface Program {
	readonly triggers: FlowTriggers;
	readonly notices: Notices;
	/** What was run: the path that was read, the one that was written, and what started it. */
	readonly ran: string[];
	clock: number;
	/** What becomes of the next runs. */
	next: 'succeeds' | 'fails' | 'cannot begin';
	/** While set, runs go on. */
	going: Promise<void> | null;
	set(trigger: object): Promise<void>;
}

function program(on: Store = store): Program {
	const bus = new EventBus();
	const notices = new Notices(on.settings, () => made.clock);
	const run: TriggerDeps['run'] = async ({ flow, runId, trigger }) => {
		if (made.next === 'cannot begin') throw new DataFlareError('configuration', 'components[0] (in): it cannot.');
		const [input, output] = flow.components.map(({ config }) => config?.['path']);
		made.ran.push(`${trigger}: ${input} → ${output}`);
		bus.emit('run.started', { run: { id: runId } as RunDetail });
		await made.going;
		if (made.next === 'fails') throw new DataFlareError('plugin_execution', 'no');
		return { id: runId } as RunDetail;
	};
	const triggers = new FlowTriggers({ store: on, bus, notices, now: () => made.clock, run, tryAgainMs: 100 });
	opened.push(triggers);
	const deps = {
		kept: { store: on, bus },
		now: () => made.clock,
		wake: () => triggers.wake(),
		signal: new AbortController().signal,
		ownPlaces: () => ({ sealed: [scratch.file], unwritable: [], handedOver: [], folds: false, windows: false }),
	};
	const made: Program = {
		triggers,
		notices,
		ran: [],
		clock: START,
		next: 'succeeds',
		going: null,
		async set(trigger) {
			await setTrigger(deps, { flow: 'report', trigger: triggerSchema.parse(trigger) as FlowTrigger, active: true });
		},
	};
	return made;
}

const minutes = (count: number): number => count * 60_000;
const row = () => store.triggers.get('report');
const hourly = { kind: 'schedule', when: { cron: '0 * * * *' } };
const folder = (more: object = {}) => ({
	kind: 'folder',
	folder: inbox,
	component: 'in',
	settle_ms: 100,
	pattern: '*.ndjson',
	...more,
});
const put = (name: string, text: string): void => writeFileSync(join(inbox, name), text);

describe('a flow on a schedule', () => {
	it('runs at its times, and tells the last and the next one', async () => {
		const one = program();
		await one.set(hourly);
		expect(row()).toMatchObject({ isActive: true, last: null });
		const first = row()?.nextAt ?? 0;
		expect(first % minutes(60)).toBe(0);
		one.triggers.wake();
		expect(one.ran).toEqual([]);
		one.clock = first;
		one.triggers.wake();
		await vi.waitUntil(() => one.ran.length === 1);
		expect(one.ran[0]).toMatch(/^schedule: \/in\.ndjson → \/out\/\{name\}\.2026-/);
		await vi.waitUntil(() => row()?.last !== null);
		expect(row()).toMatchObject({ nextAt: first + minutes(60), last: { at: first }, missed: 0 });
	});

	it('counts every so many minutes from its times, not from when they were noticed', async () => {
		const one = program();
		await one.set({ kind: 'schedule', when: { every_minutes: 10 } });
		one.clock = START + minutes(10) + 7_000;
		one.triggers.wake();
		expect(row()?.nextAt).toBe(START + minutes(20));
	});

	it('is started by one of several programs', async () => {
		const [one, other] = [program(), program(scratch.open())];
		await one.set(hourly);
		for (const each of [one, other]) each.clock = row()?.nextAt ?? 0;
		const due = one.clock;
		one.triggers.wake();
		other.triggers.wake();
		await vi.waitUntil(() => one.ran.length + other.ran.length === 1);
		expect(row()?.nextAt).toBe(due + minutes(60));
	});

	it('says what it missed while no program ran, and makes up for it once where that is wanted', async () => {
		const before = program();
		await before.set(hourly);
		await before.triggers.close();
		const later = program();
		later.clock = START + minutes(60 * 5 + 10);
		later.triggers.start();
		expect(row()?.missed).toBe(5);
		expect(later.notices.list()).toMatchObject([
			{ text: 'The flow "report" should have run while the program was not running. Missed times: 5.' },
		]);
		expect(row()?.nextAt).toBeGreaterThan(later.clock);
		expect(later.ran).toEqual([]);
		await later.set({ ...hourly, catch_up: true });
		await later.triggers.close();
		const last = program();
		last.clock = later.clock + minutes(60 * 3);
		last.triggers.start();
		await vi.waitUntil(() => last.ran.length === 1);
		await vi.waitUntil(() => row()?.missed === 0);
	});

	it('misses the times that come while its run before goes on, and says so', async () => {
		const one = program();
		await one.set({ kind: 'schedule', when: { every_minutes: 1 } });
		const { promise, resolve } = Promise.withResolvers<void>();
		one.going = promise;
		for (let minute = 1; minute <= 3; minute++) {
			one.clock = START + minutes(minute);
			one.triggers.wake();
			await vi.waitUntil(() => one.ran.length === 1);
		}
		expect(row()?.missed).toBe(2);
		resolve();
	});

	it('does not wait for a time that the clock was set back from', async () => {
		const one = program();
		one.clock = START + minutes(60 * 24 * 365);
		await one.set(hourly);
		one.clock = START;
		one.triggers.wake();
		expect(row()?.nextAt).toBeLessThanOrEqual(START + minutes(60));
	});

	it('does nothing once it is stopped', async () => {
		const one = program();
		await one.set(hourly);
		store.triggers.put('report', triggerSchema.parse(hourly) as FlowTrigger, false, null);
		one.clock = START + minutes(180);
		one.triggers.wake();
		await one.triggers.close();
		expect(one.ran).toEqual([]);
	});

	it.each(['* * *', '61 * * * *', 'every day', '0 0 31 2 *', '* * * * * *'])(
		'is refused where %j says no times',
		async (cron) => {
			const one = program();
			await expect(one.set({ kind: 'schedule', when: { cron } })).rejects.toMatchObject({
				code: 'configuration',
				details: { reason: 'schedule_unclear', cron },
			});
			expect(row()).toBeNull();
		},
	);
});

describe('what is kept of triggers', () => {
	it('costs no other and no start where it cannot be read, and is set anew or removed', async () => {
		const one = program();
		await one.set({ kind: 'schedule', when: { every_minutes: 1 } });
		const file = new Database(scratch.file);
		file.exec(`INSERT INTO flow_triggers (flow, definition, active, next_at) VALUES ('another', '{"kind":', 1, 1)`);
		file.exec(`UPDATE flow_versions SET definition = '{}'`);
		file.close();
		const later = program();
		later.triggers.start();
		expect(store.triggers.list().map(({ flow, isActive, damage }) => [flow, isActive, damage !== null])).toEqual([
			['another', false, true],
			['report', true, false],
		]);
		expect(later.triggers.state(store.triggers.get('another') ?? (undefined as never)).problem).toContain('another');
		expect(store.flows.list()).toMatchObject([{ name: 'report', isDamaged: true }]);
		later.clock = START + minutes(2);
		later.triggers.wake();
		expect(row()?.nextAt).toBeGreaterThan(later.clock);
		store.triggers.remove('another');
		expect(store.triggers.list()).toHaveLength(1);
	});
});

describe('a flow that reads what appears in a folder', () => {
	it('reads each file once, by its content, whatever it is called and whoever looks', async () => {
		const [one, other] = [program(), program(scratch.open())];
		put('a.ndjson', '1\n');
		await one.set(folder());
		other.triggers.wake();
		const ran = () => [...one.ran, ...other.ran].sort();
		await vi.waitUntil(() => ran().length === 1);
		expect(ran()[0]).toMatch(new RegExp(`^folder: ${join(inbox, 'a.ndjson')} → /out/a\\.2026-`));
		put('b.ndjson', '1\n');
		put('c.ndjson', '2\n');
		put('d.csv', '3\n');
		await vi.waitUntil(() => ran().length === 2);
		expect(ran()[1]).toContain('c.ndjson');
		await vi.waitUntil(() => store.triggers.files('report', 10).every(({ run }) => run !== null));
		expect(store.triggers.fileCount('report')).toBe(2);
		await Promise.all([one, other].map(({ triggers }) => triggers.close()));
		const again = program();
		again.triggers.start();
		put('e.ndjson', '5\n');
		await vi.waitUntil(() => again.ran.length === 1);
		expect(again.ran[0]).toContain('e.ndjson');
	});

	it('waits until a file keeps still', async () => {
		const one = program();
		await one.set(folder({ settle_ms: 400 }));
		for (let count = 0; count < 6; count++) {
			put('growing.ndjson', 'x\n'.repeat(count + 1));
			await new Promise((resolve) => setTimeout(resolve, 150));
			expect(one.ran).toEqual([]);
		}
		await vi.waitUntil(() => one.ran.length === 1);
	});

	it('leaves what was there before where that is wanted, also under another name', async () => {
		const one = program();
		put('old.ndjson', 'old\n');
		await one.set(folder({ existing: false }));
		put('renamed.ndjson', 'old\n');
		put('new.ndjson', 'new\n');
		await vi.waitUntil(() => one.ran.length === 1);
		expect(one.ran[0]).toContain('new.ndjson');
		expect(store.triggers.files('report', 10).map(({ path }) => path)).toEqual([join(inbox, 'new.ndjson')]);
	});

	it('loses no file that a run could not begin with: it is tried again', async () => {
		const one = program();
		one.next = 'cannot begin';
		await one.set(folder());
		put('a.ndjson', '1\n');
		const state = () => one.triggers.state(row() ?? (undefined as never));
		await vi.waitUntil(() => state().problem !== null);
		expect(state().problem).toBe('components[0] (in): it cannot.');
		expect(store.triggers.fileCount('report')).toBe(0);
		one.next = 'succeeds';
		await vi.waitUntil(() => one.ran.length === 1);
		await vi.waitUntil(() => state().problem === null);
	});

	it('waits once more for a file that is written on while another one is read', async () => {
		const one = program();
		await one.set(folder({ settle_ms: 300 }));
		const { promise, resolve } = Promise.withResolvers<void>();
		one.going = promise;
		put('first.ndjson', '1\n');
		await vi.waitUntil(() => one.ran.length === 1);
		put('second.ndjson', '2\n');
		await new Promise((wait) => setTimeout(wait, 1500));
		put('second.ndjson', '2\n3\n');
		resolve();
		one.going = null;
		await vi.waitUntil(() => one.ran.length === 2);
		const taken = store.triggers.files('report', 10).find(({ path }) => path.endsWith('second.ndjson'));
		expect(taken?.sha256).toBe(createHash('sha256').update('2\n3\n').digest('hex'));
		expect(store.triggers.fileCount('report')).toBe(2);
	});

	it('never writes where something is already: a number is put behind the name', async () => {
		const flow = flowSchema.parse({
			name: 'report',
			components: [
				{ name: 'in', use: 'read-file', config: { path: '/in.ndjson' } },
				{ name: 'out', use: 'write-file', config: { path: join(scratch.folder, 'out.csv.gz') } },
			],
		});
		writeFileSync(join(scratch.folder, 'out.csv.gz'), 'mine');
		writeFileSync(join(scratch.folder, 'out-2.csv.gz'), 'mine too');
		const [, out] = (await withFreeNames(flow, 'folder')).components;
		expect(out?.config).toEqual({ path: join(scratch.folder, 'out-3.csv.gz'), if_exists: 'fail' });
		expect(await withFreeNames(flow, 'schedule')).toBe(flow);
	});

	it('leaves links, and is refused where its flow writes, or where the program keeps its own', async () => {
		const one = program();
		symlinkSync(scratch.file, join(inbox, 'link.ndjson'));
		await one.set(folder());
		put('a.ndjson', '1\n');
		await vi.waitUntil(() => one.ran.length === 1);
		await new Promise((wait) => setTimeout(wait, 500));
		expect(one.ran).toHaveLength(1);
		const flow = flowSchema.parse({
			name: 'report',
			components: [
				{ name: 'in', use: 'read-file', config: { path: '/in.ndjson' } },
				{ name: 'out', use: 'write-file', config: { path: join(inbox, '{name}.out') } },
			],
		});
		store.flows.add({ version: 2, flow, note: '', savedAt: 1 });
		await expect(one.set(folder())).rejects.toMatchObject({ details: { reason: 'trigger_own_output' } });
	});

	it('says that its folder is gone, and goes on once it is there again', async () => {
		const one = program();
		await one.set(folder());
		rmSync(inbox, { recursive: true });
		const problem = () => one.triggers.state(row() ?? (undefined as never)).problem;
		await vi.waitUntil(() => problem() !== null);
		expect(problem()).toBe(`The folder ${inbox} is not there.`);
		mkdirSync(inbox);
		put('a.ndjson', '1\n');
		await vi.waitUntil(() => one.ran.length === 1);
		await vi.waitUntil(() => problem() === null);
	});

	it('is refused where its folder is not there or its component reads no file', async () => {
		const one = program();
		await expect(one.set(folder({ folder: join(inbox, 'no') }))).rejects.toMatchObject({ code: 'not_found' });
		await expect(one.set(folder({ folder: 'inbox' }))).rejects.toMatchObject({
			details: { reason: 'path_not_absolute' },
		});
		await expect(one.set(folder({ component: 'inn' }))).rejects.toMatchObject({
			message: expect.stringContaining('did you mean in?'),
			details: { reason: 'trigger_component' },
		});
		await expect(one.set(folder({ component: 'out' }))).rejects.toMatchObject({ code: 'configuration' });
	});
});
