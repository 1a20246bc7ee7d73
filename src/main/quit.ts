import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Core } from '../core/index.ts';
import { RunningWork } from './running-work.ts';
import type { Text } from './text.ts';

/** How long work that the person wants to wait for is waited for. ms */
const WAIT_MS = 60_000;
/** How long the engine may take to end. ms */
const END_MS = 10_000;

/** Nothing ends under way unasked, and nothing that ends hangs. */
export function guardQuit(core: Core, window: BrowserWindow, text: Text): void {
	const work = new RunningWork(core);
	let phase: 'open' | 'ending' | 'ended' = 'open';

	async function end(): Promise<void> {
		if (!(await mayEnd(window, work, text))) {
			phase = 'open';
			return;
		}
		const isDone = await Promise.race([core.close().then(() => true), delay(END_MS, false)]);
		phase = 'ended';
		if (isDone) app.quit();
		else app.exit(1);
	}
	// The window stays until it is sure that it may go, so that a question has a place.
	window.on('close', (event) => {
		if (phase === 'ended') return;
		event.preventDefault();
		app.quit();
	});
	app.on('before-quit', (event) => {
		if (phase === 'ended') return;
		event.preventDefault();
		if (phase === 'ending') return;
		phase = 'ending';
		void end();
	});
	app.on('window-all-closed', () => app.quit());
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			work.forget();
			app.quit();
		});
	}
}

/** False: the person would rather stay. */
async function mayEnd(window: BrowserWindow, work: RunningWork, text: Text): Promise<boolean> {
	if (work.size === 0) return true;
	const { response } = await dialog.showMessageBox(window, {
		type: 'question',
		message: text.underWay(work.size),
		detail: text.underWayDetail,
		buttons: [text.waitAndQuit, text.stopAndQuit, text.cancel],
		defaultId: 0,
		cancelId: 2,
		noLink: true,
	});
	if (response === 0) await Promise.race([once(work, 'idle'), delay(WAIT_MS)]);
	return response !== 2;
}
