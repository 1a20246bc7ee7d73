/**
 * Records as they travel: one buffer and the offset at which each record ends. Nobody on the way parses them.
 *
 * Record `i` is `data[start_i, ends[i])`, where `start_0 = 0` and `start_i = ends[i - 1] + gap`.
 * JSON and NDJSON records are separated by one line feed (`gap` 1), so a batch of them is NDJSON as it stands and can
 * be written to a file or handed to an `ndjson` guest without a copy per record; a record never holds a raw line feed.
 * Raw bytes have no separator (`gap` 0).
 */
export interface Batch {
	readonly data: Uint8Array;
	readonly ends: Uint32Array;
	readonly gap: 0 | 1;
}

export const emptyBatch: Batch = { data: new Uint8Array(0), ends: new Uint32Array(0), gap: 1 };

/** Start offset of record `index` in bytes. */
export function recordStart(batch: Batch, index: number): number {
	return index === 0 ? 0 : (batch.ends[index - 1] ?? 0) + batch.gap;
}

export function recordAt(batch: Batch, index: number): Uint8Array {
	return batch.data.subarray(recordStart(batch, index), batch.ends[index]);
}

/** Builds a batch from separate records. The last record is followed by a separator as well, as in NDJSON files. */
export function batchOf(records: readonly Uint8Array[], gap: 0 | 1 = 1): Batch {
	const ends = new Uint32Array(records.length);
	const data = new Uint8Array(records.reduce((sum, record) => sum + record.length + gap, 0));
	let at = 0;
	records.forEach((record, index) => {
		data.set(record, at);
		at += record.length;
		ends[index] = at;
		if (gap === 1) data[at] = 0x0a;
		at += gap;
	});
	return { data, ends, gap };
}
