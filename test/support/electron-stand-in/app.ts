import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from './control.ts';
import { windows } from './windows.ts';

/** Long enough for everything that a module does before its first `await`, and for mistakes after it to show. ms */
const READY_MS = 30;

/** An event that a listener may prevent. */
export class Preventable {
	defaultPrevented = false;

	preventDefault(): void {
		this.defaultPrevented = true;
	}
}

class App extends EventEmitter {
	readonly name = 'dataflare-plugin-manager';
	readonly isPackaged = false;
	readonly #paths = new Map([['userData', join(tmpdir(), 'dataflare-stand-in')]]);
	readonly #ready = new Promise<void>((resolve) => setTimeout(resolve, READY_MS)).then(() => {
		const opened = process.env['STAND_IN_OPEN_FILE'];
		// What the program was started for comes before it is ready.
		if (opened !== undefined) this.openFile(opened);
		this.#isReady = true;
	});
	#isReady = false;
	#isLocked = false;
	readonly commandLine = {
		getSwitchValue: (name: string): string =>
			process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
		hasSwitch: (name: string): boolean =>
			process.argv.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
	};

	whenReady(): Promise<void> {
		return this.#ready;
	}

	isReady(): boolean {
		return this.#isReady;
	}

	/** For what Electron allows after `ready` alone, or before it alone. */
	insistOnReady(ready: boolean, what: string): void {
		if (this.#isReady !== ready) throw new Error(`${what} can only be used ${ready ? 'after' : 'before'} app is ready`);
	}

	enableSandbox(): void {
		this.insistOnReady(false, 'app.enableSandbox()');
		// Electron takes the switch away unseen: as root every child then ends at once, elsewhere nobody learns of it.
		if (this.commandLine.hasSwitch('no-sandbox')) throw new Error('enableSandbox() where there is --no-sandbox');
		report({ saw: 'sandbox' });
	}

	setAppUserModelId(): void {}

	setBadgeCount(count: number): boolean {
		this.insistOnReady(true, 'app.setBadgeCount()');
		// It draws an overlay of its own there, over the shell's.
		if (process.platform === 'win32') throw new Error('app.setBadgeCount() is documented for macOS and Linux');
		if (!Number.isInteger(count) || count < 0) throw new TypeError(`${count} is no count`);
		report({ saw: 'badge', count });
		return true;
	}

	requestSingleInstanceLock(): boolean {
		this.#isLocked = true;
		return true;
	}

	getLocale(): string {
		return this.#isReady ? (process.env['STAND_IN_LOCALE'] ?? 'en-US') : '';
	}

	getPath(name: string): string {
		return this.#paths.get(name) ?? '';
	}

	setPath(name: string, path: string): void {
		if (name === 'userData' && this.#isLocked) throw new Error('the lock was taken in another folder');
		this.#paths.set(name, path);
	}

	/** As macOS asks. Who does not prevent it is taken not to have opened it, and the system says so. */
	openFile(path: string): void {
		const event = new Preventable();
		this.emit('open-file', event, path);
		if (!event.defaultPrevented) throw new Error(`nobody opened ${path}`);
	}

	/** `before-quit` first, then the windows, then the end: each may prevent it. */
	quit(): void {
		setImmediate(() => {
			const event = new Preventable();
			this.emit('before-quit', event);
			if (event.defaultPrevented) return;
			void Promise.all([...windows].map((window) => window.close())).then(() => {
				if (windows.size === 0) this.exit(0);
			});
		});
	}

	exit(code: number): never {
		process.exit(code);
	}
}

export const app = new App();
