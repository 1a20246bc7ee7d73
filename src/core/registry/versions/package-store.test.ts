import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BareRegistry, bareRegistry, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';

const byMe = { name: 'tool', policy: lockedDown, author: 'me', note: '' };
let root: string;
let bare: BareRegistry;

beforeEach(async () => {
	root = mkdtempSync(join(tmpdir(), 'dataflare-packages-'));
	bare = bareRegistry(join(root, 'data'));
	markedPlugin(bare.pluginsDir, 'tool');
	await bare.registry.start({ watch: false });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Packages that are kept of the plugin, once those under way are made. */
async function kept(): Promise<readonly string[]> {
	await bare.close();
	const folder = join(bare.dataDir, 'versions', 'packages', 'tool');
	return existsSync(folder) ? readdirSync(folder) : [];
}

it('nothing is packed of what came into the folder and nobody decided on', async () => {
	expect(bare.registry.get('tool')?.state).toBe('waiting_for_review');
	expect(await kept()).toEqual([]);
});

it.each([
	['by itself', () => bare.registry.decide(byMe)],
	['with others', () => bare.registry.decideMany([byMe])],
])('it is packed once it was decided on, %s', async (_, decide) => {
	await decide();
	expect(await kept()).toEqual([expect.stringMatching(/\.dfplugin$/)]);
});

describe('enabled again', () => {
	const manifest = (): string => join(bare.pluginsDir, 'tool', 'plugin.json');

	it('what is kept stays as it came into use, whatever lies in its folder that nobody looked at yet', async () => {
		await bare.registry.decide(byMe);
		await bare.registry.disable('tool');
		await bare.registry.packKept('tool', root, false);
		writeFileSync(join(bare.pluginsDir, 'tool', 'README.md'), 'Later');
		await bare.registry.enable('tool');
		const [file] = await kept();
		expect(file).toBeDefined();
		expect(readFileSync(join(bare.dataDir, 'versions', 'packages', 'tool', file ?? ''), 'latin1')).not.toContain(
			'README.md',
		);
	});

	it.each([
		['another manifest', (text: string) => text.replace('"tool"', '"tools"')],
		['a manifest that cannot be read', () => '{'],
		['a manifest of another module', (text: string) => text.replace('./m.wasm', './n.wasm')],
	])('of a folder with %s nothing is kept under the version in use', async (_, change) => {
		await bare.registry.decide(byMe);
		await bare.registry.disable('tool');
		const before = await bare.registry.packKept('tool', root, false);
		rmSync(join(bare.dataDir, 'versions', 'packages', 'tool'), { recursive: true });
		writeFileSync(manifest(), change(readFileSync(manifest(), 'utf8')));
		await bare.registry.enable('tool');
		expect(await kept()).toEqual([]);
		expect(before.files.length).toBeGreaterThan(1);
	});
});
