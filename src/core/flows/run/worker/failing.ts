import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { Batch } from '../../../../shared/sandbox/batch.ts';
import type { FailedRecord } from '../record-worker.ts';
import { beginningOf, ofPlugin, ofRecord, ofRecords, pause } from './record-errors.ts';
import { lastResort, type WorkerOptions } from './worker-options.ts';

/** Records of one piece of what a component takes. */
export interface Piece {
	readonly batch: Batch;
	/** Its first record in the batch that was handed over, from 0. */
	readonly at: number;
	/** Its first record among all that the component took, from 0. */
	readonly number: number;
}

/** A record that cannot be taken: left out with its reason, or the end of the flow. */
export function failedRecord(
	options: WorkerOptions,
	{ batch, at, number }: Piece,
	index: number,
	error: DataFlareError,
): FailedRecord {
	const { spec, onError } = options;
	if (lastResort(onError) === 'fail') throw named(options, { batch, at, number }, index, error);
	return { index: at + index, error: error.with({ details: { plugin: spec.plugin, record: number + index + 1 } }) };
}

export function named(
	{ spec, hidesRecords }: WorkerOptions,
	{ batch, number }: Piece,
	index: number,
	error: DataFlareError,
): DataFlareError {
	return ofRecord(error, spec.plugin, number + index + 1, hidesRecords === true ? null : beginningOf(batch, index));
}

/** The failure of a piece of which nobody knows the record. */
export function unnamed(
	{ spec, renews = true }: WorkerOptions,
	{ batch, number }: Piece,
	error: DataFlareError,
): DataFlareError {
	return renews ? ofRecords(error, spec.plugin, number + 1, number + batch.ends.length) : ofPlugin(error, spec.plugin);
}

/** Tries again as often as is said, each time after twice as long, until it goes well. `undefined`: it never does, or is not tried. */
export async function triedAgain<T>(
	{ onError }: WorkerOptions,
	signal: AbortSignal,
	attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
	if (typeof onError === 'string') return undefined;
	for (let tries = 0; tries < onError.retry; tries++) {
		await pause(onError.backoff_ms * 2 ** tries, signal);
		const done = await attempt();
		if (done !== undefined) return done;
	}
	return undefined;
}

/** The place of the record that a call failed on, from 0; null: nobody knows, or the call had not begun. */
export function recordBlamed(error: DataFlareError, count: number): number | null {
	if (count === 1) return error.details['reason'] === 'instance_lost' ? null : 0;
	return recordNamed(error, count);
}

/** The place of the record that an error names, from 0; null: none of so many. What is said of it came out of a sandbox. */
export function recordNamed(error: DataFlareError, count: number): number | null {
	const record = error.details['record'];
	if (typeof record !== 'number' || !Number.isInteger(record) || record < 1 || record > count) return null;
	return record - 1;
}
