import { statfsSync } from 'node:fs';
import type { LaunchOptions } from 'playwright-core';
import { findBrowser, type Machine, thisMachine } from '../../../src/loopback/browser/find-browser.ts';
import { type BundledBrowser, bundledBrowser, isBundledFor } from './bundled-browser.ts';

/** What a container is given unless it asks for more is 64 MiB, in which pages crash. */
const ENOUGH_SHARED_BYTES = 1024 ** 3;

/**
 * Flags without which Chromium does not run as root; nothing is drawn by a graphics card that is emulated, and nothing
 * moves. Playwright has pages share memory in files on the disk, which takes the system longer: only where there is
 * little else.
 */
function basics(): LaunchOptions {
	const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
	return {
		args: [...asRoot, '--disable-gpu', '--force-prefers-reduced-motion'],
		...(hasSharedMemory() && { ignoreDefaultArgs: ['--disable-dev-shm-usage'] }),
	};
}

function hasSharedMemory(): boolean {
	try {
		const { bavail, bsize } = statfsSync('/dev/shm');
		return bavail * bsize >= ENOUGH_SHARED_BYTES;
	} catch {
		return false;
	}
}

/**
 * A test's page is gone before its code is worth more to a compiler, and there are two cores for all of them: fewer
 * threads and processes that hand things to each other. The first feature is Playwright's own, which the flag replaces.
 */
const forTests: readonly string[] = [
	'--js-flags=--no-opt --no-maglev',
	'--in-process-gpu',
	'--enable-features=CDPScreenshotNewSurface,NetworkServiceInProcess2',
];

/** A browser to start; `env` only where it needs more than the program's own. */
export type FoundBrowser = Pick<BundledBrowser, 'executablePath'> & Partial<BundledBrowser>;

/** How Playwright starts a person's own browser. Throws where there is none. */
export async function chromiumLaunch(): Promise<LaunchOptions> {
	return { ...(await requireChromium()), ...basics() };
}

/**
 * How Playwright starts the browser whose pages are tried and measured: the headless shell that comes with the dependencies, of
 * the Chromium that Electron has, and its content layer without a browser's windows and profiles around it. It starts a
 * page in a quarter of an installed browser's time. Where there is none for this machine, or a browser is named, that
 * one (`chromiumLaunch`).
 */
export async function pagesLaunch(): Promise<LaunchOptions> {
	const { platform, env } = thisMachine;
	if ((env['DATAFLARE_BROWSER'] ?? '') !== '' || !isBundledFor(platform, process.arch)) return chromiumLaunch();
	return { ...(await bundledBrowser()), ...basics() };
}

/** The same for tests, which measure nothing. */
export async function testPagesLaunch(): Promise<LaunchOptions> {
	const launch = await pagesLaunch();
	return { ...launch, args: [...(launch.args ?? []), ...forTests] };
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
