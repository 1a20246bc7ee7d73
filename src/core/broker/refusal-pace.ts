import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { TokenBucket } from '../../shared/sandbox/token-bucket.ts';

export interface RefusalRate {
	/** Refusals of one plugin that are answered at once. */
	readonly burst: number;
	/** Beyond them, so many are answered in a second. */
	readonly perSecond: number;
}

/**
 * Answers refusals late to whoever is refused all the time: by the policy, for a request that makes no sense, or by the
 * system. Refusing costs little, so that a guest that asks for nothing else could keep the program busy as fast as it is
 * answered; a plugin that is refused now and then notices nothing.
 */
export class RefusalPace {
	readonly #rate: RefusalRate;
	readonly #now: () => number;
	/** By plugin: more instances do not get more. */
	readonly #buckets = new Map<string, TokenBucket>();

	constructor(rate: RefusalRate, now: () => number = () => performance.now()) {
		this.#rate = rate;
		this.#now = now;
	}

	/** Counts one refusal and resolves when it may be answered, or when the signal aborts. */
	async wait(plugin: string, signal: AbortSignal): Promise<void> {
		const ms = this.take(plugin);
		if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
	}

	/** Counts one refusal; answers with how long it has to wait, ms. */
	take(plugin: string): number {
		const { burst, perSecond } = this.#rate;
		const now = this.#now();
		const bucket = this.#buckets.get(plugin) ?? new TokenBucket(perSecond, burst, now);
		this.#buckets.set(plugin, bucket);
		return bucket.owe(1, now);
	}
}
