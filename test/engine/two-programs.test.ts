import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type CoreProcess, coreProcess } from '../support/processes/core-process.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
let other: CoreProcess;
beforeEach(async () => {
	scratch = await scratchCore();
	other = await coreProcess(`${scratch.folder}/data`);
});
afterEach(async () => {
	await other.close();
	await scratch.dispose();
});

const call = { fn: 'process_data', input: '1' } as const;
/** Answers whether its memory could grow to 1 MiB. */
const grows = `(module (memory (export "memory") 1) (data (i32.const 16) "\\01\\00\\00\\000") (data (i32.const 32) "\\01\\00\\00\\001")
	(func (export "process_data") (param i32 i32) (result i32)
		(select (i32.const 16) (i32.const 32) (i32.or (i32.eq (memory.grow (i32.const 0)) (i32.const 16))
			(i32.eq (memory.grow (i32.const 15)) (i32.const -1))))))`;
const loops = `(module (memory (export "memory") 1) (data (i32.const 16) "\\01\\00\\00\\001")
	(func (export "process_data") (param $p i32) (param $n i32) (result i32)
		(if (i32.gt_u (local.get $n) (i32.const 1)) (then (loop $l (br $l)))) (i32.const 16)))`;

describe('two programs on one data folder', () => {
	it('both see what one of them installs, replaces and uninstalls', async () => {
		const first = await scratch.plugin('shared', answering('"v1"'));
		await scratch.ask('plugins.install', { path: first });
		expect(await other.request('plugins.call', { name: 'shared', ...call })).toMatchObject({ data: { value: 'v1' } });
		const second = await scratch.plugin('shared', answering('"v2"'), {}, `${scratch.folder}/other`);
		await scratch.ask('plugins.install', { path: second, replace: true });
		expect(await other.request('plugins.call', { name: 'shared', ...call })).toMatchObject({ data: { value: 'v2' } });
		expect(await scratch.ask('plugins.call', { name: 'shared', ...call })).toMatchObject({ value: 'v2' });
		await scratch.ask('plugins.uninstall', { name: 'shared' });
		expect(await other.request('plugins.call', { name: 'shared', ...call })).toMatchObject({
			error: { code: 'not_found' },
		});
	});

	it('each hears of what the other does with plugins and keys, as of what it does itself', async () => {
		const heard: string[] = [];
		scratch.core().on('plugin.changed', ({ kind, plugin }) => heard.push(`${kind} ${plugin.name}`));
		scratch.core().on('plugin.removed', ({ name }) => heard.push(`removed ${name}`));
		scratch.core().on('keys.changed', () => heard.push('keys'));
		const first = await scratch.plugin('theirs', answering('"v1"'));
		await other.request('plugins.install', { path: first });
		await expect.poll(() => heard.some((one) => one.endsWith('ed theirs'))).toBe(true);
		const second = await scratch.plugin('theirs', answering('"v2"'), {}, `${scratch.folder}/newer`);
		await other.request('plugins.install', { path: second, replace: true });
		await expect.poll(() => heard.includes('updated theirs')).toBe(true);
		await other.request('keys.generate', { name: 'Ada', path: `${scratch.folder}/ada.pem` });
		await expect.poll(() => heard.includes('keys')).toBe(true);
		await other.request('plugins.uninstall', { name: 'theirs' });
		await expect.poll(() => heard.includes('removed theirs')).toBe(true);
	});

	it('a memory limit that one lowers holds for the next call of the other', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('grower', grows) });
		const calls = async () => other.request('plugins.call', { name: 'grower', ...call });
		expect(await calls()).toMatchObject({ data: { value: 1 } });
		const policy = { ...lockedDown, max_memory: 131_072 };
		await scratch.ask('policy.set', { name: 'grower', policy });
		expect(await calls()).toMatchObject({ data: { value: 0 } });
		expect(await calls()).toMatchObject({ data: { value: 0 } });
		await scratch.ask('policy.revert', { name: 'grower', version: 1 });
		expect(await calls()).toMatchObject({ data: { value: 1 } });
	});

	it('a time limit and a ceiling that one lowers hold for the next call of the other', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('looper', loops) });
		expect(await other.request('plugins.call', { name: 'looper', ...call })).toMatchObject({ ok: true });
		await scratch.ask('policy.set', { name: 'looper', policy: { ...lockedDown, max_execution_time: 300 } });
		const stuck = { name: 'looper', fn: 'process_data', input: '100' };
		const late = await other.request('plugins.call', stuck);
		expect(late).toMatchObject({ error: { code: 'timeout', message: expect.stringContaining('300 ms') } });
		await scratch.ask('settings.set', { key: 'ceiling_time', value: 100 });
		expect(await other.request('plugins.call', stuck)).toMatchObject({
			error: { code: 'timeout', message: expect.stringContaining('100 ms') },
		});
		expect((await scratch.ask('policy.show', { name: 'looper' })).effective.max_execution_time).toBe(100);
	});

	it('a plugin whose new limit is too low to start says so and never runs with the old one', async () => {
		const big = answering('1').replace('(memory (export "memory") 1)', '(memory (export "memory") 4)');
		await scratch.ask('plugins.install', { path: await scratch.plugin('big', big) });
		expect(await other.request('plugins.call', { name: 'big', ...call })).toMatchObject({ ok: true });
		await scratch.ask('policy.set', { name: 'big', policy: { ...lockedDown, max_memory: 65_536 } });
		for (let turn = 0; turn < 2; turn++)
			expect(await other.request('plugins.call', { name: 'big', ...call })).toMatchObject({ ok: false });
		await scratch.ask('policy.set', { name: 'big', policy: lockedDown });
		expect(await other.request('plugins.call', { name: 'big', ...call })).toMatchObject({ ok: true });
	});

	it('each is told what the other does, by the events of what is done here, and nothing once both are still', async () => {
		const told: string[] = [];
		for (const event of ['plugin.changed', 'templates.changed', 'settings.changed', 'runs.changed'] as const)
			scratch.core().on(event, () => told.push(event));
		let written = 0;
		scratch.core().on('history.written', () => written++);
		const hears = async (...events: readonly string[]): Promise<void> => {
			await eventually(async () => events.every((event) => told.includes(event)));
			told.splice(0);
		};
		await other.request('plugins.install', { path: await scratch.plugin('theirs', answering('1')) });
		await hears('plugin.changed');
		await other.request('policy.set', { name: 'theirs', policy: { ...lockedDown, max_memory: 131_072 } });
		await hears('plugin.changed');
		await other.request('templates.save', { name: 'strict', policy: lockedDown });
		await hears('templates.changed');
		await other.request('plugins.call', { name: 'theirs', ...call });
		await hears('runs.changed');
		await other.request('settings.set', { key: 'theme', value: 'dark' });
		await hears('settings.changed');
		// Each asks what the other's events made stale: nothing is written by that, so nobody hears of it in turn.
		const before = written;
		for (let round = 0; round < 3; round++) {
			for (const route of ['plugins.list', 'policy.list', 'templates.list', 'settings.get', 'stats.get'] as const) {
				await Promise.all([scratch.ask(route, {}), other.request(route, {})]);
			}
			await new Promise((resolve) => setTimeout(resolve, 1_100));
		}
		expect(written - before).toBeLessThan(3);
		expect(told).toEqual([]);
	});

	it('a plugin that appears in the folder is reviewed once, by whichever was asked', async () => {
		await scratch.plugin('dropped', answering('"here"'), {}, scratch.pluginsDir);
		const seen = async (): Promise<boolean> => {
			const answer = await other.request('plugins.list', {});
			return answer.ok && answer.data.some(({ name, state }) => name === 'dropped' && state === 'waiting_for_review');
		};
		await eventually(seen);
		await scratch.ask('policy.set', { name: 'dropped', policy: lockedDown });
		expect(await other.request('plugins.call', { name: 'dropped', ...call })).toMatchObject({
			data: { value: 'here' },
		});
	});
});
