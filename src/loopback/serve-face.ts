import { join } from 'node:path';
import type { Core } from '../core/index.ts';
import { SCRATCH_FOLDER } from '../shared/face/scratch-folder.ts';
import { type AppWindow, openAppWindow } from './browser/app-window.ts';
import { findBrowser, hasDisplay, type Machine, thisMachine } from './browser/find-browser.ts';
import { createLoopback, type Loopback } from './create-loopback.ts';

export interface FaceOptions {
	readonly core: Core;
	readonly rendererDir: string;
	/** Where scratch files and the browser's profile are kept while this runs. */
	readonly dataDir: string;
	readonly port: number;
	/** False: print the address and open nothing. */
	readonly open: boolean;
	/** Prints one line for the person. */
	say(line: string): void;
	readonly machine?: Machine;
}

export interface Face {
	/** Fires when the window that was opened is closed; never, where none was. */
	readonly windowClosed: Promise<void>;
	/** Prints an address for another window. */
	sayAddress(): void;
	close(): Promise<void>;
}

/** A browser that ends sooner than this without having shown the page could not start. ms */
const FAILED_START_MS = 10_000;
/** On macOS a browser stays when its last window closes; a window unheard of for this long is taken for closed. ms */
const UNHEARD_MS = 8_000;

/** A look that comes this late means that the machine slept: the window gets its time to be heard again. ms */
const SLEPT_MS = 2_000;

/** Serves the page and opens it in a window of an installed browser; where there is none, prints where it is. */
export async function serveFace(options: FaceOptions): Promise<Face> {
	const { core, rendererDir, dataDir, port, say, machine = thisMachine } = options;
	const loopback = await createLoopback({ core, rendererDir, scratchDir: join(dataDir, SCRATCH_FOLDER), port });
	const sayAddress = (): void =>
		say(`DataFlare is ready at ${loopback.startUrl()} (opens one window, once). Press Ctrl+C to stop.`);
	const browser = options.open && hasDisplay(machine) ? findBrowser(machine) : null;
	const closed = Promise.withResolvers<void>();
	let window: AppWindow | null = null;
	let watch: NodeJS.Timeout | undefined;
	let isClosing = false;
	if (browser === null) sayAddress();
	else {
		say('DataFlare is open in its own window. Close it, or press Ctrl+C here, to stop.');
		window = await openAppWindow(browser, loopback.startUrl(), dataDir).catch(async (error: unknown) => {
			await loopback.close();
			throw error;
		});
		let wasSeen = false;
		watch = watchReaders(loopback, {
			onSeen: () => {
				wasSeen = true;
			},
			onGone: () => {
				if (machine.platform === 'darwin') closed.resolve();
			},
		});
		void window.ended.then(({ afterMs }) => {
			if (isClosing) return;
			if (wasSeen || afterMs > FAILED_START_MS) closed.resolve();
			else {
				say(`${browser} did not open a window.`);
				sayAddress();
			}
		});
	}
	return {
		windowClosed: closed.promise,
		sayAddress,
		async close() {
			isClosing = true;
			clearInterval(watch);
			await Promise.all([window?.close(), loopback.close()]);
		},
	};
}

function watchReaders(
	loopback: Loopback,
	{ onSeen, onGone }: { readonly onSeen: () => void; readonly onGone: () => void },
): NodeJS.Timeout {
	let lastSeen = 0;
	let lookedAt = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		if (lastSeen > 0 && now - lookedAt > SLEPT_MS) lastSeen = now;
		lookedAt = now;
		if (loopback.readers > 0) {
			lastSeen = now;
			onSeen();
		} else if (lastSeen > 0 && now - lastSeen > UNHEARD_MS) onGone();
	}, 250);
	timer.unref();
	return timer;
}
