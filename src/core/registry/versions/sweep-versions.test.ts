import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import { type BareRegistry, bareRegistry, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { componentOf, leastOf } from '../../../../test/support/wasi/component.ts';
import type { RegistryPorts } from '../registry.ts';

const { path: root } = scratchFolder();
let count = 0;
let dataDir: string;
let bare: BareRegistry;
let component: Uint8Array;
let looks = 0;
const ports: RegistryPorts = {
	async look(module) {
		looks += 1;
		return lookHere(module);
	},
	prepareUpdate: async () => {},
	release: async () => {},
	transpile: async () => Buffer.from('a bundle'),
};

beforeAll(async () => {
	component = await componentOf(leastOf('filter'), 'filter-plugin');
});
beforeEach(async () => {
	dataDir = join(root, `d-${++count}`);
	bare = bareRegistry(dataDir, ports);
	await bare.registry.start({ watch: false });
	looks = 0;
});
afterEach(() => bare.close());

async function restarted(): Promise<void> {
	await bare.close();
	bare = bareRegistry(dataDir, ports);
	await bare.registry.start({ watch: false });
}

/** A folder with the component, or another one that differs by its mark. */
function made(mark: string): string {
	const folder = join(root, `made-${count}-${mark}`, 'filter');
	mkdirSync(folder, { recursive: true });
	// A custom section: id, length, name, content.
	const more = Uint8Array.from([0, 2 + mark.length, 1, 0x6d, ...Buffer.from(mark)]);
	writeFileSync(join(folder, 'c.wasm'), Buffer.concat([component, more]));
	const manifest = { name: 'filter', type: 'filter', module_path: './c.wasm', encoding: 'ndjson' };
	writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest));
	return folder;
}

const install = async (mark: string): Promise<string> => {
	const record = await bare.registry.install(made(mark), { author: 'me', replace: true });
	return record.current?.sha256 ?? '';
};
const bundles = (): number => {
	const folder = join(dataDir, 'versions/components');
	return existsSync(folder) ? readdirSync(folder).length : 0;
};

describe('what is known of a version, and what its component was made into', () => {
	it('stays while its plugin could have it: in use, before, and in the trash', async () => {
		const [first, second] = [await install('one'), await install('two')];
		await restarted();
		expect(bundles()).toBe(2);
		const id = await bare.registry.uninstall('filter');
		await restarted();
		expect(bundles()).toBe(2);
		for (const hash of [first, second]) expect(bare.store.analyses.get(hash)).toMatchObject({ abi: 'component' });
		await bare.registry.restore(id ?? '');
		await restarted();
		expect(bundles()).toBe(2);
	});

	it.each([
		['at once', (): Promise<unknown> => bare.registry.uninstall('filter', { forGood: true })],
		[
			'by way of the trash',
			async (): Promise<unknown> => {
				await bare.registry.uninstall('filter');
				return bare.registry.emptyTrash(null);
			},
		],
	])('goes with the next start when the plugin went for good, %s', async (_, remove) => {
		const hashes = [await install('one'), await install('two')];
		await bare.registry.install(markedPlugin(join(root, `more-${count}`), 'other'), { author: 'me' });
		const other = bare.registry.require('other').current?.sha256 ?? '';
		await remove();
		await restarted();
		expect(bundles()).toBe(0);
		for (const hash of hashes) expect(bare.store.analyses.get(hash)).toBeNull();
		expect(bare.store.analyses.get(other)).not.toBeNull();
	});
});

it('what was found in a file that cannot be used is not found out again at each start', async () => {
	writeFileSync(join(bare.pluginsDir, 'evil.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99));
	await restarted();
	expect(looks).toBe(1);
	await restarted();
	await restarted();
	expect(looks).toBe(1);
	expect(bare.registry.get('evil')).toMatchObject({ state: 'broken' });
});

it('what nothing names goes however much of it there is, and the rest stays', async () => {
	const kept = await install('one');
	const analysis = bare.store.analyses.get(kept);
	if (analysis === null) throw new Error('nothing is known of it');
	const hashes = Array.from({ length: 450 }, (_, index) => index.toString(16).padStart(64, '0'));
	for (const sha256 of hashes) bare.store.analyses.put({ ...analysis, sha256 });
	await restarted();
	expect(hashes.filter((sha256) => bare.store.analyses.get(sha256) !== null)).toEqual([]);
	expect(bare.store.analyses.get(kept)).toEqual(analysis);
});
