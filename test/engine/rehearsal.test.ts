import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { type CoreOptions, forkAdapter, type ProcessAdapter } from '../../src/core/index.ts';
import type { ParentFrame } from '../../src/shared/sandbox/frames.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
afterEach(() => scratch.dispose());

type Posted = Extract<ParentFrame, { t: 'load' | 'call' }>;

/** Real processes; what is posted to them is written down. */
function overheard(): { readonly adapter: ProcessAdapter; readonly posted: Posted[] } {
	const real = forkAdapter({ entry: sandboxEntry, reaperEntry });
	const posted: Posted[] = [];
	return {
		posted,
		adapter: {
			...real,
			spawn(options) {
				const process = real.spawn(options);
				const post = process.post.bind(process);
				process.post = (message) => {
					const frame = message as ParentFrame;
					if (frame.t === 'load' || frame.t === 'call') posted.push(frame);
					post(message);
				};
				return process;
			},
		},
	};
}

/** Answers with how many calls there were of any of its functions, this one included; `plugin_init` is none. */
const countsCalls = `(module (memory (export "memory") 1) (global $calls (mut i32) (i32.const 0))
	(data (i32.const 16) "\\01\\00\\00\\00")
	(func $count (global.set $calls (i32.add (global.get $calls) (i32.const 1))))
	(func (export "plugin_init") (param i32 i32) (result i32) (global.set $calls (i32.const 0)) (i32.const 0))
	(func (export "alloc") (param i32) (result i32) (call $count) (i32.const 1024))
	(func (export "process_data") (param i32 i32) (result i32)
		(call $count)
		(i32.store8 (i32.const 20) (i32.add (i32.const 48) (global.get $calls)))
		(i32.const 16)))`;

async function begin(options: Partial<CoreOptions>, manifest: object = {}): Promise<readonly Posted[]> {
	const { adapter, posted } = overheard();
	scratch = await scratchCore({ adapter, spares: 0, watch: false, ...options });
	await scratch.ask('plugins.install', { path: await scratch.plugin('counts', countsCalls, manifest) });
	return posted;
}

const isReady = () => eventually(async () => (await scratch.ask('preload.list', {})).plugins[0]?.state === 'ready');
async function called(): Promise<unknown> {
	const { value, base64 = '' } = await scratch.ask('plugins.call', { name: 'counts', fn: 'process_data', input: '1' });
	return value ?? Number(Buffer.from(base64, 'base64').toString());
}

/** How many rows of a history there are in the file, whatever table they are in. */
function rowsOfRuns(): number {
	const database = new Database(`${scratch.folder}/data/dataflare.db`, { readonly: true });
	const tables = database
		.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'run*'")
		.pluck()
		.all();
	expect(tables.length).toBeGreaterThan(5);
	const rows = tables.map(
		(table) => database.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0,
	);
	database.close();
	return rows.reduce((sum, count) => sum + count, 0);
}

describe('a plugin that is made ready ahead', () => {
	it.each([
		['one by one', {}],
		['in batches', { batch: true }],
		['as bytes', { encoding: 'bytes' }],
	])('and takes its records %s has the way of a call rehearsed, without being called', async (_, manifest) => {
		const posted = await begin({ preload: ['counts'] }, manifest);
		const heard: string[] = [];
		for (const event of ['run.started', 'run.progress', 'run.log', 'run.finished'] as const) {
			scratch.core().on(event, () => heard.push(event));
		}
		await isReady();
		const [load, ...calls] = posted;
		expect(load).toMatchObject({ t: 'load', eager: true });
		expect(calls.length).toBeGreaterThan(0);
		for (const frame of calls) expect(frame).toMatchObject({ t: 'call', fn: 'process_data', rehearsal: true });
		// Nobody hears of it, and nothing of it is kept.
		expect(heard).toEqual([]);
		expect(rowsOfRuns()).toBe(0);
		expect(await scratch.ask('runs.list', {})).toMatchObject({ total: 0 });
		const before = posted.length;
		// `alloc` and the function itself: the guest's first calls.
		expect(await called()).toBe(2);
		expect(posted.slice(before)).toMatchObject([{ t: 'call', fn: 'process_data' }]);
		expect(posted.slice(before).every((frame) => !('rehearsal' in frame))).toBe(true);
		expect(heard).toEqual(['run.started', 'run.finished']);
		expect(await scratch.ask('runs.list', {})).toMatchObject({ total: 1 });
	});

	it('is rehearsed for again with its next version', async () => {
		const posted = await begin({ preload: ['counts'] });
		await isReady();
		const before = posted.length;
		const path = await scratch.plugin('counts', countsCalls.replace('i32.const 48', 'i32.const 49'));
		await scratch.ask('plugins.install', { path, replace: true });
		await eventually(() => posted.slice(before).some((frame) => 'rehearsal' in frame));
		await isReady();
		expect(posted.slice(before).find(({ t }) => t === 'load')).toMatchObject({ eager: true });
		expect(await called()).toBe(3);
	});

	it('is ready as well where another program writes to the history all the while', async () => {
		const posted = await begin({ preload: ['counts'] });
		await isReady();
		await scratch.core().close();
		const other = new Database(`${scratch.folder}/data/dataflare.db`);
		await scratch.restart();
		other.exec('BEGIN IMMEDIATE');
		try {
			const before = posted.length;
			await isReady();
			expect(posted.slice(before).filter(({ t }) => t === 'load')).toHaveLength(1);
		} finally {
			other.close();
		}
		expect(await called()).toBe(2);
	});
});

describe('a plugin that nobody makes ready ahead', () => {
	it.each([[false as const], [[]]])('is not rehearsed for, nor compiled as a whole (%j)', async (preload) => {
		const posted = await begin({ preload });
		await new Promise((resolve) => setTimeout(resolve, 600));
		expect(posted).toEqual([]);
		expect(await called()).toBe(2);
		expect(await called()).toBe(4);
		expect(posted.map((frame) => [frame.t, 'eager' in frame && frame.eager, 'rehearsal' in frame])).toEqual([
			['load', false, false],
			['call', false, false],
			['call', false, false],
		]);
		expect(await scratch.ask('runs.list', {})).toMatchObject({ total: 2 });
	});
});
