import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../core/index.ts';
import { guardQuit } from './quit.ts';

const shell = vi.hoisted(() => ({ answer: (): Promise<{ response: number }> => Promise.resolve({ response: 1 }) }));

/** As Electron: `before-quit` may prevent the end; `exit` cannot be prevented. */
vi.mock('electron', async () => {
	const { EventEmitter: Emitter } = await import('node:events');
	class App extends Emitter {
		readonly ends: (string | number)[] = [];

		quit(): void {
			let isPrevented = false;
			this.emit('before-quit', { preventDefault: () => (isPrevented = true) });
			if (!isPrevented) this.ends.push('quit');
		}

		exit(code: number): void {
			this.ends.push(code);
		}
	}
	return { app: new App(), powerMonitor: new Emitter(), dialog: { showMessageBox: () => shell.answer() } };
});

const { app, powerMonitor } = (await import('electron')) as unknown as {
	readonly app: EventEmitter & { readonly ends: (string | number)[]; quit(): void };
	readonly powerMonitor: EventEmitter;
};
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let heard: Map<string, (payload: unknown) => void>;
let window: EventEmitter;
let isHiding = false;

function start(close: () => Promise<void>): void {
	heard = new Map();
	const here = { isDestroyed: () => false, isMinimized: () => false, show: () => undefined, focus: () => undefined };
	window = Object.assign(new EventEmitter(), here);
	const core = {
		on: (event: string, listener: (payload: unknown) => void) => {
			heard.set(event, listener);
			return () => undefined;
		},
		close,
	} as unknown as Core;
	const text = { underWay: () => 'a run', underWayDetail: '', waitAndQuit: '', stopAndQuit: '', cancel: '' };
	let isOpen = true;
	window.once('closed', () => {
		isOpen = false;
	});
	const windows = {
		get all() {
			return isOpen ? [window] : [];
		},
		front: window,
		show: () => undefined,
		onOpen: (told: (each: EventEmitter) => void) => told(window),
	};
	guardQuit(core, windows as never, text as never, () => isHiding);
}

const begin = (): void => heard.get('run.started')?.({ run: { id: 'a' } });
const ended = (): Promise<void> => vi.waitFor(() => expect(app.ends).not.toEqual([]), 20_000);

beforeEach(() => {
	app.ends.length = 0;
	isHiding = false;
	shell.answer = () => Promise.resolve({ response: 1 });
});
afterEach(() => {
	app.removeAllListeners();
	powerMonitor.removeAllListeners();
	for (const signal of signals) process.removeAllListeners(signal);
});

describe('a program that is told to quit', () => {
	// First: what the others leave, a last resort of five seconds, ends nothing here any more.
	it('ends though the engine never does, however often it is asked', async () => {
		start(() => new Promise(() => undefined));
		app.quit();
		app.quit();
		await ended();
		expect(app.ends).toEqual([1]);
	});

	it('quits once the engine has ended', async () => {
		start(() => Promise.resolve());
		app.quit();
		await ended();
		expect(app.ends[0]).toBe('quit');
	});

	it('ends though the engine fails to', async () => {
		start(() => Promise.reject(new Error('the disk is gone')));
		app.quit();
		await ended();
		expect(app.ends[0]).toBe(1);
	});

	it('ends though the question cannot be asked', async () => {
		start(() => Promise.resolve());
		begin();
		shell.answer = () => Promise.reject(new Error('no window'));
		app.quit();
		await ended();
		expect(app.ends[0]).toBe('quit');
	});

	it.each([
		['the window is gone', () => window.emit('closed')],
		['the session ends', () => window.emit('session-end')],
		['the system goes down', () => powerMonitor.emit('shutdown')],
		['a signal comes', () => process.emit('SIGTERM')],
	])('ends though the question is never answered, when %s', async (_what, happen) => {
		start(() => Promise.resolve());
		begin();
		shell.answer = () => new Promise(() => undefined);
		app.quit();
		await Promise.resolve();
		expect(app.ends).toEqual([]);
		happen();
		await ended();
		expect(app.ends[0]).toBe('quit');
	});

	it('is hidden instead where it goes on in the tray, until it is told to quit', async () => {
		start(() => Promise.resolve());
		isHiding = true;
		let isKept = false;
		window.emit('close', { preventDefault: () => (isKept = true) });
		expect([isKept, app.ends]).toEqual([true, []]);
		app.quit();
		await ended();
		expect(app.ends[0]).toBe('quit');
	});

	it('stays when the person would rather, and can be asked anew', async () => {
		start(() => Promise.resolve());
		begin();
		let asked = 0;
		shell.answer = () => Promise.resolve({ response: ++asked === 1 ? 2 : 1 });
		app.quit();
		await vi.waitFor(() => expect(asked).toBe(1), 20_000);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(app.ends).toEqual([]);
		app.quit();
		await ended();
		expect(asked).toBe(2);
	});
});
