import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../scripts/build/ensure-built.ts';
import { chromiumLaunch } from './browser/chromium.ts';

/**
 * The tests run real sandboxes, so the sandbox must be built before the first of them. One browser serves all files:
 * each opens a context of its own, which shares nothing with others.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
	ensureBuilt();
	try {
		const server = await chromium.launchServer(await chromiumLaunch());
		project.provide('browser', { endpoint: server.wsEndpoint() });
		return () => server.close();
	} catch (error) {
		project.provide('browser', { missing: error instanceof Error ? error.message : String(error) });
		return undefined;
	}
}
