import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { eventually } from '../../../test/support/scratch/scratch-core.ts';
import { scratchPrograms } from '../../../test/support/scratch/two-programs.ts';
import type { EventName } from '../../shared/api/events.ts';
import { noCounts } from '../../shared/run/run.ts';
import { newRunId } from '../../shared/run/run-id.ts';
import type { RunProgress } from '../../shared/run/run-progress.ts';
import type { Store } from '../store/store.ts';
import { writeSetting } from './settings.ts';

const { twoPrograms } = scratchPrograms();

function begin(store: Store): string {
	const id = newRunId();
	store.runs.start({
		id,
		kind: 'call',
		label: 'tool',
		fn: 'f',
		trigger: 'cli',
		request: {},
		stages: [],
		startedAt: 1,
	});
	return id;
}

function end(store: Store, id: string, status: 'succeeded' | 'failed' = 'succeeded'): void {
	const counts = noCounts;
	store.runs.finish(id, {
		status,
		error: status === 'failed' ? { code: 'runtime', message: 'No.' } : null,
		finishedAt: 2,
		counts,
		stages: [],
		inputPreview: null,
		outputPreview: null,
	});
}

const progress = (id: string, recordsIn: number): RunProgress => ({
	id,
	recordsIn,
	recordsOut: 0,
	bytesIn: 5 * recordsIn,
	totalBytes: 500,
	elapsedMs: 10 * recordsIn,
	stages: [{ plugin: 'tool', recordsIn, recordsOut: 0, said: { done: 1, total: 2 } }],
	flow: {
		components: [{ name: 'rows', recordsDropped: 0, recordsFailed: 0, busyShare: 0.5, isResting: false }],
		edges: [{ from: 0, port: 'out', to: 1, records: recordsIn, bytes: 7, waiting: 1 }],
		slowest: null,
	},
});

it('runs of another program are told when one begins, ends, is deleted, restored, or looked at', async () => {
	const { theirs, news } = twoPrograms();
	let id = '';
	const both = ['runs.changed', {}] as const;
	const done: readonly (readonly [() => void, readonly (readonly [EventName, unknown])[]])[] = [
		[
			() => {
				id = begin(theirs);
			},
			[both],
		],
		[() => end(theirs, id, 'failed'), [both]],
		[() => void theirs.runs.markSeen([id]), [both]],
		[() => void theirs.trash.trash([id], 5), [['trash.changed', { of: 'runs' }], both]],
		[() => void theirs.trash.restore([id]), [['trash.changed', { of: 'runs' }], both]],
		// Begun and ended between two looks.
		[() => end(theirs, begin(theirs)), [both]],
		[() => void theirs.runs.remove([id]), [both]],
	];
	for (const [act, expected] of done) {
		act();
		expect(await news()).toEqual(expected);
	}
});

it('how far a run of another program is is told as of a run of this one, once each, and no more after its end', async () => {
	const { mine, theirs, news } = twoPrograms();
	const id = begin(theirs);
	await news();
	theirs.live.note(progress(id, 10));
	expect(await news()).toEqual([['run.progress', progress(id, 10)]]);
	theirs.live.note(progress(id, 20));
	expect(await news()).toEqual([['run.progress', progress(id, 20)]]);
	writeSetting(theirs.settings, 'theme', 'dark');
	expect(await news()).toEqual([['settings.changed', { key: 'theme' }]]);
	expect([mine.live.notedOf(id), theirs.live.notedOf(id)]).toEqual([progress(id, 20), null]);
	end(theirs, id);
	expect(await news()).toEqual([['runs.changed', {}]]);
	theirs.live.note(progress(id, 30));
	expect(await news()).toEqual([]);
	expect(mine.live.notedOf(id)).toBeNull();
});

it('while a run says nothing but how far it is, it is seldom told that something was written; its lines are at once', async () => {
	const { bus, theirs, news } = twoPrograms(3_600_000);
	let written = 0;
	bus.on('history.written', () => written++);
	const id = begin(theirs);
	await news();
	const before = written;
	for (let records = 1; records <= 5; records++) {
		theirs.live.note(progress(id, records));
		expect(await news()).toEqual([['run.progress', progress(id, records)]]);
	}
	expect(written).toBe(before);
	theirs.runs.log(id, { at: 1, stage: 0, plugin: 'tool', level: 'info', message: 'here' });
	theirs.runs.flush();
	theirs.live.note(progress(id, 6));
	await news();
	expect(written).toBeGreaterThan(before);
});

it('what was written beside how far a run is is told of in the end', async () => {
	const { bus, theirs, news } = twoPrograms(50);
	const id = begin(theirs);
	await news();
	let written = 0;
	bus.on('history.written', () => written++);
	theirs.live.note(progress(id, 1));
	await eventually(async () => written > 0);
	await news();
	expect(written).toBe(1);
});

it('what another program asks of a run here is asked until it was done, and of no run that is over', async () => {
	const { mine, theirs, news, asked, setCanEnd } = twoPrograms();
	const id = begin(mine);
	setCanEnd(false);
	expect(theirs.live.ask(id, 'finish')).toBe('asked');
	await news();
	expect(new Set(asked.map(String))).toEqual(new Set([`${id},finish`]));
	// Nobody writes meanwhile.
	const before = asked.length;
	await eventually(async () => asked.length > before + 2);
	expect(theirs.live.ask(id, 'cancel')).toBe('asked');
	// Who wants it to end at once is not put off by who wanted it to end well.
	expect(theirs.live.ask(id, 'finish')).toBe('asked');
	setCanEnd(true);
	await eventually(async () => asked.at(-1)?.[1] === 'cancel');
	await news();
	const times = asked.length;
	theirs.settings.set('something', 'else');
	await news();
	expect(asked).toHaveLength(times);
	end(mine, id);
	expect([theirs.live.ask(id, 'cancel'), theirs.live.ask('0123456789ab', 'cancel')]).toEqual(['none', 'none']);
	// A program asks itself for nothing.
	const other = begin(mine);
	expect(mine.live.ask(other, 'cancel')).toBe('none');
});

it('a run whose program was ended from outside goes on no more, and cancelling it says so', async () => {
	const { file, theirs, news } = twoPrograms();
	const [id, other] = [begin(theirs), begin(theirs)];
	await news();
	// The process id of nobody: the largest that Linux gives is 2^22.
	const gone = new Database(file);
	gone.exec("UPDATE sessions SET pid = 4194999, token = 'gone' WHERE id = (SELECT session FROM runs LIMIT 1)");
	gone.close();
	await eventually(async () => theirs.runs.get(id)?.status === 'interrupted');
	expect(theirs.runs.get(other)?.status).toBe('interrupted');
	expect((await news()).map(([event]) => event)).toContain('runs.changed');
	expect(theirs.live.ask(id, 'cancel')).toBe('none');
});
