import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';

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
	/** Scripts that had come by then, as addresses. */
	readonly scripts: readonly string[];
}

/** Opens the address as a browser that was never there. */
export async function firstStart(browser: Browser, url: string): Promise<Start> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	try {
		const page = await context.newPage();
		await watch(page);
		return await startOf(page, () => page.goto(url, { waitUntil: 'commit' }));
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
	await session.send('Runtime.enable');
	await session.send('Runtime.addBinding', { name: 'tellStart' });
	const told = new Promise<Start>((done) => {
		session.once('Runtime.bindingCalled', ({ payload }) => done(JSON.parse(payload) as Start));
	});
	await go();
	const start = await told;
	await session.detach();
	return start;
}

/** Runs in the page, before anything of its own: looks at each frame. */
function watchForRow(selector: string): void {
	const look = (): void => {
		const found = document.querySelector(selector);
		const { x, y, width, height } = found?.getBoundingClientRect() ?? new DOMRect();
		if (found?.contains(document.elementFromPoint(x + width / 2, y + height / 2)) !== true) {
			requestAnimationFrame(look);
			return;
		}
		// What this frame shows is drawn once it is over.
		setTimeout(() => {
			const usableMs = performance.now();
			const scripts = performance
				.getEntriesByType('resource')
				.map(({ name }) => name)
				.filter((name) => name.endsWith('.js'));
			(globalThis as unknown as { tellStart(text: string): void }).tellStart(JSON.stringify({ usableMs, scripts }));
		});
	};
	requestAnimationFrame(look);
}

/** What scripts of the built page weigh when they are compressed by gzip, bytes. */
export function gzippedBytes(rendererDir: string, addresses: readonly string[]): number {
	const sizeOf = (address: string): number =>
		gzipSync(readFileSync(join(rendererDir, new URL(address).pathname)), { level: 9 }).length;
	return addresses.reduce((sum, address) => sum + sizeOf(address), 0);
}
