import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { KnownVersion } from '../../src/shared/plugin/version-use.ts';
import { lockedDown, type SecurityPolicy } from '../../src/shared/policy/security-policy.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const may = (...paths: string[]): SecurityPolicy => ({ ...lockedDown, allow_file_system: true, allowed_paths: paths });
const manifest = (label: string, more: object = {}) => ({ metadata: { version: label }, ...more });

/** The same module each time. */
async function install(
	label: string,
	grant: SecurityPolicy = may(`/data/${label}/`),
	more: object = {},
): Promise<void> {
	const folder = await scratch.plugin('same', answering('1'), manifest(label, more));
	writeFileSync(join(folder, 'README.md'), `Version ${label}`);
	await scratch.ask('plugins.install', { path: folder, replace: true, grant });
}

async function versions(): Promise<readonly KnownVersion[]> {
	return scratch.ask('plugins.versions', { name: 'same' });
}

async function named(label: string): Promise<{ readonly sha256: string; readonly manifestSha256: string }> {
	const found = (await versions()).find((version) => version.label === label);
	if (found === undefined) throw new Error(`there is no version ${label}`);
	const { sha256, manifestSha256 } = found;
	return { sha256, manifestSha256 };
}

async function label(): Promise<string | null | undefined> {
	return (await scratch.ask('plugins.get', { name: 'same' })).current?.label;
}

async function paths(): Promise<readonly string[] | undefined> {
	return (await scratch.ask('policy.show', { name: 'same' })).granted?.policy.allowed_paths;
}

it('an update of the manifest alone can be gone back from, with all files and the grant of then, and forth again', async () => {
	await install('1.0.0');
	await install('2.0.0');
	expect((await versions()).map((version) => version.label)).toEqual(['2.0.0', '1.0.0']);
	expect(new Set((await versions()).map(({ sha256 }) => sha256)).size).toBe(1);
	await eventually(async () => (await versions()).every(({ use }) => use.isWhole));
	for (const [wanted, other] of [
		['1.0.0', '2.0.0'],
		['2.0.0', '1.0.0'],
	] as const) {
		await scratch.ask('plugins.rollback', { name: 'same', ...(await named(wanted)), grant: 'then' });
		expect(await label()).toBe(wanted);
		expect(await paths()).toEqual([`/data/${wanted}/`]);
		expect((await scratch.ask('plugins.package', { name: 'same' })).readme).toBe(`Version ${wanted}`);
		await scratch.restart();
		expect(await label()).toBe(wanted);
		expect((await versions()).map((version) => version.label).toSorted()).toEqual([wanted, other].toSorted());
	}
});

it('a manifest that is edited in the plugins folder is a version, and the one before can be gone back to', async () => {
	await install('1.0.0');
	const { folder } = await scratch.ask('plugins.get', { name: 'same' });
	const file = join(folder, 'plugin.json');
	const before = readFileSync(file, 'utf8');
	await eventually(async () => (await versions()).every(({ use }) => use.isWhole));
	writeFileSync(file, before.replace('1.0.0', '1.1.0'));
	await scratch.ask('plugins.reload', { name: 'same' });
	expect(await label()).toBe('1.1.0');
	await scratch.ask('plugins.rollback', { name: 'same', ...(await named('1.0.0')) });
	expect(readFileSync(file, 'utf8')).toBe(before);
	await scratch.ask('plugins.reload', { name: 'same' });
	expect((await versions()).map((version) => version.label).toSorted()).toEqual(['1.0.0', '1.1.0']);
});

it('by its module alone it is the version in use, and a manifest that it never had is unknown', async () => {
	await install('1.0.0');
	await install('2.0.0');
	const { sha256, manifestSha256 } = await named('2.0.0');
	await scratch.ask('plugins.rollback', { name: 'same', sha256 });
	expect(await label()).toBe('2.0.0');
	const unknown = { name: 'same', sha256, manifestSha256: manifestSha256.replaceAll(/./g, '0') };
	expect(await scratch.fail('plugins.rollback', unknown)).toMatchObject({ details: { reason: 'unknown_version' } });
});

it('the same files again are no further version', async () => {
	await install('1.0.0');
	await install('2.0.0');
	const known = await versions();
	await install('1.0.0');
	expect((await versions()).map(({ manifestSha256 }) => manifestSha256).toSorted()).toEqual(
		known.map(({ manifestSha256 }) => manifestSha256).toSorted(),
	);
});

it('a manifest alone that does not start is told apart from the version in use', async () => {
	await install('1.0.0', undefined, { id: 'one.same' });
	const { folder } = await scratch.ask('plugins.get', { name: 'same' });
	const file = join(folder, 'plugin.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('one.same', 'another.same'));
	await scratch.ask('plugins.reload', { name: 'same' });
	const { current, failedUpdate } = await scratch.ask('plugins.get', { name: 'same' });
	expect(failedUpdate?.sha256).toBe(current?.sha256);
	expect(failedUpdate?.manifestSha256).not.toBe(current?.manifestSha256);
});

it('each manifest in its folder that is not used is told, also where the reason is the same', async () => {
	await install('1.0.0');
	await scratch.ask('updates.hold', { name: 'same', held: true });
	const { folder, current } = await scratch.ask('plugins.get', { name: 'same' });
	const file = join(folder, 'plugin.json');
	const before = readFileSync(file, 'utf8');
	const seen = new Set([current?.manifestSha256]);
	for (const label of ['2.0.0', '3.0.0']) {
		writeFileSync(file, before.replace('1.0.0', label));
		await scratch.ask('plugins.reload', { name: 'same' });
		const { failedUpdate } = await scratch.ask('plugins.get', { name: 'same' });
		expect(failedUpdate).toMatchObject({ sha256: current?.sha256, error: { details: { reason: 'files_held' } } });
		expect([...seen]).not.toContain(failedUpdate?.manifestSha256);
		seen.add(failedUpdate?.manifestSha256);
		// The same once more is no news.
		const at = failedUpdate?.at;
		await scratch.ask('plugins.reload', { name: 'same' });
		expect((await scratch.ask('plugins.get', { name: 'same' })).failedUpdate?.at).toBe(at);
	}
});

it('uninstalled and restored, it is the version that it was', async () => {
	await install('1.0.0');
	await install('2.0.0');
	await scratch.ask('plugins.rollback', { name: 'same', ...(await named('1.0.0')) });
	const { trashId } = await scratch.ask('plugins.uninstall', { name: 'same' });
	await scratch.ask('trash.restorePlugin', { id: trashId ?? '' });
	expect(await label()).toBe('1.0.0');
	expect(await named('1.0.0')).toMatchObject({ manifestSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
});
