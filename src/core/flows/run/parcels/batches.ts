import {
	type Batch,
	batchOf,
	emptyBatch,
	joinBatches,
	noRecords,
	recordAt,
	recordStart,
} from '../../../../shared/sandbox/batch.ts';

/** Records `first` up to, not including, `past`, on the same bytes; `copyRange` copies them. */
export function viewRange(batch: Batch, first: number, past: number): Batch {
	const { data, ends, gap } = batch;
	if (first === 0 && past === ends.length) return batch;
	if (first >= past) return noRecords(gap);
	const start = recordStart(batch, first);
	const end = Math.min(data.length, (ends[past - 1] ?? 0) + gap);
	return { data: data.subarray(start, end), ends: ends.subarray(first, past).map((each) => each - start), gap };
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

/** Records `first` up to, not including, `past`. */
export interface Range {
	readonly first: number;
	readonly past: number;
}

/** Cuts a batch into ranges of at most so many records and bytes, separators included, but of one record at least. */
export function rangesWithin(batch: Batch, maxRecords: number, maxBytes: number): readonly Range[] {
	const { ends, gap } = batch;
	const ranges: Range[] = [];
	for (let first = 0; first < ends.length; ) {
		const start = recordStart(batch, first);
		let past = first + 1;
		while (past < ends.length && past - first < maxRecords && (ends[past] ?? 0) + gap - start <= maxBytes) past++;
		ranges.push({ first, past });
		first = past;
	}
	return ranges;
}

/** The same as batches on the same bytes, in order. */
export function cut(batch: Batch, maxRecords: number, maxBytes: number): readonly Batch[] {
	return rangesWithin(batch, maxRecords, maxBytes).map(({ first, past }) => viewRange(batch, first, past));
}

function recordsOf(batch: Batch): readonly Uint8Array[] {
	return Array.from(batch.ends, (_, index) => recordAt(batch, index));
}
