import type { Position } from '../io/flow-io.ts';

/** All that a flow needs to go on from one moment, at which nothing was under way. */
export interface Checkpoint {
	/** Unix ms. */
	readonly at: number;
	/** Parcels that every source had given. */
	readonly parcels: number;
	/** By component: where a reader or a writer is, what a plugin saved; absent: nothing. */
	readonly components: ReadonlyMap<number, { readonly position?: Position; readonly state?: Uint8Array }>;
	/** By component: records it took, gave, dropped and failed, and bytes, so that counts go on. */
	readonly counts: unknown;
}
