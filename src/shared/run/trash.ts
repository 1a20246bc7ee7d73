import type { RunSummary } from './run.ts';

export interface TrashedRun {
	readonly run: RunSummary;
	/** Unix ms; runs that were deleted together have it in common. */
	readonly deletedAt: number;
}

/** Deleted runs, those deleted last first. */
export interface TrashAnswer {
	readonly runs: readonly TrashedRun[];
	readonly total: number;
	/** What all of them take of the history's file, about. */
	readonly bytes: number;
	/** How long each of them stays, ms. */
	readonly keptMs: number;
}
