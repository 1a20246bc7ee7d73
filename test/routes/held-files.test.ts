import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const name = 'kept';
const call = async (): Promise<unknown> =>
	(await scratch.ask('plugins.call', { name, fn: 'process_data', input: '1' })).value;

async function version(label: string, answer: string): Promise<string> {
	return scratch.plugin(name, answering(answer), { metadata: { version: label } });
}

/** Puts another version's files where the installed ones lie. */
async function change(folder: string, label: string, answer: string): Promise<void> {
	const path = await version(label, answer);
	for (const file of [`${name}.wasm`, 'plugin.json']) writeFileSync(join(folder, file), readFileSync(join(path, file)));
	await scratch.ask('plugins.reload', { name });
}

it('files that change in the folder of a held plugin are not used until it is released, nor after a restart', async () => {
	const { folder } = await scratch.ask('plugins.install', { path: await version('1.0.0', '"one"') });
	await scratch.ask('updates.hold', { name, held: true });
	await change(folder, '2.0.0', '"two"');
	const held = { current: { label: '1.0.0' }, failedUpdate: { error: { details: { reason: 'files_held' } } } };
	expect(await scratch.ask('plugins.get', { name })).toMatchObject({ state: 'ready', ...held });
	expect(await call()).toBe('one');
	await scratch.restart();
	expect(await scratch.ask('plugins.get', { name })).toMatchObject(held);
	expect(await call()).toBe('one');

	await scratch.ask('updates.hold', { name, held: false });
	await scratch.ask('plugins.reload', { name });
	expect(await scratch.ask('plugins.get', { name })).toMatchObject({ current: { label: '2.0.0' }, failedUpdate: null });
	expect(await call()).toBe('two');
});

it('going back to the version in use puts its files back', async () => {
	const { folder } = await scratch.ask('plugins.install', { path: await version('1.0.0', '"one"') });
	await scratch.ask('updates.hold', { name, held: true });
	await change(folder, '2.0.0', '"two"');
	const { current } = await scratch.ask('plugins.get', { name });
	await scratch.ask('plugins.rollback', { name, sha256: current?.sha256 ?? '' });
	await scratch.ask('plugins.reload', { name });
	expect(await scratch.ask('plugins.get', { name })).toMatchObject({ current: { label: '1.0.0' }, failedUpdate: null });
	expect(await call()).toBe('one');
});

it('what a person installs in its place is used, and is then held', async () => {
	await scratch.ask('plugins.install', { path: await version('1.0.0', '"one"') });
	await scratch.ask('updates.hold', { name, held: true });
	await scratch.ask('plugins.install', { path: await version('2.0.0', '"two"'), replace: true });
	expect(await scratch.ask('plugins.get', { name })).toMatchObject({
		current: { label: '2.0.0' },
		updates: { held: true },
	});
});
