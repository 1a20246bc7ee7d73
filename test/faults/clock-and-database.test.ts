import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { spinner } from '../../scripts/torture/guests.ts';
import { createCore } from '../../src/core/index.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const call = { fn: 'process_data', input: '1' } as const;
const DAY = 24 * 60 * 60 * 1000;
let scratch: ScratchCore | null = null;
afterEach(async () => {
	vi.restoreAllMocks();
	await scratch?.dispose();
	scratch = null;
});

/** From now on the clock on the wall is this far off, ms. */
function setClock(byMs: number): void {
	vi.restoreAllMocks();
	const real = Date.now.bind(Date);
	vi.spyOn(Date, 'now').mockImplementation(() => real() + byMs);
}

describe('a clock that jumps', () => {
	it.each([-3650 * DAY, 3650 * DAY])(
		'by %s ms while a call runs changes neither its deadline nor its duration',
		async (jump) => {
			scratch = await scratchCore({ watch: false });
			const { ask, fail, plugin } = scratch;
			await ask('plugins.install', { path: await plugin('spins', spinner) });
			await ask('plugins.call', { name: 'spins', ...call });
			const began = performance.now();
			const refused = fail('plugins.call', {
				...call,
				name: 'spins',
				input: '100',
				timeoutMs: 400,
				runId: 'abcdefabcdef',
			});
			await new Promise((resolve) => setTimeout(resolve, 100));
			setClock(jump);
			expect(await refused).toMatchObject({ code: 'timeout' });
			expect(performance.now() - began).toBeLessThan(5_000);
			const run = await ask('runs.get', { id: 'abcdefabcdef' });
			expect(run.durationMs).toBeGreaterThanOrEqual(390);
			expect(run.durationMs).toBeLessThan(5_000);
			expect(await ask('plugins.call', { name: 'spins', ...call })).toMatchObject({ value: 1 });
		},
	);

	it('far ahead at the next start deletes no history, and crashes count by time that passed', async () => {
		scratch = await scratchCore({ watch: false });
		const { ask, plugin, restart } = scratch;
		await ask('plugins.install', { path: await plugin('answers', answering('1')) });
		const { runId } = await ask('plugins.call', { name: 'answers', ...call });
		await restart();
		setClock(3650 * DAY);
		await restart();
		expect((await ask('runs.get', { id: runId })).status).toBe('succeeded');
		setClock(0);
		await restart();
		expect((await ask('runs.get', { id: runId })).status).toBe('succeeded');
	});
});

describe('a database that cannot be used as it is', () => {
	async function withHistory(): Promise<{ readonly dataDir: string; readonly runId: string }> {
		scratch = await scratchCore({ watch: false });
		await scratch.ask('plugins.install', { path: await scratch.plugin('answers', answering('1')) });
		const { runId } = await scratch.ask('plugins.call', { name: 'answers', ...call });
		await scratch.core().close();
		return { dataDir: join(scratch.folder, 'data'), runId };
	}

	it('because it is newer is refused by the engine, untouched', async () => {
		const { dataDir, runId } = await withHistory();
		const version = (set?: number): unknown => {
			const database = new Database(join(dataDir, 'dataflare.db'));
			const before = database.pragma('user_version', { simple: true });
			if (set !== undefined) database.pragma(`user_version = ${set}`);
			database.close();
			return before;
		};
		const known = version(99);
		await expect(createCore({ dataDir, sandboxEntry, reaperEntry })).rejects.toMatchObject({
			code: 'storage',
			message: expect.stringContaining('newer version'),
			hint: expect.stringContaining('Update the program'),
		});
		expect(version(Number(known))).toBe(99);
		await scratch?.restart();
		expect((await scratch?.ask('runs.get', { id: runId }))?.status).toBe('succeeded');
	});

	it('because it is damaged is set aside, and the plugins in the folder are there for review', async () => {
		const { dataDir } = await withHistory();
		writeFileSync(join(dataDir, 'dataflare.db'), 'no database at all '.repeat(500));
		await scratch?.restart();
		const notices = (await scratch?.ask('stats.get', {}))?.notices ?? [];
		expect(notices).toMatchObject([{ reason: 'history_set_aside', text: expect.stringMatching(/moved to .*damaged/) }]);
		expect(readdirSync(dataDir).some((name) => name.includes('.damaged-'))).toBe(true);
		// Whoever opens the data next hears of it, too, until somebody has read it.
		await scratch?.restart();
		expect((await scratch?.ask('stats.get', {}))?.notices).toEqual(notices);
		await scratch?.ask('notices.dismiss', {});
		expect((await scratch?.ask('stats.get', {}))?.notices).toEqual([]);
		expect(await scratch?.ask('plugins.list', {})).toMatchObject([{ name: 'answers', state: 'waiting_for_review' }]);
	});

	it('because another program holds it is waited for, then said so; afterwards everything goes on', async () => {
		scratch = await scratchCore({ watch: false });
		const { ask, fail, plugin } = scratch;
		await ask('plugins.install', { path: await plugin('answers', answering('1')) });
		const { runId } = await ask('plugins.call', { name: 'answers', ...call });
		const other = new Database(join(scratch.folder, 'data/dataflare.db'));
		other.exec('BEGIN IMMEDIATE');
		try {
			expect(await fail('plugins.call', { name: 'answers', ...call })).toMatchObject({
				code: 'storage',
				message: expect.stringContaining('Another program'),
				hint: expect.stringContaining('try again'),
			});
			expect((await ask('runs.get', { id: runId })).status).toBe('succeeded');
		} finally {
			other.close();
		}
		expect(await ask('plugins.call', { name: 'answers', ...call })).toMatchObject({ value: 1 });
	});

	it('because a folder is in its place is refused with a way out', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'dataflare-place-'));
		mkdirSync(join(folder, 'dataflare.db'));
		await expect(createCore({ dataDir: folder, sandboxEntry, reaperEntry })).rejects.toMatchObject({
			code: 'storage',
			hint: expect.stringContaining('another data folder'),
		});
		rmSync(folder, { recursive: true });
	});
});
