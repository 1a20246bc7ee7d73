import type {
	Flow,
	FlowComponent,
	OnError,
	PreviewConfig,
	ReadFileConfig,
	WriteFileConfig,
} from '../../../shared/flow/flow-file.ts';
import type { FlowGraph } from '../../../shared/flow/flow-graph.ts';
import type { RunnablePlugin } from '../../plugins/plugin-loader.ts';

/** A part of the program in a flow, with what it is configured with; paths are whole. */
export type PlannedBuiltIn =
	| { readonly use: 'read-file'; readonly config: ReadFileConfig }
	| { readonly use: 'write-file'; readonly config: WriteFileConfig }
	| { readonly use: 'preview'; readonly config: PreviewConfig };

/** One component, ready to be started. */
export interface PlannedComponent {
	/** In the file, from 0. */
	readonly position: number;
	readonly component: FlowComponent;
	readonly unit: PlannedBuiltIn | { readonly use: null; readonly plugin: RunnablePlugin };
	readonly onError: OnError;
	readonly workers: number;
	readonly batchRecords: number;
	/** bytes */
	readonly batchBytes: number;
}

/** A flow that can run. */
export interface FlowPlan {
	readonly flow: Flow;
	readonly graph: FlowGraph;
	/** In the order of the file. */
	readonly components: readonly PlannedComponent[];
	/** Places of those that keep a run from being resumed. */
	readonly notResumable: readonly number[];
}
