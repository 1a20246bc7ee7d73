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

const LF = 0x0a;

export const emptyBatch: Batch = { data: new Uint8Array(0), ends: new Uint32Array(0), gap: 1 };

/** None, in memory of their own: no array stands in two places of a message. */
export function noRecords(gap: 0 | 1): Batch {
	return { data: new Uint8Array(0), ends: new Uint32Array(0), gap };
}

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
		if (gap === 1) data[at] = LF;
		at += gap;
	});
	return { data, ends, gap };
}

/** A copy of records `first` up to, not including, `past`, with the last one's separator. */
export function copyRange(batch: Batch, first: number, past: number): Batch {
	const { gap } = batch;
	if (first >= past) return noRecords(gap);
	const start = recordStart(batch, first);
	const end = batch.ends[past - 1] as number;
	const data = new Uint8Array(end - start + gap);
	data.set(batch.data.subarray(start, end));
	if (gap === 1) data[end - start] = LF;
	const ends = batch.ends.slice(first, past);
	for (let index = 0; index < ends.length; index++) ends[index] = (ends[index] as number) - start;
	return { data, ends, gap };
}

/** All records of batches of one gap, in order. One that stands alone is handed back as it is. */
export function joinBatches(batches: readonly Batch[], gap: 0 | 1): Batch {
	const parts = batches.filter(({ ends }) => ends.length > 0);
	const [only] = parts;
	if (only === undefined) return noRecords(gap);
	if (parts.length === 1) return only;
	const sizes = parts.map(({ ends }) => (ends.at(-1) as number) + gap);
	const data = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
	const ends = new Uint32Array(parts.reduce((sum, part) => sum + part.ends.length, 0));
	let [at, count] = [0, 0];
	for (const [index, part] of parts.entries()) {
		const size = sizes[index] as number;
		data.set(part.data.subarray(0, size), at);
		// The last separator may be missing.
		if (gap === 1) data[at + size - 1] = LF;
		for (let record = 0; record < part.ends.length; record++) ends[count++] = at + (part.ends[record] as number);
		at += size;
	}
	return { data, ends, gap };
}
