import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../../src/core/index.ts';
import { cliEntry, reaperEntry, sandboxEntry } from '../../support/built.ts';
import { scratchFolder } from '../../support/scratch/scratch.ts';
import { answering, scratchCore } from '../../support/scratch/scratch-core.ts';

/** Windows keeps no modes, and only root can be somebody else. */
const keepsModes = process.platform !== 'win32';
const isRoot = process.geteuid?.() === 0;
const NOBODY = 65_534;

const scratch = scratchFolder();
let made = 0;
function freshFolder(mode?: number): string {
	const folder = join(scratch.path, `data-${++made}`);
	if (mode !== undefined) {
		mkdirSync(folder);
		chmodSync(folder, mode);
	}
	return folder;
}

function modeOf(path: string): string {
	return (statSync(path).mode & 0o777).toString(8);
}

function cli(dataDir: string, umask: string, ...args: readonly string[]): { code: number | null; err: string } {
	const script = `umask ${umask}; exec "$0" "$@"`;
	const ended = spawnSync('sh', ['-c', script, process.execPath, cliEntry, '--data-dir', dataDir, ...args]);
	return { code: ended.status, err: ended.stderr.toString() };
}

/** Everything below a folder that anybody but its owner has a right to. */
function openToOthers(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.concat('')
		.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
}

async function opened(dataDir: string): Promise<readonly string[]> {
	const core = await createCore({ dataDir, sandboxEntry, reaperEntry, spares: 0 });
	await core.close();
	return core.notices.map(({ text }) => text);
}

/** As another user of the machine, really. */
function readAsNobody(path: string): string {
	const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
	return spawnSync('setpriv', [...user, 'head', '-c', '16', path]).stdout.toString();
}

describe.runIf(keepsModes)('what is kept of a person is theirs alone', () => {
	it.each(['000', '022', '077'])('with umask %s, the history, modules and installed files included', async (umask) => {
		const dataDir = freshFolder();
		const engine = await scratchCore({ spares: 0 });
		try {
			const path = await engine.plugin('mine', answering('1'));
			mkdirSync(join(path, 'locales'), { mode: 0o777 });
			writeFileSync(join(path, 'locales/en.json'), '{}');
			expect(cli(dataDir, umask, 'install', path, '--yes').code).toBe(0);
			expect(cli(dataDir, umask, 'call', 'mine', 'process_data', '1').code).toBe(0);
		} finally {
			await engine.dispose();
		}
		expect(readdirSync(dataDir).sort()).toEqual(expect.arrayContaining(['dataflare.db', 'plugins', 'versions']));
		expect(readdirSync(join(dataDir, 'plugins/mine')).sort()).toEqual(['locales', 'mine.wasm', 'plugin.json']);
		expect(openToOthers(dataDir)).toEqual([]);
	});

	it('while it is written, too: the log and the shared memory beside the history', async () => {
		const dataDir = freshFolder();
		const core = await createCore({ dataDir, sandboxEntry, reaperEntry, spares: 0 });
		try {
			const beside = readdirSync(dataDir).filter((name) => name.startsWith('dataflare.db'));
			expect(beside.sort()).toEqual(['dataflare.db', 'dataflare.db-shm', 'dataflare.db-wal']);
			expect(beside.map((name) => modeOf(join(dataDir, name)))).toEqual(['600', '600', '600']);
		} finally {
			await core.close();
		}
	});

	it('in a folder that was there and that others could read: it is narrowed, and that is said once', async () => {
		const dataDir = freshFolder(0o755);
		const [notice, ...more] = await opened(dataDir);
		expect(notice).toContain(dataDir);
		expect(more).toEqual([]);
		expect(modeOf(dataDir)).toBe('700');
		expect(await opened(dataDir)).toEqual([]);
	});

	it('where an older version left it open, what was set aside included', async () => {
		const dataDir = freshFolder();
		await opened(dataDir);
		const aside = join(dataDir, 'dataflare.db.damaged-2026-01-01');
		writeFileSync(aside, 'old');
		const database = join(dataDir, 'dataflare.db');
		for (const file of [aside, database]) chmodSync(file, 0o644);
		for (const name of ['plugins', 'versions']) chmodSync(join(dataDir, name), 0o755);
		await opened(dataDir);
		expect([aside, database].map(modeOf)).toEqual(['600', '600']);
		expect(['plugins', 'versions'].map((name) => modeOf(join(dataDir, name)))).toEqual(['700', '700']);
	});

	it('when a damaged history is set aside and a new one begun', async () => {
		const dataDir = freshFolder();
		await opened(dataDir);
		writeFileSync(join(dataDir, 'dataflare.db'), 'x'.repeat(8192));
		expect(await opened(dataDir)).toHaveLength(1);
		expect(openToOthers(dataDir)).toEqual([]);
	});

	it.runIf(isRoot)('also to another user who tries', async () => {
		const dataDir = freshFolder(0o755);
		chmodSync(scratch.path, 0o755);
		writeFileSync(join(scratch.path, 'for-all'), 'SQLite format 3');
		expect(readAsNobody(join(scratch.path, 'for-all'))).toBe('SQLite format 3');
		await opened(dataDir);
		expect(readFileSync(join(dataDir, 'dataflare.db'), 'latin1').slice(0, 15)).toBe('SQLite format 3');
		expect(readAsNobody(join(dataDir, 'dataflare.db'))).toBe('');
		// The file by itself, were the folder open again.
		chmodSync(dataDir, 0o755);
		expect(readAsNobody(join(dataDir, 'dataflare.db'))).toBe('');
	});
});

describe.runIf(keepsModes)('a folder that others may write to', () => {
	it.each(['777', '775', '757', '722', '1777'])('(mode %s) is no data folder', async (mode) => {
		const dataDir = freshFolder(Number.parseInt(mode, 8));
		await expect(opened(dataDir)).rejects.toMatchObject({
			code: 'storage',
			message: expect.stringContaining(dataDir),
			hint: expect.stringContaining('chmod 700'),
			details: { reason: 'folder_open_to_others', path: dataDir },
		});
		expect(readdirSync(dataDir)).toEqual([]);
	});

	it('is a plugins folder no longer: who writes there would run code with what was granted', async () => {
		const pluginsDir = freshFolder(0o777);
		const another = freshFolder(0o775);
		const core = await createCore({ dataDir: freshFolder(), pluginsDir, sandboxEntry, reaperEntry, spares: 0 });
		try {
			expect(core.notices).toMatchObject([{ reason: 'plugins_folder_was_open', facts: { path: pluginsDir } }]);
			expect(modeOf(pluginsDir)).toBe('755');
			expect(await core.request('folder.set', { path: another, move: false })).toMatchObject({ ok: true });
			expect(modeOf(another)).toBe('755');
			const told = await core.request('stats.get', {});
			expect(told).toMatchObject({
				data: { notices: [{ facts: { path: pluginsDir } }, { facts: { path: another } }] },
			});
		} finally {
			await core.close();
		}
	});

	it.runIf(isRoot)('as its owner is no plugins folder, unless it is root', async () => {
		const pluginsDir = freshFolder(0o755);
		chownSync(pluginsDir, NOBODY, NOBODY);
		const options = { dataDir: freshFolder(), pluginsDir, sandboxEntry, reaperEntry, spares: 0 };
		await expect(createCore(options)).rejects.toMatchObject({ details: { reason: 'folder_of_another' } });
	});

	it('ends the command line with a sentence', () => {
		const dataDir = freshFolder(0o777);
		const { code, err } = cli(dataDir, '022', 'list');
		expect(code).toBe(1);
		expect(err).toContain(`Other users can write to the folder ${dataDir} (mode 777).`);
		expect(err).not.toContain('    at ');
	});

	it.runIf(isRoot)('or that belongs to somebody else is refused, too', async () => {
		const dataDir = freshFolder(0o700);
		chownSync(dataDir, NOBODY, NOBODY);
		await expect(opened(dataDir)).rejects.toMatchObject({
			code: 'storage',
			details: { reason: 'folder_of_another', path: dataDir },
		});
		expect(readdirSync(dataDir)).toEqual([]);
	});
});
