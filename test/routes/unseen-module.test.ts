import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const policy = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['HOME'] };
const note = 'looked at';

/** Puts the plugin into the plugins folder, where it waits for its review; resolves to the module that waits. */
async function waits(answer: string): Promise<string> {
	const before = await shaOf().catch(() => null);
	await scratch.plugin('late', answering(answer), {}, scratch.pluginsDir);
	await eventually(async () => ![before, null].includes(await shaOf().catch(() => null)));
	return (await shaOf()) ?? '';
}
const shaOf = async (): Promise<string | null> => (await scratch.ask('policy.show', { name: 'late' })).sha256;
const stateOf = async (): Promise<string> => (await scratch.ask('plugins.get', { name: 'late' })).state;
const unseen = { code: 'conflict', details: { reason: 'changed_since' } };

describe('a plugin that waits for its review and is another module by then', () => {
	it('is not accepted by a policy, and is once it was looked at', async () => {
		const seen = await waits('1');
		expect(await scratch.ask('policy.show', { name: 'late' })).toMatchObject({ isWaiting: true, sha256: seen });
		const now = await waits('2');
		expect(now).not.toBe(seen);
		expect(await scratch.fail('policy.set', { name: 'late', policy, note, sha256: seen })).toMatchObject(unseen);
		expect(await stateOf()).toBe('waiting_for_review');
		expect(await scratch.ask('policy.history', { name: 'late' })).toEqual([]);
		await scratch.ask('policy.set', { name: 'late', policy, note, sha256: now });
		expect(await stateOf()).toBe('ready');
		expect(await scratch.ask('policy.show', { name: 'late' })).toMatchObject({ isWaiting: false, sha256: now });
	});

	it('is not accepted by going back to a policy of the plugin that had its name', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('late', answering('1')), grant: policy });
		await scratch.ask('plugins.uninstall', { name: 'late' });
		const seen = await waits('2');
		const now = await waits('3');
		expect(await scratch.fail('policy.revert', { name: 'late', version: 1, sha256: seen })).toMatchObject(unseen);
		expect(await stateOf()).toBe('waiting_for_review');
		await scratch.ask('policy.revert', { name: 'late', version: 1, sha256: now });
		expect(await stateOf()).toBe('ready');
	});

	it('is not accepted by a template, and then no other plugin is either', async () => {
		const seen = await waits('1');
		await scratch.ask('plugins.install', { path: await scratch.plugin('other', answering('1')) });
		const { id } = await scratch.ask('templates.save', { name: 'home', policy });
		const { plugins } = await scratch.ask('templates.preview', { id, plugins: ['other', 'late'] });
		expect(plugins.map(({ sha256 }) => sha256)).toContain(seen);
		await waits('2');
		const asSeen = plugins.map(({ plugin, grantVersion, sha256 }) => ({
			name: plugin,
			expectedVersion: grantVersion,
			sha256: sha256 ?? undefined,
		}));
		expect(await scratch.fail('templates.apply', { id, plugins: asSeen })).toMatchObject({
			...unseen,
			details: { plugin: 'late' },
		});
		expect(await stateOf()).toBe('waiting_for_review');
		expect((await scratch.ask('policy.show', { name: 'other' })).granted?.version).toBe(1);
	});
});

describe('a plugin that waits for its review and has another manifest by then', () => {
	const manifest = (host: string) => ({ security_policy: { allow_network: true, allowed_hosts: [host] } });
	const versionOf = async () => {
		const { sha256, manifestSha256 } = await scratch.ask('policy.show', { name: 'late' });
		return { sha256: sha256 ?? '', manifestSha256: manifestSha256 ?? '' };
	};
	/** With the same module each time. */
	async function asks(host: string): Promise<{ readonly sha256: string; readonly manifestSha256: string }> {
		await scratch.plugin('late', answering('1'), manifest(host), scratch.pluginsDir);
		await eventually(async () => {
			const shown = await scratch.core().request('policy.show', { name: 'late' });
			return shown.ok && shown.data.requested?.allowed_hosts[0] === host;
		});
		return versionOf();
	}

	it('is not accepted by a policy, by going back to one, or by a template, and is once it was looked at', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('late', answering('1')), grant: policy });
		await scratch.ask('plugins.uninstall', { name: 'late' });
		const seen = await asks('harmless.example');
		const { id } = await scratch.ask('templates.save', { name: 'home', policy });
		const [line] = (await scratch.ask('templates.preview', { id, plugins: ['late'] })).plugins;
		expect(line).toMatchObject(seen);
		const target = join(scratch.pluginsDir, 'late');
		const { manifestSha256 } = await scratch.ask('plugins.inspect', { target });
		expect(manifestSha256).toBe(seen.manifestSha256);
		const now = await asks('harmful.example');
		expect(now.sha256).toBe(seen.sha256);
		expect(now.manifestSha256).not.toBe(seen.manifestSha256);
		const plugins = [{ name: 'late', ...seen }];
		expect(await scratch.fail('policy.set', { name: 'late', policy, note, ...seen })).toMatchObject(unseen);
		expect(await scratch.fail('policy.revert', { name: 'late', version: 1, ...seen })).toMatchObject(unseen);
		expect(await scratch.fail('templates.apply', { id, plugins })).toMatchObject({ code: 'conflict' });
		expect(await stateOf()).toBe('waiting_for_review');
		await scratch.ask('templates.apply', { id, plugins: [{ name: 'late', ...now }] });
		expect(await stateOf()).toBe('ready');
	});
});
