import { type Batch, recordStart } from '../../../../shared/sandbox/batch.ts';

/** Records `first` up to, not including, `past`. */
export interface Range {
	readonly first: number;
	readonly past: number;
}

/** Cuts a batch into pieces of at most so many records and bytes each, but of one record at least. */
export function cut(batch: Batch, records: number, bytes: number): readonly Range[] {
	const pieces: Range[] = [];
	const count = batch.ends.length;
	for (let first = 0; first < count; ) {
		const start = recordStart(batch, first);
		let past = first + 1;
		while (past < count && past - first < records && (batch.ends[past] as number) - start <= bytes) past += 1;
		pieces.push({ first, past });
		first = past;
	}
	return pieces;
}

/** Ranges to look through one after another for the record that a batch failed over: few enough, and few times in one another. */
export function rangesOf(count: number, most: number): readonly Range[] {
	const size = Math.ceil(count / most);
	const found: Range[] = [];
	for (let first = 0; first < count; first += size) found.push({ first, past: Math.min(first + size, count) });
	return found;
}

/** Size of a record, bytes. */
export function sizeOf(batch: Batch, index: number): number {
	return (batch.ends[index] as number) - recordStart(batch, index);
}
