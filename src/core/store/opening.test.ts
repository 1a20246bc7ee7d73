import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	closeSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRun, aStage, ran, type ScratchStore, scratchStore } from '../../../test/support/scratch/scratch-store.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { noCounts } from '../../shared/run/run.ts';
import { initial } from './database/migrations/0001-initial.ts';

let scratch: ScratchStore;
beforeEach(() => {
	scratch = scratchStore();
});
afterEach(() => scratch.dispose());

function raw<T>(work: (database: Database.Database) => T): T {
	const database = new Database(scratch.file);
	try {
		return work(database);
	} finally {
		database.close();
	}
}

function overwrite(from: number, bytes: number): void {
	const descriptor = openSync(scratch.file, 'r+');
	writeSync(descriptor, Buffer.alloc(bytes, 0x5a), 0, undefined, from);
	closeSync(descriptor);
}

function thrownBy(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('nothing was thrown');
}

describe('a file that is not ours', () => {
	it.each([
		['with tables of its own', 'CREATE TABLE bookmarks (url TEXT)'],
		['with nothing but a mark of its own', 'PRAGMA application_id = 7'],
		['with tables and a schema version', 'CREATE TABLE t (x); PRAGMA user_version = 1'],
	])('is refused %s and not touched', (_, sql) => {
		raw((database) => database.exec(sql));
		const before = readFileSync(scratch.file);
		expect(thrownBy(() => scratch.open())).toMatchObject({
			code: 'storage',
			message: expect.stringContaining('another program’s database'),
			hint: expect.stringContaining('unchanged'),
		});
		expect(readFileSync(scratch.file).equals(before)).toBe(true);
		expect(readdirSync(scratch.folder)).toEqual(['dataflare.db']);
	});

	it('is begun when it is empty: another program may just have made it', () => {
		writeFileSync(scratch.file, '');
		expect(scratch.open().notice).toBeNull();
	});
});

describe('a damaged file', () => {
	it('is set aside together with its write-ahead log, and a newcomer finds the new file, not the damage', () => {
		const store = scratch.open();
		for (let count = 0; count < 300; count++) ran(store, {}, {}, ['x'.repeat(300)]);
		store.close();
		raw((database) => {
			database.pragma('journal_mode = WAL');
			database.exec("INSERT INTO settings (key, value) VALUES ('theme', '\"dark\"')");
			copyFileSync(scratch.file, `${scratch.file}.kept`);
			copyFileSync(`${scratch.file}-wal`, `${scratch.file}.kept-wal`);
		});
		copyFileSync(`${scratch.file}.kept`, scratch.file);
		copyFileSync(`${scratch.file}.kept-wal`, `${scratch.file}-wal`);
		overwrite(8192, statSync(scratch.file).size - 8192);
		const again = scratch.open();
		const movedTo = again.notice?.movedTo ?? '';
		const log = existsSync(`${movedTo}-wal`) ? readFileSync(`${movedTo}-wal`) : Buffer.alloc(0);
		const kept = Buffer.concat([readFileSync(movedTo), log]);
		// What was in the log alone is kept as well, and the damage as it was.
		expect(kept.includes('"dark"')).toBe(true);
		expect(kept.includes(Buffer.alloc(4096, 0x5a))).toBe(true);
		expect(existsSync(`${scratch.file}.check`)).toBe(false);
		ran(again);
		expect(scratch.open().notice).toBeNull();
		expect(again.runs.count({})).toBe(1);
	});

	it('that is met while running is said so, and is looked at wholly at the next opening', () => {
		const store = scratch.open();
		for (let count = 0; count < 4000; count++) ran(store, { request: 'x'.repeat(2000) });
		store.close();
		const pages = raw((database) => {
			const root = database
				.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'plugin_state'")
				.pluck();
			return { bad: root.get() ?? 0, size: database.pragma('page_size', { simple: true }) as number };
		});
		overwrite((pages.bad - 1) * pages.size, pages.size);
		// Too large to be read wholly at every start.
		const unaware = scratch.open();
		expect(unaware.notice).toBeNull();
		expect(thrownBy(() => unaware.state.get('p', 'k'))).toMatchObject({
			code: 'storage',
			message: expect.stringContaining('damaged'),
		});
		unaware.close();
		const aware = scratch.open();
		expect(aware.notice?.movedTo).toContain('damaged');
		expect(aware.state.get('p', 'k')).toBeNull();
		aware.close();
		expect(scratch.open().notice).toBeNull();
	});

	it('loses nothing when only a word index is broken: that is made anew from the lines', () => {
		const store = scratch.open();
		ran(store, {}, { status: 'failed', error: { code: 'timeout', message: 'too slow by far' } }, ['a rare word']);
		store.close();
		raw((database) => {
			database.pragma('trusted_schema = ON');
			database.unsafeMode(true);
			database.exec("UPDATE log_words_data SET block = x'00ff00ff' WHERE id > 10");
		});
		const again = scratch.open();
		expect(again.notice).toBeNull();
		expect(again.runs.searchLogs('rare')).toHaveLength(1);
		expect(again.runs.count({ text: 'slow' })).toBe(1);
	});
});

describe('two programs on one file', () => {
	const children: ChildProcess[] = [];
	afterEach(() => {
		for (const child of children.splice(0)) child.kill('SIGKILL');
	});

	it('both write, see what the other wrote, and lose nothing', async () => {
		const script = join(scratch.folder, 'writer.mts');
		writeFileSync(
			script,
			`import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'open-store.ts'))};
			const store = openStore({ file: process.argv[2] });
			const counts = ${JSON.stringify(noCounts)};
			for (let count = 0; count < 150; count++) {
				const id = 'c' + count.toString(16).padStart(11, '0');
				store.runs.start({ id, kind: 'call', label: 'x', fn: null, trigger: 'test', request: {}, stages: [], startedAt: count });
				store.runs.log(id, { at: 1, stage: 0, plugin: 'x', level: 'info', message: 'from the child' });
				store.runs.finish(id, { status: 'succeeded', error: null, finishedAt: count + 1, counts, stages: [], inputPreview: null, outputPreview: null });
			}
			store.close();`,
		);
		const store = scratch.open();
		expect(store.runs.count({ until: 10 })).toBe(0);
		const child = spawn(process.execPath, ['--no-warnings', script, scratch.file], {
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		children.push(child);
		const ended = once(child, 'close');
		let mine = 0;
		while (child.exitCode === null && child.signalCode === null) {
			ran(store, { startedAt: 5000 });
			mine++;
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		expect(await ended).toEqual([0, null]);
		expect(store.runs.count({})).toBe(mine + 150);
		expect(store.runs.count({ until: 10 })).toBe(11);
		expect(store.runs.count({ text: 'from the child' })).toBe(150);
	});

	it('that begin the file at the same moment both get it', async () => {
		const script = join(scratch.folder, 'opener.mts');
		writeFileSync(
			script,
			`import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'open-store.ts'))};
			const store = openStore({ file: process.argv[2] });
			store.settings.set(process.argv[3], true);
			store.close();`,
		);
		const codes = await Promise.all(
			['a', 'b', 'c'].map(async (key) => {
				const child = spawn(process.execPath, ['--no-warnings', script, scratch.file, key], {
					stdio: ['ignore', 'ignore', 'inherit'],
				});
				children.push(child);
				const [code] = (await once(child, 'close')) as [number];
				return code;
			}),
		);
		expect(codes).toEqual([0, 0, 0]);
		const { settings } = scratch.open();
		expect(['a', 'b', 'c'].map((key) => settings.get(key))).toEqual([true, true, true]);
	});

	it('in one process do not take each other for dead, and closing one interrupts what it left running', () => {
		const one = scratch.open();
		const two = scratch.open();
		const left = aRun();
		one.runs.start(left);
		expect(scratch.open().runs.get(left.id)?.status).toBe('running');
		one.close();
		expect(two.runs.get(left.id)).toMatchObject({
			status: 'interrupted',
			error: { message: 'The program ended before this run did.' },
		});
		expect(two.runs.count({ text: 'ended before' })).toBe(1);
		expect(two.runs.count({ status: 'running' })).toBe(0);
	});
});

describe('a place that cannot be used', () => {
	it('is told apart from damage and named by what is wrong with it', () => {
		mkdirSync(scratch.file);
		expect(thrownBy(() => scratch.open())).toMatchObject({
			code: 'storage',
			message: expect.stringContaining('opened'),
		});
		const below = join(scratch.folder, 'a-file', 'dataflare.db');
		writeFileSync(join(scratch.folder, 'a-file'), '');
		expect(thrownBy(() => scratch.open({ file: below }))).toMatchObject({
			code: 'storage',
			details: { system: expect.stringMatching(/^E(NOTDIR|EXIST)$/) },
		});
		const circle = join(scratch.folder, 'circle');
		symlinkSync(circle, circle);
		expect(thrownBy(() => scratch.open({ file: join(circle, 'dataflare.db') }))).toMatchObject({ code: 'storage' });
	});

	it.skipIf(process.getuid?.() === 0)('is told read-only when it is', () => {
		scratch.open().close();
		chmodSync(scratch.file, 0o400);
		expect(thrownBy(() => scratch.open())).toMatchObject({ message: expect.stringContaining('read-only') });
	});

	it('says that it is closed when it is asked afterwards', () => {
		const store = scratch.open();
		store.close();
		expect(thrownBy(() => store.settings.get('a'))).toMatchObject({
			code: 'storage',
			message: 'The history is closed.',
		});
	});
});

describe('a history of the first schema', () => {
	it('is brought up to date with all that is in it', () => {
		raw((database) => {
			database.pragma('journal_mode = WAL');
			database.exec(initial);
			database.pragma('application_id = 0x4446504d');
			database.pragma('user_version = 1');
			const run = database.prepare(
				`INSERT INTO runs (id, session, kind, label, trigger_kind, status, error, started_at, finished_at, denials, plugins, request)
				 VALUES (?, 1, ?, ?, 'cli', ?, ?, ?, ?, ?, ?, '{"a":1}')`,
			);
			const stage = database.prepare('INSERT INTO run_stages (run, position, plugin, stage) VALUES (?, ?, ?, ?)');
			const failed = JSON.stringify({ code: 'timeout', message: 'too slow by far' });
			run.run('aaaaaaaaaaaa', 'call', 'echo', 'succeeded', null, 5, 9, 0, '["echo"]');
			run.run('bbbbbbbbbbbb', 'chain', 'twice', 'failed', failed, 5, 7, 2, '["echo","other","echo"]');
			run.run('cccccccccccc', 'call', 'echo', 'running', null, 6, null, 0, '["echo"]');
			for (const [position, plugin] of ['echo', 'other', 'echo'].entries()) {
				stage.run('bbbbbbbbbbbb', position, plugin, JSON.stringify(aStage(plugin, { position })));
			}
			database
				.prepare(
					"INSERT INTO run_logs (run, at, stage, plugin, level, message) VALUES ('bbbbbbbbbbbb', 6, 1, 'other', 'warn', 'odd row')",
				)
				.run();
			database.exec(`INSERT INTO run_denials VALUES ('bbbbbbbbbbbb', 1, 'other', 'read_file', '/x', 'r', 'no', 6, 2);
				INSERT INTO run_events (run, at, stage, kind, detail) VALUES ('bbbbbbbbbbbb', 5, 0, 'load', '');
				INSERT INTO grants VALUES ('echo', 1, '${JSON.stringify(lockedDown)}', 'you', '', 1);
				INSERT INTO settings VALUES ('theme', '"dark"')`);
		});
		const { runs, grants, settings } = scratch.open();
		expect(runs.list({}).map(({ id, status }) => [id[0], status])).toEqual([
			['c', 'interrupted'],
			['b', 'failed'],
			['a', 'succeeded'],
		]);
		expect(runs.list({ plugin: 'echo' }).map(({ id }) => id[0])).toEqual(['c', 'b', 'a']);
		expect(runs.count({ plugin: 'echo', status: 'failed', withDenials: true })).toBe(1);
		// What failed before anybody counted that is no news.
		expect(runs.unseen()).toBe(0);
		expect(runs.count({ text: 'too slow' })).toBe(1);
		expect(runs.count({ text: 'odd' })).toBe(1);
		expect(runs.get('bbbb')).toMatchObject({ stages: [{}, {}, {}], events: [{}], denialList: [{ count: 2 }] });
		expect(grants.current('echo')?.version).toBe(1);
		expect(settings.get('theme')).toBe('dark');
		expect(runs.remove(['bbbbbbbbbbbb'])).toBe(1);
		for (const table of ['run_stages', 'run_logs', 'run_denials', 'run_events']) {
			const left = raw((database) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
			expect(left, table).toBe(0);
		}
		expect(runs.count({ text: 'too slow' })).toBe(0);
		expect(raw((database) => database.pragma('foreign_key_check'))).toEqual([]);
	});

	it('and a truncated one is not mistaken for a first schema', () => {
		scratch.open().close();
		truncateSync(scratch.file, 4096);
		expect(scratch.open().notice).not.toBeNull();
	});
});
