/** Runs in a child process: makes it look like one of Electron's utility processes, then loads the entry. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { decode, encode, type FromChild } from './mojo.ts';

const send = process.send?.bind(process);
// Kept: the entry takes it away.
const kill = process.kill.bind(process);
const [, , entry = '', ...args] = process.argv;
const tell = (message: FromChild): void => void send?.(message);

/** Messages wait until somebody listens. There is no event for a port that was closed. */
class ParentPort extends EventEmitter {
	readonly #waiting: unknown[] = [];

	constructor() {
		super();
		process.on('message', (bytes: Uint8Array) => {
			const data = decode(bytes);
			if (this.listenerCount('message') === 0) this.#waiting.push(data);
			else this.emit('message', { data, ports: [] });
		});
		this.on('newListener', (name) => {
			if (name !== 'message') return;
			setImmediate(() => {
				for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
			});
		});
	}

	postMessage(message: unknown): void {
		tell({ kind: 'message', bytes: encode(message) });
	}
}

const port = new ParentPort();
// Whoever owns the process owns its side of Chromium's pipes, too: it can say that it failed or ended, and live on.
Object.defineProperty(port, Symbol.for('stand-in.tell'), { value: tell });
Object.defineProperty(process, 'send', { value: undefined });
Object.defineProperty(process, 'parentPort', { value: port, enumerable: true });
// As Chromium on POSIX, but for a process that spins: it ends with the main process. Nothing else ends an idle one.
process.on('disconnect', () => kill(process.pid, 'SIGKILL'));
setInterval(() => undefined, 3_600_000);
process.argv.splice(1, Number.POSITIVE_INFINITY, entry, ...args);
await import(pathToFileURL(entry).href);
