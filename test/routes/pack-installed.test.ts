import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const isWhole = async (): Promise<boolean> =>
	(await scratch.ask('plugins.versions', { name: 'packed' })).every(({ use }) => use.isWhole);

it('an installed plugin’s name packs what is kept of it, signature and all, whatever its folder holds by now', async () => {
	const path = await scratch.plugin('packed', answering('1'), { metadata: { version: '1.0.0' } });
	writeFileSync(join(path, 'README.md'), 'As it was signed');
	const key = join(scratch.folder, 'me.pem');
	await scratch.ask('keys.generate', { name: 'me', path: key });
	const signed = await scratch.ask('plugins.pack', { path, to: scratch.folder, key: { path: key } });
	const { folder } = await scratch.ask('plugins.install', { path: signed.path });
	await eventually(isWhole);
	appendFileSync(join(folder, 'README.md'), ', and changed');
	const to = join(scratch.folder, 'again.dfplugin');
	const again = await scratch.ask('plugins.pack', { path: 'packed', to });
	expect(again).toMatchObject({ path: to, leftOut: [], signer: { fingerprint: signed.signer?.fingerprint } });
	expect(readFileSync(to)).toEqual(readFileSync(signed.path));
	expect(await scratch.ask('plugins.verify', { path: to })).toMatchObject({
		provenance: { integrity: 'intact', signer: { fingerprint: signed.signer?.fingerprint } },
	});
	expect(await scratch.fail('plugins.pack', { path: 'packed', to })).toMatchObject({
		details: { reason: 'package_exists' },
	});
});

it('it says where nothing is kept, and that a plugin is not installed, and writes nothing', async () => {
	// Nobody decided on it yet.
	await scratch.plugin('packed', answering('1'), {}, scratch.pluginsDir);
	await scratch.restart();
	const to = join(scratch.folder, 'out.dfplugin');
	expect(await scratch.fail('plugins.pack', { path: 'packed', to })).toMatchObject({
		details: { reason: 'package_not_kept', name: 'packed' },
	});
	expect(await scratch.fail('plugins.pack', { path: 'packet', to })).toMatchObject({
		details: { reason: 'not_installed' },
	});
	expect(readdirSync(scratch.folder)).not.toContain('out.dfplugin');
});
