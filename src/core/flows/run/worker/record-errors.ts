import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { because } from '../../../../shared/errors/failure-reason.ts';
import { inQuotes } from '../../../../shared/quoted.ts';
import { type Batch, recordAt } from '../../../../shared/sandbox/batch.ts';
import { withoutPlace } from '../parcels/failed-line.ts';

/** So much of a record is shown where it is named. bytes */
const SHOWN_BYTES = 80;

/** The beginning of a record, as one can read it. */
export function beginningOf(batch: Batch, index: number): string {
	const record = recordAt(batch, index);
	const text = Buffer.from(record.subarray(0, SHOWN_BYTES)).toString('utf8');
	return record.length > SHOWN_BYTES ? `${text}…` : text;
}

/** A failure that is no record's. */
export function ofPlugin(error: DataFlareError, plugin: string): DataFlareError {
	return error.with({ details: { plugin } });
}

/**
 * The failure of one record as that of all: which it is, from 1, among those that the plugin took, and how it begins;
 * null: that is not to be told.
 */
export function ofRecord(
	error: DataFlareError,
	plugin: string,
	number: number,
	beginning: string | null,
): DataFlareError {
	// Its number within the call is of interest to nobody.
	const alone = withoutPlace(error);
	const said = alone.origin === 'host' ? alone.message.replace(/^([\w-]+), record \d+/, '$1') : alone.message;
	return alone.with({
		message: `${nameOf(number, number, beginning)}${said}`,
		details: { plugin, record: number, ...(beginning === null ? {} : { beginning }) },
	});
}

/** The failure of a batch of which nobody knows the record: the first and the last of it, from 1. */
export function ofRecords(error: DataFlareError, plugin: string, first: number, last: number): DataFlareError {
	return error.with({
		message: `${nameOf(first, last, null)}${error.message}`,
		details: { plugin, firstRecord: first, lastRecord: last },
	});
}

/**
 * A failure that `ofRecord` or `ofRecords` told, of the record `number`, from 1: for whoever counts in another way than the
 * worker, which counts what it was handed.
 */
export function ofNumber(error: DataFlareError, number: number): DataFlareError {
	const { record, firstRecord, lastRecord, beginning } = error.details ?? {};
	const begins = typeof beginning === 'string' ? beginning : null;
	const name = nameOf(Number(firstRecord ?? record), Number(lastRecord ?? record), begins);
	const said = error.message.startsWith(name) ? error.message.slice(name.length) : error.message;
	return error.with({ message: `${nameOf(number, number, begins)}${said}`, details: { record: number } });
}

/** How a message names the records that it is about, before what it says of them. */
function nameOf(first: number, last: number, beginning: string | null): string {
	const which = first === last ? `record ${first}` : `records ${first} to ${last}`;
	return `${which}${beginning === null ? '' : ` (${inQuotes(beginning)})`}: `;
}

/** A record that no plugin is handed. */
export function recordTooLarge(plugin: string, sizeBytes: number, maxBytes: number): DataFlareError {
	return new DataFlareError('invalid_input', `the record has ${sizeBytes} bytes; at most ${maxBytes} are handed over`, {
		hint: 'Split the data into smaller records.',
		details: { ...because('record_above_limit', { sizeBytes, maxBytes }), plugin },
	});
}

/** Throws why a signal was aborted. */
export function throwIfAborted(signal: AbortSignal): void {
	if (signal.aborted) throw reasonOf(signal);
}

export function reasonOf(signal: AbortSignal): DataFlareError {
	const { reason } = signal;
	if (reason instanceof DataFlareError) return reason;
	return new DataFlareError('cancelled', 'the flow was cancelled', { details: because('cancelled') });
}

/** The promise, or why the signal was aborted, whichever comes first. Whatever comes of it later is heard by nobody. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const onAbort = (): void => reject(reasonOf(signal));
		if (signal.aborted) onAbort();
		signal.addEventListener('abort', onAbort, { once: true });
		const release = (): void => signal.removeEventListener('abort', onAbort);
		promise.then(
			(value) => {
				release();
				resolve(value);
			},
			(error: unknown) => {
				release();
				reject(error);
			},
		);
	});
}

/** So long, or why the signal was aborted. ms */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const over = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms);
	});
	return orAborted(over, signal).finally(() => clearTimeout(timer));
}
