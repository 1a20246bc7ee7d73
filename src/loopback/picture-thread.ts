import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Core } from '../core/index.ts';
import type { Picture, PictureAnswer, PictureView } from '../shared/face/picture.ts';

export interface PictureLimits {
	/** A page that has waited so long for its picture draws by itself. ms */
	readonly pictureMs: number;
}

export const PICTURE_LIMITS: PictureLimits = { pictureMs: 60 };

/** A thread that draws nothing holds some 40 MiB: it ends, and begins anew with the next address. ms */
const IDLE_MS = 10 * 60_000;
/** Of the thread's own values. MiB */
const HEAP_MIB = 128;
/** So often a list is drawn for nobody: what runs for the first time takes ten times as long. */
const REHEARSALS = 8;

/** One after the other: what is drawn stands in one window. The first message that it sends says that it is there. */
const thread = `
const { parentPort, workerData } = require('node:worker_threads');
let last = Promise.resolve();
import(workerData).then(({ drawPicture }) => {
	parentPort.on('message', ({ id, view, answers }) => {
		last = last
			.then(() => drawPicture(view, answers))
			.catch(() => null)
			.then((picture) => parentPort.postMessage({ id, picture }));
	});
});
`;

const rehearsed: PictureView = {
	width: 1280,
	height: 800,
	languages: ['en'],
	platform: process.platform === 'darwin' ? 'Mac' : '',
};

interface Drawn {
	readonly id: number;
	readonly picture: Picture | null;
}

/**
 * Draws first pictures by the page's own code, in a thread of its own: the engine goes on meanwhile, and code that fails or
 * takes long costs the page its picture and nothing else.
 */
export class PictureThread {
	readonly #entry: string;
	readonly #core: Core;
	readonly #patienceMs: number;
	#worker: Worker | null = null;
	#isReady = false;
	#idle: NodeJS.Timeout | undefined;
	#lastId = 0;
	readonly #waiting = new Map<number, (picture: Picture | null) => void>();

	/** `entry`: absolute path of the page's module that draws; where there is none, nothing is drawn. */
	constructor(entry: string, core: Core, { pictureMs }: PictureLimits) {
		this.#entry = entry;
		this.#core = core;
		this.#patienceMs = pictureMs;
	}

	/** Somebody will come: what draws is loaded and rehearsed, unless it is. */
	prepare(): void {
		clearTimeout(this.#idle);
		this.#idle = setTimeout(() => void this.end(), IDLE_MS).unref();
		if (this.#worker !== null || !existsSync(this.#entry)) return;
		const worker = new Worker(thread, {
			eval: true,
			workerData: pathToFileURL(this.#entry).href,
			// None of the program's own: neither what it is called with nor what it knows.
			argv: [],
			env: {},
			execArgv: [],
			name: 'dataflare-picture',
			resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
		});
		worker.unref();
		worker.on('message', ({ id, picture }: Drawn) => {
			this.#waiting.get(id)?.(picture);
			this.#waiting.delete(id);
		});
		const over = (): void => this.#over(worker);
		worker.on('error', over).on('exit', over);
		this.#worker = worker;
		void this.#rehearse(worker);
	}

	/** Null: there is no picture of these answers, or not soon enough. */
	async draw(view: PictureView, answers: readonly PictureAnswer[]): Promise<Picture | null> {
		const worker = this.#worker;
		if (worker === null || !this.#isReady) return null;
		const patience = new AbortController();
		const late = delay(this.#patienceMs, 'late' as const, { signal: patience.signal }).catch(() => 'late' as const);
		const picture = await Promise.race([this.#ask(worker, view, answers), late]);
		patience.abort();
		if (picture !== 'late') return picture;
		// What hangs would hold up the next page as well.
		await this.end();
		return null;
	}

	/** Idempotent. */
	async end(): Promise<void> {
		clearTimeout(this.#idle);
		const worker = this.#worker;
		if (worker === null) return;
		this.#over(worker);
		await worker.terminate();
	}

	#ask(worker: Worker, view: PictureView, answers: readonly PictureAnswer[]): Promise<Picture | null> {
		return new Promise((resolve) => {
			this.#lastId += 1;
			this.#waiting.set(this.#lastId, resolve);
			worker.postMessage({ id: this.#lastId, view, answers });
		});
	}

	async #rehearse(worker: Worker): Promise<void> {
		const answers: PictureAnswer[] = [];
		for (const route of ['settings.get', 'plugins.list', 'policy.list', 'stats.get'] as const) {
			const answer = await this.#core.request(route, {}).catch(() => null);
			if (answer?.ok === true) answers.push({ route, input: {}, data: answer.data });
		}
		for (let turn = 0; turn < REHEARSALS && this.#worker === worker; turn++)
			await this.#ask(worker, rehearsed, answers);
		this.#isReady = this.#worker === worker;
	}

	/** Whoever waits gets no picture. */
	#over(worker: Worker): void {
		if (this.#worker !== worker) return;
		this.#worker = null;
		this.#isReady = false;
		for (const resolve of this.#waiting.values()) resolve(null);
		this.#waiting.clear();
	}
}
