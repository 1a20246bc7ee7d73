import { Worker } from 'node:worker_threads';
import type { ResultRecord, ResultRow } from '../../../shared/run/result-table.ts';
import type { IdsAnswer } from './reader/identities.ts';
import type { ReaderQuestion, ReaderReply, ReaderStart, UnpackTrouble } from './reader/messages.ts';
import type { ReaderState } from './reader/result-reader.ts';

/** Of a thread's own values; what it keeps of a file lies outside of them and has limits of its own. MiB */
const HEAP_MIB = 256;

interface Answers {
	readonly state: ReaderState;
	readonly view: ReaderState;
	readonly rows: readonly ResultRow[];
	readonly record: ResultRecord | null;
	readonly ids: IdsAnswer;
	readonly places: readonly (number | null)[];
}

interface Waiting {
	resolve(data: never): void;
	reject(error: Error): void;
}

/** Why the thread could not answer. */
export class ReaderFailure extends Error {
	readonly trouble: UnpackTrouble | null;

	constructor(message: string, trouble: UnpackTrouble | null) {
		super(message);
		this.trouble = trouble;
	}
}

/** One thread that reads one file: the program asks, and does none of the reading. */
export class ReaderThread {
	readonly #worker: Worker;
	readonly #waiting = new Map<number, Waiting>();
	#lastId = 0;
	#end: Error | null = null;

	/** `entry`: absolute path of what it runs. */
	constructor(entry: string, start: ReaderStart) {
		this.#worker = new Worker(entry, {
			workerData: start,
			// None of the program's own: neither what it is called with nor what it knows.
			argv: [],
			env: {},
			execArgv: [],
			name: 'dataflare-reader',
			resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
		});
		// What a person looks at keeps no program from ending.
		this.#worker.unref();
		this.#worker.on('message', (reply: ReaderReply) => this.#take(reply));
		this.#worker.on('error', (error: Error) => this.#over(error));
		this.#worker.on('exit', (code) => this.#over(new Error(`the thread ended with code ${code}`)));
	}

	/** Rejects where the file cannot be read, or the thread is over. */
	ask<Q extends ReaderQuestion>(question: Q): Promise<Answers[Q['ask']]> {
		return new Promise((resolve, reject) => {
			if (this.#end !== null) return reject(this.#end);
			this.#lastId += 1;
			this.#waiting.set(this.#lastId, { resolve, reject });
			// A program that waits for an answer is not done.
			this.#worker.ref();
			this.#worker.postMessage({ id: this.#lastId, question });
		});
	}

	/** Ends it at once, whatever it does; resolves when it is gone. */
	async end(): Promise<void> {
		this.#over(new Error('the thread was ended'));
		await this.#worker.terminate();
	}

	#take(reply: ReaderReply): void {
		const waiting = this.#waiting.get(reply.id);
		this.#waiting.delete(reply.id);
		if (this.#waiting.size === 0) this.#worker.unref();
		if ('error' in reply) waiting?.reject(new ReaderFailure(reply.error, reply.trouble));
		else waiting?.resolve(reply.data as never);
	}

	#over(error: Error): void {
		this.#end ??= error;
		for (const { reject } of this.#waiting.values()) reject(error);
		this.#waiting.clear();
	}
}
