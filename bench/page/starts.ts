import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** What a page has drawn when it can be used: a row of its list that a click would reach. */
const row = '[role="grid"] [role="row"]';

/** The least that a page with a list can be: one file, one script, one row. */
const bareFiles: Readonly<Record<string, readonly [type: string, text: string]>> = {
	'/': [
		'text/html',
		'<!doctype html><title>Bare</title><div role="grid"></div><script type="module" src="/bare.js"></script>',
	],
	'/bare.js': ['text/javascript', `document.querySelector('[role="grid"]').innerHTML = '<div role="row">A row</div>';`],
};

export interface BarePage {
	readonly url: string;
	close(): void;
}

export async function serveBarePage(): Promise<BarePage> {
	const server = createServer((request, response) => {
		const [type, text] = bareFiles[request.url ?? ''] ?? ['text/plain', ''];
		response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

export interface Start {
	/** From the beginning of the navigation until a row was drawn that a click reaches, ms. */
	readonly usableMs: number;
	/** Where that row is, CSS px. */
	readonly x: number;
	readonly y: number;
}

/** A start with a click on the row, made as soon as one reached it. */
export interface PressedStart extends Start {
	/** From the beginning of the navigation until the click had opened what the row stands for, ms. */
	readonly openedMs: number;
	/** Scripts that had come by then, as addresses. */
	readonly scripts: readonly string[];
}

/** A click that opened nothing by then was lost. ms */
const LOST_AFTER_MS = 10_000;

/** Opens the address as a browser that was never there. */
export function firstStart(browser: Browser, url: string): Promise<Start> {
	return asStranger(browser, (page) => startOf(page, () => page.goto(url, { waitUntil: 'commit' })));
}

/** As `firstStart`, of the list of plugins, with a click on a row. Rejects where that is lost. */
export function pressedStart(browser: Browser, url: string): Promise<PressedStart> {
	return asStranger(browser, async (page) => {
		await page.addInitScript(watchForPlace);
		const session = await page.context().newCDPSession(page);
		const opened = tellingOf<Pick<PressedStart, 'openedMs' | 'scripts'>>(session, 'tellOpened');
		const start = await startOf(page, () => page.goto(url, { waitUntil: 'commit' }));
		const press = { x: start.x, y: start.y, button: 'left', clickCount: 1 } as const;
		await session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...press });
		await session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...press });
		const lost = delay(LOST_AFTER_MS, null, { ref: false });
		const told = await Promise.race([opened, lost]);
		if (told === null) throw new Error('A click on a row that was drawn has opened nothing.');
		return { ...start, ...told };
	});
}

async function asStranger<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	try {
		const page = await context.newPage();
		await watch(page);
		return await work(page);
	} finally {
		await context.close();
	}
}

/** Opens the address of a page that is watched as a browser that was there before and kept what it may keep. */
export async function laterStart(page: Page): Promise<Start> {
	return startOf(page, () => page.reload({ waitUntil: 'commit' }));
}

/** Has the page tell, from its next start on, when it can be used. */
export async function watch(page: Page): Promise<void> {
	await page.addInitScript(watchForRow, row);
}

/** Who asked the page meanwhile would have it compile the asker's own scripts while it starts: it tells by itself. */
async function startOf(page: Page, go: () => Promise<unknown>): Promise<Start> {
	const session = await page.context().newCDPSession(page);
	const told = tellingOf<Start>(session, 'tellStart');
	await go();
	const start = await told;
	await session.detach();
	return start;
}

/** What the page tells by a function of that name. */
async function tellingOf<T>(session: CDPSession, name: string): Promise<T> {
	const told = new Promise<T>((done) => {
		session.on('Runtime.bindingCalled', (call) => {
			if (call.name === name) done(JSON.parse(call.payload) as T);
		});
	});
	await session.send('Runtime.enable');
	await session.send('Runtime.addBinding', { name });
	return told;
}

/** Runs in the page, before anything of its own: looks at each frame. */
function watchForRow(selector: string): void {
	const look = (): void => {
		// The first one may be the names of the columns.
		const found = [...document.querySelectorAll(selector)].at(-1);
		const { x, y, width, height } = found?.getBoundingClientRect() ?? new DOMRect();
		if (found?.contains(document.elementFromPoint(x + width / 2, y + height / 2)) !== true) {
			requestAnimationFrame(look);
			return;
		}
		// What this frame shows is drawn once it is over.
		setTimeout(() => {
			const start = { usableMs: performance.now(), x: x + width / 2, y: y + height / 2 };
			(globalThis as unknown as { tellStart(text: string): void }).tellStart(JSON.stringify(start));
		});
	};
	requestAnimationFrame(look);
}

/** Runs in the page, before anything of its own: looks at each frame whether a plugin is open. */
function watchForPlace(): void {
	const look = (): void => {
		if (!/^#\/plugins\/./.test(location.hash)) {
			requestAnimationFrame(look);
			return;
		}
		const scripts = performance
			.getEntriesByType('resource')
			.filter((entry) => entry.name.endsWith('.js') && (entry as PerformanceResourceTiming).responseEnd > 0)
			.map(({ name }) => name);
		const told = { openedMs: performance.now(), scripts };
		(globalThis as unknown as { tellOpened(text: string): void }).tellOpened(JSON.stringify(told));
	};
	requestAnimationFrame(look);
}

/** What scripts of the built page weigh when they are compressed by gzip, bytes. */
export function gzippedBytes(rendererDir: string, addresses: readonly string[]): number {
	const sizeOf = (address: string): number =>
		gzipSync(readFileSync(join(rendererDir, new URL(address).pathname)), { level: 9 }).length;
	return addresses.reduce((sum, address) => sum + sizeOf(address), 0);
}
