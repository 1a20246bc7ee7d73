import type { ComponentType } from '../../../shared/plugin/component-type.ts';
import { MAX_RECORD_BYTES } from '../../../shared/policy/limits.ts';
import type { RecordReader } from '../../records/record-reader.ts';
import type { RecordWriter } from '../../records/record-writer.ts';
import type { GuestSpec } from '../../runtime/runtime.ts';

/** The longest line as JSON, each of whose bytes may have become six: whatever was read, the plugin says whether it has room for it. bytes */
export const MOST_RECORD_BYTES = 6 * MAX_RECORD_BYTES + 2;

export interface LineStage {
	readonly spec: GuestSpec;
	readonly type: ComponentType;
	readonly fn: string;
	/** Of one call. */
	readonly batchRecords: number;
}

/** One plugin, or several in a row, between one place that records come from and one that they go to: a flow without branches. */
export interface Line {
	readonly stages: readonly LineStage[];
	/** Where records come from when the first stage is no source. Opened only once every plugin has started. */
	readonly reader: ((signal: AbortSignal) => Promise<RecordReader>) | null;
	/** Where they go when the last stage is no destination. Opened when the reader is. */
	readonly writer: (signal: AbortSignal) => Promise<RecordWriter>;
	/** What errors call a stage of a chain; absent: one plugin runs alone, and every error is about it. */
	readonly nameOf?: (position: number) => string;
}
