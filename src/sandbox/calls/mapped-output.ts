import { isUtf8 } from 'node:buffer';
import { type Batch, copyRange, joinBatches, recordAt } from '../../shared/sandbox/batch.ts';
import { findUtf8Error } from '../memory/utf8.ts';
import type { Isolation } from './isolation.ts';
import type { OutputBuilder } from './output-builder.ts';
import { invalidUtf8 } from './output-errors.ts';

/** What records gave, and of which record of the call each of it is. */
export interface MappedOutput {
	readonly out: OutputBuilder;
	/** By the place in the output. Null: nobody leaves records out, and it is of no interest. */
	readonly origins: Uint32Array | null;
	/** So many records of the call were worked. */
	readonly taken: number;
}

/** The output as a batch. Text that is not UTF-8 fails the call, or is left out as the failure of the record that gave it. */
export function finishMapped<Instance>(
	fn: string,
	{ out, origins, taken }: MappedOutput,
	isText: boolean,
	isolation: Isolation<Instance> | null,
): { readonly batch: Batch; readonly taken: number } {
	if (isolation === null || origins === null || !isText) return { batch: out.finish(isText), taken };
	const batch = out.finish(false);
	if (isUtf8(batch.data)) return { batch, taken };
	const good: number[] = [];
	for (let index = 0; index < batch.ends.length; index++) {
		const record = recordAt(batch, index);
		if (isUtf8(record)) good.push(index);
		else isolation.add(origins[index] as number, 0, invalidUtf8(fn, findUtf8Error(record, 0, record.length)));
	}
	const givenBefore = (record: number): number => good.filter((index) => (origins[index] as number) < record).length;
	const next = isolation.settle(givenBefore);
	// What a guest keeps cannot be taken from it again.
	if (next !== null && !isolation.renews) throw invalidUtf8(fn, 0);
	const past = next ?? taken;
	const kept = good.filter((index) => (origins[index] as number) < past);
	const records = kept.map((index) => copyRange(batch, index, index + 1));
	return { batch: joinBatches(records, batch.gap), taken: past };
}
