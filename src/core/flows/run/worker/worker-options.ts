import type { OnError } from '../../../../shared/flow/flow-file.ts';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import type { CallOutcome, CallSink, GuestSpec } from '../../../runtime/runtime.ts';

/** What one plugin does in a flow. */
export interface WorkerOptions {
	readonly spec: GuestSpec;
	readonly type: ComponentType;
	readonly fn: string;
	readonly onError: OnError;
	/** Instances that share the work; more than one only of types that keep nothing between records. */
	readonly workers: number;
	/** A batch of more records or bytes is worked in several calls, and joined again. */
	readonly batchRecords: number;
	readonly batchBytes: number;
	/** The largest record that is handed over, bytes. Default: as much as a batch. */
	readonly maxRecordBytes?: number;
	/** Whether somebody takes what a filter lets go. */
	readonly wantsDropped: boolean;
	/** Whether it has the exports that save its state (`savesState`). */
	readonly savesState: boolean;
	/** Whether errors say nothing of what stands in a record: the history is to keep none of that. Default: they do. */
	readonly hidesRecords?: boolean;
	/**
	 * Whether another instance goes on where one of a type that keeps nothing between records is lost, and the record that
	 * it was lost to is looked for. Default: it does. Otherwise a loss ends the flow: whatever one keeps, all records meet.
	 */
	readonly renews?: boolean;
	/** Records that the component took before this worker, so that numbers go on. */
	readonly recordsBefore?: number;
	/** Hears what its instances do: logs, requests, and starts and ends of processes. */
	readonly sink?: CallSink;
	/** Hears of each answered call once, and of each record that took its instance with it. Bytes of what the call worked, and of what it gave. */
	readonly onCount?: (outcome: CallOutcome, bytesIn: number, bytesOut: number) => void;
}

/** What becomes of a record that is not taken, whether at once or after it was tried again. */
export function lastResort(onError: OnError): 'fail' | 'skip' | 'quarantine' {
	return typeof onError === 'string' ? onError : onError.then;
}

/** Whether a record that is not taken is found in its call, and not only where that fails. */
export function leavesOut(onError: OnError): boolean {
	return onError !== 'fail';
}
