import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLoopback, type Loopback } from '../../src/loopback/create-loopback.ts';
import { sharedBrowser } from '../support/browser/shared-browser.ts';
import { absent } from '../support/browser/steady.ts';
import { rendererDir, resourcesDir } from '../support/built.ts';
import { eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { exchange, tokenOf } from '../support/servers/loopback-client.ts';

let browser: Browser;
let scratch: ScratchCore;
let loopback: Loopback;
let context: BrowserContext;
let page: Page;

const start = (port = 0): Promise<Loopback> =>
	createLoopback({ core: scratch.core(), rendererDir, scratchDir: join(scratch.folder, 'scratch'), port });

beforeAll(async () => {
	browser = await sharedBrowser();
	scratch = await scratchCore();
	await scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
});
afterAll(async () => {
	await browser.close();
	await scratch.dispose();
});
beforeEach(async () => {
	loopback = await start();
	context = await browser.newContext();
	page = await context.newPage();
});
afterEach(async () => {
	await context.close();
	await loopback.close();
});

const shown = (text: string): Promise<void> => page.getByText(text).first().waitFor();

describe('the start address', () => {
	it('leaves the address bar and the page’s history at once, and no token is left where a script can read it', async () => {
		const url = loopback.startUrl();
		const token = url.split('#start=')[1] ?? '';
		await page.goto(url);
		await shown('pii-redactor');
		await expect.poll(() => page.url()).toBe(`http://127.0.0.1:${loopback.port}/#/plugins`);
		const seen = await page.evaluate(() =>
			JSON.stringify([location.href, history.length, document.cookie, { ...sessionStorage }, { ...localStorage }]),
		);
		// Read once: no token may be there for a moment, and the page is drawn.
		expect(seen).not.toContain(token);
		// Read once: it is of the same moment.
		expect(JSON.parse(seen)[2]).toBe('');
		const { cookies } = await context.storageState();
		expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/api/' }]);
	});

	it('lets the page in with the answers to what it asks first, which are true once it is drawn', async () => {
		const asked: string[] = [];
		page.on('request', (request) => void asked.push(`${request.url()} ${request.postData()}`));
		const lists = () => asked.filter((text) => /api\/request .*"plugins\.list"/.test(text)).length;
		// Between the admission and the page's first look for events.
		await page.route(
			'**/api/events',
			async (route) => {
				await scratch.ask('settings.set', { key: 'theme', value: 'dark' });
				await route.fallback();
			},
			{ times: 1 },
		);
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
		// Read once: the list is drawn, and was not asked for.
		expect(lists()).toBe(0);
		await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
		await scratch.ask('settings.set', { key: 'theme', value: 'system' });
		// Where there is no admission, it asks.
		await page.reload();
		await shown('pii-redactor');
		await expect.poll(lists).toBe(1);
	});

	it('opens one window: a second time, and without it, the page says what to do', async () => {
		const url = loopback.startUrl();
		await page.goto(url);
		await shown('pii-redactor');
		const other = await (await browser.newContext()).newPage();
		await other.goto(url);
		await other.getByText('has already been used').waitFor();
		await other.goto(`http://127.0.0.1:${loopback.port}/`);
		await other.reload();
		await other.getByText('without its start address').waitFor();
		await other.getByText('press Enter in the program’s terminal').waitFor();
		await other.context().close();
	});

	it('is not needed by a link that is opened beside with Ctrl or the middle button', async () => {
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
		for (const press of [{ modifiers: ['ControlOrMeta' as const] }, { button: 'middle' as const }]) {
			const opened = context.waitForEvent('page');
			await page.getByRole('link', { name: 'Policies' }).click(press);
			const other = await opened;
			await other.getByText('pii-redactor').first().waitFor();
			await expect.poll(() => other.url()).toBe(`http://127.0.0.1:${loopback.port}/#/policies`);
			await other.close();
		}
		await expect.poll(() => page.url()).toBe(`http://127.0.0.1:${loopback.port}/#/plugins`);
	});

	it('is of no use to whoever finds it in the browser’s history, before or after a step back', async () => {
		const url = loopback.startUrl();
		await page.goto('about:blank');
		await page.goto(url);
		await shown('pii-redactor');
		await page.goBack();
		await page.goForward();
		await shown('pii-redactor');
		await expect.poll(() => page.url()).not.toContain('start=');
		expect((await exchange(loopback.port, tokenOf(url))).status).toBe(403);
	});
});

describe('a page that is loaded anew in the moment in which it enters', () => {
	/** What becomes of the first exchange; those after it go their way. Resolves once that has happened. */
	const first = async (fate: (route: Route) => Promise<unknown>): Promise<{ readonly met: Promise<unknown> }> => {
		const { promise: met, resolve } = Promise.withResolvers<unknown>();
		await page.route('**/api/session', (route) => fate(route).then(resolve), { times: 1 });
		return { met };
	};
	const onItsWay = async (): Promise<unknown> => null;
	const answerLost = (route: Route): Promise<unknown> => route.fetch();
	/** No token, and nothing that stands for one, outlives its answer. */
	const settled = async (token: string): Promise<void> => {
		await shown('pii-redactor');
		await expect
			.poll(() => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('dataflare-'))))
			.toEqual(['dataflare-key']);
		expect((await exchange(loopback.port, token)).status).toBe(403);
	};

	it.each([
		['its token is on the way', onItsWay],
		['the answer is on the way', answerLost],
		['the connection breaks', (route: Route) => route.abort('connectionreset')],
	])('is let in, and no one else: %s', async (_, fate) => {
		const url = loopback.startUrl();
		const { met } = await first(fate);
		await page.goto(url, { waitUntil: 'commit' });
		await met;
		if (fate === answerLost) {
			const other = await (await browser.newContext()).newPage();
			await other.goto(url);
			await other.getByText('has already been used').waitFor();
			await other.context().close();
		}
		await page.reload();
		await settled(tokenOf(url));
		await page.reload();
		await shown('pii-redactor');
	});

	it('goes on where it was if a fresh address was opened in its tab', async () => {
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
		await page.getByRole('link', { name: 'Policies' }).click();
		const { port } = loopback;
		await loopback.close();
		loopback = await start(port);
		const url = loopback.startUrl();
		const { met } = await first(answerLost);
		await page.goto(url);
		await met;
		await page.reload();
		await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor();
		await settled(tokenOf(url));
	});

	it('stays in if the address it was given meanwhile was used already', async () => {
		const used = loopback.startUrl();
		await page.goto(used);
		await shown('pii-redactor');
		const { met } = await first(onItsWay);
		await page.goto(used);
		await met;
		await page.reload();
		await settled(tokenOf(used));
	});
});

describe('two windows of one program', () => {
	it('follow each other’s settings, and what is set beside them, at once', async () => {
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
		await page.evaluate(`location.hash = '#/settings'`);
		const opened = context.waitForEvent('page');
		await page.getByRole('link', { name: 'Settings' }).click({ modifiers: ['ControlOrMeta'] });
		const other = await opened;
		const theme = (window: Page, name: string) =>
			window.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name, exact: true });
		await expect.poll(() => theme(other, 'System').getAttribute('aria-checked')).toBe('true');
		await theme(page, 'Dark').click();
		await expect.poll(() => theme(other, 'Dark').getAttribute('aria-checked')).toBe('true');
		await expect.poll(() => other.evaluate('document.documentElement.dataset.theme')).toBe('dark');
		await theme(other, 'Light').click();
		await expect.poll(() => theme(page, 'Light').getAttribute('aria-checked')).toBe('true');
		await scratch.ask('settings.set', { key: 'language', value: 'zh-CN' });
		for (const window of [page, other]) await window.getByRole('heading', { name: '设置', level: 1 }).waitFor();
		await scratch.ask('settings.set', { key: 'language', value: 'system' });
		for (const window of [page, other]) await window.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
		await scratch.ask('settings.set', { key: 'theme', value: 'system' });
	});
});

describe('a page of another origin in the same browser', () => {
	it('can neither ask nor listen, with the cookie in the same jar', async () => {
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
		const evil = await start();
		const other = await context.newPage();
		await other.goto(`http://127.0.0.1:${evil.port}/`);
		const outcome = await other.evaluate(async (port) => {
			const attempt = (path: string, init: RequestInit): Promise<string> =>
				fetch(`http://127.0.0.1:${port}${path}`, { credentials: 'include', ...init }).then(
					({ status, type }) => `${status} ${type}`,
					() => 'refused',
				);
			return Promise.all([
				attempt('/api/events', {}),
				attempt('/api/request', { method: 'POST', body: '{"route":"plugins.list"}' }),
				attempt('/api/request', { method: 'POST', body: '{}', headers: { 'x-dataflare-key': 'x' } }),
			]);
		}, loopback.port);
		expect(outcome).toEqual(['refused', 'refused', 'refused']);
		await evil.close();
	});
});

describe('the connection', () => {
	it('comes back by itself, and what changed meanwhile is shown', async () => {
		await page.goto(loopback.startUrl());
		await shown('Ready');
		await eventually(() => loopback.readers === 1);
		await context.setOffline(true);
		await scratch.ask('plugins.disable', { name: 'pii-redactor' });
		await context.setOffline(false);
		await shown('Disabled');
		await scratch.ask('plugins.enable', { name: 'pii-redactor' });
		await shown('Ready');
	});

	it('goes on in the same tab at the fresh address of a program that was started again, with what was typed', async () => {
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
		await page.getByRole('searchbox', { name: 'Search plugins' }).fill('pii');
		// The window's code is there, not its picture alone.
		await expect.poll(() => page.url()).toContain('pii');
		const { port } = loopback;
		await loopback.close();
		loopback = await start(port);
		// Said once for all; what was known stays, and what is opened meanwhile waits.
		const said = page.getByText('The program was restarted', { exact: true });
		await page.getByRole('region', { name: 'Notices' }).getByText('The program was restarted').waitFor();
		await page.getByRole('link', { name: 'Policies' }).click();
		await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor();
		await page.keyboard.press('Control+1');
		await page.getByRole('searchbox', { name: 'Search plugins' }).fill('pii');
		await shown('pii-redactor');
		await absent(page.getByRole('alert'), page.getByText('pii-redactor'));
		await expect.poll(() => said.count()).toBe(2);
		await page.goto(loopback.startUrl());
		await shown('Connected');
		await page.waitForURL(/#\/plugins/);
		await expect.poll(() => page.url()).not.toContain('start=');
		await expect.poll(() => page.getByRole('searchbox', { name: 'Search plugins' }).inputValue()).toBe('pii');
		await scratch.ask('plugins.disable', { name: 'pii-redactor' });
		await shown('Disabled');
		await scratch.ask('plugins.enable', { name: 'pii-redactor' });
	});

	it('lets a page in that was opened without an address once it is given one', async () => {
		await page.goto(`http://127.0.0.1:${loopback.port}/`);
		await page.getByText('without its start address').waitFor();
		await page.goto(loopback.startUrl());
		await shown('pii-redactor');
	});
});
