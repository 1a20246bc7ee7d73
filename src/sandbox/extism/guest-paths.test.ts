import { describe, expect, it } from 'vitest';
import { underGuestPaths } from './guest-paths.ts';

const seen = (name: string, paths: Record<string, string> | undefined): string | undefined =>
	underGuestPaths([{ handle: 1, name, rights: 2, inheriting: 3 }], paths)[0]?.name;

describe('the names of granted folders', () => {
	it.each([
		['the one that is named', '/srv/reports', { '/srv/reports': '/data' }, '/data'],
		['written otherwise', '/srv/reports', { '/srv//x/../reports/': 'data/' }, '/data'],
		['below the one that is named', '/srv/reports/2024/a', { '/srv/reports': '/data' }, '/data/2024/a'],
		['the nearest', '/srv/reports/x', { '/srv': '/a', '/srv/reports': '/b' }, '/b/x'],
		['beginning alike', '/srv/reports2', { '/srv/reports': '/data' }, '/srv/reports2'],
		['of the data folder', '/tests/data', { './tests/data': '/mnt' }, '/mnt'],
		['the data folder', '/', { '.': '/mnt' }, '/mnt'],
		['absolute beside the data folder', '/srv', { '.': '/mnt' }, '/srv'],
		['the folder of a file', '/srv', { '/srv/in.csv': '/data/in.csv' }, '/data'],
		['the folder of a file called otherwise', '/srv', { '/srv/in.csv': '/data/x.csv' }, '/srv'],
		['of Windows', 'C:/Users/a', { 'C:\\Users\\': '/u' }, '/u/a'],
		['nothing said', '/srv', undefined, '/srv'],
	])('are the manifest’s: %s', (_, name, paths, expected) => {
		expect(seen(name, paths as Record<string, string> | undefined)).toBe(expected);
	});

	it('are all that changes', () => {
		expect(underGuestPaths([{ handle: 7, name: '/a', rights: 8, inheriting: 9 }], { '/a': '/b' })).toEqual([
			{ handle: 7, name: '/b', rights: 8, inheriting: 9 },
		]);
	});
});
