import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createLoopback, type Loopback, type LoopbackOptions } from '../../../src/loopback/create-loopback.ts';
import { rendererDir, resourcesDir } from '../built.ts';
import { type ScratchCore, scratchCore } from '../scratch/scratch-core.ts';
import { sharedBrowser } from './shared-browser.ts';

/** An engine behind the browser's face, and a browser in which no page of it is open yet. */
export interface ServedCore {
	readonly scratch: ScratchCore;
	readonly loopback: Loopback;
	readonly browser: Browser;
	close(): Promise<void>;
}

/** For tests that open pages of their own, in their own way; `openFace` is for those that work with one. */
export async function serveCore(
	plugins: readonly string[] = [],
	options: Pick<LoopbackOptions, 'limits'> = {},
): Promise<ServedCore> {
	const scratch = await scratchCore();
	for (const name of plugins) await scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins', name) });
	const scratchDir = join(scratch.folder, 'scratch');
	const loopback = await createLoopback({ core: scratch.core(), rendererDir, scratchDir, port: 0, ...options });
	const browser = await sharedBrowser();
	return {
		scratch,
		loopback,
		browser,
		async close() {
			await browser.close();
			await loopback.close();
			await scratch.dispose();
		},
	};
}
