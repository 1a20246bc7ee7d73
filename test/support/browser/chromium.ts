import type { LaunchOptions } from 'playwright-core';
import { findBrowser, type Machine, thisMachine } from '../../../src/loopback/browser/find-browser.ts';
import { type BundledBrowser, bundledBrowser, isBundledFor } from './bundled-browser.ts';

/**
 * Flags without which Chromium does not run as root or in a container's small shared memory; nothing is drawn by a
 * graphics card that is emulated, and nothing moves.
 */
const chromiumArgs: readonly string[] = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-dev-shm-usage',
	'--disable-gpu',
	'--force-prefers-reduced-motion',
];

/** A browser to start; `env` only where it needs more than the program's own. */
export type FoundBrowser = Pick<BundledBrowser, 'executablePath'> & Partial<BundledBrowser>;

/** How Playwright starts a person's own browser. Throws where there is none. */
export async function chromiumLaunch(): Promise<LaunchOptions> {
	return { ...(await requireChromium()), args: [...chromiumArgs] };
}

/**
 * How Playwright starts the browser whose pages the tests open: the headless shell that comes with the dependencies, of
 * the Chromium that Electron has, and its content layer without a browser's windows and profiles around it. It starts a
 * page in a quarter of an installed browser's time. Where there is none for this machine, or a browser is named, that
 * one (`chromiumLaunch`).
 */
export async function pagesLaunch(): Promise<LaunchOptions> {
	const { platform, env } = thisMachine;
	if ((env['DATAFLARE_BROWSER'] ?? '') !== '' || !isBundledFor(platform, process.arch)) return chromiumLaunch();
	return { ...(await bundledBrowser()), args: [...chromiumArgs] };
}

/**
 * The browser that is named, an installed one, or the one that comes with the dependencies, in this order. Throws where
 * there is none: a browser that is missing must not pass for a test that passed.
 */
export async function requireChromium(
	machine: Machine = thisMachine,
	arch: string = process.arch,
	bundled: () => Promise<BundledBrowser> = bundledBrowser,
): Promise<FoundBrowser> {
	const named = machine.env['DATAFLARE_BROWSER'] ?? '';
	const debian = '/usr/bin/chromium';
	if (named === '' && machine.platform === 'linux' && machine.isExecutable(debian)) return { executablePath: debian };
	const found = findBrowser(machine);
	if (found !== null) return { executablePath: found };
	if (named !== '') throw new Error(`DATAFLARE_BROWSER names ${named}, which is no program that can be started.`);
	if (isBundledFor(machine.platform, arch)) return bundled();
	throw new Error(
		`No Chromium, Chrome, Edge or Brave is installed, which the end-to-end tests need, and the dependencies bring none for ${machine.platform} on ${arch}. Install one (Debian: apt-get install chromium fonts-noto-cjk), or name it in DATAFLARE_BROWSER.`,
	);
}
