import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { windows } from './windows.ts';

/** An event that a listener may prevent. */
export class Preventable {
	defaultPrevented = false;

	preventDefault(): void {
		this.defaultPrevented = true;
	}
}

class App extends EventEmitter {
	readonly isPackaged = false;
	readonly #paths = new Map([['userData', join(tmpdir(), 'dataflare-stand-in')]]);
	readonly commandLine = {
		getSwitchValue: (name: string): string =>
			process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
	};

	async whenReady(): Promise<void> {}

	enableSandbox(): void {}

	requestSingleInstanceLock(): boolean {
		return true;
	}

	getLocale(): string {
		return process.env['STAND_IN_LOCALE'] ?? 'en-US';
	}

	getPath(name: string): string {
		return this.#paths.get(name) ?? '';
	}

	setPath(name: string, path: string): void {
		this.#paths.set(name, path);
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
