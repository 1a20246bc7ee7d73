import { type Batch, copyRange, joinBatches } from '../../shared/sandbox/batch.ts';
import type { Isolation } from './isolation.ts';
import type { RecordsAnswer } from './records-answer.ts';

/** What a guest made of one part of a batch. */
export interface PartAnswer {
	readonly batch: Batch;
	readonly dropped: Batch | null;
}

export interface Wanted {
	/** Of all that the parts give together, bytes. */
	readonly limit: number;
	/** Of what the guest gives. */
	readonly gap: 0 | 1;
	/** Whether what a filter lets go is wanted. */
	readonly dropped: boolean;
}

/**
 * Works a batch with a guest that takes batches whole: where it refuses one, it gets the halves of it, until the records are
 * found that it refuses alone. An error that names a record has that one tried first. The parts are worked in order.
 */
export async function isolateBatch<Instance>(
	batch: Batch,
	first: Instance,
	isolation: Isolation<Instance>,
	{ limit, gap, dropped }: Wanted,
	work: (instance: Instance, part: Batch) => Promise<PartAnswer>,
): Promise<RecordsAnswer> {
	const count = batch.ends.length;
	const done: PartAnswer[] = [];
	/** What is left, as first and past, the next part at the end. */
	const left: (readonly [number, number])[] = [[0, count]];
	let instance: Instance | null = first;
	let [bytes, given] = [0, 0];
	let taken = count;
	for (let range = left.pop(); range !== undefined; range = left.pop()) {
		const [from, past] = range;
		if (isolation.full) {
			taken = from;
			break;
		}
		const part = from === 0 && past === count ? batch : copyRange(batch, from, past);
		instance ??= await isolation.renew();
		try {
			const answer = await work(instance, part);
			if (bytes > 0 && isolation.renews && bytes + answer.batch.data.length > limit) {
				taken = from;
				break;
			}
			bytes += answer.batch.data.length;
			given += answer.batch.ends.length;
			done.push(answer);
		} catch (thrown) {
			if (past - from === 1) {
				instance = await isolation.leaveOut(instance, from, given, thrown);
				continue;
			}
			const { error, next } = await isolation.survive(instance, thrown);
			instance = next;
			for (const piece of cut(from, past, error.message)) left.push(piece);
		}
	}
	const batches = done.map((part) => part.batch);
	const letGo = done.flatMap((part) => (part.dropped === null ? [] : [part.dropped]));
	return { batch: joinBatches(batches, gap), dropped: dropped ? joinBatches(letGo, batch.gap) : null, taken };
}

/** The parts of a range to try next, the last one first. */
function cut(from: number, past: number, said: string): readonly (readonly [number, number])[] {
	const named = Number(/\brecord (\d{1,8})\b/i.exec(said)?.[1] ?? 0);
	if (named >= 1 && named <= past - from) {
		const at = from + named - 1;
		const parts: (readonly [number, number])[] = [];
		if (at + 1 < past) parts.push([at + 1, past]);
		parts.push([at, at + 1]);
		if (at > from) parts.push([from, at]);
		return parts;
	}
	const middle = (from + past) >>> 1;
	return [
		[middle, past],
		[from, middle],
	];
}
