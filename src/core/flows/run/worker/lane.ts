import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { CallOptions, CallOutcome, GuestLease } from '../../../runtime/runtime.ts';

/** Calls that are under way in one instance at once: enough that its process never waits for its next one. */
const IN_FLIGHT = 4;

/** How a call ended. */
export type Called =
	| { readonly kind: 'answered'; readonly outcome: CallOutcome }
	/** The instance goes on. */
	| { readonly kind: 'refused'; readonly error: DataFlareError }
	/** The instance is lost to it. `countCrash`: where its process crashed, that counts against the plugin. */
	| { readonly kind: 'lost'; readonly error: DataFlareError; readonly countCrash: () => void }
	/** It had not begun when its instance was lost to something else. */
	| { readonly kind: 'unbegun'; readonly error: DataFlareError };

interface Waiting {
	readonly options: CallOptions;
	readonly resolve: (called: Called) => void;
	readonly reject: (error: DataFlareError) => void;
}

export interface LaneOptions {
	readonly first: GuestLease;
	/** Another instance in the place of one that is lost; null: there is none, because what it kept is lost with it. */
	readonly renew: (() => Promise<GuestLease>) | null;
	/** It may hold some of what it was given: where it ends between two calls, the next one is lost to that, too. */
	readonly holds: boolean;
}

/** One instance after another, each in the place of the one before it. Calls are made in the order in which they come. */
export class Lane {
	readonly #renew: LaneOptions['renew'];
	readonly #holds: boolean;
	#lease: GuestLease;
	#starting = false;
	/** Why there is no instance any more. */
	#over: DataFlareError | null = null;
	readonly #waiting: Waiting[] = [];
	#underWay = 0;
	/** Instances of which is known which call they were lost to. */
	readonly #lost = new WeakSet<GuestLease>();

	constructor({ first, renew, holds }: LaneOptions) {
		this.#lease = first;
		this.#renew = renew;
		this.#holds = holds;
	}

	/** The instance that calls go to. */
	get lease(): GuestLease {
		return this.#lease;
	}

	/** Rejects where no instance can be had. */
	call(options: CallOptions): Promise<Called> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ options, resolve, reject });
			this.#pump();
		});
	}

	#pump(): void {
		while (!this.#starting && this.#waiting.length > 0 && this.#underWay < IN_FLIGHT) {
			if (this.#over !== null) {
				this.#giveUp(this.#over);
				return;
			}
			// Where there is no other one, what is called says why.
			if (!this.#lease.alive && this.#renew !== null && (!this.#holds || this.#lost.has(this.#lease))) {
				void this.#replace(this.#renew);
				return;
			}
			const next = this.#waiting.shift();
			if (next !== undefined) void this.#post(this.#lease, next);
		}
	}

	async #post(lease: GuestLease, { options, resolve }: Waiting): Promise<void> {
		this.#underWay += 1;
		let called: Called;
		try {
			called = { kind: 'answered', outcome: await lease.call(options) };
		} catch (thrown) {
			called = this.#failed(lease, toDataFlareError(thrown));
		}
		this.#underWay -= 1;
		resolve(called);
		this.#pump();
	}

	/** Calls are answered in order, so the first that fails with its instance is the one that it was lost to. */
	#failed(lease: GuestLease, error: DataFlareError): Called {
		if (lease.alive) return { kind: 'refused', error };
		if (this.#lost.has(lease)) return { kind: 'unbegun', error };
		this.#lost.add(lease);
		return { kind: 'lost', error, countCrash: () => lease.countCrash() };
	}

	async #replace(renew: () => Promise<GuestLease>): Promise<void> {
		// Of one that was lost to a call, whoever made that call counts it.
		if (!this.#lost.has(this.#lease)) this.#lease.countCrash();
		this.#starting = true;
		try {
			this.#lease = await renew();
		} catch (thrown) {
			this.#over = toDataFlareError(thrown);
		}
		this.#starting = false;
		this.#pump();
	}

	#giveUp(error: DataFlareError): void {
		for (const { reject } of this.#waiting.splice(0)) reject(error);
	}
}
