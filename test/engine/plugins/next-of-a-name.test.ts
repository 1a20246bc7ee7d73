import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { answering, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore({ watch: false, spares: 0, env: { API_TOKEN: 'secret' } });
});
afterEach(() => scratch.dispose());

const token = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['API_TOKEN'] };

/** Answers with the name that stands in its own memory, after it asked for the token: `[status, length]` is not said. */
const asking = (answer: string): string => `(module
	(import "env" "host_get_env" (func $env (param i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "\\01\\00\\00\\00${answer}")
	(data (i32.const 100) "API_TOKEN")
	(func (export "process_data") (param i32 i32) (result i32)
		(drop (call $env (i32.const 100) (i32.const 9))) (i32.const 16)))`;

async function refusals(): Promise<readonly (readonly [string, string])[]> {
	const { runs } = await scratch.ask('runs.list', {});
	const details = await Promise.all(runs.map(({ id }) => scratch.ask('runs.get', { id })));
	return details.flatMap(({ denialList }) => denialList.map(({ op, target }) => [op, target] as const));
}

async function granted(): Promise<void> {
	await scratch.ask('plugins.install', { path: await scratch.plugin('tool', asking('1')), grant: token });
	expect(await scratch.ask('plugins.call', { name: 'tool', fn: 'process_data', input: '0' })).toBeDefined();
	expect(await refusals()).toEqual([]);
}

/** Another module of the same name. */
const another = (into?: string): Promise<string> => scratch.plugin('tool', asking('2'), {}, into);
const shown = () => scratch.ask('policy.show', { name: 'tool' });
const state = async () => (await scratch.ask('plugins.get', { name: 'tool' })).state;

describe('a grant', () => {
	it('ends with its plugin, and its history stays', async () => {
		await granted();
		await scratch.ask('plugins.uninstall', { name: 'tool' });
		expect(await scratch.fail('policy.show', { name: 'tool' })).toMatchObject({ code: 'not_found' });
		expect(await scratch.ask('policy.list', {})).toEqual([]);
		const history = await scratch.ask('policy.history', { name: 'tool' });
		expect(history.map(({ version, note, policy }) => [version, note, policy.allow_env_vars])).toEqual([
			[2, 'uninstalled', false],
			[1, '', true],
		]);
		expect(history[0]?.policy).toEqual(lockedDown);
	});

	it('is none of the next plugin of the name that is installed without a decision', async () => {
		await granted();
		await scratch.ask('plugins.uninstall', { name: 'tool' });
		await scratch.ask('plugins.install', { path: await another() });
		expect((await shown()).granted?.policy.allow_env_vars).toBe(false);
		await scratch.ask('plugins.call', { name: 'tool', fn: 'process_data', input: '0' });
		expect(await refusals()).toEqual([['get_env', 'API_TOKEN']]);
	});

	it.each(['ready', 'disabled'])(
		'is none of another module that comes where the files of a %s one are gone',
		async (was) => {
			await granted();
			const folder = join(scratch.pluginsDir, 'tool');
			mkdirSync(join(scratch.folder, 'data/plugin-data/tool'), { recursive: true });
			writeFileSync(join(scratch.folder, 'data/plugin-data/tool/mine.txt'), 'of the first one');
			if (was === 'disabled') await scratch.ask('plugins.disable', { name: 'tool' });
			renameSync(folder, join(scratch.folder, 'away'));
			await scratch.restart();
			expect(await state()).toBe(was === 'disabled' ? 'disabled' : 'missing');
			await another(scratch.pluginsDir);
			await scratch.restart();
			if (was === 'disabled') await scratch.ask('plugins.enable', { name: 'tool' });
			expect(await state()).toBe('waiting_for_review');
			expect(await shown()).toMatchObject({ granted: null, effective: { allow_env_vars: false } });
			expect(existsSync(join(scratch.folder, 'data/plugin-data/tool/mine.txt'))).toBe(false);
			const call = { name: 'tool', fn: 'process_data', input: '0' };
			expect(await scratch.fail('plugins.call', call)).toMatchObject({ code: 'permission_denied' });
			await scratch.ask('policy.set', { name: 'tool', policy: lockedDown, expectedVersion: 0 });
			await scratch.ask('plugins.call', call);
			expect(await refusals()).toEqual([['get_env', 'API_TOKEN']]);
		},
	);

	it('is still that of a plugin whose own files come back', async () => {
		await granted();
		const folder = join(scratch.pluginsDir, 'tool');
		renameSync(folder, join(scratch.folder, 'away'));
		await scratch.restart();
		expect(await state()).toBe('missing');
		renameSync(join(scratch.folder, 'away'), folder);
		await scratch.restart();
		expect(await state()).toBe('ready');
		expect((await shown()).granted?.policy.allow_env_vars).toBe(true);
	});

	it('is none of the next one that is dropped in: it waits, whatever is switched off and on', async () => {
		await granted();
		await scratch.ask('plugins.uninstall', { name: 'tool' });
		await another(scratch.pluginsDir);
		await scratch.restart();
		expect(await state()).toBe('waiting_for_review');
		expect(await shown()).toMatchObject({ granted: null, effective: { allow_env_vars: false } });
		expect(await scratch.ask('policy.list', {})).toMatchObject([{ name: 'tool', granted: null }]);
		await scratch.ask('plugins.disable', { name: 'tool' });
		await scratch.restart();
		expect(await scratch.ask('plugins.enable', { name: 'tool' })).toMatchObject({ state: 'waiting_for_review' });
		await scratch.ask('plugins.reload', { name: 'tool' });
		expect(await state()).toBe('waiting_for_review');
		const call = { name: 'tool', fn: 'process_data', input: '0' };
		expect(await scratch.fail('plugins.call', call)).toMatchObject({ code: 'permission_denied' });
		// To the person who reviews it, nothing was decided yet.
		await scratch.ask('policy.set', { name: 'tool', policy: lockedDown, expectedVersion: 0 });
		expect(await state()).toBe('ready');
		expect(await shown()).toMatchObject({ granted: { version: 3 } });
	});

	it('is not made by the example for a plugin that only has the name of a sample', async () => {
		await scratch.plugin('csv-source', answering('1'), {}, scratch.pluginsDir);
		await scratch.restart();
		expect(await scratch.fail('samples.run', {})).toMatchObject({ code: 'permission_denied' });
		expect(await scratch.ask('plugins.get', { name: 'csv-source' })).toMatchObject({ state: 'waiting_for_review' });
	});
});

describe('the data that a plugin wrote', () => {
	const file = (): string => join(scratch.folder, 'data/plugin-data/tool/notes.txt');
	const wrote = async (): Promise<void> => {
		await granted();
		mkdirSync(join(file(), '..'), { recursive: true });
		writeFileSync(file(), 'mine');
	};

	it('is deleted with it', async () => {
		await wrote();
		await scratch.ask('plugins.uninstall', { name: 'tool' });
		expect(existsSync(file())).toBe(false);
	});

	it('that was kept waits for the very same module', async () => {
		await wrote();
		await scratch.ask('plugins.uninstall', { name: 'tool', keepData: true });
		expect(existsSync(file())).toBe(false);
		const { warnings } = await scratch.ask('plugins.install', { path: join(scratch.folder, 'made/tool') });
		expect(warnings.map(({ reason }) => reason)).not.toContain('data_left');
		expect(existsSync(file())).toBe(true);
	});

	it('that was kept is given to no other plugin of the name, and that is said', async () => {
		await wrote();
		await scratch.ask('plugins.uninstall', { name: 'tool', keepData: true });
		const path = await another(join(scratch.folder, 'another'));
		const { warnings } = await scratch.ask('plugins.install', { path });
		expect(existsSync(file())).toBe(false);
		expect(warnings.map(({ reason }) => reason)).toContain('data_left');
		await scratch.ask('plugins.uninstall', { name: 'tool' });
		await scratch.ask('plugins.install', { path: join(scratch.folder, 'made/tool') });
		expect(existsSync(file())).toBe(true);
	});

	it('that was left where nobody is installed, as older versions did, is put aside', async () => {
		mkdirSync(join(file(), '..'), { recursive: true });
		writeFileSync(file(), 'somebody’s');
		await another(scratch.pluginsDir);
		await scratch.restart();
		expect(existsSync(file())).toBe(false);
		expect(existsSync(join(scratch.folder, 'data/plugin-data/.kept/tool@unknown/notes.txt'))).toBe(true);
	});
});

describe('a plugin that a person disabled', () => {
	it('stays so while its files go and come back', async () => {
		const folder = join(scratch.pluginsDir, 'tool');
		await granted();
		await scratch.ask('plugins.disable', { name: 'tool' });
		renameSync(folder, `${folder}-away`.replace('plugins/', ''));
		await scratch.restart();
		expect(await scratch.ask('plugins.get', { name: 'tool' })).toMatchObject({
			state: 'disabled',
			problem: { code: 'not_found' },
		});
		renameSync(`${folder}-away`.replace('plugins/', ''), folder);
		await scratch.restart();
		expect(await scratch.ask('plugins.get', { name: 'tool' })).toMatchObject({ state: 'disabled', problem: null });
		expect(await scratch.ask('plugins.enable', { name: 'tool' })).toMatchObject({ state: 'ready' });
	});
});
