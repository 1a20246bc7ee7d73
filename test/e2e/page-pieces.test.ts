import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServedCore, serveCore } from '../support/browser/served-core.ts';
import { absent } from '../support/browser/steady.ts';

let served: ServedCore;
beforeAll(async () => {
	served = await serveCore();
});
afterAll(() => served.close());

it('a screen whose file cannot be fetched says so, and opens when it is tried again', async () => {
	const page = await served.browser.newPage();
	const wanted = /\/assets\/settings-page-[^/]*\.js$/;
	await page.route(wanted, (route) => route.abort());
	await page.goto(served.loopback.startUrl());
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
	const page = await served.browser.newPage();
	// They are fetched one by one: this one after the one that is opened.
	const fetched = page.waitForResponse(/\/assets\/settings-page-[^/]*\.js$/);
	await page.goto(served.loopback.startUrl());
	await fetched;
	await page.route('**/*', (route) => route.abort());
	await page.getByRole('link', { name: 'Run' }).first().click();
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	const failure = page.getByRole('alert').filter({ hasText: 'dynamically imported' });
	await absent(failure, page.getByRole('heading', { level: 1 }));
	await page.close();
});
