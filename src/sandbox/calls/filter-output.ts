import type { Encoding } from '../../shared/plugin/component-type.ts';
import { type Batch, emptyBatch, recordStart } from '../../shared/sandbox/batch.ts';
import { decodeLenient } from '../memory/utf8.ts';
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

/** The records of `batch` for which `keep` is not 0, copied in as few pieces as they lie in. */
export function keepRecords(fn: string, batch: Batch, keep: Uint8Array, limit: number): Batch {
	const out = new OutputBuilder(fn, batch.gap, limit, batch.data.length, batch.ends.length);
	for (let first = 0; first < keep.length; first++) {
		if (keep[first] === 0) continue;
		let last = first;
		while (last + 1 < keep.length && keep[last + 1] !== 0) last++;
		out.addBatch(slice(batch, first, last));
		first = last;
	}
	return out.finish(false);
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
export function readKept(fn: string, encoding: Encoding, input: Batch, output: Copied, limit: number): Batch {
	const { data, length } = output;
	const answeredWithArray = encoding === 'ndjson' && data[0] === OPEN_ARRAY && input.data[0] !== OPEN_ARRAY;
	const answer = answeredWithArray
		? splitArray(fn, data, length, input.ends.length)
		: splitOutput(fn, encoding, data, length, input.ends.length);
	if (answer.ends.length === 0) return { ...emptyBatch, gap: input.gap };
	const keep = readMask(answer);
	if (keep === null) {
		if (answer.ends.length > input.ends.length) throw wrongCount(fn, answer.ends.length, input.ends.length);
		return answer;
	}
	if (keep.length !== input.ends.length) throw wrongCount(fn, keep.length, input.ends.length);
	return keepRecords(fn, input, keep, limit);
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
