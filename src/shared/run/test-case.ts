import type { JsonValue } from '../errors/errors.ts';

/** A call of a plugin that a person saved, to make it again and compare what comes out. */
export interface TestCase {
	readonly id: number;
	readonly plugin: string;
	readonly name: string;
	readonly fn: string;
	/** JSON or NDJSON text; null: no argument. */
	readonly input: string | null;
	/** Absent: nothing is compared. */
	readonly expected?: JsonValue;
	/** Unix ms. */
	readonly createdAt: number;
}
