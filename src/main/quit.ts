import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import type { Core } from '../core/index.ts';
import { RunningWork } from './running-work.ts';
import type { Text } from './window/text.ts';
import type { Windows } from './window/windows.ts';

/** How long work that the person wants to wait for is waited for. ms */
const WAIT_MS = 60_000;
/** How long the engine may take to end. ms */
const END_MS = 10_000;
/** How long Electron may take to end when nothing is left to do. ms */
const LEAVE_MS = 5_000;

type Phase = 'open' | 'asking' | 'waiting' | 'closing' | 'ended';

/**
 * Nothing ends under way unasked, and whatever happens, a program that was told to end ends. `hideInstead` is asked when
 * the person closes the last window; true: it was hidden, and nothing ends.
 */
export function guardQuit(core: Core, windows: Windows, text: Text, hideInstead: () => boolean): void {
	new Quit(core, windows, text, hideInstead).listen();
}

class Quit {
	readonly #core: Core;
	readonly #windows: Windows;
	/** Windows that were told that they may go, and are on their way. */
	readonly #leaving = new Set<BrowserWindow>();
	readonly #text: Text;
	readonly #work: RunningWork;
	readonly #hideInstead: () => boolean;
	/** Takes the question away when it needs no answer any more. */
	readonly #unasked = new AbortController();
	#phase: Phase = 'open';

	constructor(core: Core, windows: Windows, text: Text, hideInstead: () => boolean) {
		this.#core = core;
		this.#windows = windows;
		this.#text = text;
		this.#hideInstead = hideInstead;
		this.#work = new RunningWork(core);
	}

	listen(): void {
		this.#windows.onOpen((window) => this.#guard(window));
		app.on('before-quit', (event) => {
			if (this.#phase === 'ended') return;
			event.preventDefault();
			this.#asked();
		});
		app.on('window-all-closed', () => app.quit());
		powerMonitor.on('shutdown', () => this.#told());
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#told());
	}

	/** One window of several goes unasked. The last one stays until it is sure that it may go, so that a question has a place. */
	#guard(window: BrowserWindow): void {
		window.on('close', (event) => {
			if (this.#phase === 'ended') return;
			if (this.#phase === 'open' && this.#staying.some((other) => other !== window)) {
				this.#leaving.add(window);
				return;
			}
			event.preventDefault();
			if (this.#phase === 'open' && this.#hideInstead()) return;
			app.quit();
		});
		window.once('closed', () => {
			this.#leaving.delete(window);
			// A question whose window is gone is answered by nobody.
			if (this.#staying.length === 0) this.#unasked.abort();
		});
		window.on('session-end', () => this.#told());
	}

	get #staying(): readonly BrowserWindow[] {
		return this.#windows.all.filter((window) => !this.#leaving.has(window));
	}

	/** The person wants to end the program. Asked again while work is waited for, it does not wait. */
	#asked(): void {
		if (this.#phase === 'waiting') this.#work.forget();
		if (this.#phase !== 'open') return;
		this.#phase = 'asking';
		void this.#endIfMay();
	}

	/** The system wants the program to end: what runs is no reason to ask, or to wait for an answer. */
	#told(): void {
		this.#work.forget();
		this.#unasked.abort();
		app.quit();
	}

	async #endIfMay(): Promise<void> {
		if (await this.#mayEnd()) await this.#end();
		else this.#phase = 'open';
	}

	async #end(): Promise<void> {
		this.#phase = 'closing';
		const isDone = await Promise.race([
			this.#core.close().then(
				() => true,
				() => false,
			),
			delay(END_MS, false),
		]);
		this.#phase = 'ended';
		if (!isDone) return app.exit(1);
		app.quit();
		// A page that holds its window back, and whatever else may.
		setTimeout(() => app.exit(0), LEAVE_MS);
	}

	/** False: the person would rather stay. A question that cannot be asked is no reason to. */
	async #mayEnd(): Promise<boolean> {
		if (this.#work.size === 0) return true;
		const response = await this.#ask().catch(() => 1);
		if (this.#unasked.signal.aborted) return true;
		if (response === 0 && this.#work.size > 0) {
			this.#phase = 'waiting';
			await Promise.race([once(this.#work, 'idle'), delay(WAIT_MS)]);
		}
		return response !== 2;
	}

	async #ask(): Promise<number> {
		const { signal } = this.#unasked;
		// A hidden one has no place for a question.
		this.#windows.show();
		const gone = new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(1)));
		const place = this.#windows.front;
		if (place === null) return 1;
		const asked = dialog.showMessageBox(place, {
			type: 'question',
			message: this.#text.underWay(this.#work.size),
			detail: this.#text.underWayDetail,
			buttons: [this.#text.waitAndQuit, this.#text.stopAndQuit, this.#text.cancel],
			defaultId: 0,
			cancelId: 2,
			noLink: true,
			signal,
		});
		return Promise.race([asked.then(({ response }) => response), gone]);
	}
}
