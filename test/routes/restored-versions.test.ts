import { afterEach, beforeEach, expect, it } from 'vitest';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const name = 'same';

async function install(label: string): Promise<string> {
	const path = await scratch.plugin(name, answering(`"${label}"`), { metadata: { version: label } });
	const { current } = await scratch.ask('plugins.install', { path, replace: true });
	return current?.sha256 ?? '';
}

async function uninstall(): Promise<string> {
	return (await scratch.ask('plugins.uninstall', { name })).trashId ?? '';
}

async function own(): Promise<readonly (string | null)[]> {
	const known = await scratch.ask('plugins.versions', { name });
	return known
		.filter(({ use }) => use.isOwn)
		.map(({ label }) => label)
		.toSorted();
}

it.each([['20.0.0'], ['2.0.0']])(
	'a restored plugin has its own versions, and none of another that had its name meanwhile, from %s on',
	async (first) => {
		const before = await install('1.0.0');
		await install('2.0.0');
		const id = await uninstall();
		await install(first);
		const other = await install('30.0.0');
		await uninstall();
		await scratch.ask('trash.restorePlugin', { id });
		expect(await own()).toEqual(['1.0.0', '2.0.0']);
		expect(await scratch.fail('plugins.rollback', { name, sha256: other })).toMatchObject({
			details: { reason: 'unknown_version' },
		});
		await scratch.ask('plugins.rollback', { name, sha256: before });
		expect(await scratch.ask('plugins.get', { name })).toMatchObject({ current: { label: '1.0.0' } });
	},
);
