/** The fields of a report that a process sent which may have been taken over: each throws `MalformedFrame` for what it is not. */

import { assertFrame } from '../frames/malformed-frame.ts';
import { isCount } from '../frames/raw-frame.ts';

const MAX_NAME = 1_000;

export type Raw = { readonly [key: string]: unknown };

export function objectIn(value: unknown, what: string): Raw {
	assertFrame(typeof value === 'object' && value !== null && !Array.isArray(value), what);
	return value as Raw;
}

export function listOf<T>(value: unknown, most: number, parse: (entry: Raw) => T): readonly T[] {
	assertFrame(Array.isArray(value) && value.length <= most, 'a report with a list that is none, or too long');
	return value.map((entry) => parse(objectIn(entry, 'a report with a malformed entry')));
}

export function oneOf<T extends string>(known: readonly T[], value: unknown, what: string): T {
	const found = known.find((each) => each === value);
	assertFrame(found !== undefined, what);
	return found;
}

export function name(value: unknown): string {
	assertFrame(typeof value === 'string' && value.length <= MAX_NAME, 'a report with a malformed name');
	return value;
}

export function count(value: unknown): number {
	assertFrame(isCount(value), 'a report with a malformed number');
	return value;
}
