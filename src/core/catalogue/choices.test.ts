import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BareRegistry } from '../../../test/support/scratch/bare-registry.ts';
import { openPackageSource, type PackageSource } from '../../../test/support/scratch/package-source.ts';
import type { PackageIndex } from '../../shared/api/package-index.ts';
import { type ApplyDeps, applyUpdate } from './apply-update.ts';
import { openSource } from './open-source.ts';
import { FetchedPackages } from './remembered/fetched-packages.ts';
import { LastSource } from './remembered/last-source.ts';
import { searchSource, versionsOf } from './search-source.ts';
import { holdPlugin, skipVersion } from './update-choice.ts';
import { writeIndex } from './write-index.ts';

let place: PackageSource;
let folder: string;
let packages: string;
let bare: BareRegistry;
let deps: ApplyDeps;
beforeEach(async () => {
	place = await openPackageSource();
	({ folder, packages, bare, deps } = place);
});
afterEach(() => place.close());

const pack: PackageSource['pack'] = (...given) => place.pack(...given);
const installed: PackageSource['installed'] = (...given) => place.installed(...given);
const found: PackageSource['found'] = (...given) => place.found(...given);
const label = () => place.label();
const source = () => openSource(packages);
const asked = { name: 'tool', author: 'me', note: '' };

describe('a plugin that is held at its version', () => {
	it('shows what there is and is not updated, reviewed or not, until it is released', async () => {
		await installed('1.0.0');
		await pack('1.1.0');
		expect(await holdPlugin(bare.registry, 'tool', true)).toMatchObject({ updates: { held: true } });
		const update = await found();
		expect(update).toMatchObject({ state: 'available', held: true, to: { version: '1.1.0' } });
		for (const reviewed of [undefined, update.to?.sha256]) {
			await expect(applyUpdate(deps, await source(), { ...asked, reviewed })).rejects.toMatchObject({
				code: 'conflict',
				details: { reason: 'update_held', name: 'tool', version: '1.0.0' },
			});
		}
		expect(label()).toBe('1.0.0');
		await holdPlugin(bare.registry, 'tool', false);
		await applyUpdate(deps, await source(), asked);
		expect(label()).toBe('1.1.0');
	});

	it('is still held when a person installs another version by hand, and when it comes back from the trash', async () => {
		await installed('1.0.0');
		await holdPlugin(bare.registry, 'tool', true);
		await skipVersion(bare.registry, { name: 'tool', version: '3.0.0', skipped: true });
		await bare.registry.install(await pack('1.1.0'), { author: 'me', replace: true });
		const choice = { held: true, skipped: ['3.0.0'] };
		expect(bare.registry.require('tool')).toMatchObject({ current: { label: '1.1.0' }, updates: choice });
		const id = await bare.registry.uninstall('tool');
		await bare.registry.restore(id ?? '');
		expect(bare.registry.require('tool').updates).toEqual(choice);
	});

	it('is another plugin once that one is gone for good: nothing is held of it', async () => {
		await installed('1.0.0');
		await holdPlugin(bare.registry, 'tool', true);
		await bare.registry.uninstall('tool');
		await installed('1.0.0');
		expect(bare.registry.require('tool').updates).toEqual({ held: false, skipped: [] });
	});
});

describe('a version that is skipped', () => {
	const skip = (version: string, skipped = true) => skipVersion(bare.registry, { name: 'tool', version, skipped });

	it('is not offered; the one before and a later one are, and its notes are told with those', async () => {
		await installed('1.0.0');
		await pack('1.1.0');
		await pack('1.2.0');
		await skip('1.2.0');
		expect(await found()).toMatchObject({ to: { version: '1.1.0' }, skipped: ['1.2.0'] });
		await skip('1.1.0');
		expect(await found()).toMatchObject({ state: 'current', to: null, skipped: ['1.2.0', '1.1.0'] });
		await pack('1.3.0');
		const update = await found();
		expect(update).toMatchObject({ state: 'available', to: { version: '1.3.0' } });
		expect(update.between.map(({ version }) => version)).toEqual(['1.3.0', '1.2.0', '1.1.0']);
		expect(await found('1.2.0')).toMatchObject({ to: { version: '1.2.0' } });
		await skip('1.2.0', false);
		expect((await found()).skipped).toEqual(['1.1.0']);
	});

	it('is not the one in use, and is forgotten once a later one is', async () => {
		await installed('1.0.0');
		await expect(skip('1.0.0')).rejects.toMatchObject({ details: { reason: 'skip_in_use' } });
		await skip('1.1.0');
		await pack('1.2.0');
		await applyUpdate(deps, await source(), asked);
		expect((await skip('2.0.0')).updates.skipped).toEqual(['2.0.0']);
	});

	it('is one of a hundred at the most, the last ones', async () => {
		await installed('1.0.0');
		for (let patch = 1; patch <= 101; patch++) await skip(`1.0.${patch}`);
		const { skipped } = bare.registry.require('tool').updates;
		expect([skipped.length, skipped[0], skipped.at(-1)]).toEqual([100, '1.0.2', '1.0.101']);
	});
});

it('a plugin that does another thing than before with records wants a review', async () => {
	await installed('1.0.0');
	await pack('1.1.0', { type: 'transformer', abi_version: 1 });
	expect(await found()).toMatchObject({
		review: ['type'],
		before: { type: 'processor', abiVersion: null },
		to: { type: 'transformer', abiVersion: 1 },
	});
});

describe('what a source said last', () => {
	it('is answered without asking again, until another source is named', async () => {
		const last = new LastSource(() => 7);
		expect(last.describe(packages)).toMatchObject({ source: packages, readAt: null });
		expect(() => last.get(packages)).toThrow(expect.objectContaining({ code: 'not_found' }));
		await pack('1.0.0');
		writeFileSync(join(packages, 'broken.dfplugin'), 'no zip');
		await last.read(packages);
		rmSync(packages, { recursive: true });
		expect(last.get(packages).index.plugins).toHaveLength(1);
		expect(last.describe(packages)).toMatchObject({
			readAt: 7,
			plugins: 1,
			versions: 1,
			leftOut: 1,
			skipped: [{ file: 'broken.dfplugin' }],
		});
		// What cannot be read leaves what was known.
		await expect(last.read(packages)).rejects.toMatchObject({ code: 'not_found' });
		expect(last.get(packages).index.plugins).toHaveLength(1);
		expect(() => last.get(folder)).toThrow(
			expect.objectContaining({ details: { reason: 'source_unread', source: folder } }),
		);
	});

	it('is nothing where nobody named a source', async () => {
		await expect(new LastSource(() => 0).read(null)).rejects.toMatchObject({ details: { reason: 'no_update_source' } });
	});
});

describe('a package that is fetched', () => {
	it('lies here as the source says it is until it is closed, and is refused where it differs', async () => {
		const path = await pack('1.0.0');
		const fetched = new FetchedPackages(bare.dataDir, bare.registry);
		const offered = (await source()).index.plugins[0]?.versions[0];
		const wanted = { name: 'tool', version: '1.0.0', sha256: offered?.sha256 ?? '' };
		const lying = await fetched.fetch(await source(), wanted);
		expect(readFileSync(lying).equals(readFileSync(path))).toBe(true);
		const refused = fetched.fetch(await source(), { ...wanted, sha256: '0'.repeat(64) });
		await expect(refused).rejects.toMatchObject({ details: { reason: 'changed_since' } });
		await expect(fetched.fetch(await source(), { ...wanted, version: '2.0.0' })).rejects.toMatchObject({
			details: { reason: 'not_offered' },
		});
		const { path: file } = await writeIndex(packages);
		const index = JSON.parse(readFileSync(file, 'utf8')) as PackageIndex;
		const lie = index.plugins.map((plugin) => ({
			...plugin,
			versions: plugin.versions.map((version) => ({ ...version, type: 'filter' })),
		}));
		writeFileSync(file, JSON.stringify({ plugins: lie }));
		await expect(fetched.fetch(await openSource(file), wanted)).rejects.toMatchObject({
			details: { reason: 'package_differs' },
		});
		await fetched.close();
		expect(existsSync(lying)).toBe(false);
	});

	it('makes room for later ones: eight lie here at a time', async () => {
		await pack('1.0.0');
		const fetched = new FetchedPackages(bare.dataDir, bare.registry);
		const from = await source();
		const wanted = { name: 'tool', version: '1.0.0', sha256: from.index.plugins[0]?.versions[0]?.sha256 ?? '' };
		const paths: string[] = [];
		for (let count = 0; count < 9; count++) paths.push(await fetched.fetch(from, wanted));
		expect(paths.map((path) => existsSync(path))).toEqual([false, ...Array<boolean>(8).fill(true)]);
		await fetched.close();
	});
});

describe('what a source has', () => {
	it('is the newest that is for this program, and every version with why one is not', async () => {
		await installed('1.0.0');
		for (const version of ['1.0.0', '1.10.0', '1.9.0', '2.0.0-rc.1']) await pack(version);
		await pack('3.0.0', { host: '>=99' });
		const here = await source();
		expect(searchSource(deps, here, '', 'processor')).toMatchObject([
			{ newest: { version: '1.10.0' }, blocked: null, versions: 5, installed: '1.0.0', installedAs: 'tool' },
		]);
		expect(searchSource(deps, here, '', 'source')).toEqual([]);
		const { versions } = versionsOf(deps, here, 'tool');
		expect(versions.map(({ version, blocked }) => [version, blocked === null])).toEqual([
			['3.0.0', false],
			['1.10.0', true],
			['1.9.0', true],
			['1.0.0', true],
			['2.0.0-rc.1', true],
		]);
		expect(() => versionsOf(deps, here, 'another')).toThrow(expect.objectContaining({ code: 'not_found' }));
	});
});

describe('when a version came out', () => {
	const dates = (file: string) =>
		(JSON.parse(readFileSync(file, 'utf8')) as PackageIndex).plugins[0]?.versions.map(
			({ version, published_at: at }) => [version, at],
		);

	it('is the day in the heading of its notes, else the one that was given, and what the file said before stays', async () => {
		await pack('1.0.0', {}, { heading: '[1.0.0] - 2026-05-01' });
		await pack('1.1.0', {}, { heading: '1.1.0 (2026-13-01)' });
		const { path } = await writeIndex(packages);
		expect(dates(path)).toEqual([
			['1.1.0', undefined],
			['1.0.0', '2026-05-01T00:00:00Z'],
		]);
		await writeIndex(packages, undefined, '2026-06-02');
		const dated = [
			['1.1.0', '2026-06-02T00:00:00Z'],
			['1.0.0', '2026-05-01T00:00:00Z'],
		];
		expect(dates(path)).toEqual(dated);
		// Later days change nothing of what was dated once.
		await writeIndex(packages, undefined, '2026-07-03');
		expect(dates(path)).toEqual(dated);
		writeFileSync(path, readFileSync(path, 'utf8').replace('2026-05-01T00', '2026-05-01T12'));
		await writeIndex(packages);
		expect(dates(path)?.at(-1)).toEqual(['1.0.0', '2026-05-01T12:00:00Z']);
		expect(basename(path)).toBe('index.json');
	});

	it('is shown of a folder without an index, too', async () => {
		await installed('1.0.0');
		await pack('1.1.0', {}, { heading: 'v1.1.0, 2026-05-01' });
		expect((await found()).to?.publishedAt).toBe(Date.UTC(2026, 4, 1));
	});
});
