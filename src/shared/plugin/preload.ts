import type { WireError } from '../errors/errors.ts';

/** Of `preload_memory`, bytes. */
export const DEFAULT_PRELOAD_BYTES = 512 * 1024 * 1024;
export const MAX_PRELOAD_BYTES = 64 * 1024 * 1024 * 1024;

/**
 * `ready`: compiled and initialised, the next call starts nothing. `starting`: about to be. `waiting`: others are made
 * ready before it, or a pause after a crash goes on. `not_ready`: `reason` says why. `marked`: this program makes
 * nothing ready ahead.
 */
export type PreloadState = 'ready' | 'starting' | 'waiting' | 'not_ready' | 'marked';

/** A plugin that is to be ready from the program's start. */
export interface PreloadedPlugin {
	readonly name: string;
	/** By a person; false: only the program that opened the engine asked for it. */
	readonly marked: boolean;
	readonly state: PreloadState;
	/** Why it is not ready; null in every other state. */
	readonly reason: WireError | null;
	/** What its process held of memory once it was ready, bytes; null: it is not. */
	readonly bytes: number | null;
}

export interface PreloadAnswer {
	/** Whether this program makes plugins ready ahead at all. */
	readonly active: boolean;
	/** What all of them together may hold of memory, bytes. */
	readonly budgetBytes: number;
	/** What those that are ready held once they were, bytes. */
	readonly usedBytes: number;
	/** By name. */
	readonly plugins: readonly PreloadedPlugin[];
}
