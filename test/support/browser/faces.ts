import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Core, type CoreOptions, createCore } from '../../../src/core/index.ts';
import { createLoopback } from '../../../src/loopback/create-loopback.ts';
import { rendererDir, resourcesDir } from '../built.ts';
import { sharedAdapter } from '../processes/shared-adapter.ts';
import { sharedBrowser } from './shared-browser.ts';
import { type Shell, startShell } from './shell.ts';

/** One face of the program with its page open in a real browser. */
export interface OpenFace {
	readonly page: Page;
	/** The engine behind it; null where it is in a process of its own. */
	readonly core: Core | null;
	/** What stands in for Electron; null in the browser. */
	readonly shell: Shell | null;
	/** The data folder. */
	readonly folder: string;
	close(): Promise<void>;
}

export interface BrowserFace extends OpenFace {
	readonly core: Core;
}

export interface ElectronFace extends OpenFace {
	readonly shell: Shell;
}

/** The page is the same in both: what is promised of it is tried in a browser, and what the bridge decides in each. */
export const faces = ['browser', 'electron'] as const;
type FaceName = (typeof faces)[number];
type Prepare = (core: Core) => Promise<void>;

/**
 * Opens a face on a fresh data folder, which `prepare` may fill before anything is shown. The browser's engine keeps no
 * process in store, which most pages never use, unless `options` of it say otherwise.
 */
export function openFace(name: 'browser', prepare: Prepare, options?: Partial<CoreOptions>): Promise<BrowserFace>;
export function openFace(name: 'electron', prepare: Prepare): Promise<ElectronFace>;
export function openFace(name: FaceName, prepare: Prepare): Promise<OpenFace>;
export async function openFace(
	name: FaceName,
	prepare: Prepare,
	options: Partial<CoreOptions> = {},
): Promise<OpenFace> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-face-'));
	const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	const core = await createCore({ dataDir: folder, adapter: sharedAdapter(), resourcesDir, spares: 0, ...options });
	await prepare(core);
	if (name === 'electron') {
		await core.close();
		const shell = await startShell(folder);
		return {
			page: shell.page,
			core: null,
			shell,
			folder,
			async close() {
				await shell.kill();
				remove();
			},
		};
	}
	const loopback = await createLoopback({ core, rendererDir, scratchDir: join(folder, 'scratch'), port: 0 });
	const browser = await sharedBrowser();
	const page = await browser.newPage();
	await page.goto(loopback.startUrl());
	return {
		page,
		core,
		shell: null,
		folder,
		async close() {
			await browser.close();
			await loopback.close();
			await core.close();
			remove();
		},
	};
}
