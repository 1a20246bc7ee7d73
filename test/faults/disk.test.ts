import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spinner } from '../../scripts/torture/guests.ts';
import { createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { readOnly, smallDisk, type Trouble } from '../support/trouble.ts';

const call = { name: 'answers', fn: 'process_data', input: '1' } as const;
const full = {
	code: 'storage',
	message: expect.stringContaining('disk is full'),
	hint: expect.stringContaining('Free'),
};

let disk: string;
let scratch: ScratchCore | null;
const later: (() => void)[] = [];
beforeEach(() => {
	disk = mkdtempSync(join(tmpdir(), 'dataflare-disk-'));
	scratch = null;
});
afterEach(async () => {
	await scratch?.dispose();
	for (const undo of later.splice(0)) undo();
	rmSync(disk, { recursive: true, force: true });
});

function put(trouble: Trouble, skip: (reason: string) => void): void {
	if ('impossible' in trouble) skip(trouble.impossible);
	else later.unshift(trouble.undo);
}

/** Leaves no byte free; answers with the way to make room. */
function fill(folder: string): () => void {
	const files: string[] = [];
	for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
		while (statfsSync(folder).bavail * statfsSync(folder).bsize >= size && files.length < 200) {
			const path = join(folder, `filler-${files.length}`);
			try {
				writeFileSync(path, Buffer.alloc(size));
			} catch {
				break;
			} finally {
				files.push(path);
			}
		}
	}
	return () => {
		for (const path of files) rmSync(path, { force: true });
	};
}

async function engine(): Promise<ScratchCore> {
	const data = join(disk, 'data');
	scratch = await scratchCore({ dataDir: data, pluginsDir: join(data, 'plugins') });
	await scratch.ask('plugins.install', { path: await scratch.plugin('answers', answering('"yes"')) });
	return scratch;
}

describe('a disk that is full', () => {
	it('refuses runs in words, keeps what was finished, ends what was under way when there is room, and goes on', async ({
		skip,
	}) => {
		put(smallDisk(disk, 6 * 1024), skip);
		const { ask, fail, core, plugin } = await engine();
		await ask('plugins.install', { path: await plugin('spins', spinner) });
		const done = await ask('plugins.call', call);
		const underWay = fail('plugins.call', {
			...call,
			name: 'spins',
			input: '100',
			timeoutMs: 1_500,
			runId: 'abcdefabcdef',
		});
		await eventually(async () => (await ask('runs.list', { status: 'running' })).total === 1);
		const makeRoom = fill(disk);
		// The log has room of its own until it has to grow: sooner or later nothing fits any more.
		const kept = [done.runId];
		for (let turn = 0; turn < 3000; turn++) {
			const answer = await core().request('plugins.call', { ...call, trigger: 'library' });
			if (!answer.ok) break;
			kept.push(answer.data.runId);
		}
		expect(await fail('plugins.call', call)).toMatchObject(full);
		expect(
			await fail('policy.set', { name: 'answers', policy: { ...lockedDown, max_execution_time: 777 } }),
		).toMatchObject(full);
		expect(await underWay).toMatchObject(full);
		expect((await ask('runs.get', { id: 'abcdefabcdef' })).status).toBe('running');
		// Reading goes on.
		expect((await ask('plugins.list', {})).map(({ name }) => name)).toEqual(['answers', 'spins']);
		expect((await ask('runs.list', {})).total).toBeGreaterThanOrEqual(kept.length);
		makeRoom();
		expect(await ask('plugins.call', call)).toMatchObject({ value: 'yes' });
		await eventually(async () => (await ask('runs.list', { status: 'running' })).total === 0);
		expect((await ask('runs.get', { id: 'abcdefabcdef' })).status).toBe('failed');
		for (const id of kept) expect((await ask('runs.get', { id })).status).toBe('succeeded');
		expect((await ask('policy.show', { name: 'answers' })).granted?.policy.max_execution_time).not.toBe(777);
	});

	it('lets the program end, and the next start finds everything', async ({ skip }) => {
		put(smallDisk(disk, 6 * 1024), skip);
		const first = await engine();
		const done = await first.ask('plugins.call', call);
		const makeRoom = fill(disk);
		await first.core().close();
		makeRoom();
		await first.restart();
		expect((await first.ask('runs.get', { id: done.runId })).status).toBe('succeeded');
		expect(await first.ask('plugins.call', call)).toMatchObject({ value: 'yes' });
	});

	it('refuses the start in words, leaves no process and no half database, and is started on when there is room', async ({
		skip,
	}) => {
		put(smallDisk(disk, 4 * 1024), skip);
		const makeRoom = fill(disk);
		const options = { dataDir: join(disk, 'data'), sandboxEntry, reaperEntry };
		await expect(createCore(options)).rejects.toMatchObject({ code: 'storage', hint: expect.stringMatching(/./) });
		makeRoom();
		const { ask } = await engine();
		expect(await ask('plugins.call', call)).toMatchObject({ value: 'yes' });
		expect((await ask('stats.get', {})).notices).toEqual([]);
	});
});

describe('folders that are read-only', () => {
	it('refuse the start in words that say what to do', async ({ skip }) => {
		const first = await engine();
		await first.core().close();
		put(readOnly(join(disk, 'data')), skip);
		await expect(createCore({ dataDir: join(disk, 'data'), sandboxEntry, reaperEntry })).rejects.toMatchObject({
			code: 'storage',
			message: expect.stringMatching(/read-only|cannot be (opened|used|made)/),
			hint: expect.stringContaining('another data folder'),
		});
		later.shift()?.();
		await first.restart();
		expect(await first.ask('plugins.call', call)).toMatchObject({ value: 'yes' });
	});

	it('refuse an output in words, and leave nothing beside it', async ({ skip }) => {
		const { fail, core } = await engine();
		const output = join(disk, 'output');
		mkdirSync(output);
		put(readOnly(output), skip);
		const input = join(disk, 'in.ndjson');
		writeFileSync(input, '1\n');
		const request = { plugin: 'answers', input: { kind: 'file', path: input } } as const;
		const error = await fail('streams.run', { ...request, output: { kind: 'file', path: join(output, 'out.ndjson') } });
		expect(error).toMatchObject({
			code: 'storage',
			message: expect.stringContaining('out.ndjson'),
			hint: expect.stringContaining('another place'),
		});
		expect(readdirSync(output)).toEqual([]);
		const { runId } = error.details as { readonly runId: string };
		const run = await core().request('runs.get', { id: runId });
		expect(run).toMatchObject({ data: { status: 'failed' } });
	});
});
