import { type Batch, emptyBatch, recordStart } from '../../../../shared/sandbox/batch.ts';

const LF = 0x0a;

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
	const gap = full.every((batch) => batch.gap === first.gap) ? first.gap : 0;
	const records = full.reduce((sum, { ends }) => sum + ends.length, 0);
	const ends = new Uint32Array(records);
	const data = new Uint8Array(full.reduce((sum, batch) => sum + spanOf(batch, gap), 0));
	let at = 0;
	let record = 0;
	for (const batch of full) {
		const whole = batch.gap === gap ? [[0, batch.ends.length] as const] : singles(batch);
		for (const [from, to] of whole) {
			const start = recordStart(batch, from);
			const end = batch.ends[to - 1] ?? 0;
			data.set(batch.data.subarray(start, end), at);
			for (let index = from; index < to; index++) ends[record++] = at + (batch.ends[index] ?? 0) - start;
			at += end - start;
			if (gap === 1) data[at++] = LF;
		}
	}
	return { data, ends, gap };
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

function spanOf(batch: Batch, gap: 0 | 1): number {
	const last = batch.ends.at(-1) ?? 0;
	return batch.gap === gap ? last + gap : last - batch.gap * (batch.ends.length - 1) + gap * batch.ends.length;
}

function singles(batch: Batch): readonly (readonly [number, number])[] {
	return Array.from(batch.ends, (_, index) => [index, index + 1] as const);
}
