import {
	type Batch,
	batchOf,
	emptyBatch,
	joinBatches,
	recordAt,
	recordStart,
} from '../../../../shared/sandbox/batch.ts';

/** Records `from` to `to` (exclusive), on the same bytes. */
export function sliceOf(batch: Batch, from: number, to: number): Batch {
	if (from === 0 && to === batch.ends.length) return batch;
	if (from >= to) return { ...emptyBatch, gap: batch.gap };
	const start = recordStart(batch, from);
	const end = Math.min(batch.data.length, (batch.ends[to - 1] ?? 0) + batch.gap);
	return {
		data: batch.data.subarray(start, end),
		ends: batch.ends.subarray(from, to).map((each) => each - start),
		gap: batch.gap,
	};
}

/** One batch of all records in order. Records of lines and of bytes together are such of bytes: nothing stands between them. */
export function joined(batches: readonly Batch[]): Batch {
	const full = batches.filter(({ ends }) => ends.length > 0);
	const [first] = full;
	if (first === undefined) return batches[0] ?? emptyBatch;
	if (full.length === 1) return first;
	const isAlike = full.every(({ gap }) => gap === first.gap);
	return isAlike ? joinBatches(full, first.gap) : batchOf(full.flatMap(recordsOf), 0);
}

/** In order, each of at most so many records and, but for a record that is larger by itself, of so many bytes. */
export function cut(batch: Batch, maxRecords: number, maxBytes: number): readonly Batch[] {
	const { ends } = batch;
	if (ends.length <= maxRecords && batch.data.length <= maxBytes) return ends.length === 0 ? [] : [batch];
	const pieces: Batch[] = [];
	for (let from = 0; from < ends.length; ) {
		const start = recordStart(batch, from);
		let to = from + 1;
		while (to < ends.length && to - from < maxRecords && (ends[to] ?? 0) + batch.gap - start <= maxBytes) to++;
		pieces.push(sliceOf(batch, from, to));
		from = to;
	}
	return pieces;
}

function recordsOf(batch: Batch): readonly Uint8Array[] {
	return Array.from(batch.ends, (_, index) => recordAt(batch, index));
}
