import { MAX_RECORD_BYTES } from '../../../shared/policy/limits.ts';
import type { ParentFrame, Unstamped } from '../../../shared/sandbox/frames.ts';
import { assertFrame } from '../frames/malformed-frame.ts';
import type { CallOptions, CallOutcome, GuestSpec } from '../runtime.ts';
import { type EndCause, lostError } from './end-cause.ts';
import { InFlight, type InFlightCall } from './in-flight.ts';
import { cancelled, unsendable } from './sandbox-errors.ts';

export interface PostedCallsOptions {
	readonly post: (frame: Unstamped<ParentFrame>) => void;
	/** The caller gave it up. */
	readonly givenUp: (call: InFlightCall) => void;
	/** It took longer than it may. */
	readonly overdue: (call: InFlightCall) => void;
	/** ms that never jump. */
	readonly steady: () => number;
}

/** A busy machine takes its time over a rehearsal, and no guest has any of it. ms */
const REHEARSAL_MS = 10_000;

/** The calls of one generation, from the caller to the process and back: answered in the order in which they were posted. */
export class PostedCalls {
	readonly #options: PostedCallsOptions;
	readonly #inFlight: InFlight;
	#last = 0;

	constructor(options: PostedCallsOptions) {
		this.#options = options;
		this.#inFlight = new InFlight(options.overdue, options.steady);
	}

	get any(): boolean {
		return this.#inFlight.size > 0;
	}

	/** Whether the one that the process is at is a call of its guest. */
	get callsGuest(): boolean {
		return this.head !== undefined && this.head.options.rehearsal !== true;
	}

	/** The one that the process is at. */
	get head(): InFlightCall | undefined {
		return this.#inFlight.head;
	}

	/** Posts a call at once, behind those that are under way. */
	post(spec: GuestSpec, options: CallOptions): Promise<CallOutcome> {
		if (options.signal?.aborted === true) return Promise.reject(cancelled(spec.plugin, options.fn));
		return new Promise((resolve, reject) => {
			const giveUp = (): void => this.#options.givenUp(call);
			this.#last += 1;
			const { rehearsal, timeoutMs = spec.timeoutMs } = options;
			const call: InFlightCall = {
				id: this.#last,
				options,
				limitMs: rehearsal === true ? REHEARSAL_MS : Math.min(spec.timeoutMs, timeoutMs),
				resolve,
				reject,
				release: () => options.signal?.removeEventListener('abort', giveUp),
			};
			options.signal?.addEventListener('abort', giveUp, { once: true });
			this.#inFlight.add(call);
			const { fn, input, maxOutputBytes = MAX_RECORD_BYTES } = options;
			try {
				const frame = { t: 'call', id: call.id, fn, input, maxOutputBytes } as const;
				this.#options.post(rehearsal === true ? { ...frame, rehearsal } : frame);
			} catch (error) {
				this.#inFlight.withdraw(call);
				reject(unsendable(fn, error));
			}
		});
	}

	/** Which call an answer is to. Throws `MalformedFrame` for any other than the one under way. */
	headOf(id: number): InFlightCall {
		const { head } = this.#inFlight;
		assertFrame(head !== undefined && head.id === id, 'an answer to a call that is not the one under way');
		return head;
	}

	/** The head is answered. */
	shift(): void {
		this.#inFlight.shift();
	}

	/** The process ended: no clock runs any more. Answers with what tells the callers so. */
	close(): (cause: EndCause, ended: InFlightCall | undefined, plugin: string) => void {
		const calls = this.#inFlight.clear();
		return (cause, ended, plugin) => {
			for (const call of calls) {
				call.reject(call === ended ? cause.error : lostError(plugin, call.options.fn, cause));
			}
		};
	}
}
