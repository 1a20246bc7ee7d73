import { hostStatus } from '../../shared/host/abi.ts';
import { HostFailure } from './host-failure.ts';

interface Owner {
	/** Tasks under way. */
	held: number;
	readonly waiting: Array<() => void>;
}

export interface SlotCounts {
	/** Tasks at once, over all owners, beyond one each. */
	readonly shared: number;
	/** Tasks at once of one owner. */
	readonly each: number;
}

/**
 * Lets so many tasks run at once and the rest wait, each until its signal aborts. An owner's first task never waits for
 * what others do; beyond it, owners with less under way come first, and each owner's own tasks come in order.
 */
export class FairSlots {
	readonly #counts: SlotCounts;
	/** Those with something under way or waiting; the ones who waited longest first. */
	readonly #owners = new Map<string, Owner>();
	#sharedHeld = 0;

	constructor(counts: SlotCounts) {
		this.#counts = counts;
	}

	async run<T>(name: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
		await this.#enter(name, signal);
		try {
			return await task();
		} finally {
			this.#leave(name);
		}
	}

	#enter(name: string, signal: AbortSignal): Promise<void> | undefined {
		const owner = this.#owners.get(name) ?? { held: 0, waiting: [] };
		this.#owners.set(name, owner);
		if (owner.waiting.length === 0 && this.#mayBegin(owner)) {
			this.#begin(owner);
			return undefined;
		}
		return new Promise((resolve, reject) => {
			const giveUp = (): void => {
				owner.waiting.splice(owner.waiting.indexOf(enter), 1);
				this.#tidy(name, owner);
				reject(signal.reason ?? new HostFailure(hostStatus.cancelled, 'The request was abandoned.'));
			};
			const enter = (): void => {
				signal.removeEventListener('abort', giveUp);
				resolve();
			};
			owner.waiting.push(enter);
			signal.addEventListener('abort', giveUp, { once: true });
		});
	}

	#mayBegin({ held }: Owner): boolean {
		return held === 0 || (held < this.#counts.each && this.#sharedHeld < this.#counts.shared);
	}

	#begin(owner: Owner): void {
		if (owner.held > 0) this.#sharedHeld += 1;
		owner.held += 1;
	}

	#leave(name: string): void {
		const owner = this.#owners.get(name);
		if (owner === undefined) return;
		owner.held -= 1;
		if (owner.held > 0) this.#sharedHeld -= 1;
		this.#tidy(name, owner);
		for (let next = this.#next(); next !== null; next = this.#next()) {
			const [waiter, chosen] = next;
			// Whoever was served goes to the end of those with as much.
			this.#owners.delete(waiter);
			this.#owners.set(waiter, chosen);
			this.#begin(chosen);
			chosen.waiting.shift()?.();
		}
	}

	#next(): readonly [string, Owner] | null {
		let least: readonly [string, Owner] | null = null;
		for (const entry of this.#owners) {
			const [, owner] = entry;
			if (owner.waiting.length === 0 || !this.#mayBegin(owner)) continue;
			if (least === null || owner.held < least[1].held) least = entry;
		}
		return least;
	}

	#tidy(name: string, owner: Owner): void {
		if (owner.held === 0 && owner.waiting.length === 0) this.#owners.delete(name);
	}
}
