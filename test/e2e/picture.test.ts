import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ServedCore, serveCore } from '../support/browser/served-core.ts';
import { absent, hasFocus } from '../support/browser/steady.ts';
import { picturesAreReady } from '../support/servers/picture.ts';

let served: ServedCore;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
	// However busy the machine is.
	served = await serveCore(['csv-source', 'pii-redactor', 'row-filter'], { limits: { pictureMs: 20_000 } });
});
afterAll(() => served.close());
beforeEach(async () => {
	context = await served.browser.newContext();
	page = await context.newPage();
});
afterEach(() => context.close());

const code = /\/assets\/window-[^/]*\.js$/;
const row = (name: string) => page.getByRole('row').filter({ hasText: name });

/** Opens the page and keeps the code that draws it away: what stands there is the program's picture. */
async function openPicture({ comes = true } = {}): Promise<{ letCodeCome(): void }> {
	const kept = Promise.withResolvers<void>();
	await page.route(code, async (route) => {
		await kept.promise;
		await (comes ? route.fallback() : route.abort());
	});
	// A busy machine may draw it too late: then the page gets none.
	for (let hasPicture = false; !hasPicture; ) {
		await picturesAreReady(served.loopback);
		await page.goto('about:blank');
		const admission = page.waitForResponse('**/api/session');
		await page.goto(served.loopback.startUrl(), { waitUntil: 'commit' });
		const { data } = (await (await admission).json()) as { readonly data: { readonly picture?: unknown } };
		hasPicture = data.picture !== undefined;
	}
	await row('pii-redactor').waitFor();
	return { letCodeCome: () => kept.resolve() };
}

/** What the page shows, element by element: without what is numbered anew each time, and what is measured once it is drawn. */
const partsOf = (): Promise<readonly string[]> =>
	page.evaluate(() => {
		const bases = new Map<string, number>();
		const nameless = (value: string): string =>
			value.replace(/^_[rR]_\w*?_/, (base) => {
				bases.set(base, bases.get(base) ?? bases.size);
				return `${bases.get(base)}-`;
			});
		const attributesOf = (each: Element): readonly string[] =>
			each
				.getAttributeNames()
				.map((name): [string, string] => [name, each.getAttribute(name) ?? ''])
				.filter(([name, value]) => !/^aria-value(?:now|text)$/.test(name) && !(name === 'value' && value === ''))
				.map(([name, value]) => `${name}=${nameless(value)}`)
				.toSorted();
		return [...document.querySelectorAll('#root *')].map((each) => {
			const texts = [...each.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
			return [each.localName, ...attributesOf(each), texts.map(({ textContent }) => textContent).join('')].join(' ');
		});
	});

describe('the first picture that the program draws', () => {
	it.each([
		['in English', { width: 1280, height: 800 }, 'en', 'light', {}],
		['in Chinese and dark', { width: 1280, height: 800 }, 'zh-CN', 'dark', {}],
		['in a narrow window', { width: 700, height: 500 }, 'en', 'system', {}],
		['in a wide one, with the navigation folded', { width: 1700, height: 900 }, 'en', 'system', { collapsed: true }],
	] as const)('is what the page draws first by itself: %s', async (_, size, language, theme, navigation) => {
		await served.scratch.ask('settings.set', { key: 'language', value: language });
		await served.scratch.ask('settings.set', { key: 'theme', value: theme });
		await served.scratch.ask('settings.set', {
			key: 'panes',
			value: { navigation: { collapsed: false, ...navigation } },
		});
		await page.setViewportSize(size);
		await openPicture();
		const picture = await partsOf();
		const look = await page.evaluate(() => ({
			...document.documentElement.dataset,
			lang: document.documentElement.lang,
		}));
		await context.close();
		context = await served.browser.newContext({ viewport: size });
		page = await context.newPage();
		await page.route('**/api/session', async (route) => {
			const { view: _view, ...rest } = route.request().postDataJSON() as { readonly view: unknown };
			await route.continue({ postData: JSON.stringify(rest) });
		});
		// What comes after the first picture is no part of it.
		await page.route('**/api/request', () => undefined);
		await page.goto(served.loopback.startUrl());
		await row('pii-redactor').waitFor();
		// By itself it speaks the browser’s language until it knows of another.
		await expect.poll(partsOf).toEqual(picture);
		// Read once: what was compared is drawn.
		expect(picture.length).toBeGreaterThan(100);
		// Read once: it was set before the picture was shown.
		expect(look).toMatchObject({ lang: language, theme: theme === 'dark' ? 'dark' : 'light' });
	});

	it('is taken over as it is: every row stays the element that it was, and nothing is complained of', async () => {
		const said: string[] = [];
		page.on('console', (message) => void said.push(message.text()));
		page.on('pageerror', (error) => void said.push(error.message));
		const { letCodeCome } = await openPicture();
		await page.evaluate(() =>
			Object.assign(globalThis, { before: [...document.querySelectorAll('[role="row"], nav a')] }),
		);
		letCodeCome();
		// The edges of columns learn their widths from the code.
		await expect.poll(() => page.getByRole('separator').first().getAttribute('aria-valuenow')).not.toBe('0');
		const stayed = await page.evaluate(() =>
			(globalThis as unknown as { before: Element[] }).before.map((each) => each.isConnected),
		);
		// Read once: they are of one moment, and the code is there.
		expect(stayed.length).toBeGreaterThan(10);
		// Read once: nothing draws them anew by now.
		expect(stayed).not.toContain(false);
		await page.getByRole('link', { name: 'Runs', exact: true }).click();
		await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
		expect(said).toEqual([]);
	});

	it('hears a click before its code is there: the row opens then', async () => {
		const { letCodeCome } = await openPicture();
		await row('row-filter').click();
		// Read once: nothing that could act is there.
		expect(page.url()).not.toContain('row-filter');
		letCodeCome();
		await page.getByRole('heading', { level: 1, name: 'row-filter' }).waitFor();
		await expect.poll(() => page.url()).toContain('#/plugins/row-filter');
	});

	it('hears keys before its code is there, in their order, in the field that has the focus', async () => {
		const { letCodeCome } = await openPicture();
		await page.getByRole('searchbox').click();
		await page.keyboard.type('redact');
		letCodeCome();
		await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('redact');
		await expect.poll(() => page.getByRole('grid').getByRole('row').filter({ hasText: 'row-filter' }).count()).toBe(0);
		await row('pii-redactor').waitFor();
	});

	it('presses by Enter what had the focus before its code is there, and what a Tab leads to', async () => {
		const { letCodeCome } = await openPicture();
		const runs = page.getByRole('link', { name: 'Runs', exact: true });
		await runs.focus();
		await page.keyboard.press('Shift+Tab');
		await expect.poll(() => runs.evaluate((each) => each === document.activeElement)).toBe(false);
		await page.keyboard.press('Tab');
		await hasFocus(runs);
		await page.keyboard.press('Enter');
		// Read once: nothing that could act is there.
		expect(page.url()).not.toContain('#/runs');
		letCodeCome();
		await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
	});

	it('leads on from a field that was written in, and presses the button there', async () => {
		const { letCodeCome } = await openPicture();
		await page.getByRole('searchbox').click();
		await page.keyboard.type('redact');
		// Over what clears the field, which is there once something stands in it.
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		letCodeCome();
		await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('redact');
		await page.getByRole('menu').waitFor();
	});

	it('leaves the browser the keys that the window has no use for', async () => {
		const { letCodeCome } = await openPicture();
		await page.evaluate(() => {
			const prevented: string[] = [];
			Object.assign(globalThis, { prevented });
			addEventListener('keydown', (event) => event.defaultPrevented && prevented.push(event.key), true);
			// Before whoever holds keys would keep the press from all others.
			const taken = Event.prototype.stopImmediatePropagation;
			Event.prototype.stopImmediatePropagation = function () {
				if (this instanceof KeyboardEvent && this.isTrusted) prevented.push(this.key);
				taken.call(this);
			};
		});
		await page.getByRole('searchbox').click();
		for (const key of ['f', 'p', 'l', 'a', 'c', 'k']) await page.keyboard.press(`Control+${key}`);
		// Read once: the presses are over, and the last is the window's.
		expect(await page.evaluate(() => (globalThis as unknown as { prevented: string[] }).prevented)).toEqual(['k']);
		letCodeCome();
		await page.getByRole('dialog').getByRole('combobox').waitFor();
	});

	it('takes what was pasted into a field before its code is there', async () => {
		const { letCodeCome } = await openPicture();
		await page.getByRole('searchbox').fill('redact');
		letCodeCome();
		await expect.poll(() => page.url()).toContain('redact');
		await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('redact');
		await expect.poll(() => page.getByRole('grid').getByRole('row').filter({ hasText: 'row-filter' }).count()).toBe(0);
	});

	it('gives way to words and a way out where its code does not come', async () => {
		const { letCodeCome } = await openPicture({ comes: false });
		await row('row-filter').click();
		letCodeCome();
		const told = page.getByRole('alert');
		await told.getByRole('heading', { name: 'The window could not be loaded' }).waitFor();
		await expect.poll(() => row('row-filter').count()).toBe(0);
		await page.unrouteAll();
		await told.getByRole('button', { name: 'Load again' }).click();
		await row('row-filter').waitFor();
		await absent(told, row('row-filter'));
	});

	it('holds a click for five seconds at most: after that the browser’s own menus open again', async () => {
		const { letCodeCome } = await openPicture();
		const isHeard = () =>
			row('row-filter').evaluate((each) =>
				each.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true })),
			);
		await row('row-filter').click();
		await expect.poll(isHeard, { timeout: 20_000 }).toBe(true);
		letCodeCome();
		// The edges of columns learn their widths from the code.
		await expect.poll(() => page.getByRole('separator').first().getAttribute('aria-valuenow')).not.toBe('0');
		await absent(page.getByRole('heading', { level: 1, name: 'row-filter' }), row('row-filter'));
	});

	it('gives way to the page’s own where the window is another by then', async () => {
		await page.setViewportSize({ width: 1280, height: 800 });
		const { letCodeCome } = await openPicture();
		// Read once: it is drawn, and nothing changes it.
		const was = await row('row-filter').elementHandle();
		await page.setViewportSize({ width: 700, height: 500 });
		await row('row-filter').click();
		letCodeCome();
		await page.getByRole('heading', { level: 1, name: 'row-filter' }).waitFor();
		// Read once: its plugin is open.
		expect(await was?.evaluate((element) => element.isConnected)).toBe(false);
	});
});
