import { accessSync, constants } from 'node:fs';
import { findBrowser } from '../../src/loopback/browser/find-browser.ts';

/**
 * Flags without which Chromium does not run as root or in a container's small shared memory; nothing is drawn by a
 * graphics card that is emulated, and nothing moves.
 */
export const chromiumArgs: readonly string[] = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-dev-shm-usage',
	'--disable-gpu',
	'--force-prefers-reduced-motion',
];

/** An installed Chromium. Throws where there is none: a browser that is missing must not pass for a test that passed. */
export function requireChromium(): string {
	const debian = '/usr/bin/chromium';
	try {
		accessSync(debian, constants.X_OK);
		return debian;
	} catch {
		const found = findBrowser();
		if (found !== null) return found;
		throw new Error(
			'No Chromium, Chrome, Edge or Brave is installed, which the end-to-end tests need. Install one (Debian: apt-get install chromium fonts-noto-cjk), or name it in DATAFLARE_BROWSER.',
		);
	}
}
