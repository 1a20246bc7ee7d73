import { type Batch, copyRange, joinBatches } from '../../../../shared/sandbox/batch.ts';
import type { RecordFailure } from '../../../../shared/sandbox/frames.ts';
import type { FailedRecord, WorkedBatch } from '../record-worker.ts';

/** What one call made of its records. */
export interface Answered {
	readonly batch: Batch;
	readonly dropped: Batch | null;
	readonly failed: readonly RecordFailure[];
	/** So many of its records were worked. */
	readonly taken: number;
}

/** What became of records, gathered in their order. */
export class Worked {
	readonly #out: Batch[] = [];
	readonly #dropped: Batch[] = [];
	readonly #failed: FailedRecord[] = [];

	give(out: Batch, dropped: Batch | null): void {
		this.#out.push(out);
		if (dropped !== null) this.#dropped.push(dropped);
	}

	fail(failed: FailedRecord): void {
		this.#failed.push(failed);
	}

	/** Adds what became of records that follow. */
	append({ out, dropped, failed }: WorkedBatch): void {
		this.give(out, dropped);
		for (const one of failed) this.#failed.push(one);
	}

	/** `gap`: of what came in, where nothing else tells. */
	result(gap: 0 | 1, wantsDropped: boolean): WorkedBatch {
		const given = this.#out.find(({ ends }) => ends.length > 0) ?? this.#out[0];
		return {
			out: joinBatches(this.#out, given?.gap ?? gap),
			dropped: wantsDropped ? joinBatches(this.#dropped, gap) : null,
			failed: this.#failed,
		};
	}
}

/**
 * Takes an answer apart at the records that failed: `give` hears of what came of those between them, `fail` of each of them,
 * in the order of the records.
 */
export async function apart(
	answer: Answered,
	give: (out: Batch, dropped: Batch | null) => void,
	fail: (failure: RecordFailure) => Promise<void>,
): Promise<void> {
	const { batch, dropped, failed } = answer;
	let [gave, letGo] = [0, 0];
	for (const [before, failure] of failed.entries()) {
		// Each record was given, let go, or failed; of a filter alone is known how many were let go.
		const past = Math.max(letGo, failure.index - failure.given - before);
		give(copyRange(batch, gave, failure.given), dropped === null ? null : copyRange(dropped, letGo, past));
		[gave, letGo] = [failure.given, past];
		await fail(failure);
	}
	if (failed.length === 0) give(batch, dropped);
	else {
		give(
			copyRange(batch, gave, batch.ends.length),
			dropped === null ? null : copyRange(dropped, letGo, dropped.ends.length),
		);
	}
}
