import { afterEach, expect, it } from 'vitest';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { eventually } from '../../../test/support/scratch/scratch-core.ts';
import type { SettingName } from '../../shared/api/settings.ts';
import { openStore } from '../store/open-store.ts';
import { OthersSettings } from './others-settings.ts';
import { writeSetting } from './settings.ts';

const folder = scratchFolder();
const ends: (() => void)[] = [];
let files = 0;
afterEach(() => {
	for (const end of ends.splice(0)) end();
});

function twoPrograms() {
	const file = `${folder.path}/${files++}.db`;
	const [mine, theirs] = [openStore({ file }), openStore({ file })];
	const told: SettingName[] = [];
	let looks = 0;
	let reads = 0;
	const others = new OthersSettings({
		settings: {
			...mine.settings,
			get(key) {
				reads += 1;
				return mine.settings.get(key);
			},
		},
		othersVersion() {
			looks += 1;
			return mine.othersVersion();
		},
		changed: (name) => told.push(name),
		everyMs: 5,
	});
	ends.push(
		() => others.close(),
		() => mine.close(),
		() => theirs.close(),
	);
	/** Some looks later. */
	const looked = async (): Promise<void> => {
		const before = looks;
		await eventually(async () => looks > before + 2);
	};
	return { mine, theirs, others, told, looked, reads: () => reads };
}

it('what another program sets is told of, once, and by name', async () => {
	const { theirs, told, looked } = twoPrograms();
	writeSetting(theirs.settings, 'theme', 'dark');
	await looked();
	expect(told).toEqual(['theme']);
	writeSetting(theirs.settings, 'language', 'zh-CN');
	writeSetting(theirs.settings, 'theme', 'light');
	await looked();
	expect(told.slice(1).toSorted()).toEqual(['language', 'theme']);
	writeSetting(theirs.settings, 'theme', 'light');
	await looked();
	expect(told).toHaveLength(3);
});

it('what this program sets is not told of a second time, also where another one writes beside it', async () => {
	const { mine, theirs, others, told, looked } = twoPrograms();
	writeSetting(mine.settings, 'theme', 'dark');
	others.note('theme');
	writeSetting(theirs.settings, 'previews', false);
	await looked();
	expect(told).toEqual(['previews']);
});

it('no setting is read while nobody writes', async () => {
	const { mine, looked, reads } = twoPrograms();
	const before = reads();
	await looked();
	mine.settings.set('something', 1);
	await looked();
	expect(reads()).toBe(before);
});
