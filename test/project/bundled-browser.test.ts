import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { canDraw } from '../../scripts/screenshots/glyphs.ts';
import type { Machine } from '../../src/loopback/browser/find-browser.ts';
import { bundledBrowser, isBundledFor } from '../support/browser/bundled-browser.ts';
import { chromiumLaunch, requireChromium } from '../support/browser/chromium.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const machine = (
	installed: readonly string[],
	env: Readonly<Record<string, string>> = {},
	platform: NodeJS.Platform = 'linux',
): Machine => ({
	platform,
	env: { PATH: '/usr/bin', ...env },
	home: '/home/ann',
	isExecutable: (path) => installed.includes(path),
});
const ours = { executablePath: '/cache/chromium', env: {} };
const bundled = async () => ours;

describe('the browser of the end-to-end tests', () => {
	it.each([
		[
			'named in DATAFLARE_BROWSER, whatever is installed',
			['/opt/mine', '/usr/bin/chromium'],
			{ DATAFLARE_BROWSER: '/opt/mine' },
			'/opt/mine',
		],
		['Debian’s where it is there', ['/usr/bin/google-chrome', '/usr/bin/chromium'], {}, '/usr/bin/chromium'],
		['any other that is installed', ['/usr/bin/microsoft-edge'], {}, '/usr/bin/microsoft-edge'],
		['the one of the dependencies where none is installed', [], {}, ours.executablePath],
	])('is the one %s', async (_, installed, env, expected) => {
		expect((await requireChromium(machine(installed, env), 'x64', bundled)).executablePath).toBe(expected);
	});

	it('is no other than the one that is named', async () => {
		const named = machine(['/usr/bin/chromium'], { DATAFLARE_BROWSER: '/opt/gone' });
		await expect(requireChromium(named, 'x64', bundled)).rejects.toThrow('DATAFLARE_BROWSER names /opt/gone');
	});

	it.each([
		['linux', 'arm64'],
		['darwin', 'arm64'],
		['win32', 'x64'],
	] as const)('is asked for on %s on %s, for which the dependencies bring none', async (platform, arch) => {
		await expect(requireChromium(machine([], {}, platform), arch, bundled)).rejects.toThrow(
			`bring none for ${platform} on ${arch}. Install one`,
		);
	});
});

describe.runIf(isBundledFor(process.platform, process.arch))('the browser that comes with the dependencies', () => {
	const scratch = scratchFolder();

	it('is unpacked once by two that ask at the same time, and left whole', async () => {
		const [one, other] = await Promise.all([bundledBrowser(scratch.path), bundledBrowser(scratch.path)]);
		expect(one).toEqual(other);
		expect(readdirSync(scratch.path)).toEqual([expect.stringMatching(/^chromium-[\d.]+$/)]);
		expect(await bundledBrowser(scratch.path)).toEqual(one);
	});

	it('draws a page with its own libraries and fonts, and runs what waits inside WebAssembly', async () => {
		const { executablePath, env } = await bundledBrowser();
		const browser = await chromium.launch({ ...(await chromiumLaunch()), executablePath, env: { ...env } });
		try {
			const page = await browser.newPage();
			await page.setContent('<p style="display: inline">Drawn with a font</p>');
			expect((await page.locator('p').boundingBox())?.width).toBeGreaterThan(50);
			expect(await canDraw(page, 'A', 'B')).toBe(true);
			// Nobody's: they are boxes with any fonts.
			expect(await canDraw(page, '\u{10FFF0}', '\u{10FFF1}')).toBe(false);
			expect(await page.evaluate('typeof WebAssembly.Suspending')).toBe('function');
		} finally {
			await browser.close();
		}
		expect(env['LD_LIBRARY_PATH']?.split(':')[0]).toBe(join(executablePath, '../al2023/lib'));
	});
});
