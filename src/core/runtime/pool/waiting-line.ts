import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { CallOptions, CallOutcome } from '../runtime.ts';
import { cancelled } from '../sandbox/sandbox-errors.ts';

/** A call that no process has seen yet. */
export interface WaitingCall {
	readonly options: CallOptions;
	readonly resolve: (outcome: CallOutcome | Promise<CallOutcome>) => void;
	readonly reject: (error: Error) => void;
}

/** The queue in front of a pool: bounded, in order; an aborted call just leaves it. */
export class WaitingLine {
	readonly #plugin: string;
	readonly #limit: number;
	readonly #calls = new Set<WaitingCall>();

	constructor(plugin: string, limit: number) {
		this.#plugin = plugin;
		this.#limit = limit;
	}

	get size(): number {
		return this.#calls.size;
	}

	add(options: CallOptions): Promise<CallOutcome> {
		if (this.#calls.size >= this.#limit) {
			const message = `the queue of "${this.#plugin}" is full: ${this.#limit} calls are already waiting`;
			const hint = 'Wait for some to finish before sending more, or raise `instances` in the manifest.';
			return Promise.reject(
				new DataFlareError('runtime', message, {
					hint,
					details: because('queue_full', { plugin: this.#plugin, limit: this.#limit }),
				}),
			);
		}
		const { promise, resolve, reject } = Promise.withResolvers<CallOutcome>();
		const leave = (): void => {
			this.#calls.delete(call);
			reject(cancelled(this.#plugin, options.fn));
		};
		const stay = (): void => options.signal?.removeEventListener('abort', leave);
		const call: WaitingCall = {
			options,
			resolve: (outcome) => {
				stay();
				resolve(outcome);
			},
			reject: (error) => {
				stay();
				reject(error);
			},
		};
		options.signal?.addEventListener('abort', leave, { once: true });
		this.#calls.add(call);
		return promise;
	}

	take(): WaitingCall | undefined {
		const [first] = this.#calls;
		if (first !== undefined) this.#calls.delete(first);
		return first;
	}

	rejectAll(error: DataFlareError): void {
		const calls = [...this.#calls];
		this.#calls.clear();
		for (const call of calls) call.reject(error);
	}
}
