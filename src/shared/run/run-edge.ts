import type { FlowEdge } from '../flow/flow-graph.ts';
import type { Preview } from './preview.ts';

/** What went from one component of a flow to another. Components by their place in the flow, from 0. */
export interface RunEdge extends FlowEdge {
	readonly records: number;
	/** With what stands between records. */
	readonly bytes: number;
	/** The beginning of it; null: nothing went along, or it is not kept. */
	readonly sample: Preview | null;
}

/** How a component's time went by, from the run's first record to its last. ms */
export interface StageTime {
	/** When it took or gave its first record, and its last, Unix ms; null: it had none. */
	readonly firstAt: number | null;
	readonly lastAt: number | null;
	/** While it had nothing to do. */
	readonly waitedForInputMs: number;
	/** While those who take from it were not ready. */
	readonly waitedForTakersMs: number;
	/** While something was under way in it, whatever share of that its plugin took. */
	readonly workedMs: number;
}

/** How far a flow is: by its components, in their order, and by its edges. */
export interface FlowProgress {
	readonly components: readonly {
		readonly name: string;
		readonly recordsDropped: number;
		readonly recordsFailed: number;
		/** Of the time until now, how much it had records under way; 0 to 1. */
		readonly busyShare: number;
		/** Nothing came to it for a while, so it has no sandbox until something does. */
		readonly isResting: boolean;
	}[];
	readonly edges: readonly (FlowEdge & {
		readonly records: number;
		readonly bytes: number;
		/** Parcels that nobody took yet. */
		readonly waiting: number;
	})[];
	/** Place of the component that the others wait for; null: none is busy enough for that. */
	readonly slowest: number | null;
}
