import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../../scripts/build/ensure-built.ts';
import { testPagesLaunch } from '../browser/chromium.ts';
import { scratchPlace } from './scratch-place.ts';
import { needsBuild } from './touched-tests.ts';

/**
 * The tests run real sandboxes, so the sandbox must be built before the first of them. One browser serves all files:
 * each opens a context of its own, which shares nothing with others. It is started when a file first asks where it is,
 * by a request whose answer is its address, or why there is none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	ensureBuilt();
	// What is started from here on, the test processes and the browser, has it for its temporary files.
	const scratch = await scratchPlace();
	if (scratch !== null) process.env['TMPDIR'] = scratch.path;
	project.provide('buildFailure', '');
	project.vitest.onFilterWatchedSpecification(({ moduleId }) => {
		if (needsBuild(moduleId)) buildAgain(project);
		return true;
	});
	let browser: Promise<BrowserServer> | undefined;
	const desk = createServer((_request, response) => {
		browser ??= testPagesLaunch().then((options) => chromium.launchServer(options));
		browser.then(
			(server) => response.end(server.wsEndpoint()),
			(error: unknown) => response.writeHead(503).end(error instanceof Error ? error.message : String(error)),
		);
	});
	await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
	project.provide('browserDesk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
	return async () => {
		desk.close();
		await (await browser?.catch(() => undefined))?.close();
		await scratch?.remove();
	};
}

let tried = false;

/** Builds what changed before a test that uses it runs again. Where that fails, the test does (`fresh-build.ts`). */
function buildAgain({ vitest }: TestProject): void {
	// Asked for every test of a run, in one go.
	if (tried) return;
	tried = true;
	setImmediate(() => {
		tried = false;
	});
	try {
		ensureBuilt();
		vitest.provide('buildFailure', '');
	} catch (error) {
		vitest.provide('buildFailure', error instanceof Error ? error.message : String(error));
	}
}
