import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Encoding } from '../../shared/plugin/component-type.ts';
import { type Batch, emptyBatch, recordAt, recordStart, sliceBatch } from '../../shared/sandbox/batch.ts';
import { decodeLenient } from '../memory/utf8.ts';
import type { PartAnswer } from './isolate-batch.ts';
import { OutputBuilder } from './output-builder.ts';
import { wrongOutput } from './output-errors.ts';
import type { Copied } from './results.ts';
import { splitArray, splitOutput } from './split-output.ts';

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

/** The records of `batch` whose verdict is `wanted`, copied in as few pieces as they lie in. */
function keepRecords(fn: string, batch: Batch, verdicts: Uint8Array, limit: number, wanted: number = KEPT): Batch {
	const out = new OutputBuilder(fn, batch.gap, limit, batch.data.length, batch.ends.length);
	for (let first = 0; first < verdicts.length; first++) {
		if (verdicts[first] !== wanted) continue;
		let last = first;
		while (last + 1 < verdicts.length && verdicts[last + 1] === wanted) last++;
		out.addBatch(slice(batch, first, last));
		first = last;
	}
	return out.finish(false);
}

/** What a filter kept, and what it let go where that is wanted. */
export function partRecords(
	fn: string,
	batch: Batch,
	verdicts: Uint8Array,
	limit: number,
	wantsDropped: boolean,
): PartAnswer {
	return {
		batch: keepRecords(fn, batch, verdicts, limit),
		dropped: wantsDropped ? keepRecords(fn, batch, verdicts, batch.data.length + 1, LET_GO) : null,
	};
}

/** Records `first` to `last` as a batch that ends with its separator. */
function slice(batch: Batch, first: number, last: number): Batch {
	const start = recordStart(batch, first);
	const end = batch.ends[last] as number;
	const ends = batch.ends.slice(first, last + 1);
	if (start > 0) for (let index = 0; index < ends.length; index++) ends[index] = (ends[index] as number) - start;
	const whole = batch.data.subarray(start, end + batch.gap);
	if (whole.length === end + batch.gap - start) return { data: whole, ends, gap: batch.gap };
	const data = new Uint8Array(end + batch.gap - start);
	data.set(whole);
	data[data.length - 1] = 0x0a;
	return { data, ends, gap: batch.gap };
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
		batch: { ...emptyBatch, gap: batch.gap },
		dropped: wantsDropped ? sliceBatch(batch, 0, batch.ends.length) : null,
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
	return keepRecords(fn, input, verdicts, input.data.length + 1, LET_GO);
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
