import { type Batch, recordStart } from '../../../../shared/sandbox/batch.ts';
import type { Range } from '../parcels/batches.ts';

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
