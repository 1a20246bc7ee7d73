import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Frame, type Page, type Route } from 'playwright-core';
import { testPagesLaunch } from '../browser/chromium.ts';
import { app, Preventable } from './app.ts';
import { commands, report } from './control.ts';
import { handlers } from './ipc-main.ts';
import { overlayOf } from './native-image.ts';
import { EMIT, INVOKE, OPEN, preloadSource } from './preload-source.ts';
import { isAllowed, isPermitted, serve } from './session.ts';
import { windows } from './windows.ts';

/** Chromium knows no `app:` scheme, so the page is here instead; nothing is listening, every request is answered here. */
const PAGE_ORIGIN = 'http://dataflare.localhost';
const APP_ORIGIN = 'app://dataflare';
const toApp = (url: string): string => url.replace(PAGE_ORIGIN, APP_ORIGIN);

/** Electron's names of permissions, and those of Chromium's own protocol. */
const permissions: Readonly<Record<string, string>> = {
	'clipboard-sanitized-write': 'clipboard-write',
	'clipboard-read': 'clipboard-read',
	notifications: 'notifications',
	geolocation: 'geolocation',
	'loopback-network': 'loopback-network',
};

interface Options {
	readonly width: number;
	readonly height: number;
	readonly webPreferences: { readonly preload: string };
}

class FrameOf {
	readonly #frame: Frame;

	constructor(frame: Frame) {
		this.#frame = frame;
	}

	get origin(): string {
		return toApp(new URL(this.#frame.url()).origin);
	}
}

type WindowOpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

class WebContents extends EventEmitter {
	readonly #page: () => Page | null;
	mainFrame: FrameOf | null = null;

	constructor(page: () => Page | null) {
		super();
		this.#page = page;
	}

	/** Where nobody decides, Electron opens. */
	#opens: WindowOpenHandler = () => ({ action: 'allow' });

	setWindowOpenHandler(opens: WindowOpenHandler): void {
		this.#opens = opens;
	}

	/** The page, or who presses a link in it with a key held, wants a window. Electron's own would be none of the shell's. */
	wantsWindow(url: string): void {
		const { action } = this.#opens({ url });
		report({ saw: 'window-wanted', url, action });
	}

	send(channel: string, ...args: readonly unknown[]): void {
		const run = ([emit, name, payload]: readonly [string, string, readonly unknown[]]): void =>
			(globalThis as unknown as Record<string, (name: string, payload: readonly unknown[]) => void>)[emit]?.(
				name,
				payload,
			);
		void this.#page()
			?.evaluate(run, [EMIT, channel, args] as const)
			.catch(() => {});
	}

	async executeJavaScript(source: string): Promise<unknown> {
		return this.#page()?.evaluate(source);
	}

	reload(): void {
		void this.#page()?.reload();
	}
}

/** How many windows there were. */
let opened = 0;

/** A window that is a page of a real Chromium, with the documented events in the documented order. */
export class BrowserWindow extends EventEmitter {
	readonly webContents: WebContents;
	readonly #options: Options;
	#context: BrowserContext | null = null;
	#page: Page | null = null;
	#destroyed = false;
	#focused = true;
	#isShown = false;

	constructor(options: Options) {
		super();
		app.insistOnReady(true, 'BrowserWindow');
		this.#options = options;
		this.webContents = new WebContents(() => this.#page);
		windows.add(this);
		app.emit('web-contents-created', {}, this.webContents);
		const place = opened++;
		commands.on('command', (command) => {
			if (this.#destroyed) return;
			if (command.do === 'close-window' && (command.index ?? place) === place) void this.close();
			if (command.do === 'blur') this.#focused = false;
			if (command.do === 'session-end') this.emit('session-end', {});
		});
	}

	async loadURL(url: string): Promise<void> {
		const profile = mkdtempSync(join(tmpdir(), 'dataflare-stand-in-'));
		process.once('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }));
		const debugPort = await freePort();
		const { width, height, webPreferences } = this.#options;
		const launch = await testPagesLaunch();
		this.#context = await chromium.launchPersistentContext(profile, {
			...launch,
			args: [...(launch.args ?? []), `--remote-debugging-port=${debugPort}`],
			viewport: { width, height },
			// The shell hears its signals itself.
			handleSIGINT: false,
			handleSIGTERM: false,
			handleSIGHUP: false,
		});
		await this.#context.exposeBinding(INVOKE, ({ frame }, channel: string, args: readonly unknown[]) => {
			const isMain = frame === this.#page?.mainFrame();
			return handlers.call(channel, isMain ? this.webContents.mainFrame : new FrameOf(frame), args);
		});
		await this.#context.exposeBinding(OPEN, (_source, url: string) => this.webContents.wantsWindow(toApp(url)));
		await this.#context.addInitScript(preloadSource(webPreferences.preload));
		await this.#context.route('**/*', (route) => this.#answer(route));
		this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
		// What a link opens by itself, pressed with a key held: it is gone as soon as it was asked for.
		this.#context.on('page', (page) => {
			this.webContents.wantsWindow(toApp(page.url()));
			void page.close().catch(() => {});
		});
		this.webContents.mainFrame = new FrameOf(this.#page.mainFrame());
		await this.#permit(this.#page);
		await this.#page.goto(url.replace(APP_ORIGIN, PAGE_ORIGIN));
		// Never `ready-to-show`: on Wayland, and without a graphics card, no hidden window emits it. A test may have the page
		// say nothing at all.
		if (!process.env['STAND_IN_SILENT_PAGE']) this.webContents.emit('did-finish-load');
		report({ saw: 'page', debugPort });
	}

	/** What the page wants of the system, the shell's handlers answer. */
	async #permit(page: Page): Promise<void> {
		const session = await page.context().newCDPSession(page);
		for (const [asked, name] of Object.entries(permissions)) {
			const setting = isPermitted(asked) ? 'granted' : 'denied';
			const asking = session.send('Browser.setPermission', { permission: { name }, setting, origin: PAGE_ORIGIN });
			// An older browser does not know this one, and does not ask for it.
			await (asked === 'loopback-network' ? asking.catch(() => {}) : asking);
		}
	}

	async close(): Promise<void> {
		const event = new Preventable();
		this.emit('close', event);
		if (event.defaultPrevented) return;
		this.#destroyed = true;
		windows.delete(this);
		await this.#context?.close().catch(() => {});
		this.emit('closed');
		if (windows.size === 0) app.emit('window-all-closed');
	}

	isDestroyed = (): boolean => this.#destroyed;
	isFocused = (): boolean => this.#focused;
	isMinimized = (): boolean => false;
	isMaximized = (): boolean => false;
	getNormalBounds = (): object => ({ x: 10, y: 20, width: this.#options.width, height: this.#options.height });
	restore(): void {}
	maximize(): void {}
	isVisible = (): boolean => this.#isShown;

	show(): void {
		this.#isShown = true;
		report({ saw: 'shown' });
		this.#comeToFront();
	}

	hide(): void {
		this.#isShown = false;
		this.#focused = false;
		report({ saw: 'hidden' });
	}

	setProgressBar(value: number): void {
		if (this.#destroyed) throw new TypeError('Object has been destroyed');
		if (typeof value !== 'number') throw new TypeError('setProgressBar takes a number');
		report({ saw: 'progress', value });
	}

	setOverlayIcon(image: unknown, description: unknown): void {
		if (this.#destroyed) throw new TypeError('Object has been destroyed');
		report({ saw: 'overlay', words: overlayOf(process.platform, image, description) });
	}

	focus(): void {
		report({ saw: 'focused' });
		this.#comeToFront();
	}

	#comeToFront(): void {
		for (const window of windows) window.lose();
		this.#focused = true;
		this.emit('focus');
	}

	lose(): void {
		this.#focused = false;
	}

	async #answer(route: Route): Promise<void> {
		const request = route.request();
		const url = toApp(request.url());
		if (
			request.isNavigationRequest() &&
			this.#page?.url().startsWith(PAGE_ORIGIN) &&
			!url.startsWith(`${APP_ORIGIN}/`)
		) {
			const event = new Preventable();
			this.webContents.emit('will-navigate', event);
			// 204 is a navigation that leads nowhere: the page stays.
			if (event.defaultPrevented) return route.fulfill({ status: 204 });
		}
		if (!url.startsWith(APP_ORIGIN) || !isAllowed(url)) return route.abort();
		const response = await serve(url);
		await route.fulfill({
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: Buffer.from(await response.arrayBuffer()),
		});
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}
