import { hostStatus } from '../../shared/abi.ts';
import { HostFailure } from './host-failure.ts';

/** Lets so many tasks run at once; the rest wait in order, each until its signal aborts. */
export class Slots {
	#free: number;
	readonly #waiting: Array<() => void> = [];

	constructor(count: number) {
		this.#free = count;
	}

	async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
		await this.#enter(signal);
		try {
			return await task();
		} finally {
			const next = this.#waiting.shift();
			if (next === undefined) this.#free++;
			else next();
		}
	}

	#enter(signal: AbortSignal): Promise<void> | undefined {
		if (this.#free > 0) {
			this.#free--;
			return undefined;
		}
		return new Promise((resolve, reject) => {
			const leave = (): void => {
				this.#waiting.splice(this.#waiting.indexOf(enter), 1);
				reject(signal.reason ?? new HostFailure(hostStatus.cancelled, 'The request was given up.'));
			};
			const enter = (): void => {
				signal.removeEventListener('abort', leave);
				resolve();
			};
			this.#waiting.push(enter);
			signal.addEventListener('abort', leave, { once: true });
		});
	}
}
