import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Encoding } from '../../shared/plugin/component-type.ts';
import { type Batch, copyRange, noRecords, recordAt, recordStart } from '../../shared/sandbox/batch.ts';
import { decodeLenient } from '../memory/utf8.ts';
import type { PartAnswer } from './isolate-batch.ts';
import { plainVerdicts } from './lines/plain-verdicts.ts';
import { rawBytes } from './output-builder.ts';
import { tooLarge, wrongOutput } from './output-errors.ts';
import type { Copied } from './results.ts';
import { splitArray, splitOutput } from './split-output.ts';

const LF = 0x0a;
const OPEN_ARRAY = 0x5b;

/** The verdict on one record that a filter gave as a result: `true` or `false`. */
export function readVerdict(fn: string, { data, length }: Copied): boolean {
	const text = decodeLenient(data.subarray(0, Math.min(length, 64))).trim();
	if (text === 'true') return true;
	if (text === 'false') return false;
	throw wrongOutput(fn, `a filter must return 0, 1, true or false; found ${JSON.stringify(text.slice(0, 40))}`);
}

/** What became of a record, in a filter's list of verdicts. */
export const LET_GO = 0;
export const KEPT = 1;
export const FAILED = 2;

/** The bytes of a batch as they are, with the last separator, which may be missing. */
function copyOf({ data, gap }: Batch): Uint8Array {
	const copy = rawBytes(data.length + gap);
	copy.set(data);
	if (gap === 1) copy[data.length] = LF;
	return copy;
}

/**
 * The records of `batch` whose verdict is `wanted`, moved together in as few pieces as they lie in. `inPlace`: in the
 * batch's own bytes, which nobody looks at any more.
 */
function keepRecords(
	fn: string,
	batch: Batch,
	verdicts: Uint8Array,
	limit: number,
	{ wanted = KEPT, inPlace = false } = {},
): Batch {
	const { data, ends, gap } = batch;
	if (!verdicts.includes(wanted)) return noRecords(gap);
	const isWhole = data.length === (ends.at(-1) ?? 0) + gap;
	// A batch that may still be found too large is needed as it is by whoever takes it apart then.
	const out = inPlace && isWhole && data.length <= limit ? data : copyOf(batch);
	const kept = new Uint32Array(verdicts.length);
	let [count, written, start] = [0, 0, 0];
	for (let index = 0; index < verdicts.length; ) {
		if (verdicts[index] !== wanted) {
			start = (ends[index++] as number) + gap;
			continue;
		}
		const moved = start - written;
		let end = start;
		for (; index < verdicts.length && verdicts[index] === wanted; index++) {
			end = ends[index] as number;
			kept[count++] = end - moved;
			end += gap;
		}
		if (moved > 0) out.copyWithin(written, start, end);
		written = end - moved;
		start = end;
	}
	if (written > limit + gap) throw tooLarge(fn, written, limit);
	return { data: out.subarray(0, written), ends: kept.subarray(0, count), gap };
}

/** What a filter kept, and what it let go where that is wanted; where it is not, the batch's own bytes may hold what was kept. */
export function partRecords(
	fn: string,
	batch: Batch,
	verdicts: Uint8Array,
	limit: number,
	wantsDropped: boolean,
): PartAnswer {
	return {
		batch: keepRecords(fn, batch, verdicts, limit, { inPlace: !wantsDropped }),
		dropped: wantsDropped ? keepRecords(fn, batch, verdicts, batch.data.length + 1, { wanted: LET_GO }) : null,
	};
}

/** What a filter kept of a batch, from the array of booleans or of records that it answered with. */
export function readKept(
	fn: string,
	encoding: Encoding,
	input: Batch,
	output: Copied,
	limit: number,
	wantsDropped: boolean,
): PartAnswer {
	const { data, length } = output;
	const answeredWithArray = encoding === 'ndjson' && data[0] === OPEN_ARRAY && input.data[0] !== OPEN_ARRAY;
	const form = encoding === 'ndjson' && !answeredWithArray ? 'lines' : 'array';
	const plain = encoding === 'bytes' ? null : plainVerdicts(data, length, input.ends.length, form);
	if (plain !== null) return partRecords(fn, input, plain, limit, wantsDropped);
	const answer = answeredWithArray
		? splitArray(fn, data, length, input.ends.length)
		: splitOutput(fn, encoding, data, length, input.ends.length);
	if (answer.ends.length === 0) return keptNothing(input, wantsDropped);
	const keep = readMask(answer);
	if (keep === null) {
		if (answer.ends.length > input.ends.length) throw wrongCount(fn, answer.ends.length, input.ends.length);
		return { batch: answer, dropped: wantsDropped ? droppedBeside(fn, input, answer) : null };
	}
	if (keep.length !== input.ends.length) throw wrongCount(fn, keep.length, input.ends.length);
	return partRecords(fn, input, keep, limit, wantsDropped);
}

/** All of a batch is let go. */
export function keptNothing(batch: Batch, wantsDropped: boolean): PartAnswer {
	return {
		batch: noRecords(batch.gap),
		dropped: wantsDropped ? copyRange(batch, 0, batch.ends.length) : null,
	};
}

/** What is not among the records that a filter kept. Throws where those are not some of what it got, in that order. */
export function droppedBeside(fn: string, input: Batch, kept: Batch): Batch {
	const verdicts = new Uint8Array(input.ends.length);
	let next = 0;
	for (let index = 0; index < verdicts.length && next < kept.ends.length; index++) {
		if (Buffer.compare(recordAt(input, index), recordAt(kept, next)) !== 0) continue;
		verdicts[index] = KEPT;
		next++;
	}
	if (next < kept.ends.length) throw changesRecords(fn);
	return keepRecords(fn, input, verdicts, input.data.length + 1, { wanted: LET_GO });
}

function changesRecords(fn: string): DataFlareError {
	return new DataFlareError(
		'configuration',
		`${fn} answers with records that it did not get, so what it let go cannot be told`,
		{
			hint: 'Take its output instead of what it let go, or have the plugin answer with true and false.',
			details: because('filter_changes_records', { function: fn }),
		},
	);
}

function wrongCount(fn: string, found: number, expected: number) {
	return wrongOutput(fn, `returned ${found} results for ${expected} records`, { found, expected });
}

/** A flag per record where each answer is `true` or `false`; null where one is not. */
function readMask(answer: Batch): Uint8Array | null {
	const keep = new Uint8Array(answer.ends.length);
	for (let index = 0; index < keep.length; index++) {
		const start = recordStart(answer, index);
		const length = (answer.ends[index] as number) - start;
		if (length < 4 || length > 16) return null;
		const word = decodeLenient(answer.data.subarray(start, start + length)).trim();
		if (word === 'true') keep[index] = 1;
		else if (word !== 'false') return null;
	}
	return keep;
}
