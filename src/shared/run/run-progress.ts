import type { SaidProgress } from './run.ts';
import type { FlowProgress } from './run-edge.ts';

/** How far a run under way is. */
export interface RunProgress {
	readonly id: string;
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly bytesIn: number;
	/** 0: unknown. */
	readonly totalBytes: number;
	readonly elapsedMs: number;
	readonly stages: readonly {
		readonly plugin: string;
		readonly recordsIn: number;
		readonly recordsOut: number;
		/** The last that the plugin said by `host_progress`; null: nothing. */
		readonly said: SaidProgress | null;
	}[];
	/** Of a flow alone. */
	readonly flow?: FlowProgress | undefined;
}
