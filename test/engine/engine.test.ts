import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { wat } from '../support/guests/wat.ts';
import { sample } from '../support/scratch/samples.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const state = async (name: string): Promise<string | undefined> =>
	(await scratch.ask('plugins.list', {})).find((plugin) => plugin.name === name)?.state;

describe('installing', () => {
	it('denies everything that was not granted, and survives a restart', async () => {
		await scratch.ask('plugins.install', { path: sample('csv-source') });
		expect((await scratch.ask('policy.show', { name: 'csv-source' })).effective.allow_file_system).toBe(false);
		await scratch.restart();
		expect(await scratch.ask('plugins.list', {})).toMatchObject([
			{ name: 'csv-source', state: 'ready', grantVersion: 1 },
		]);
	});

	it('refuses another plugin of the same name unless it shall replace it', async () => {
		const first = await scratch.plugin('twin', answering('"v1"'));
		const second = await scratch.plugin('twin', answering('"v2"'), {}, join(scratch.folder, 'other'));
		await scratch.ask('plugins.install', { path: first });
		expect(await scratch.ask('plugins.call', { name: 'twin', fn: 'process_data', input: '1' })).toMatchObject({
			value: 'v1',
		});
		expect(await scratch.fail('plugins.install', { path: second })).toMatchObject({ code: 'conflict' });
		await scratch.ask('plugins.install', { path: second, replace: true });
		expect(await scratch.ask('plugins.call', { name: 'twin', fn: 'process_data', input: '1' })).toMatchObject({
			value: 'v2',
		});
		expect(await scratch.ask('plugins.versions', { name: 'twin' })).toHaveLength(2);
	});

	it('leaves nothing behind when the package is bad', async () => {
		const made = join(scratch.folder, 'bad');
		mkdirSync(made);
		const manifest = (value: object | string): void =>
			writeFileSync(join(made, 'plugin.json'), typeof value === 'string' ? value : JSON.stringify(value));
		const attempts: readonly (readonly [string, () => void, string, string])[] = [
			['no manifest', () => {}, 'not_found', 'plugin.json'],
			['no JSON', () => manifest('{"name": "x",\n  oops}'), 'configuration', 'line 2'],
			['a missing field', () => manifest({ name: 'x', type: 'filter' }), 'configuration', 'module_path: is missing'],
			[
				'a wrong type',
				() => manifest({ name: 'x', type: 'flter', module_path: './x.wasm' }),
				'configuration',
				'found "flter"',
			],
			[
				'a misspelt power',
				() => manifest({ name: 'x', type: 'filter', module_path: './x.wasm', security_policy: { alow_network: true } }),
				'configuration',
				'did you mean "allow_network"',
			],
			[
				'a module outside',
				() => manifest({ name: 'x', type: 'filter', module_path: '../x.wasm' }),
				'configuration',
				'outside',
			],
			['no module', () => manifest({ name: 'x', type: 'filter', module_path: './x.wasm' }), 'not_found', './x.wasm'],
			[
				'a module that is text',
				() => writeFileSync(join(made, 'x.wasm'), 'hello'),
				'plugin_load',
				'not a WebAssembly module',
			],
			[
				'a component',
				() => writeFileSync(join(made, 'x.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0)),
				'plugin_load',
				'component',
			],
		];
		for (const [what, prepare, code, words] of attempts) {
			prepare();
			const error = await scratch.fail('plugins.install', { path: made });
			expect(error, what).toMatchObject({ code, message: expect.stringContaining(words) });
		}
		symlinkSync('/etc/passwd', join(made, 'link.wasm'));
		manifest({ name: 'x', type: 'filter', module_path: './link.wasm' });
		expect(await scratch.fail('plugins.install', { path: made })).toMatchObject({
			code: 'configuration',
			message: expect.stringContaining('link'),
		});
		writeFileSync(join(made, 'x.wasm'), await wat(answering('1')));
		manifest({ name: 'x', type: 'filter', module_path: './x.wasm' });
		expect(await scratch.fail('plugins.install', { path: made })).toMatchObject({
			code: 'plugin_load',
			message: expect.stringContaining('filter_data'),
		});
		expect(readdirSync(scratch.pluginsDir)).toEqual([]);
		expect(await scratch.ask('plugins.list', {})).toEqual([]);
	});

	it('takes a lone module, infers what it is and denies everything', async () => {
		const file = join(scratch.folder, 'My Plugin.wasm');
		writeFileSync(file, await wat(answering('{"ok":true}')));
		expect(await scratch.ask('plugins.install', { path: file })).toMatchObject({ name: 'my-plugin', state: 'ready' });
		await scratch.restart();
		expect(await scratch.ask('plugins.call', { name: 'my-plugin', fn: 'process_data', input: '{}' })).toMatchObject({
			value: { ok: true },
		});
	});
});

describe('the watched folder', () => {
	it('lists a new plugin as waiting for review; it runs only once it was decided', async () => {
		await scratch.plugin(
			'newcomer',
			answering('"hi"'),
			{ security_policy: { allow_network: true } },
			scratch.pluginsDir,
		);
		await eventually(async () => (await state('newcomer')) === 'waiting_for_review');
		const call = { name: 'newcomer', fn: 'process_data', input: '1' };
		expect(await scratch.fail('plugins.call', call)).toMatchObject({ code: 'permission_denied' });
		await scratch.ask('policy.set', { name: 'newcomer', policy: lockedDown });
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'hi' });
		expect((await scratch.ask('policy.show', { name: 'newcomer' })).effective.allow_network).toBe(false);
	});

	it('swaps to a new version, and stays with the old one when the new one does not start', async () => {
		const made = await scratch.plugin('steady', answering('"v1"'));
		await scratch.ask('plugins.install', { path: made });
		const call = { name: 'steady', fn: 'process_data', input: '1' };
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'v1' });
		const installed = join(scratch.pluginsDir, 'steady/steady.wasm');
		writeFileSync(installed, await wat(answering('"v2"')));
		await eventually(async () => (await scratch.ask('plugins.call', call)).value === 'v2');
		writeFileSync(installed, await wat(answering('"v3"', '(func $start unreachable) (start $start)')));
		await eventually(async () => (await scratch.ask('plugins.get', { name: 'steady' })).failedUpdate !== null);
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'v2' });
		writeFileSync(installed, (await wat(answering('"v4"'))).subarray(0, 40));
		await eventually(
			async () =>
				(await scratch.ask('plugins.get', { name: 'steady' })).failedUpdate?.error.message.includes(
					'ends in the middle',
				) === true,
		);
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'v2' });
		await scratch.restart();
		expect(await scratch.ask('plugins.call', call)).toMatchObject({ value: 'v2' });
		writeFileSync(installed, await wat(answering('"v5"')));
		await eventually(async () => (await scratch.ask('plugins.call', call)).value === 'v5');
		expect((await scratch.ask('plugins.get', { name: 'steady' })).failedUpdate).toBeNull();
	});

	it('keeps a plugin whose files went away as missing, and takes it up again when they return', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('wanderer', answering('1')) });
		const away = join(scratch.folder, 'away');
		renameSync(join(scratch.pluginsDir, 'wanderer'), away);
		await eventually(async () => (await state('wanderer')) === 'missing');
		expect(await scratch.fail('plugins.call', { name: 'wanderer', fn: 'process_data', input: '1' })).toMatchObject({
			code: 'not_found',
		});
		renameSync(away, join(scratch.pluginsDir, 'wanderer'));
		await eventually(async () => (await state('wanderer')) === 'ready');
	});

	it('shows a plugin that cannot be used as broken, with the reason, and goes on when it is mended', async () => {
		const path = join(scratch.pluginsDir, 'crooked');
		mkdirSync(path);
		writeFileSync(join(path, 'plugin.json'), '{');
		await eventually(async () => (await state('crooked')) === 'broken');
		expect((await scratch.ask('plugins.get', { name: 'crooked' })).problem).toMatchObject({ code: 'configuration' });
		await scratch.plugin('crooked', answering('1'), {}, scratch.pluginsDir);
		await eventually(async () => (await state('crooked')) === 'waiting_for_review');
	});

	it('says that the folder vanished and goes on from the stored versions', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('kept', answering('"here"')) });
		const told: string[] = [];
		scratch.core().on('folder.state', ({ state: what }) => told.push(what));
		renameSync(scratch.pluginsDir, `${scratch.pluginsDir}-away`);
		await eventually(() => told.includes('missing'));
		expect(await scratch.ask('plugins.call', { name: 'kept', fn: 'process_data', input: '1' })).toMatchObject({
			value: 'here',
		});
		renameSync(`${scratch.pluginsDir}-away`, scratch.pluginsDir);
		await eventually(() => told.includes('watching'));
	});
});

describe('deciding', () => {
	it('uninstalls files, data and record, and keeps the history', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('brief', answering('1')) });
		await scratch.ask('plugins.call', { name: 'brief', fn: 'process_data', input: '1' });
		await scratch.ask('plugins.uninstall', { name: 'brief' });
		expect(existsSync(join(scratch.pluginsDir, 'brief'))).toBe(false);
		expect(await scratch.fail('plugins.get', { name: 'brief' })).toMatchObject({ code: 'not_found' });
		expect((await scratch.ask('runs.list', { plugin: 'brief' })).total).toBe(1);
	});

	it('disables and enables, and reverts a policy to an earlier version', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('onoff', answering('1')) });
		await scratch.ask('plugins.disable', { name: 'onoff' });
		expect(await scratch.fail('plugins.call', { name: 'onoff', fn: 'process_data', input: '1' })).toMatchObject({
			code: 'conflict',
		});
		await scratch.ask('plugins.enable', { name: 'onoff' });
		await scratch.ask('policy.set', {
			name: 'onoff',
			policy: { ...lockedDown, allow_network: true, allowed_hosts: ['example.com'] },
			note: 'try',
		});
		expect(await scratch.ask('policy.check', { name: 'onoff', request: 'https://example.com/x' })).toMatchObject({
			allowed: true,
		});
		await scratch.ask('policy.revert', { name: 'onoff', version: 1 });
		expect(await scratch.ask('policy.check', { name: 'onoff', request: 'https://example.com/x' })).toMatchObject({
			allowed: false,
		});
		expect((await scratch.ask('policy.history', { name: 'onoff' })).map(({ version }) => version)).toEqual([3, 2, 1]);
		expect(await scratch.fail('policy.set', { name: 'onoff', policy: lockedDown, expectedVersion: 1 })).toMatchObject({
			code: 'conflict',
		});
	});
});

describe('requests', () => {
	it('that do not fit the contract are refused with the field', async () => {
		expect(await scratch.fail('runs.list', { limit: 0 })).toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('limit'),
		});
		const unknown = await scratch.core().request('no.such' as 'stats.get', {});
		expect(unknown).toMatchObject({ ok: false, error: { code: 'not_found' } });
		expect(await scratch.fail('settings.set', { key: 'colour', value: 1 } as never)).toMatchObject({
			code: 'not_found',
		});
		await scratch.ask('settings.set', { key: 'previews', value: false });
		expect(await scratch.ask('settings.get', {})).toMatchObject({ previews: false });
	});
});
