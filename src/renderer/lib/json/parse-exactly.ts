import type { JsonValue } from '../../../shared/errors/errors.ts';
import { findUnheldNumber, holdsNumber } from '../../../shared/json/json-numbers.ts';

/** What browsers tell a reviver besides, and TypeScript does not know yet. */
type Reviver = (key: string, value: JsonValue, context?: { readonly source?: string }) => unknown;

/**
 * Parses JSON for being shown: a number that would be another one when it is written again is what `instead` makes of its
 * text. Throws as `JSON.parse` does.
 */
export function parseExactly(text: string, instead: (number: string) => unknown): unknown {
	if (findUnheldNumber(text) === null) return JSON.parse(text);
	const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;
	return parse(text, (_key, value, context) => {
		const source = context?.source;
		return typeof value === 'number' && source !== undefined && !holdsNumber(source) ? instead(source) : value;
	});
}

/** A value that `JSON.stringify` writes as this text. */
export function rawNumber(text: string): unknown {
	return (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON(text);
}
