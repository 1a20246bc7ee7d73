import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type CoreOptions, createCore, forkAdapter, type ProcessAdapter } from '../../../src/core/index.ts';
import type { PreloadedPlugin } from '../../../src/shared/plugin/preload.ts';
import { reaperEntry, sandboxEntry } from '../../support/built.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
afterEach(() => scratch.dispose());

/** Counts the processes that are started for plugins. */
function counting(): { readonly adapter: ProcessAdapter; started: number } {
	const real = forkAdapter({ entry: sandboxEntry, reaperEntry });
	const counted = {
		started: 0,
		adapter: {
			...real,
			spawn(options) {
				if (options.name === 'dataflare-sandbox') counted.started += 1;
				return real.spawn(options);
			},
		} satisfies ProcessAdapter,
	};
	return counted;
}

/** Answers with how often `plugin_init` ran in this instance, on any call. */
const countsInits = answering(
	'0',
	`(func (export "plugin_init") (param i32 i32) (result i32)
		(i32.store8 (i32.const 20) (i32.add (i32.load8_u (i32.const 20)) (i32.const 1)))
		(i32.const 0))`,
);
const refusesToStart = answering('0', '(func (export "plugin_init") (param i32 i32) (result i32) (i32.const -7))');

async function begin(options: Partial<CoreOptions> = {}): Promise<void> {
	scratch = await scratchCore(options);
}

async function installed(names: readonly string[], text = countsInits, preload = true): Promise<void> {
	for (const name of names) {
		await scratch.ask('plugins.install', { path: await scratch.plugin(name, text) });
		if (preload) await marked(name);
	}
}

const marked = (name: string, preload = true) => scratch.ask('plugins.preload', { name, preload });
const budget = (value: number) => scratch.ask('settings.set', { key: 'preload_memory', value });
const called = async (name: string) =>
	(await scratch.ask('plugins.call', { name, fn: 'process_data', input: '1' })).value;

async function told(name: string): Promise<PreloadedPlugin | undefined> {
	return (await scratch.ask('preload.list', {})).plugins.find((plugin) => plugin.name === name);
}

async function poolsOf(name: string) {
	const all = await scratch.ask('sandboxes.list', {});
	return all.filter(({ plugin, role, state }) => plugin === name && role === 'pool' && state !== 'stopping');
}

async function isReady(...names: readonly string[]): Promise<void> {
	for (const name of names) await eventually(async () => (await told(name))?.state === 'ready');
}

async function notReady(name: string): Promise<PreloadedPlugin | undefined> {
	await eventually(async () => (await told(name))?.state === 'not_ready');
	return told(name);
}

describe('a plugin that is marked', () => {
	it('is compiled and initialised at the next start: its first call starts no process and loads nothing', async () => {
		const counted = counting();
		// Without spare processes each start is seen.
		await begin({ adapter: counted.adapter, spares: 0 });
		await installed(['echo']);
		await isReady('echo');
		await scratch.core().close();
		const again = counting();
		const next = await createCore({ dataDir: `${scratch.folder}/data`, adapter: again.adapter, spares: 0 });
		try {
			const ask = async (): Promise<unknown> => {
				const answer = await next.request('sandboxes.list', {});
				return answer.ok && answer.data.map(({ generation, pid, role }) => [generation, pid, role]);
			};
			await eventually(async () => {
				const answer = await next.request('preload.list', {});
				return answer.ok && answer.data.plugins[0]?.state === 'ready';
			});
			const before = await ask();
			expect(before).toEqual([[1, expect.any(Number), 'pool']]);
			for (const _ of ['first', 'later']) {
				const answer = await next.request('plugins.call', { name: 'echo', fn: 'process_data', input: '1' });
				expect(answer).toMatchObject({ ok: true, data: { value: 1 } });
				expect(again.started).toBe(1);
				expect(await ask()).toEqual(before);
			}
		} finally {
			await next.close();
		}
	});

	it('tells what its process holds, which counts against the budget', async () => {
		await begin();
		await installed(['echo']);
		await isReady('echo');
		const { usedBytes, budgetBytes, plugins, active } = await scratch.ask('preload.list', {});
		expect(active).toBe(true);
		expect(plugins).toEqual([{ name: 'echo', marked: true, state: 'ready', reason: null, bytes: usedBytes }]);
		expect(usedBytes).toBeGreaterThan(1024 * 1024);
		expect(budgetBytes).toBe(512 * 1024 * 1024);
		const { preload } = await scratch.ask('stats.get', {});
		expect(preload).toEqual({ wanted: 1, ready: 1, usedBytes, budgetBytes });
	});

	it('is made ready anew with its next version, and keeps its mark', async () => {
		await begin();
		await installed(['echo']);
		await isReady('echo');
		const [before] = await poolsOf('echo');
		const path = await scratch.plugin('echo', countsInits.replace('"0"', '"4"').replace('\\00\\000"', '\\00\\004"'));
		const record = await scratch.ask('plugins.install', { path, replace: true });
		expect(record.preload).toBe(true);
		await eventually(async () => {
			const [now] = await poolsOf('echo');
			return now !== undefined && now.generation !== before?.generation && (await told('echo'))?.state === 'ready';
		});
		const pools = await poolsOf('echo');
		expect(await called('echo')).toBe(5);
		expect(await poolsOf('echo')).toMatchObject(pools.map(({ generation }) => ({ generation })));
	});

	it('is ready with the limits that were decided last', async () => {
		await begin();
		await installed(['echo']);
		await isReady('echo');
		const [before] = await poolsOf('echo');
		const { effective } = await scratch.ask('policy.show', { name: 'echo' });
		await scratch.ask('policy.set', { name: 'echo', policy: { ...effective, max_memory: 2 * 1024 * 1024 } });
		await eventually(async () => {
			const [now] = await poolsOf('echo');
			return now !== undefined && now.generation !== before?.generation && (await told('echo'))?.state === 'ready';
		});
	});

	it('is not ready while it may not run, says why, and is ready once it may', async () => {
		await begin();
		await installed(['echo']);
		await isReady('echo');
		await scratch.ask('plugins.disable', { name: 'echo' });
		expect(await notReady('echo')).toMatchObject({ reason: { code: 'conflict', details: { reason: 'disabled' } } });
		expect(await poolsOf('echo')).toEqual([]);
		await scratch.ask('plugins.enable', { name: 'echo' });
		await isReady('echo');
	});

	it('waits for its review, and is ready once that is over', async () => {
		await begin();
		await scratch.plugin('echo', countsInits, {}, scratch.pluginsDir);
		await eventually(async () => (await scratch.ask('plugins.list', {})).length === 1);
		await marked('echo');
		expect(await notReady('echo')).toMatchObject({ reason: { details: { reason: 'waiting_for_review' } } });
		const { requested } = await scratch.ask('policy.show', { name: 'echo' });
		await scratch.ask('policy.set', { name: 'echo', policy: requested ?? {} });
		await isReady('echo');
	});

	it('that refuses to start says so with its own reason, and is not tried again and again', async () => {
		const counted = counting();
		await begin({ adapter: counted.adapter, spares: 0 });
		await installed(['sour'], refusesToStart);
		expect(await notReady('sour')).toMatchObject({ reason: { code: 'plugin_load' } });
		const { started } = counted;
		for (const value of [1, 2, 3]) {
			await budget(value * 1024 ** 3);
			await new Promise((resolve) => setTimeout(resolve, 150));
		}
		await new Promise((resolve) => setTimeout(resolve, 2_500));
		expect(counted.started).toBe(started);
		expect(await scratch.ask('plugins.get', { name: 'sour' })).toMatchObject({ state: 'ready' });
		await scratch.ask('plugins.install', { path: await scratch.plugin('sour', countsInits), replace: true });
		await isReady('sour');
	});

	it('is ready again after its process was killed, and in quarantine after that happened too often', async () => {
		await begin();
		await installed(['echo']);
		for (let kills = 0; kills < 3; kills++) {
			await isReady('echo');
			const [sandbox] = await poolsOf('echo');
			process.kill(sandbox?.pid ?? 0, 'SIGKILL');
			await eventually(async () => !(await poolsOf('echo')).some(({ pid }) => pid === sandbox?.pid));
		}
		await eventually(async () => (await scratch.ask('plugins.get', { name: 'echo' })).state === 'quarantined');
		expect(await notReady('echo')).toMatchObject({ reason: { details: { reason: 'quarantined' } } });
		await scratch.ask('plugins.reload', { name: 'echo' });
		await isReady('echo');
	});

	it('loses its mark with its files: what comes under its name later begins without', async () => {
		await begin();
		await installed(['echo']);
		await scratch.ask('plugins.uninstall', { name: 'echo' });
		await eventually(async () => (await poolsOf('echo')).length === 0);
		expect(await told('echo')).toBeUndefined();
		await installed(['echo'], countsInits, false);
		expect(await scratch.ask('plugins.get', { name: 'echo' })).toMatchObject({ preload: false });
		await marked('echo');
		rmSync(`${scratch.pluginsDir}/echo`, { recursive: true });
		await eventually(async () => (await scratch.ask('plugins.get', { name: 'echo' })).state === 'missing');
		await scratch.plugin('echo', answering('7'), {}, scratch.pluginsDir);
		await eventually(async () => (await scratch.ask('plugins.get', { name: 'echo' })).state === 'waiting_for_review');
		expect(await scratch.ask('plugins.get', { name: 'echo' })).toMatchObject({ preload: false });
	});
});

describe('a mark that is taken back', () => {
	it('lets go of a process that no call asked for', async () => {
		await begin();
		await installed(['echo']);
		await isReady('echo');
		await marked('echo', false);
		await eventually(async () => (await poolsOf('echo')).length === 0);
		expect(await told('echo')).toBeUndefined();
	});

	it('leaves one that was called as it leaves any other', async () => {
		await begin();
		await installed(['echo', 'other']);
		await isReady('echo', 'other');
		await called('echo');
		await marked('echo', false);
		await marked('other', false);
		await eventually(async () => (await poolsOf('other')).length === 0);
		expect(await poolsOf('echo')).toHaveLength(1);
	});
});

describe('the memory budget', () => {
	it('makes as many ready as it has room for, in the order of their names, and says of the others why not', async () => {
		await begin();
		await installed(['a', 'b', 'c'], countsInits, false);
		await marked('a');
		await isReady('a');
		const one = (await told('a'))?.bytes ?? 0;
		await marked('a', false);
		await eventually(async () => (await poolsOf('a')).length === 0);
		await budget(Math.round(one * 2.5));
		for (const name of ['c', 'b', 'a']) await marked(name);
		await isReady('a', 'b');
		expect(await notReady('c')).toMatchObject({
			bytes: null,
			reason: { code: 'memory_limit', details: { reason: 'preload_no_room', budgetBytes: Math.round(one * 2.5) } },
		});
		expect(await poolsOf('c')).toEqual([]);
		// Nobody is kept from calling it.
		expect(await called('c')).toBe(1);
		await budget(Math.round(one * 4));
		await isReady('c');
	});

	it('lets go of what no longer fits where it becomes smaller, the last first', async () => {
		await begin();
		await installed(['a', 'b']);
		await isReady('a', 'b');
		await budget(Math.round(((await told('a'))?.bytes ?? 0) * 1.5));
		expect(await notReady('b')).toMatchObject({ reason: { details: { reason: 'preload_no_room' } } });
		await eventually(async () => (await poolsOf('b')).length === 0);
		expect(await told('a')).toMatchObject({ state: 'ready' });
	});

	it('of nothing makes nothing ready, and starts no process to find out', async () => {
		const counted = counting();
		await begin({ adapter: counted.adapter, spares: 0 });
		await budget(0);
		await installed(['a']);
		expect(await notReady('a')).toMatchObject({ reason: { details: { freeBytes: 0 } } });
		expect(counted.started).toBe(0);
		expect(await scratch.fail('settings.set', { key: 'preload_memory', value: -1 })).toMatchObject({
			code: 'invalid_input',
		});
	});
});

describe('createCore', () => {
	it('makes ready what it is told to beside what is marked, and tells of a name that nobody has', async () => {
		await begin({ preload: ['echo', 'ecko'] });
		await installed(['echo'], countsInits, false);
		await isReady('echo');
		expect(await told('echo')).toMatchObject({ marked: false });
		expect(await told('ecko')).toMatchObject({ state: 'not_ready', reason: { details: { reason: 'not_installed' } } });
		await scratch.restart();
		expect(scratch.core().notices).toMatchObject([
			{ reason: 'preload_unknown', facts: { name: 'ecko', near: 'echo' } },
		]);
		expect(scratch.core().notices[0]?.text).toContain('did you mean "echo"');
		await installed(['ecko'], countsInits, false);
		await isReady('echo', 'ecko');
	});

	it('makes nothing ready where it is told not to', async () => {
		const counted = counting();
		await begin({ adapter: counted.adapter, spares: 0, preload: false });
		await installed(['echo']);
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(await told('echo')).toMatchObject({ state: 'marked', marked: true });
		expect(counted.started).toBe(0);
	});

	it.each([
		['a name', 'echo'],
		['a yes', true],
		['numbers', [1]],
		['an empty name', ['']],
	])('refuses %s for the list of names', async (_, preload) => {
		await begin();
		const options = { dataDir: `${scratch.folder}/other`, preload: preload as unknown as false };
		await expect(createCore(options)).rejects.toMatchObject({ code: 'configuration' });
	});

	it('ends while plugins are being made ready, and leaves no process behind', async () => {
		await begin();
		await installed(['a', 'b']);
		await scratch.restart();
		await eventually(async () => (await told('a'))?.state !== 'waiting');
		const pids = (await scratch.ask('sandboxes.list', {})).flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
		await scratch.core().close();
		for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
	});

	it('refuses to mark what is not installed', async () => {
		await begin();
		expect(await scratch.fail('plugins.preload', { name: 'nobody', preload: true })).toMatchObject({
			code: 'not_found',
		});
	});
});
