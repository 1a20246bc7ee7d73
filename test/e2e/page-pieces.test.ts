import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLoopback, type Loopback } from '../../src/loopback/create-loopback.ts';
import { sharedBrowser } from '../support/browser/shared-browser.ts';
import { absent } from '../support/browser/steady.ts';
import { rendererDir } from '../support/built.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
let loopback: Loopback;
let browser: Browser;

beforeAll(async () => {
	scratch = await scratchCore();
	loopback = await createLoopback({
		core: scratch.core(),
		rendererDir,
		scratchDir: join(scratch.folder, 'scratch'),
		port: 0,
	});
	browser = await sharedBrowser();
});
afterAll(async () => {
	await browser?.close();
	await loopback.close();
	await scratch.dispose();
});

it('a screen whose file cannot be fetched says so, and opens when it is tried again', async () => {
	const page = await browser.newPage();
	const wanted = /\/assets\/settings-page-[^/]*\.js$/;
	await page.route(wanted, (route) => route.abort());
	await page.goto(loopback.startUrl());
	await page.getByRole('navigation').waitFor();
	await page.getByRole('link', { name: 'Settings' }).click();
	const again = page.getByRole('alert').getByRole('button');
	await again.waitFor();
	await page.unroute(wanted);
	await expect
		.poll(async () => {
			// Read once: the next look is the poll's.
			if (await again.isVisible()) await again.click();
			return page.getByRole('heading', { name: 'Settings' }).first().isVisible();
		})
		.toBe(true);
	await page.close();
});

it('a screen that was not opened yet opens though the program does not answer any more', async () => {
	const page = await browser.newPage();
	// They are fetched one by one: this one after the one that is opened.
	const fetched = page.waitForResponse(/\/assets\/settings-page-[^/]*\.js$/);
	await page.goto(loopback.startUrl());
	await fetched;
	await page.route('**/*', (route) => route.abort());
	await page.getByRole('link', { name: 'Run' }).first().click();
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	const failure = page.getByRole('alert').filter({ hasText: 'dynamically imported' });
	await absent(failure, page.getByRole('heading', { level: 1 }));
	await page.close();
});
