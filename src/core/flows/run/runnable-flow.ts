import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import type { FlowReader, FlowWriter, Position } from '../io/flow-io.ts';
import type { RecordWorker } from './record-worker.ts';

/** `recordsBefore`: what its component took before this one, so that records keep their numbers. */
export type OpenWorker = (signal: AbortSignal, recordsBefore: number) => Promise<RecordWorker>;

interface Planned {
	/** Name in the flow. */
	readonly name: string;
	/** Whether it can go on from a position or a state: a flow is as good as the least of its components. */
	readonly resumes: boolean;
}

/** What of a component is opened when the flow starts, and again where it was when the flow goes on. */
export type RunnableComponent = Planned &
	(
		| { readonly kind: 'reader'; readonly open: (at: Position | null, signal: AbortSignal) => Promise<FlowReader> }
		| { readonly kind: 'writer'; readonly open: (at: Position | null, signal: AbortSignal) => Promise<FlowWriter> }
		| {
				readonly kind: 'source';
				readonly open: OpenWorker;
				/** That it has nothing is no end: it may have something later. */
				readonly endless: boolean;
		  }
		| {
				readonly kind: 'work';
				readonly open: OpenWorker;
				/** Records and bytes of one call. */
				readonly batchRecords: number;
				readonly batchBytes: number;
				/** The largest record that it is given, bytes. Default: as much as a batch. */
				readonly maxRecordBytes?: number;
				readonly workers: number;
				/** An aggregator, or a program: it may have more to give once all its input was worked. */
				readonly finishes: boolean;
				/** False: a destination. */
				readonly passesOn: boolean;
				/** Whether a record that it cannot take ends the flow. */
				readonly failsFlow: boolean;
				/** Whether errors say nothing of what stands in a record. Default: they do. */
				readonly hidesRecords?: boolean;
		  }
	);

/** A flow whose every component was found, granted and configured: what is left is to run it. */
export interface RunnableFlow {
	/** By their place in the flow. */
	readonly components: readonly RunnableComponent[];
	/** By the component that takes, in the order of its inputs. */
	readonly edges: readonly FlowEdge[];
	/**
	 * Of a line alone: what was given before a component failed is still worked by those behind it, so that what is written
	 * ends at the record that it failed on. Default: all end at once.
	 */
	readonly drains?: boolean;
}

/** Whether a run of it takes checkpoints and can be resumed. */
export function resumes(plan: RunnableFlow): boolean {
	return plan.components.every((component) => component.resumes);
}
