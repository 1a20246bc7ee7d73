import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { type AppWindow, openAppWindow } from '../../src/loopback/browser/app-window.ts';
import { findBrowser, hasDisplay, thisMachine } from '../../src/loopback/browser/find-browser.ts';
import { Gate } from './gate.ts';
import { keepRunning } from './keep-running.ts';
import { startPageServer } from './page-server.ts';
import { counts, engineSources, isBelow } from './sources.ts';

export interface LoopOptions {
	/** The checkout. */
	readonly root: string;
	/** Undefined: the command line's. */
	readonly dataDir: string | undefined;
	/** Ends everything. */
	readonly signal: AbortSignal;
	/** Prints one line for the person. */
	say(line: string): void;
}

/**
 * The browser mode from its sources: the page by Vite's server, through the loopback server and its checks, and the
 * engine in a process that is started anew after a change of its own sources, on the same port, while the page stays.
 * Resolves to the exit code.
 */
export async function developInBrowser(
	options: LoopOptions & {
		/** 0: any that is free. */
		readonly port: number;
		/** False: print the address and open nothing. */
		readonly open: boolean;
	},
): Promise<number> {
	const { root, signal, say } = options;
	const dataDir = options.dataDir ?? envPaths('dataflare', { suffix: '' }).data;
	const gate = new Gate((file) => counts(file) && engineSources.some((folder) => isBelow(root, folder, file)));
	const page = await startPageServer(root, gate);
	const closed = new AbortController();
	let port = options.port;
	let window: AppWindow | null = null;
	let engine: ChildProcess | null = null;
	const sayAddress = (url: string): void =>
		say(`DataFlare is ready at ${url} (opens one window, once). Press Ctrl+C to stop.`);

	async function show(url: string): Promise<void> {
		port = Number(new URL(url).port);
		gate.open();
		if (page.enter(url)) return;
		const browser = options.open && window === null && hasDisplay(thisMachine) ? findBrowser(thisMachine) : null;
		if (browser === null) return sayAddress(url);
		window = await openAppWindow(browser, url, dataDir);
		void window.ended.then(() => {
			if (page.pagesSeen > 0) return closed.abort();
			say(`${browser} did not open a window.`);
			engine?.send('address');
		});
	}

	// A window that was closed by mistake needs a fresh address.
	const again = (): void => {
		engine?.send('address');
	};
	if (process.stdin.isTTY) process.stdin.on('data', again);
	try {
		return await keepRunning({
			paths: engineSources.map((path) => join(root, path)),
			counts,
			start: () => {
				gate.shut();
				const args = [`--data-dir=${dataDir}`, `--port=${port}`, `--page-port=${page.port}`];
				engine = fork(join(root, 'scripts/dev/engine.ts'), args, { execArgv: [] });
				engine.on('message', (url: string) => void show(url).catch((error: Error) => say(error.message)));
				return engine;
			},
			say,
			signal: AbortSignal.any([signal, closed.signal]),
		});
	} finally {
		if (process.stdin.isTTY) process.stdin.off('data', again).pause();
		gate.open();
		await Promise.all([(window as AppWindow | null)?.close(), page.close()]);
	}
}
