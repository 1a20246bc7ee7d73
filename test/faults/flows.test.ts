import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summing } from '../../scripts/torture/flows/ground.ts';
import { killFlows } from '../../scripts/torture/flows/kill-flows.ts';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { grant } from '../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { smallDisk } from '../support/trouble.ts';
import { seeds } from '../support/values/tries.ts';

/** Enough that a flow is in the middle of them when it is told of for the first time. */
const RECORDS = 30_000;
const onWindows = process.platform === 'win32';

describe.skipIf(onWindows)('kill -9 in the middle of a flow', () => {
	// `npm run flow-kills` does the same by the hundred.
	it('costs nothing but time: resumed, it ends with the bytes of an undisturbed run', async () => {
		const lanes = await Promise.all(
			seeds(2).map(async (seed) => ({
				seed,
				...(await killFlows({ kills: 10, seed, rows: 30_000, checkpointMs: 20, restMs: 60_000, withinMs: 90_000 })),
			})),
		);
		expect(lanes.flatMap(({ seed, problems }) => problems.map((problem) => `seed ${seed}: ${problem}`))).toEqual([]);
		for (const { kills, runs, wentOn } of lanes) {
			expect(kills).toBeGreaterThan(0);
			expect(runs).toBeGreaterThan(0);
			expect(wentOn).toBeGreaterThan(0);
		}
	});
});

describe('a flow under way', () => {
	let scratch: ScratchCore;
	const later: (() => void)[] = [];
	beforeEach(async () => {
		scratch = await scratchCore({ checkpointEveryMs: 20 });
		const path = await scratch.plugin('summing', summing, { type: 'aggregator' });
		await scratch.ask('plugins.install', { path });
		await scratch.ask('policy.set', { name: 'summing', policy: grant() });
		const lines = Array.from({ length: RECORDS }, (_, n) => JSON.stringify({ n, text: 'x'.repeat(n % 30) }));
		writeFileSync(join(scratch.folder, 'in.ndjson'), `${lines.join('\n')}\n`);
	});
	afterEach(async () => {
		await scratch.dispose();
		for (const undo of later.splice(0)) undo();
	});

	const flow = (folder: string) => ({
		definition: {
			name: 'sums',
			batch_size: 200,
			components: [
				{ name: 'in', use: 'read-file', config: { path: join(scratch.folder, 'in.ndjson') } },
				{ name: 'summing', inputs: ['in'], on_error: 'skip' },
				{ name: 'sum', use: 'write-file', inputs: ['summing'], config: { path: join(folder, 'sum.ndjson') } },
				{ name: 'copy', use: 'write-file', inputs: ['in'], config: { path: join(folder, 'copy.ndjson') } },
			],
		} as never,
	});
	const hashIn = (folder: string): readonly string[] =>
		['sum.ndjson', 'copy.ndjson'].map((name) =>
			createHash('sha256')
				.update(readFileSync(join(folder, name)))
				.digest('hex'),
		);
	const folderOf = (name: string): string => {
		const folder = join(scratch.folder, name);
		mkdirSync(folder);
		return folder;
	};

	it('goes back to its last checkpoint when a sandbox is killed, and ends as if it had not been', async () => {
		const [calm, killed] = [folderOf('calm'), folderOf('killed')];
		await scratch.ask('flows.run', { flow: flow(calm) });
		const runId = newRunId();
		let kills = 0;
		const stop = scratch.core().on('run.progress', async ({ id, recordsIn }) => {
			if (id !== runId || recordsIn < 3_000 * (kills + 1) || kills >= 3) return;
			kills++;
			for (const { generation, plugin } of await scratch.ask('sandboxes.list', {})) {
				if (plugin === 'summing') await scratch.ask('sandboxes.stop', { generation });
			}
		});
		const run = await scratch.ask('flows.run', { flow: flow(killed), runId });
		stop();
		expect(kills).toBeGreaterThan(0);
		expect(run.stages[1]?.recordsIn).toBe(RECORDS);
		expect(hashIn(killed)).toEqual(hashIn(calm));
		const lines = await scratch.ask('runs.logs', { id: runId });
		expect(lines.some(({ message }) => message.includes('goes on from'))).toBe(true);
	});

	it('fails on a full disk with nothing half-written under its name, and goes on once there is room', async ({
		skip,
	}) => {
		const calm = folderOf('calm');
		await scratch.ask('flows.run', { flow: flow(calm) });
		const disk = mkdtempSync(join(tmpdir(), 'dataflare-flow-disk-'));
		const small = smallDisk(disk, 3 * 1024);
		if ('impossible' in small) return skip(small.impossible);
		later.push(small.undo, () => rmSync(disk, { recursive: true, force: true }));
		const filler = join(disk, 'filler');
		writeFileSync(filler, Buffer.alloc(2 * 1024 * 1024));
		const error = await scratch.fail('flows.run', { flow: flow(disk) });
		expect(error).toMatchObject({ code: 'storage' });
		const runId = String(error.details?.['runId']);
		expect(() => hashIn(disk)).toThrow(/ENOENT/);
		rmSync(filler);
		const run = await scratch.ask('flows.resume', { run: runId });
		expect(run).toMatchObject({ status: 'succeeded', resumes: runId });
		expect(hashIn(disk)).toEqual(hashIn(calm));
	});

	it('fails where its input is gone when it is to go on, and says which', async () => {
		const folder = folderOf('gone');
		const runId = newRunId();
		const stop = scratch.core().on('run.progress', ({ id, recordsIn }) => {
			if (id === runId && recordsIn >= 3_000) void scratch.ask('runs.cancel', { id });
		});
		expect((await scratch.fail('flows.run', { flow: flow(folder), runId })).code).toBe('cancelled');
		stop();
		rmSync(join(scratch.folder, 'in.ndjson'));
		const error = await scratch.fail('flows.resume', { run: runId });
		expect(error.message).toContain('in.ndjson');
		expect(error.details).toMatchObject({ component: 0 });
	});
});
