import { MOST_FAILURE_CHARS, MOST_RECORD_FAILURES, type RecordFailure } from '../../../shared/sandbox/frames.ts';
import { assertFrame } from './malformed-frame.ts';
import { parseWireError } from './parse-wire-error.ts';
import { isCount } from './raw-frame.ts';

/** What is taken of one record's error: an honest sandbox says no more of many. */
const MAX_CHARS_EACH = Math.floor(MOST_FAILURE_CHARS / MOST_RECORD_FAILURES);

/** Records that failed: each once, by their place. Whether there are such records is the state machine's to decide. */
export function parseFailures(raw: unknown): readonly RecordFailure[] {
	assertFrame(Array.isArray(raw), 'failed records that are no list');
	assertFrame(raw.length <= MOST_RECORD_FAILURES, `more than ${MOST_RECORD_FAILURES} failed records`);
	let last = -1;
	return Array.from(raw, (one: unknown) => {
		assertFrame(typeof one === 'object' && one !== null, 'a failed record that is no object');
		const { index, error } = one as { readonly [key in keyof RecordFailure]?: unknown };
		assertFrame(isCount(index) && index > last, 'failed records that are not in their order');
		last = index;
		return { index, error: parseWireError(error, MAX_CHARS_EACH) };
	});
}
