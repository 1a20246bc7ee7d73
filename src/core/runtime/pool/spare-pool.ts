import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Spares that die before they are ready this often in a row are not replaced until somebody needs a process. */
const FAILED_STARTS = 3;

/**
 * Processes past `ready` that wait for a guest, so that a load, a swap and a recovery cost a compile, not a start.
 * The first is started when the first sandbox is taken: a program that runs no plugin starts no process.
 */
export class SparePool {
	readonly #size: number;
	readonly #delayMs: number;
	readonly #spawn: () => Sandbox;
	readonly #waiting: Sandbox[] = [];
	#timer: NodeJS.Timeout | undefined;
	#failedStarts = 0;
	#closed = false;

	constructor(options: { readonly size: number; readonly delayMs: number; readonly spawn: () => Sandbox }) {
		this.#size = options.size;
		this.#delayMs = options.delayMs;
		this.#spawn = options.spawn;
	}

	/**
	 * A process that is ready, the one that is nearest to it. Rejects with `runtime` if none can be started.
	 * `lowered`: one of its own, behind all others from its start on; the spares stay for those that deserve them.
	 */
	async take(role: 'pool' | 'lease', lowered: boolean): Promise<Sandbox> {
		if (this.#closed) throw new DataFlareError('runtime', 'the runtime has shut down and starts no more sandboxes');
		this.#failedStarts = 0;
		const sandbox = lowered ? this.#spawn() : (this.#waiting.shift() ?? this.#spawn());
		sandbox.role = role;
		if (lowered) sandbox.lower();
		else this.#refillLater();
		await sandbox.ready;
		return sandbox;
	}

	/** Lets the spares go; from now on none is started. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
		for (const sandbox of this.#waiting.splice(0)) void sandbox.stop(0);
	}

	#refillLater(): void {
		clearTimeout(this.#timer);
		if (this.#closed || this.#size === 0) return;
		this.#timer = setTimeout(() => this.#refill(), this.#delayMs);
	}

	#refill(): void {
		while (this.#waiting.length < this.#size && this.#failedStarts < FAILED_STARTS) this.#add();
	}

	#add(): void {
		const sandbox = this.#spawn();
		this.#waiting.push(sandbox);
		sandbox.ready.then(
			() => {
				this.#failedStarts = 0;
			},
			() => {
				this.#failedStarts += 1;
			},
		);
		sandbox.onEnd(() => {
			const index = this.#waiting.indexOf(sandbox);
			if (index === -1) return;
			this.#waiting.splice(index, 1);
			this.#refillLater();
		});
	}
}
