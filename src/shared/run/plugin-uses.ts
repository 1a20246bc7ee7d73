/** So many runs of a plugin are looked through for what it asked its host for; of each the first `MAX_HOST_CALLS` are kept. */
export const MAX_USE_RUNS = 200;

/** What a plugin asked its host for, equal requests together. */
export interface UsedCall {
	readonly op: string;
	/** Path, URL, variable or key. */
	readonly target: string;
	readonly count: number;
	/** So many of them were denied by its policy. */
	readonly refused: number;
	readonly runs: number;
	/** Unix ms. */
	readonly lastAt: number;
	/** Id of a run in which it asked the last time. */
	readonly lastRun: string;
}

export interface PluginUses {
	/** So many of its newest runs were looked through. */
	readonly runs: number;
	readonly calls: readonly UsedCall[];
}
