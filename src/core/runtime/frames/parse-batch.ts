import { types } from 'node:util';
import { MAX_BATCH_RECORDS } from '../../../shared/policy/limits.ts';
import type { Batch } from '../../../shared/sandbox/batch.ts';
import { assertFrame, MalformedFrame } from './malformed-frame.ts';

interface RawBatch {
	readonly data?: unknown;
	readonly ends?: unknown;
	readonly gap?: unknown;
}

/** Checks what the readers of a batch rely on: offsets rise and stay within the data, whatever the sender claims. */
export function parseBatch(raw: unknown): Batch {
	assertFrame(typeof raw === 'object' && raw !== null, 'a batch that is no object');
	const { data, ends, gap } = raw as RawBatch;
	assertFrame(types.isUint8Array(data), 'a batch without bytes');
	assertFrame(types.isUint32Array(ends), 'a batch without record offsets');
	assertFrame(ends.length <= MAX_BATCH_RECORDS, `a batch of more than ${MAX_BATCH_RECORDS} records`);
	assertFrame(gap === 0 || gap === 1, 'a batch with an unknown gap');
	let start = 0;
	for (let index = 0; index < ends.length; index += 1) {
		const end = ends[index] as number;
		// Of tens of millions of records, a sentence for each would cost more than all that is said of it elsewhere.
		if (end < start) throw new MalformedFrame(`a batch whose record ${index} ends before it starts`);
		start = end + gap;
	}
	// The last record's separator may be there or not.
	assertFrame(start - (ends.length === 0 ? 0 : gap) <= data.length, 'a batch whose records reach beyond its bytes');
	return { data, ends, gap };
}
