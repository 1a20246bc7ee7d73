import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { afterAll, describe, expect, it } from 'vitest';
import { ownPlaceOf } from '../policy/entries/own-places.ts';
import { normalPath } from '../policy/entries/path-form.ts';
import { defaultDataDir, ownPlaces, ownPlacesOf, programPlaces, programRoot, windowProfiles } from './own-places.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dataflare-own-')));
afterAll(() => rmSync(folder, { recursive: true }));

it('the usual data folder is the one that the faces use', () => {
	expect(defaultDataDir()).toBe(envPaths('dataflare', { suffix: '' }).data);
	expect(defaultDataDir('linux', { XDG_DATA_HOME: '/x' })).toBe('/x/dataflare');
	expect(defaultDataDir('darwin', {})).toMatch(/Library.Application Support.dataflare$/);
	expect(defaultDataDir('win32', { LOCALAPPDATA: 'L' })).toMatch(/^L.dataflare.Data$/);
});

it('the window’s own folders are those that Electron makes of the names of the program', () => {
	const read = (name: string): string => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
	const { name } = JSON.parse(read('package.json')) as { readonly name: string };
	const product = /^productName: (.+)$/m.exec(read('electron-builder.yml'))?.[1] ?? '';
	for (const one of [name, product]) {
		expect(windowProfiles('linux', { XDG_CONFIG_HOME: '/x' })).toContain(`/x/${one}`);
		expect(windowProfiles('linux', {})).toContain(join(homedir(), '.config', one));
		expect(windowProfiles('win32', { APPDATA: 'R' })).toContain(join('R', one));
		expect(windowProfiles('darwin', {})).toContain(join(homedir(), 'Library/Application Support', one));
	}
	expect(windowProfiles('linux', {})).toContain(join(homedir(), 'snap/chromium/common/dataflare'));
	expect(ownPlaces({ dataDirs: [] }).sealed).toEqual(expect.arrayContaining([...windowProfiles()]));
});

it('around an archive lies what else the program runs, and nothing of it can be changed', () => {
	const installed = join(folder, 'installed');
	mkdirSync(join(installed, 'resources'), { recursive: true });
	expect(programPlaces(join(installed, 'resources')).unwritable).not.toContain(installed);
	writeFileSync(join(installed, 'resources/app.asar'), '');
	expect(programPlaces(join(installed, 'resources')).unwritable).toContain(installed);
});

it.each([
	['/srv/dataflare/src/core', '/srv/dataflare'],
	['/srv/dataflare/out/main', '/srv/dataflare'],
	['/srv/dataflare/out/main/chunks', '/srv/dataflare'],
	['/p/node_modules/dataflare-plugin-manager/out/main', '/p/node_modules/dataflare-plugin-manager'],
	['/opt/DataFlare/resources/app.asar/out/main', '/opt/DataFlare/resources'],
	['/opt/DataFlare/resources/app.asar.unpacked/out/main', '/opt/DataFlare/resources'],
	['/somewhere/else', '/somewhere/else'],
])('a program that runs from %s lies in %s', (here, root) => {
	expect(programRoot(here)).toBe(root);
});

describe('what is the program’s own', () => {
	const kind = (path: string, places: ReturnType<typeof ownPlaces>) => {
		const place = normalPath(path, {});
		return place === null ? null : ownPlaceOf(place, places, {});
	};

	it('is so by the name that it was given and by the one that it really has', () => {
		mkdirSync(join(folder, 'real'));
		symlinkSync('real', join(folder, 'alias'));
		const places = ownPlaces({
			dataDirs: [join(folder, 'alias/data')],
			handedOver: [join(folder, 'alias/data/scratch')],
		});
		for (const name of ['alias', 'real']) {
			expect(kind(join(folder, name, 'data/x'), places)).toBe('sealed');
			expect(kind(join(folder, name, 'data/scratch/x'), places)).toBe('handed_over');
			expect(kind(join(folder, name, 'data-more'), places)).toBe(null);
			expect(kind(join(folder, name), places)).toBe(null);
		}
	});

	it('is compared without letter case and Unicode form where the system does', () => {
		const places = { ...ownPlaces({ dataDirs: ['/srv/caf\u00e9'] }), folds: true };
		expect(kind('/SRV/Cafe\u0301/x', places)).toBe('sealed');
		expect(kind('/SRV/Cafe\u0301/x', { ...places, folds: false })).toBe(null);
	});

	it('is made anew when a folder is another one, and not for every file', () => {
		let pluginsDir = '/a';
		const places = ownPlacesOf(() => ({ dataDirs: ['/data'], pluginsDir }));
		const before = places();
		expect(places()).toBe(before);
		pluginsDir = '/b';
		expect(kind('/a/x', places())).toBe(null);
		expect(kind('/b/x', places())).toBe('sealed');
	});
});
