import { JsonScanner } from '../../../records/json-scanner.ts';

const LF = 0x0a;

/** Whether a line that is no JSON is none because of its depth. */
export function isTooDeep(data: Uint8Array, start: number): boolean {
	const scanner = new JsonScanner();
	const lineEnd = data.indexOf(LF, start);
	scanner.begin();
	scanner.scan(data.slice(start, lineEnd + 1), 0, lineEnd - start);
	return scanner.isTooDeep;
}
