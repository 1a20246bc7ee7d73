import type { DataFlareError } from '../../shared/errors/errors.ts';
import { beginsSecond, type InputPlace, tooDeep, twoOnALine, unexpected } from './json-input-errors.ts';
import { JsonScanner } from './json-scanner.ts';

const LF = 0x0a;
const SPACE = 0x20;

/** The value that begins at `start` is none because of what stands at `at`. A line feed stands somewhere behind it. */
export function wrongValue(data: Uint8Array, start: number, at: number, place: InputPlace): DataFlareError {
	return isTooDeep(data, start) ? tooDeep(place) : unexpected(data, at, place);
}

/** Something stands at `at` behind a value on its line. `touches`: nothing is between the two. */
export function behindValue(data: Uint8Array, at: number, touches: boolean, place: InputPlace): DataFlareError {
	return beginsSecond(data[at] as number, touches) ? twoOnALine(place) : unexpected(data, at, place);
}

/**
 * The line that begins at `start` is not one value. `end`: where it goes on behind its value, or `~position` of what does
 * not fit into one; `place`: of that.
 */
export function wrongLine(data: Uint8Array, start: number, end: number, place: InputPlace): DataFlareError {
	if (end < 0) return wrongValue(data, start, ~end, place);
	return behindValue(data, end, (data[end - 1] as number) > SPACE, place);
}

/** Whether a line that is no JSON is none because of its depth. */
function isTooDeep(data: Uint8Array, start: number): boolean {
	const scanner = new JsonScanner();
	const lineEnd = data.indexOf(LF, start);
	scanner.begin();
	scanner.scan(data.slice(start, lineEnd + 1), 0, lineEnd - start);
	return scanner.isTooDeep;
}
