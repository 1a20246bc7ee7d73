import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anEnd, aRun, type ScratchStore, scratchStore } from '../../../test/support/scratch/scratch-store.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { noCounts, type RunQuery } from '../../shared/run/run.ts';

let scratch: ScratchStore;
let file: string;
let folder: string;
let open: ScratchStore['open'];
beforeEach(() => {
	scratch = scratchStore();
	({ file, folder, open } = scratch);
});
afterEach(() => scratch.dispose());

describe('opening the history', () => {
	it('begins an empty file and finds everything again after closing', () => {
		const first = open();
		const run = aRun();
		first.runs.start(run);
		first.runs.log(run.id, { at: 1, stage: 0, plugin: 'echo', level: 'warn', message: 'row 7 is odd' });
		first.runs.finish(run.id, anEnd({ counts: { ...noCounts, recordsIn: 3, denials: 1 } }));
		first.close();
		const again = open();
		expect(again.runs.get(run.id)).toMatchObject({ status: 'succeeded', recordsIn: 3, durationMs: 1000, logLines: 1 });
		expect(again.notice).toBeNull();
	});

	it('refuses a file of a newer version and does not touch it', () => {
		open().close();
		const database = new Database(file);
		database.pragma('user_version = 99');
		database.close();
		const before = readFileSync(file);
		expect(() => open()).toThrow(
			expect.objectContaining({ code: 'storage', message: expect.stringContaining('schema 99') }),
		);
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	it.each([
		['garbage', () => writeFileSync(file, 'this is no database '.repeat(100))],
		[
			'overwritten at its head',
			() => writeFileSync(file, Buffer.concat([Buffer.alloc(200, 7), readFileSync(file).subarray(200)])),
		],
		['cut in the middle', () => truncateSync(file, 16_384)],
	])('sets a file that is %s aside, begins anew and says so', (_, damage) => {
		const store = open();
		for (let count = 0; count < 200; count++) {
			const run = aRun();
			store.runs.start(run);
			store.runs.finish(run.id, anEnd());
		}
		store.close();
		damage();
		const damaged = readFileSync(file);
		const again = open();
		expect(again.notice?.movedTo).toContain('damaged');
		expect(readFileSync(again.notice?.movedTo ?? '').equals(damaged)).toBe(true);
		expect(again.runs.count({})).toBe(0);
		again.runs.start(aRun());
	});

	it('says that another program holds the file when it does not let go', () => {
		open().close();
		const other = new Database(file);
		other.pragma('locking_mode = EXCLUSIVE');
		other.exec('BEGIN EXCLUSIVE');
		try {
			expect(() => open({ busyTimeoutMs: 50 })).toThrow(
				expect.objectContaining({ code: 'storage', message: expect.stringContaining('Another program') }),
			);
		} finally {
			other.close();
		}
	});

	it('closes the runs of a program that was killed, keeps what it had finished, and leaves those of a live one alone', async () => {
		const script = join(folder, 'child.mts');
		writeFileSync(
			script,
			`import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'open-store.ts'))};
			const store = openStore({ file: process.argv[2] });
			const counts = ${JSON.stringify(noCounts)};
			for (let count = 0; ; count++) {
				const id = count.toString(16).padStart(12, '0');
				store.runs.start({ id, kind: 'call', label: 'x', fn: null, trigger: 'test', request: {}, stages: [], startedAt: count });
				store.runs.log(id, { at: 1, stage: 0, plugin: 'x', level: 'info', message: 'line of ' + id });
				if (count % 10 === 9) continue;
				store.runs.finish(id, { status: 'succeeded', error: null, finishedAt: count + 1, counts, stages: [], inputPreview: null, outputPreview: null });
				process.stdout.write(id + '\\n');
			}`,
		);
		const live = open();
		const mine = aRun({ id: 'ffffffffffff' });
		live.runs.start(mine);
		const finished: string[] = [];
		for (const reported of [12, 60]) {
			const child = spawn(process.execPath, ['--no-warnings', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
			const closed = once(child, 'close');
			// By then at least one run of ten was left unfinished.
			createInterface({ input: child.stdout }).on('line', (line) => {
				if (finished.push(line) === reported) child.kill('SIGKILL');
			});
			await closed;
			const after = open();
			for (const id of finished) expect(after.runs.get(id), id).toMatchObject({ status: 'succeeded', logLines: 1 });
			expect(after.runs.count({ status: 'running' })).toBe(1);
			expect(after.runs.get(mine.id)?.status).toBe('running');
			expect(after.runs.list({ status: 'interrupted', limit: 1 })[0]?.error?.code).toBe('runtime');
			after.runs.remove(after.runs.list({ limit: 100_000 }).map(({ id }) => id));
			finished.length = 0;
		}
	});
});

describe('runs', () => {
	it('are found by any filter just as a plain search finds them', () => {
		const store = open();
		const kinds = ['call', 'stream', 'chain'] as const;
		const statuses = ['succeeded', 'failed', 'cancelled'] as const;
		const all = fc.sample(
			fc.record({
				plugin: fc.constantFrom('a', 'b', 'c'),
				kind: fc.constantFrom(...kinds),
				status: fc.constantFrom(...statuses),
				at: fc.integer({ min: 0, max: 50 }),
				denials: fc.integer({ min: 0, max: 2 }),
			}),
			{ numRuns: 120, seed: 7 },
		);
		for (const { plugin, kind, status, at, denials } of all) {
			const run = aRun({ plugin, kind, startedAt: at });
			store.runs.start(run);
			store.runs.finish(run.id, anEnd({ status, counts: { ...noCounts, denials } }));
		}
		const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
		fc.assert(
			fc.property(
				fc.record({
					plugin: maybe(fc.constantFrom('a', 'b', 'z')),
					kind: maybe(fc.constantFrom(...kinds)),
					status: maybe(fc.constantFrom(...statuses)),
					since: maybe(fc.integer({ min: 0, max: 50 })),
					until: maybe(fc.integer({ min: 0, max: 50 })),
					withDenials: maybe(fc.boolean()),
				}),
				(query: RunQuery) => {
					const expected = all.filter(
						(run) =>
							(query.plugin === undefined || run.plugin === query.plugin) &&
							(query.kind === undefined || run.kind === query.kind) &&
							(query.status === undefined || run.status === query.status) &&
							(query.since === undefined || run.at >= query.since) &&
							(query.until === undefined || run.at <= query.until) &&
							(query.withDenials === undefined || run.denials > 0 === query.withDenials),
					);
					expect(store.runs.count(query)).toBe(expected.length);
					expect(store.runs.list({ ...query, limit: 1000 }).map((run) => run.startedAt)).toEqual(
						expected.map((run) => run.at).sort((left, right) => right - left),
					);
				},
			),
		);
	});

	it('count equal refusals together', () => {
		const store = open();
		const run = aRun();
		store.runs.start(run);
		const denial = {
			at: 1,
			stage: 0,
			plugin: 'echo',
			op: 'read_file',
			target: '/etc/passwd',
			kind: 'path_not_listed',
			rule: 'r',
			reason: 'no',
		} as const;
		for (let count = 0; count < 12; count++) store.runs.denial(run.id, denial);
		store.runs.denial(run.id, { ...denial, target: '/etc/shadow' });
		expect(store.runs.get(run.id)?.denialList.map(({ target, count }) => [target, count])).toEqual([
			['/etc/passwd', 12],
			['/etc/shadow', 1],
		]);
	});

	it('are found by words in their log lines, whatever a person types', () => {
		const store = open();
		const run = aRun();
		store.runs.start(run);
		store.runs.log(run.id, { at: 1, stage: 0, plugin: 'echo', level: 'warn', message: 'row 1,204: bad date' });
		store.runs.log(run.id, { at: 2, stage: 0, plugin: 'echo', level: 'info', message: '日期 无效' });
		expect(store.runs.searchLogs('bad dat').map(({ message }) => message)).toEqual(['row 1,204: bad date']);
		expect(store.runs.searchLogs('日期')).toHaveLength(1);
		expect(store.runs.logs(run.id, { level: 'warn' })).toHaveLength(1);
		expect(store.runs.list({ text: 'date' })).toHaveLength(1);
		fc.assert(fc.property(fc.string(), (text) => Array.isArray(store.runs.searchLogs(text))));
	});

	it('go on logging while another program holds the file, and lose no line once it lets go', () => {
		const store = open({ busyTimeoutMs: 5 });
		const run = aRun();
		store.runs.start(run);
		const other = new Database(file);
		const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
		try {
			other.exec('BEGIN IMMEDIATE');
			for (let line = 0; line < 1200; line++)
				store.runs.log(run.id, { at: line, stage: 0, plugin: 'echo', level: 'info', message: `line ${line}` });
			expect(() => store.runs.finish(run.id, anEnd())).toThrow(expect.objectContaining({ code: 'storage' }));
			other.exec('ROLLBACK');
			expect(warned).toHaveBeenCalledTimes(1);
		} finally {
			warned.mockRestore();
			other.close();
		}
		store.runs.finish(run.id, anEnd());
		expect(store.runs.logs(run.id, { limit: 5000 }).map(({ at }) => at)).toEqual(
			Array.from({ length: 1200 }, (_, line) => line),
		);
	});

	it('refuse a prefix that fits several', () => {
		const store = open();
		store.runs.start(aRun({ id: 'abc000000000' }));
		store.runs.start(aRun({ id: 'abc111111111' }));
		expect(store.runs.get('abc1')?.id).toBe('abc111111111');
		expect(() => store.runs.get('abc')).toThrow(expect.objectContaining({ code: 'invalid_input' }));
		expect(store.runs.get('f')).toBeNull();
	});

	it('are pruned by age, number and size, oldest first, and never while they run', () => {
		const store = open({ now: () => 100_000 });
		const running = aRun({ startedAt: 0 });
		store.runs.start(running);
		for (let at = 1; at <= 60; at++) {
			const run = aRun({ startedAt: at * 1000 });
			store.runs.start(run);
			for (let line = 0; line < 20; line++)
				store.runs.log(run.id, {
					at,
					stage: 0,
					plugin: 'echo',
					level: 'info',
					message: `${'x'.repeat(500)} word${at}`,
				});
			store.runs.finish(run.id, anEnd());
		}
		expect(store.runs.prune({ maxAgeMs: 90_000 }).runs).toBe(9);
		expect(store.runs.prune({ maxRuns: 31 }).runs).toBe(21);
		expect(store.runs.list({ limit: 100 }).map(({ startedAt }) => startedAt)).toEqual([
			...Array.from({ length: 30 }, (_, index) => 60_000 - index * 1000),
			0,
		]);
		expect(store.runs.searchLogs('word20')).toHaveLength(0);
		expect(store.runs.searchLogs('word60')).toHaveLength(20);
		const freed = store.runs.prune({ maxBytes: 1 });
		expect(freed.runs).toBe(30);
		expect(freed.bytes).toBeGreaterThan(100_000);
		expect(store.runs.get(running.id)?.status).toBe('running');
	});
});

describe('grants', () => {
	it('are versions that are only ever added, and notice a change made meanwhile', () => {
		const store = open();
		expect(
			store.grants.append('p', { policy: lockedDown, author: 'you', note: 'first', expectedVersion: 0 }).version,
		).toBe(1);
		expect(
			store.grants.append('p', {
				policy: { ...lockedDown, allow_network: true },
				author: 'you',
				note: 'second',
				expectedVersion: 1,
			}).version,
		).toBe(2);
		expect(() => store.grants.append('p', { policy: lockedDown, author: 'you', note: '', expectedVersion: 1 })).toThrow(
			expect.objectContaining({ code: 'conflict' }),
		);
		expect(store.grants.history('p').map(({ version, note }) => [version, note])).toEqual([
			[2, 'second'],
			[1, 'first'],
		]);
		const database = new Database(file);
		expect(() => database.exec("UPDATE grants SET author = 'x'")).toThrow('never edited');
		expect(() => database.exec('DELETE FROM grants')).toThrow('never deleted');
		database.close();
	});
});

describe('plugin state', () => {
	it('stays below its quota, keys counted, and an empty value deletes', () => {
		const { state } = open();
		expect(state.set('p', 'key', Buffer.alloc(90), 100)).toBe(true);
		expect(state.set('p', 'k2', Buffer.alloc(10), 100)).toBe(false);
		expect(state.set('p', 'key', Buffer.alloc(97), 100)).toBe(true);
		expect(state.set('other', 'k2', Buffer.alloc(10), 100)).toBe(true);
		expect(state.get('p', 'k2')).toBeNull();
		state.set('p', 'key', new Uint8Array(0), 100);
		expect(state.get('p', 'key')).toBeNull();
	});
});
