import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StillClock, TriggerGround } from '../../../../test/support/flows/trigger-ground.ts';
import { eventually } from '../../../../test/support/scratch/scratch-core.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { flowSchema } from '../../../shared/flow/flow-file.ts';
import type { Store } from '../../store/store.ts';
import { withFreeNames } from './free-names.ts';

const ground = new TriggerGround();
const folder = (more: object = {}) => ground.folder({ pattern: '*.ndjson', ...more });

describe('a flow that reads what appears in a folder', () => {
	it('reads each file once, by its content, whatever it is called and whoever looks', async () => {
		const [one, other] = [ground.program(), ground.program(ground.scratch.open())];
		ground.put('a.ndjson', '1\n');
		await one.set(folder());
		other.triggers.wake();
		const ran = () => [...one.ran, ...other.ran].sort();
		await eventually(() => ran().length === 1);
		expect(ran()[0]).toMatch(new RegExp(`^folder: ${join(ground.inbox, 'a.ndjson')} → /out/a\\.2026-`));
		ground.put('b.ndjson', '1\n');
		ground.put('c.ndjson', '2\n');
		ground.put('d.csv', '3\n');
		await eventually(() => ran().length === 2);
		expect(ran()[1]).toContain('c.ndjson');
		await eventually(() => ground.store.triggers.files('report', 10).every(({ run }) => run !== null));
		expect(ground.store.triggers.fileCount('report')).toBe(2);
		await Promise.all([one, other].map(({ triggers }) => triggers.close()));
		const again = ground.program();
		again.triggers.start();
		ground.put('e.ndjson', '5\n');
		await eventually(() => again.ran.length === 1);
		expect(again.ran[0]).toContain('e.ndjson');
	});

	it('waits until a file keeps still', async () => {
		const still = new StillClock();
		const one = ground.program(ground.store, still);
		await one.set(folder({ settle_ms: 200 }));
		for (let count = 0; count < 3; count++) {
			ground.put('growing.ndjson', 'x\n'.repeat(count + 1));
			await still.looked();
			still.now += 199;
			await still.looked();
			expect(one.ran).toEqual([]);
		}
		still.now += 1;
		await eventually(() => one.ran.length === 1);
	});

	it('leaves what was there before where that is wanted, also under another name', async () => {
		const one = ground.program();
		ground.put('old.ndjson', 'old\n');
		await one.set(folder({ existing: false }));
		ground.put('renamed.ndjson', 'old\n');
		ground.put('new.ndjson', 'new\n');
		await eventually(() => one.ran.length === 1);
		expect(one.ran[0]).toContain('new.ndjson');
		expect(ground.store.triggers.files('report', 10).map(({ path }) => path)).toEqual([
			join(ground.inbox, 'new.ndjson'),
		]);
	});

	it('loses no file that a run could not begin with: it is tried again', async () => {
		const one = ground.program();
		one.next = 'cannot begin';
		await one.set(folder());
		ground.put('a.ndjson', '1\n');
		const state = () => one.triggers.state(ground.row() ?? (undefined as never));
		await eventually(() => state().problem !== null);
		expect(state().problem?.message).toBe('components[0] (in): it cannot.');
		expect(ground.store.triggers.fileCount('report')).toBe(0);
		// That it was taken is told, and that it was given back.
		await eventually(() => one.told.includes(1) && one.told.at(-1) === 0);
		one.next = 'succeeds';
		await eventually(() => one.ran.length === 1);
		await eventually(() => state().problem === null);
	});

	it('loses no file that could not be taken since another program held the data: it says so, and tries again', async () => {
		const one = ground.program(ground.scratch.open({ busyTimeoutMs: 0 }));
		await one.set(folder());
		const holder = new Database(ground.scratch.file);
		try {
			holder.exec('BEGIN IMMEDIATE');
			ground.put('a.ndjson', '1\n');
			await eventually(() => one.state().problem !== null);
			expect(one.state().problem).toMatchObject({
				code: 'storage',
				message: expect.stringContaining('Another program is using'),
			});
			expect(one.read).toEqual([]);
		} finally {
			holder.close();
		}
		await eventually(() => one.read.length === 1);
		await eventually(() => one.state().problem === null);
		expect(ground.store.triggers.fileCount('report')).toBe(1);
	});

	/** The store, of which one thing fails so often. */
	function failing(what: 'giveBack' | 'reads' | 'began', times: number): Store {
		const { triggers } = ground.store;
		let left = times;
		const real = triggers[what] as (...given: readonly unknown[]) => void;
		const tried = (...given: readonly unknown[]): void => {
			if (left-- > 0) throw new DataFlareError('storage', 'The disk is full.');
			real(...given);
		};
		return { ...ground.store, triggers: { ...triggers, [what]: tried } };
	}

	it('tries a file again that no run could begin with, also where it could not be given back', async () => {
		const one = ground.program(failing('giveBack', 3));
		one.next = 'cannot begin';
		await one.set(folder());
		ground.put('a.ndjson', '1\n');
		await eventually(() => one.state().problem?.message === 'components[0] (in): it cannot.');
		one.next = 'succeeds';
		await eventually(() => one.read.length === 1);
		expect(ground.store.triggers.files('report', 10)).toMatchObject([{ run: one.state().last?.run }]);
	});

	it('has the run that it started last, also where that could not be noted when it began', async () => {
		const one = ground.program(failing('began', 1));
		await one.set(folder());
		ground.put('a.ndjson', '1\n');
		await eventually(() => one.state().last !== null);
		await eventually(() => one.state().last?.status === 'succeeded');
		expect(one.read).toEqual(['1\n']);
	});

	it.each([1, 4])('reads a file once, also where it could not be noted %i times that it is read', async (times) => {
		const one = ground.program(failing('reads', times));
		await one.set(folder());
		ground.put('a.ndjson', '1\n');
		await eventually(() => one.read.length === 1);
		ground.put('b.ndjson', '1\n');
		ground.put('c.ndjson', '2\n');
		await eventually(() => one.read.length > 1 && one.read.includes('2\n'));
		await eventually(() => ground.store.triggers.files('report', 10).every(({ run }) => run !== null));
		// What waited until it could be noted is known by its content then.
		await eventually(() => one.state().problem === null);
		expect(one.read).toEqual(['1\n', '2\n']);
		expect(ground.store.triggers.fileCount('report')).toBe(2);
	});

	it('waits once more for a file that is written on while another one is read', async () => {
		const still = new StillClock();
		const one = ground.program(ground.store, still);
		await one.set(folder());
		const { promise, resolve } = Promise.withResolvers<void>();
		one.going = promise;
		ground.put('first.ndjson', '1\n');
		await still.until(() => one.ran.length === 1);
		ground.put('second.ndjson', '2\n');
		await still.looked();
		// It keeps still, and waits for its turn from now on.
		still.now += 100;
		await still.looked();
		ground.put('second.ndjson', '2\n3\n');
		resolve();
		one.going = null;
		await still.until(() => one.ran.length === 2);
		const taken = ground.store.triggers.files('report', 10).find(({ path }) => path.endsWith('second.ndjson'));
		expect(taken?.sha256).toBe(createHash('sha256').update('2\n3\n').digest('hex'));
		expect(ground.store.triggers.fileCount('report')).toBe(2);
	});

	it('never writes where something is already: a number is put behind the name', async () => {
		const flow = flowSchema.parse({
			name: 'report',
			components: [
				{ name: 'in', use: 'read-file', config: { path: '/in.ndjson' } },
				{ name: 'out', use: 'write-file', config: { path: join(ground.scratch.folder, 'out.csv.gz') } },
			],
		});
		writeFileSync(join(ground.scratch.folder, 'out.csv.gz'), 'mine');
		writeFileSync(join(ground.scratch.folder, 'out-2.csv.gz'), 'mine too');
		const [, out] = (await withFreeNames(flow, 'folder')).components;
		expect(out?.config).toEqual({ path: join(ground.scratch.folder, 'out-3.csv.gz'), if_exists: 'fail' });
		expect(await withFreeNames(flow, 'schedule')).toBe(flow);
	});

	it('leaves links, and is refused where its flow writes, or where the program keeps its own', async () => {
		const still = new StillClock();
		const one = ground.program(ground.store, still);
		symlinkSync(ground.scratch.file, join(ground.inbox, 'link.ndjson'));
		await one.set(folder());
		ground.put('a.ndjson', '1\n');
		await still.until(() => one.ran.length === 1);
		still.now += 100;
		await still.looked();
		expect(one.ran).toHaveLength(1);
		const flow = flowSchema.parse({
			name: 'report',
			components: [
				{ name: 'in', use: 'read-file', config: { path: '/in.ndjson' } },
				{ name: 'out', use: 'write-file', config: { path: join(ground.inbox, '{name}.out') } },
			],
		});
		ground.store.flows.add({ version: 2, flow, note: '', savedAt: 1 });
		await expect(one.set(folder())).rejects.toMatchObject({ details: { reason: 'trigger_own_output' } });
	});

	it('says that its folder is gone, and goes on once it is there again', async () => {
		const one = ground.program();
		await one.set(folder());
		rmSync(ground.inbox, { recursive: true });
		const problem = () => one.triggers.state(ground.row() ?? (undefined as never)).problem;
		await eventually(() => problem() !== null);
		expect(problem()).toMatchObject({
			code: 'not_found',
			message: `The folder ${ground.inbox} is not there.`,
			details: { reason: 'trigger_folder_gone', folder: ground.inbox },
		});
		mkdirSync(ground.inbox);
		ground.put('a.ndjson', '1\n');
		await eventually(() => one.ran.length === 1);
		await eventually(() => problem() === null);
	});

	it('is refused where its folder is not there or its component reads no file', async () => {
		const one = ground.program();
		await expect(one.set(folder({ folder: join(ground.inbox, 'no') }))).rejects.toMatchObject({ code: 'not_found' });
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
