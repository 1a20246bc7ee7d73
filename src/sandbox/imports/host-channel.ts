import type { LogLevel } from '../../shared/host/abi.ts';
import type { HostRequest, SandboxFrame, Unstamped } from '../../shared/sandbox/frames.ts';
import type { HostAnswer, HostSide } from './host-side.ts';
import { LogBuffer } from './log-buffer.ts';
import { ProgressThrottle } from './progress-throttle.ts';

/** How long a log line may wait while a guest is suspended, ms. */
const LOG_DELAY_MS = 100;

/** The guest's outside as frames: host requests matched with their replies, log lines and progress gathered. */
export class HostChannel implements HostSide {
	readonly #post: (frame: Unstamped<SandboxFrame>) => void;
	readonly #logs: LogBuffer;
	readonly #progress: ProgressThrottle;
	readonly #open = new Map<number, (answer: HostAnswer) => void>();
	#lastId = 0;
	#timer: NodeJS.Timeout | null = null;

	constructor(post: (frame: Unstamped<SandboxFrame>) => void) {
		this.#post = post;
		this.#logs = new LogBuffer((lines, dropped) => post({ t: 'log', lines, dropped }));
		this.#progress = new ProgressThrottle((done, total) => post({ t: 'progress', done, total }));
	}

	ask(request: HostRequest, dropped?: AbortSignal): Promise<HostAnswer> {
		this.#logs.flush();
		const id = ++this.#lastId;
		return new Promise((resolve) => {
			this.#open.set(id, resolve);
			this.#post({ t: 'host', id, request });
			dropped?.addEventListener('abort', () => this.#drop(id), { once: true });
		});
	}

	#drop(id: number): void {
		if (this.#open.has(id)) this.#post({ t: 'host-drop', id });
	}

	/** An answer to nothing that is open is dropped. */
	reply(id: number, answer: HostAnswer): void {
		const resolve = this.#open.get(id);
		this.#open.delete(id);
		resolve?.(answer);
	}

	log(level: LogLevel, message: string): void {
		this.#logs.add(level, message);
		if (this.#timer !== null || !this.#logs.pending) return;
		this.#timer = setTimeout(() => this.flush(), LOG_DELAY_MS);
		this.#timer.unref();
	}

	progress(done: number, total: number): void {
		this.#progress.report(done, total);
	}

	/** Sends what waits; called before every answer, so that nothing a call said arrives after its result. */
	flush(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		this.#logs.flush();
		this.#progress.flush();
	}
}
