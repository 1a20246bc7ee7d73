import type { StateFile } from '../../store/flows/checkpoint-store.ts';
import type { Position } from '../io/flow-io.ts';

/** What one plugin saves for a checkpoint holds at most, bytes: it comes from its sandbox in one piece. */
export const MOST_STATE_BYTES = 64 * 1024 * 1024;
/** What all plugins of a flow save for one checkpoint, bytes. */
export const MOST_STATES_BYTES = 256 * 1024 * 1024;

/** What a plugin saved; where it is more than a little, the file that it lies in. */
export type SavedState = Uint8Array | StateFile;

/** What a component that rests goes on with. */
export interface HeldState {
	readonly saved: SavedState;
	/** It is needed no more, but for what checkpoints hold of it. */
	readonly letGo: () => void;
}

/** Keeps what plugins save beside the database: neither the memory nor the main thread has all of it at once. */
export interface StateKeeper {
	/** On the disk when it resolves. Rejects with `storage` where there is no room for it. */
	keep(component: number, state: Uint8Array): Promise<SavedState>;
	/** The same, for as long as it is held: whether a checkpoint needs it or not. */
	hold(component: number, state: Uint8Array): Promise<HeldState>;
	/** Rejects with `storage` where it is not as it was kept. */
	read(saved: SavedState): Promise<Uint8Array>;
}

/** All that a flow needs to go on from one moment, at which nothing was under way. */
export interface Checkpoint {
	/** Unix ms. */
	readonly at: number;
	/** Parcels that every source had given. */
	readonly parcels: number;
	/** By component: where a reader or a writer is, what a plugin saved; absent: nothing. */
	readonly components: ReadonlyMap<number, { readonly position?: Position; readonly state?: SavedState }>;
	/** By component: records it took, gave, dropped and failed, and bytes, so that counts go on. */
	readonly counts: unknown;
}
