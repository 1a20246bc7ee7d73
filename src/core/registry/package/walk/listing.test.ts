import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BareRegistry, bareRegistry, markedPlugin } from '../../../../../test/support/scratch/bare-registry.ts';
import { archiveLimits } from '../../archive/archive-limits.ts';
import { provenanceOfFolder } from '../folder-provenance.ts';
import { tellsNothing } from '../momentary.ts';
import { HeldFolder } from './held-folder.ts';
import { Listing } from './listing.ts';

let root: string;
let bare: BareRegistry;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'dataflare-listing-'));
	bare = bareRegistry(join(root, 'data'));
});
afterEach(async () => {
	await bare.close();
	rmSync(root, { recursive: true, force: true });
});

/** A plugin with a list of hashes that is none of its files. */
function listed(into: string, list = `${'0'.repeat(64)}  plugin.json\n`): string {
	const folder = markedPlugin(into, 'tool');
	writeFileSync(join(folder, 'SHA256SUMS'), list);
	return folder;
}

function nested(folder: string, levels: number): void {
	mkdirSync(join(folder, ...Array.from({ length: levels }, () => 'd')), { recursive: true });
}

const tooLarge = { code: 'plugin_load', hint: expect.stringMatching(/./), details: { reason: 'package_too_large' } };

/** Counts the folders that are held at once below a folder. */
class Counted {
	most = 0;
	#now = 0;

	of(held: HeldFolder): HeldFolder {
		const folder = held.folder.bind(held);
		const close = held.close.bind(held);
		this.most = Math.max(this.most, ++this.#now);
		held.folder = async (name) => {
			const inner = await folder(name);
			return inner === null ? null : this.of(inner);
		};
		held.close = async () => {
			this.#now--;
			await close();
		};
		return held;
	}
}

describe('the files of a folder that has a list of hashes', () => {
	it.each([
		['folders too deep', (folder: string) => nested(folder, archiveLimits.depth + 1)],
		[
			'too many folders',
			(folder: string) => {
				for (let n = 0; n < 501; n++) mkdirSync(join(folder, 'wide', String(n)), { recursive: true });
			},
		],
		[
			'too many names that are left out',
			(folder: string) => {
				for (let n = 0; n < 11; n++) {
					mkdirSync(join(folder, String(n)));
					for (let m = 0; m < 950; m++) writeFileSync(join(folder, String(n), `.${m}`), '');
				}
			},
		],
	])('are refused with %s, at a look and at the start', async (_, make) => {
		make(listed(bare.pluginsDir));
		markedPlugin(bare.pluginsDir, 'other');
		await expect(bare.registry.inspect(join(bare.pluginsDir, 'tool'))).rejects.toMatchObject(tooLarge);
		await bare.registry.start({ watch: false });
		expect(bare.registry.get('tool')).toMatchObject({ state: 'broken', problem: tooLarge });
		expect(bare.registry.get('other')).toMatchObject({ state: 'waiting_for_review' });
	});

	it('are walked with no more folders held than a package has levels, however deep they lie', async () => {
		const folder = listed(root);
		nested(folder, 200);
		const counted = new Counted();
		const held = counted.of(await HeldFolder.open(folder));
		await expect(new Listing(folder, null).take(held)).rejects.toMatchObject(tooLarge);
		await held.close();
		expect(counted.most).toBeLessThanOrEqual(archiveLimits.depth + 2);
	});

	it('are not read where their names are others than listed', async () => {
		const folder = listed(root);
		writeFileSync(join(folder, 'extra.bin'), 'x');
		const held = await HeldFolder.open(folder);
		let opened = 0;
		const openFile = held.openFile.bind(held);
		held.openFile = async (name) => {
			const file = await openFile(name);
			if (file !== 'special' && !name.startsWith('SHA256SUMS')) {
				file.read = () => Promise.reject(new Error('it was read'));
				opened++;
			}
			return file;
		};
		expect(await provenanceOfFolder(folder, held, new Map())).toMatchObject({ integrity: 'modified' });
		await held.close();
		expect(opened).toBe(readdirSync(folder).length - 1);
	});

	it.each([
		['ENOENT', 'conflict', true],
		['EMFILE', 'plugin_load', true],
		['EACCES', 'plugin_load', false],
	])('say what it was when one cannot be read: %s', async (system, code, isNothing) => {
		const folder = listed(root);
		writeFileSync(join(folder, 'beside.txt'), 'x');
		const held = await HeldFolder.open(folder);
		const openFile = held.openFile.bind(held);
		held.openFile = (name) =>
			name === 'beside.txt' ? Promise.reject(Object.assign(new Error(system), { code: system })) : openFile(name);
		const thrown: unknown = await provenanceOfFolder(folder, held, new Map()).catch((error: unknown) => error);
		await held.close();
		expect(thrown).toMatchObject({
			code,
			message: expect.stringContaining('beside.txt'),
			hint: expect.stringMatching(/./),
		});
		expect(tellsNothing(thrown)).toBe(isNothing);
	});
});
