import { Worker } from 'node:worker_threads';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { threadEnded } from './io-failures.ts';
import type { FromThread, ThreadStart, ToThread } from './thread/messages.ts';

/** Of a thread's own values. MiB */
const HEAP_MIB = 256;

/** Where threads find what they run. */
export interface FlowThreads {
	/** Absolute path of what they run, asked for when one is started. */
	readonly entry: () => string;
	/** Absolute path of the folder of the bundled plugins, whose modules read and write CSV; null: there is none. */
	readonly pluginsDir: string | null;
}

type Told = Exclude<FromThread, { readonly is: 'log' } | { readonly is: 'failed' }>;

interface Waiting {
	resolve(message: Told): void;
	reject(error: Error): void;
}

/** One thread that works on one file; what it says is taken in the order in which it said it. */
export class FlowThread {
	readonly #worker: Worker;
	readonly #path: string;
	readonly #log: (text: string) => void;
	readonly #said: Told[] = [];
	#waiting: Waiting | null = null;
	#end: Error | null = null;

	/** `log` hears what it warns of. Whatever is under way fails with the signal's reason once that is given. */
	constructor(entry: string, start: ThreadStart, signal: AbortSignal, log: (text: string) => void) {
		this.#path = start.path;
		this.#log = log;
		this.#worker = new Worker(entry, {
			workerData: start,
			// None of the program's own: neither what it is called with nor what it knows.
			...{ argv: [], env: {}, execArgv: [] },
			name: 'dataflare-flow',
			resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
		});
		this.#worker.on('message', (message: FromThread) => this.#take(message));
		this.#worker.on('error', (error: unknown) => this.#over(threadEnded(start.path, error)));
		this.#worker.on('exit', (code) => this.#over(threadEnded(start.path, new Error(`code ${code}`))));
		const cancel = (): void => {
			this.#over(new DataFlareError('cancelled', `${start.path} was being worked on when the run was cancelled.`));
			void this.#worker.terminate();
		};
		if (signal.aborted) cancel();
		else signal.addEventListener('abort', cancel, { once: true });
		this.#worker.once('exit', () => signal.removeEventListener('abort', cancel));
	}

	/** What it says next. Rejects with what failed, at once for everything that is asked from then on. */
	next(): Promise<Told> {
		return new Promise((resolve, reject) => {
			const said = this.#said.shift();
			if (said !== undefined) resolve(said);
			else if (this.#end !== null) reject(this.#end);
			else this.#waiting = { resolve, reject };
		});
	}

	/** `given`: buffers that are handed over. */
	tell(message: ToThread, given: readonly ArrayBuffer[] = []): void {
		this.#worker.postMessage(message, given);
	}

	/** Ends it at once, whatever it does; resolves when it is gone. */
	async end(): Promise<void> {
		this.#over(threadEnded(this.#path, new Error('it was closed')));
		await this.#worker.terminate();
	}

	#take(message: FromThread): void {
		if (message.is === 'log') {
			this.#log(message.text);
		} else if (message.is === 'failed') {
			this.#over(DataFlareError.fromWire(message.error));
		} else if (this.#waiting !== null) {
			const { resolve } = this.#waiting;
			this.#waiting = null;
			resolve(message);
		} else {
			this.#said.push(message);
		}
	}

	#over(error: Error): void {
		this.#end ??= error;
		this.#waiting?.reject(this.#end);
		this.#waiting = null;
	}
}
