import { isUtf8 } from 'node:buffer';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MAX_TRIAL_BYTES } from '../../../shared/flow/trial-limits.ts';
import { type Batch, batchOf, recordAt } from '../../../shared/sandbox/batch.ts';

/** A record that comes out counts for so much beside its bytes. */
const RECORD_BYTES = 16;

/**
 * Records, each a text of JSON, as a component takes them. For one that takes bytes, each is a string or `{"base64": …}`.
 * Throws `invalid_input` over a record that is not what it should be, and where all together are too large.
 */
export function recordsIn(records: readonly string[], isBytes: boolean): readonly Uint8Array[] {
	let left = MAX_TRIAL_BYTES;
	return records.map((text, index) => {
		const record = valueOf(text, index + 1);
		// Between values alone can a line feed stand in JSON, and nowhere in a record.
		const bytes = isBytes ? bytesOf(record, index + 1) : Buffer.from(text.replaceAll(/[\r\n]+/g, ' ').trim());
		left -= bytes.length;
		if (left < 0) throw trialTooLarge();
		return bytes;
	});
}

export function trialBatch(records: readonly Uint8Array[], isBytes: boolean): Batch {
	return batchOf(records, isBytes ? 0 : 1);
}

/** Adds records as texts of JSON: themselves, or of bytes a string, and `{"base64": …}` where they are no text. */
export function addRecords(to: string[], batch: Batch, isBytes: boolean): void {
	for (let index = 0; index < batch.ends.length; index++) {
		const record = Buffer.from(recordAt(batch, index));
		if (!isBytes) to.push(record.toString('utf8').trim());
		else to.push(JSON.stringify(isUtf8(record) ? record.toString('utf8') : { base64: record.toString('base64') }));
	}
}

/** What records count for: many that are empty are much as well. */
export function sizeOfRecords({ data, ends }: Batch): number {
	return data.length + RECORD_BYTES * ends.length;
}

export function trialTooLarge(): DataFlareError {
	return new DataFlareError('invalid_input', `a trial takes and gives at most ${MAX_TRIAL_BYTES} bytes of records`, {
		hint: 'Try fewer records, or smaller ones.',
		details: because('trial_too_large', { maxBytes: MAX_TRIAL_BYTES }),
	});
}

function valueOf(text: string, number: number): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new DataFlareError('invalid_input', `record ${number} of the trial is not one JSON value`, {
			hint: 'Give each record as a text of JSON.',
			details: because('trial_not_json', { record: number }),
			cause,
		});
	}
}

function bytesOf(record: unknown, number: number): Uint8Array {
	if (typeof record === 'string') return Buffer.from(record);
	if (typeof record === 'object' && record !== null && !Array.isArray(record)) {
		const { base64, ...more } = record as { readonly [key: string]: unknown };
		if (typeof base64 === 'string' && Object.keys(more).length === 0) return Buffer.from(base64, 'base64');
	}
	throw new DataFlareError('invalid_input', `record ${number} of the trial is neither text nor {"base64": …}`, {
		hint: 'The component takes bytes: give each record as text or in base64.',
		details: because('trial_not_bytes', { record: number }),
	});
}
