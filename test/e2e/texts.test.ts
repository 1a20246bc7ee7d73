import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/renderer/i18n/en/index.ts';
import { later } from '../../src/renderer/i18n/en/later.ts';
import { type ServedCore, serveCore } from '../support/browser/served-core.ts';
import { absent } from '../support/browser/steady.ts';

let served: ServedCore;
beforeAll(async () => {
	served = await serveCore(['csv-source', 'row-filter']);
});
afterAll(() => served.close());

type Tree = { readonly [key: string]: string | Tree };
const keysOf = (tree: Tree, path = ''): readonly string[] =>
	Object.entries(tree).flatMap(([key, value]) =>
		typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
	);
/** What a text is called; one that is not there is drawn as that. */
const keys = new Set(
	Object.values({ ...en, ...later })
		.flatMap((part) => keysOf(part as Tree))
		.filter((key) => key.includes('.')),
);

/** Runs in the page: notes whatever is drawn or said in any frame. */
function noteTexts(): void {
	const seen = new Set<string>();
	Object.assign(globalThis, { seenTexts: seen });
	const look = (): void => {
		for (const each of document.querySelectorAll('body *')) {
			for (const child of each.childNodes) if (child.nodeType === Node.TEXT_NODE) seen.add(child.textContent ?? '');
			for (const name of ['title', 'aria-label', 'placeholder', 'aria-valuetext']) {
				seen.add(each.getAttribute(name) ?? '');
			}
		}
		requestAnimationFrame(look);
	};
	requestAnimationFrame(look);
}

/** Of all that was drawn or said since the page began. */
const seenOf = (page: Page): Promise<readonly string[]> =>
	page.evaluate(() => [...(globalThis as unknown as { seenTexts: Set<string> }).seenTexts]);

async function noneWasItsKey(page: Page): Promise<void> {
	await expect.poll(async () => (await seenOf(page)).length).toBeGreaterThan(50);
	await expect.poll(async () => (await seenOf(page)).filter((text) => keys.has(text))).toEqual([]);
}

it.each([
	['en', 'Settings', 'Policies'],
	['zh-CN', '设置', '策略'],
])(
	'in %s whatever comes later waits for its texts, and none is drawn as its key',
	async (locale, settings, policies) => {
		const context = await served.browser.newContext({ locale });
		const page = await context.newPage();
		await page.addInitScript(noteTexts);
		const { promise: released, resolve: release } = Promise.withResolvers<void>();
		await page.route(/\/assets\/later-[^/]*\.js$/, async (route) => {
			await released;
			await route.continue();
		});
		await page.goto(served.loopback.startUrl());
		await page.getByRole('row', { name: /csv-source/ }).waitFor();
		await page.locator('a[href="#/settings"]').click();
		const heading = page.getByRole('heading', { level: 1, name: settings, exact: true });
		await absent(heading, page.getByRole('navigation'));
		release();
		await heading.waitFor();
		await page.locator('a[href="#/policies"]').click();
		await page.getByRole('heading', { level: 1, name: policies, exact: true }).waitFor();
		for (const place of [
			'#/run',
			'#/runs',
			'#/policies/templates',
			'#/runs/trash',
			'#/plugins/csv-source',
			'#/welcome',
		]) {
			await page.evaluate((hash) => {
				location.hash = hash;
			}, place);
			await page.getByRole('heading', { level: 1 }).first().waitFor();
		}
		await page.keyboard.press('Control+k');
		const palette = page.getByRole('dialog');
		await palette.getByRole('option').first().waitFor();
		// What is found by an English word shows it, in every language.
		for (const [word, found] of [
			['install', /(?<!\.)install/i],
			['theme', /(?<!\.)theme/i],
		] as const) {
			await palette.getByRole('combobox').fill(word);
			await palette.getByRole('option', { name: found }).first().waitFor();
		}
		await palette.getByRole('combobox').fill('does.install');
		await expect.poll(() => palette.getByRole('option', { name: 'does.' }).count()).toBe(0);
		await noneWasItsKey(page);
		await context.close();
	},
);

it('a language that is chosen while the page stands is whole, and so is the former one after it', async () => {
	const context = await served.browser.newContext({ locale: 'en' });
	const page = await context.newPage();
	await page.addInitScript(noteTexts);
	await page.goto(served.loopback.startUrl());
	await page.getByRole('row', { name: /csv-source/ }).waitFor();
	await served.scratch.ask('settings.set', { key: 'language', value: 'zh-CN' });
	await page.evaluate(() => {
		location.hash = '#/settings';
	});
	await page.getByRole('heading', { level: 1, name: '设置', exact: true }).waitFor();
	await served.scratch.ask('settings.set', { key: 'language', value: 'system' });
	await page.getByRole('heading', { level: 1, name: 'Settings', exact: true }).waitFor();
	await noneWasItsKey(page);
	await context.close();
});
