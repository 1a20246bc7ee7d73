import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const name = 'kept';

/** Installed, signed and held at 1.0.0, with the files of another version in its folder by now. */
async function heldWithOtherFiles(change: (folder: string) => void): Promise<Buffer> {
	const path = await scratch.plugin(name, answering('1'), { metadata: { version: '1.0.0' } });
	writeFileSync(join(path, 'README.md'), 'Of version 1');
	const key = join(scratch.folder, 'me.pem');
	await scratch.ask('keys.generate', { name: 'me', path: key });
	const signed = await scratch.ask('plugins.pack', { path, to: scratch.folder, key: { path: key } });
	const { folder } = await scratch.ask('plugins.install', { path: signed.path });
	await eventually(async () => (await scratch.ask('plugins.versions', { name })).every(({ use }) => use.isWhole));
	await scratch.ask('updates.hold', { name, held: true });
	change(folder);
	writeFileSync(join(folder, 'README.md'), 'Of version 2');
	await scratch.ask('plugins.reload', { name });
	await scratch.ask('plugins.disable', { name });
	await scratch.ask('plugins.enable', { name });
	return readFileSync(signed.path);
}

function edit(folder: string): void {
	const file = join(folder, 'plugin.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('1.0.0', '2.0.0'));
}

it.each([
	['another manifest', edit],
	['the very manifest', () => {}],
])('with %s in its folder, what is kept of a held version stays as it came, signature and all', async (_, change) => {
	const signed = await heldWithOtherFiles(change);
	const to = join(scratch.folder, 'again.dfplugin');
	expect(await scratch.ask('plugins.pack', { path: name, to })).toMatchObject({ signer: expect.any(Object) });
	expect(readFileSync(to)).toEqual(signed);
});

it('going back to the held version brings all of its files, and it is signed as it was', async () => {
	await heldWithOtherFiles(edit);
	const { current } = await scratch.ask('plugins.get', { name });
	await scratch.ask('plugins.rollback', { name, sha256: current?.sha256 ?? '' });
	expect(await scratch.ask('plugins.get', { name })).toMatchObject({
		state: 'ready',
		integrity: 'intact',
		current: { label: '1.0.0' },
	});
	expect((await scratch.ask('plugins.package', { name })).readme).toBe('Of version 1');
});

it('the same version that is installed with other files beside it is kept with these', async () => {
	const path = await scratch.plugin(name, answering('1'), { metadata: { version: '1.0.0' } });
	const readmeOfKept = async (): Promise<string | null> => {
		const to = join(scratch.folder, 'again.dfplugin');
		await scratch.ask('plugins.pack', { path: name, to, replace: true });
		return (await scratch.ask('plugins.inspect', { target: to })).readme;
	};
	for (const readme of ['As it was', 'As it is']) {
		writeFileSync(join(path, 'README.md'), readme);
		await scratch.ask('plugins.install', { path, replace: true });
		expect(await readmeOfKept()).toBe(readme);
	}
});
