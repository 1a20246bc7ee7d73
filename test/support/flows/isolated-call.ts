import { expect } from 'vitest';
import type { LoadedGuest } from '../../../src/sandbox/guests/loaded-guest.ts';
import type { Batch } from '../../../src/shared/sandbox/batch.ts';
import { batch, texts } from '../guests/in-process-guest.ts';

/** Bytes of an answer. */
export const MAX_OUTPUT = 1024 * 1024;

interface Answer {
	readonly out: readonly string[];
	readonly dropped: readonly string[] | null;
	readonly failed: readonly number[];
	readonly messages: readonly string[];
	readonly given: readonly number[];
	readonly recordsIn: number;
}

/** A call in which each record stands for itself; rejects with what it failed with as a whole. `limit`: bytes of its answer. */
export async function isolated(
	guest: LoadedGuest,
	fn: string,
	input: Batch,
	dropped = false,
	limit = MAX_OUTPUT,
): Promise<Answer> {
	const wanted = dropped ? ({ dropped: true } as const) : {};
	const result = await guest.call({
		fn,
		input: { kind: 'records', batch: input, isolate: true, ...wanted },
		maxOutputBytes: limit,
	});
	if (!result.ok) throw result.error;
	if (result.output.kind !== 'records') throw new Error('expected records');
	const { output, counts } = result;
	expect(counts.recordsOut).toBe(output.batch.ends.length);
	const arrays = [output.batch, ...(output.dropped === undefined ? [] : [output.dropped])].flatMap((one) => [
		one.data,
		one.ends,
	]);
	expect(new Set(arrays).size, 'an array in two places of a message').toBe(arrays.length);
	return {
		out: texts(output.batch),
		dropped: output.dropped === undefined ? null : texts(output.dropped),
		failed: (output.failed ?? []).map(({ index }) => index),
		messages: (output.failed ?? []).map(({ error }) => error.message),
		given: (output.failed ?? []).map(({ given }) => given),
		recordsIn: counts.recordsIn,
	};
}

/** Records as `"kind 0"`, `"kind 1"`, …: a fickle guest does with each as its kind says. */
export const named = (...kinds: readonly string[]): Batch => batch(...kinds.map((kind, index) => `"${kind} ${index}"`));
