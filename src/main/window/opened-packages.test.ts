import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PackagesToReview } from '../../shared/face/bridge.ts';
import { OpenedPackages, packagesAmong } from './opened-packages.ts';
import type { Windows } from './windows.ts';

const folder = resolve('/somewhere');

describe('of the words that a program was started with', () => {
	it.each<readonly [string, readonly string[], readonly string[]]>([
		['none is a package', ['.', '', '/a/plugin.wasm', '/a/dfplugin', '/a/x.dfplugin.zip'], []],
		['a path is one', [join(folder, 'a.dfplugin')], [join(folder, 'a.dfplugin')]],
		['its end may be in capitals', [join(folder, 'A.DFPLUGIN')], [join(folder, 'A.DFPLUGIN')]],
		[
			'switches are none, whatever their values end with',
			['--data-dir=/a.dfplugin', '-x.dfplugin', '--', '-.dfplugin'],
			[],
		],
		[
			'one depends on the folder that it was said in',
			['a.dfplugin', '../b.dfplugin'],
			[join(folder, 'a.dfplugin'), resolve('/b.dfplugin')],
		],
		['an address is a path', [pathToFileURL(join(folder, 'ä b#%.dfplugin')).href], [join(folder, 'ä b#%.dfplugin')]],
		[
			'one of a web page is not fetched',
			['https://example.com/a.dfplugin'],
			[join(folder, 'https:/example.com/a.dfplugin')],
		],
		[
			'an address that is no path is one that is not there',
			['file:///a%2Fb.dfplugin'],
			[join(folder, 'file:/a%2Fb.dfplugin')],
		],
	])('%s', (_, words, found) => {
		expect(packagesAmong(words, folder)).toEqual(found);
	});
});

describe('packages that were opened', () => {
	function opened() {
		const sent: string[] = [];
		const windows = { sendToFront: (channel: string) => sent.push(channel) } as unknown as Windows;
		const packages = new OpenedPackages(windows);
		const take = () => packages.channels['dataflare:take-packages']?.(null as never) as PackagesToReview;
		return { packages, sent, take };
	}

	it('wait until a page takes them, once each, and are taken once', () => {
		const { packages, sent, take } = opened();
		packages.addAmong(['--x', 'a.dfplugin'], folder);
		packages.add([join(folder, 'a.dfplugin'), '/b.dfplugin']);
		packages.addAmong(['--x'], folder);
		expect(sent).toEqual(['dataflare:packages', 'dataflare:packages']);
		expect(take()).toMatchObject({ paths: [join(folder, 'a.dfplugin'), '/b.dfplugin'], leftOut: 0 });
		expect(take()).toMatchObject({ paths: [], leftOut: 0 });
	});

	it('are no more than a person decides on; how many were left out is counted', () => {
		const { packages, take } = opened();
		const many = Array.from({ length: 100_000 }, (_, at) => `/p/${at}.dfplugin`);
		packages.add(many);
		packages.add(['/one-more.dfplugin']);
		const { paths, max, leftOut } = take();
		expect(paths).toEqual(many.slice(0, max));
		expect(leftOut).toBe(100_001 - max);
		packages.add(['/later.dfplugin']);
		expect(take()).toEqual({ paths: ['/later.dfplugin'], max, leftOut: 0 });
	});
});
