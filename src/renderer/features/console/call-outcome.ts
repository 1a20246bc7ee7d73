import type { CallAnswer } from '../../../shared/api/plugin-routes.ts';
import type { JsonValue, WireError } from '../../../shared/errors/errors.ts';
import { cutJson } from '../../lib/json/cut-json.ts';
import type { JsonDifference } from '../../lib/json/json-difference.ts';
import { jsonDifference } from '../../lib/json/json-difference.ts';

/** How one call ended. */
export type CallOutcome =
	| { readonly ok: true; readonly fn: string; readonly runId: string; readonly answer: CallAnswer }
	/** `runId` null: no run was begun. */
	| { readonly ok: false; readonly fn: string; readonly runId: string | null; readonly error: WireError };

/**
 * What came out, as a case keeps it: the value, bytes as base64, or the number where there was neither. Undefined: it is
 * too large to be in the answer.
 */
export function resultOf({ kept, value, base64, status }: CallAnswer): JsonValue | undefined {
	if (kept !== undefined) return undefined;
	if (value !== undefined) return value;
	if (base64 !== undefined) return base64;
	return status === 0 ? null : status;
}

/** Of an output, as much as is shown, UTF-16 units; the whole can be kept as a file. */
const MAX_SHOWN = 512 * 1024;
/** Of a record, on average, bytes: records of this size are written whole before they are measured. */
const SMALL = 4096;

/** An output of that many bytes as text. A list that is too long for one JSON text is told record by record, so that its beginning is whole. */
export function outputText(value: JsonValue, bytes: number): { readonly text: string; readonly complete: boolean } {
	if (bytes < MAX_SHOWN || !Array.isArray(value)) return cutJson(value, MAX_SHOWN - 1);
	const lines: string[] = [];
	let length = 0;
	const areSmall = bytes / value.length < SMALL;
	for (const item of value as readonly JsonValue[]) {
		const line = areSmall ? wholeJson(item) : cutJson(item, MAX_SHOWN - length);
		length += line.text.length + 1;
		if (!line.complete || length >= MAX_SHOWN) break;
		lines.push(line.text);
	}
	return lines.length === 0 ? cutJson(value, MAX_SHOWN - 1) : { text: `${lines.join('\n')}\n`, complete: false };
}

function wholeJson(value: JsonValue): { readonly text: string; readonly complete: boolean } {
	try {
		return { text: JSON.stringify(value), complete: true };
	} catch {
		// Nested deeper than calls can be.
		return cutJson(value, MAX_SHOWN);
	}
}

/** Of a file for what a function answered, without an extension. */
export function fileNameOf(fn: string, runId: string): string {
	return `${fn.replaceAll(/[^\w.-]/g, '_').slice(0, 60)}-${runId}`;
}

/** The runs' id that an error tells; null: no run was begun. */
export function runOfError({ details }: WireError): string | null {
	const id = details?.['runId'];
	return typeof id === 'string' ? id : null;
}

/**
 * How a saved case came out. `differs`: not what was expected; `uncompared`: too large to tell; `ran`: nothing was
 * expected.
 */
export type CaseResult =
	| { readonly kind: 'running' }
	| { readonly kind: 'passed' | 'ran' | 'uncompared'; readonly outcome: CallOutcome }
	| { readonly kind: 'differs'; readonly outcome: CallOutcome; readonly differences: readonly JsonDifference[] }
	| { readonly kind: 'failed'; readonly outcome: CallOutcome };

export function judge(expected: JsonValue | undefined, outcome: CallOutcome): CaseResult {
	if (!outcome.ok) return { kind: 'failed', outcome };
	if (expected === undefined) return { kind: 'ran', outcome };
	const result = resultOf(outcome.answer);
	if (result === undefined) return { kind: 'uncompared', outcome };
	const differences = jsonDifference(expected, result, 50);
	return differences.length === 0 ? { kind: 'passed', outcome } : { kind: 'differs', outcome, differences };
}
