import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markedModule, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import { signedPlugins } from '../../../../test/support/scratch/signed-plugins.ts';
import type { VersionKey } from '../../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { newPrivateKey, type PrivateKey } from '../signing/private-key.ts';
import { signList } from '../signing/signature.ts';
import { signPlugin } from './sign-plugin.ts';

const asItIs = { grant: 'now', state: 'now', author: 'test' } as const;
const plugins = signedPlugins();
const { packed } = plugins;
const [author, other] = [newPrivateKey(undefined), newPrivateKey(undefined)];
const [byAuthor, byOther] = [author.key.fingerprint, other.key.fingerprint];
const me = { author: 'me' };
const byMe = { name: 'tool', policy: lockedDown, author: 'me', note: '' };

describe('an installed plugin', () => {
	const decide = (signer?: string | null) =>
		plugins.bare().registry.decide({ ...byMe, policy: { ...lockedDown, allow_env_vars: true }, signer });
	const drop = async (mark: string, key: PrivateKey | null): Promise<void> => {
		const to = join(plugins.bare().pluginsDir, 'tool');
		rmSync(to, { recursive: true, force: true });
		markedPlugin(plugins.bare().pluginsDir, 'tool', mark);
		if (key !== null) await signPlugin(to, key);
		await plugins.bare().registry.reload('tool');
	};
	const tool = () => plugins.bare().registry.require('tool');

	it('is pinned to the key that signed it, and takes what that key signs', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		await drop('b', author);
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor, integrity: 'intact', failedUpdate: null });
		expect(plugins.asked()).toEqual(['start tool']);
		await plugins.bare().registry.install(await packed('c', author), { ...me, replace: true });
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor });
	});

	it('is pinned to the first key that signs it, where nobody had', async () => {
		await plugins.bare().registry.install(await packed('a', null), me);
		expect(tool()).toMatchObject({ state: 'ready', pinned: null });
		await drop('b', author);
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor });
		await drop('c', null);
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byAuthor });
	});

	it.each([
		['another key', other, byOther],
		['no key', null, null],
	] as const)('waits for review when its files are signed by %s, and nothing of them runs', async (_, key, by) => {
		const { grantVersion } = await plugins.bare().registry.install(await packed('a', author), me);
		await drop('b', key);
		const waits = { state: 'waiting_for_review', pinned: byAuthor, grantVersion, current: { signer: by } };
		expect(tool()).toMatchObject(waits);
		expect(plugins.asked()).toEqual(['end tool']);
		await plugins.restart();
		for (const step of ['reload', 'disable', 'enable'] as const) await plugins.bare().registry[step]('tool');
		expect(tool()).toMatchObject(waits);
		expect(plugins.asked().filter((each) => each.startsWith('start'))).toEqual([]);
		// Nor do decisions on many plugins accept it, nor one by who did not say what was seen.
		await plugins.bare().registry.decideMany([byMe]);
		await expect(decide()).rejects.toMatchObject({ details: { reason: 'signer_changed', plugin: 'tool' } });
		await expect(decide(byAuthor)).rejects.toMatchObject({ details: { reason: 'changed_since' } });
		expect(tool().state).toBe('waiting_for_review');
		await decide(by);
		expect(tool()).toMatchObject({ state: 'ready', pinned: by });
		await plugins.restart();
		expect(tool()).toMatchObject({ state: 'ready', pinned: by });
	});

	it('waits on where another module came between the look and the decision, whoever signed it', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		await drop('b', other);
		const looked = tool().current;
		await drop('c', other);
		const decided = (seen: VersionKey | null) =>
			plugins.bare().registry.decide({ ...byMe, signer: byOther, seen: seen ?? undefined });
		await expect(decided(looked)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'changed_since' } });
		expect(tool().state).toBe('waiting_for_review');
		await decided(tool().current);
		expect(tool().state).toBe('ready');
	});

	it('is ready again, with its grant, when what its key signed comes back', async () => {
		const { grantVersion } = await plugins.bare().registry.install(await packed('a', author), me);
		await drop('b', other);
		await drop('a', author);
		expect(tool()).toMatchObject({ state: 'ready', grantVersion, pinned: byAuthor });
	});

	it('waits when it is replaced by a package of another signer, unless who replaces it says to have seen that', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		const path = await packed('b', other);
		const change = { ...me, replace: true, grant: { ...lockedDown, allow_network: true } };
		await plugins.bare().registry.install(path, change);
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byAuthor });
		expect(plugins.bare().store.grants.inForce('tool')?.policy.allow_network).toBe(false);
		expect(plugins.asked()).toEqual(['end tool']);
		await plugins.bare().registry.install(path, { ...change, signer: byOther });
		expect(tool()).toMatchObject({ state: 'ready', pinned: byOther });
		expect(plugins.bare().store.grants.inForce('tool')?.policy.allow_network).toBe(true);
	});

	it('goes back to an earlier version of its key at once, and to one of another waits', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		const first = tool().current?.sha256 ?? '';
		await plugins.bare().registry.install(await packed('b', author), { ...me, replace: true });
		await plugins.bare().registry.rollback('tool', { sha256: first }, asItIs);
		expect(tool()).toMatchObject({ state: 'ready', integrity: 'intact', current: { signer: byAuthor } });
		await plugins.restart();
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor });
		await plugins.bare().registry.install(await packed('c', other), { ...me, replace: true, signer: byOther });
		plugins.asked();
		await plugins.bare().registry.rollback('tool', { sha256: first }, asItIs);
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byOther, current: { signer: byAuthor } });
		expect(plugins.asked()).toEqual(['end tool']);
	});

	it('whose files went, and others came in their place, shows who had signed them, and has no grant', async () => {
		await plugins
			.bare()
			.registry.install(await packed('a', author), { ...me, grant: { ...lockedDown, allow_network: true } });
		rmSync(join(plugins.bare().pluginsDir, 'tool'), { recursive: true });
		await plugins.restart();
		expect(tool().state).toBe('missing');
		markedPlugin(plugins.bare().pluginsDir, 'tool', 'b');
		await plugins.restart();
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: byAuthor, grantVersion: 0 });
		expect(plugins.bare().store.grants.inForce('tool')).toBeNull();
		await expect(decide()).rejects.toMatchObject({ details: { reason: 'signer_changed' } });
		await decide(null);
		expect(tool()).toMatchObject({ state: 'ready', pinned: null });
	});

	it('comes back from the trash pinned as it was', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		const id = await plugins.bare().registry.uninstall('tool');
		await plugins.bare().registry.restore(id ?? '');
		expect(tool()).toMatchObject({ state: 'ready', pinned: byAuthor, current: { signer: byAuthor } });
		await drop('b', other);
		expect(tool().state).toBe('waiting_for_review');
	});

	it('that was uninstalled for good leaves no pin to the next of its name', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		await plugins.bare().registry.uninstall('tool', { forGood: true });
		await plugins.bare().registry.install(await packed('b', other), me);
		expect(tool()).toMatchObject({ state: 'ready', pinned: byOther });
	});

	it.each([
		['README.md', (path: string) => appendFileSync(join(path, 'README.md'), 'x')],
		['more.txt', (path: string) => writeFileSync(join(path, 'more.txt'), 'x')],
		['README.md', (path: string) => rmSync(join(path, 'README.md'))],
		['plugin.json', (path: string) => appendFileSync(join(path, 'plugin.json'), '\n')],
	])('is shown as modified where %s is not as listed, and runs on as what was accepted', async (altered, change) => {
		await plugins.bare().registry.install(await packed('a', author), me);
		change(join(plugins.bare().pluginsDir, 'tool'));
		await plugins.bare().registry.reload('tool');
		expect(tool()).toMatchObject({ state: 'ready', integrity: 'modified', altered, pinned: byAuthor });
	});

	it('whose module was changed under its old list waits, however the list is signed', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		writeFileSync(join(plugins.bare().pluginsDir, 'tool', 'm.wasm'), markedModule('evil'));
		await plugins.bare().registry.reload('tool');
		expect(tool()).toMatchObject({ state: 'waiting_for_review', integrity: 'modified', altered: 'm.wasm' });
		expect(plugins.asked()).toEqual(['end tool']);
	});

	it('goes on as it is where its signature is damaged, and says so', async () => {
		await plugins.bare().registry.install(await packed('a', author), me);
		for (const spoil of ['', 'x', `${signList(Buffer.from('x'), author.key, author.secret)}`]) {
			writeFileSync(join(plugins.bare().pluginsDir, 'tool', 'SHA256SUMS.sig'), spoil);
			await plugins.bare().registry.reload('tool');
			expect(tool()).toMatchObject({
				state: 'ready',
				failedUpdate: { error: { code: 'plugin_load', details: { reason: 'signature_invalid' } } },
			});
		}
		rmSync(join(plugins.bare().pluginsDir, 'tool', 'SHA256SUMS'));
		await plugins.bare().registry.reload('tool');
		expect(tool().failedUpdate?.error.message).toContain('has no SHA256SUMS beside it');
	});

	it('that came into the folder signed is pinned once a person decided', async () => {
		markedPlugin(plugins.bare().pluginsDir, 'tool', 'a');
		await signPlugin(join(plugins.bare().pluginsDir, 'tool'), author);
		await plugins.restart();
		expect(tool()).toMatchObject({ state: 'waiting_for_review', pinned: null, current: { signer: byAuthor } });
		await drop('b', other);
		await expect(decide(byAuthor)).rejects.toMatchObject({ details: { reason: 'changed_since' } });
		await decide();
		expect(tool()).toMatchObject({ state: 'ready', pinned: byOther });
	});
});

describe('where signatures are required', () => {
	const require = (on: boolean): void => plugins.bare().store.settings.set('require_signatures', on);
	const know = (key: PrivateKey): void => {
		const { fingerprint, publicKey } = key.key;
		plugins.bare().store.keys.add({ fingerprint, publicKey, name: 'author', addedAt: 1 });
	};

	it('nothing is installed but what a known key signed', async () => {
		require(true);
		know(author);
		for (const [mark, key] of [
			['a', null],
			['b', other],
		] as const) {
			await expect(plugins.bare().registry.install(await packed(mark, key), me)).rejects.toMatchObject({
				code: 'permission_denied',
				details: { reason: 'signature_required', plugin: 'tool' },
			});
		}
		expect(await plugins.bare().registry.install(await packed('c', author), me)).toMatchObject({ state: 'ready' });
	});

	it('no update is tried that may not run', async () => {
		await plugins.bare().registry.install(await packed('a', null), me);
		require(true);
		rmSync(join(plugins.bare().pluginsDir, 'tool'), { recursive: true });
		markedPlugin(plugins.bare().pluginsDir, 'tool', 'b');
		await plugins.bare().registry.reload('tool');
		expect(plugins.asked()).toEqual(['end tool']);
	});
});
