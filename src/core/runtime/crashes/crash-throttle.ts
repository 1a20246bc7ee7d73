import { type Turn, TurnGate } from './turn-gate.ts';

export interface CrashThrottleLimits {
	/** How long a plugin that crashed takes turns with the others that did, and runs behind all others, ms. */
	readonly probationMs: number;
	/** So many crashes of all plugins together within `stormWindowMs`, more than one alone can cause, are a storm. */
	readonly stormCrashes: number;
	readonly stormWindowMs: number;
	/** Plugins on probation that may start or answer at once. */
	readonly turnsAtOnce: number;
	/** A turn that lasts longer no longer keeps others waiting, ms. */
	readonly turnMs: number;
}

/**
 * Keeps plugins that crash from taking the machine from those that do not. One that crashed lately is on probation: it
 * starts and is called one at a time over all of them, behind everybody else in the eyes of the scheduler. While many
 * crash, so is one that has not answered yet, before those on probation: what it is, nobody knows. One that has answered
 * and not crashed since never waits here.
 */
export class CrashThrottle {
	readonly #limits: CrashThrottleLimits;
	readonly #now: () => number;
	readonly #gate: TurnGate;
	readonly #answered = new Set<string>();
	readonly #crashedAt = new Map<string, number>();
	/** The last crashes of all plugins, at most as many as make a storm. */
	#latest: readonly number[] = [];

	/** `now`: ms that never go backwards. */
	constructor(limits: CrashThrottleLimits, now: () => number) {
		this.#limits = limits;
		this.#now = now;
		this.#gate = new TurnGate(limits.turnsAtOnce, limits.turnMs);
	}

	crashed(plugin: string): void {
		const now = this.#now();
		this.#answered.delete(plugin);
		this.#crashedAt.set(plugin, now);
		this.#latest = [...this.#latest, now].slice(-this.#limits.stormCrashes);
	}

	answered(plugin: string): void {
		this.#answered.add(plugin);
	}

	/** What it did before is no longer held against it; what it will do, nobody knows. */
	forgive(plugin: string): void {
		this.#answered.delete(plugin);
		this.#crashedAt.delete(plugin);
	}

	onProbation(plugin: string): boolean {
		const at = this.#crashedAt.get(plugin);
		if (at === undefined) return false;
		if (this.#now() - at < this.#limits.probationMs) return true;
		this.#crashedAt.delete(plugin);
		return false;
	}

	/** Whether each start and call of the plugin needs a turn. */
	takesTurns(plugin: string): boolean {
		return this.onProbation(plugin) || (!this.#answered.has(plugin) && this.#storms());
	}

	enter(plugin: string): Turn {
		return this.#gate.enter(plugin, !this.onProbation(plugin));
	}

	/** Lets everybody go on, because all is ending. */
	close(): void {
		this.#gate.open();
	}

	#storms(): boolean {
		const { stormCrashes, stormWindowMs } = this.#limits;
		const [first] = this.#latest;
		return first !== undefined && this.#latest.length >= stormCrashes && this.#now() - first < stormWindowMs;
	}
}
