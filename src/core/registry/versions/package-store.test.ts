import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BareRegistry, bareRegistry, markedPlugin } from '../../../../test/support/scratch/bare-registry.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';

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
	['by itself', () => bare.registry.decide('tool', lockedDown, 'me', '')],
	['with others', () => bare.registry.decideMany([{ name: 'tool', policy: lockedDown, author: 'me', note: '' }])],
])('it is packed once it was decided on, %s', async (_, decide) => {
	await decide();
	expect(await kept()).toEqual([expect.stringMatching(/\.dfplugin$/)]);
});
