import type { z } from 'zod';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';

/** Reads a JSON column. Throws `storage` naming the row where it holds no JSON, or not what it should. */
export function fromColumn<T>(schema: z.ZodType<T>, text: string, what: string): T {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw unreadable(what, error);
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw unreadable(what, parsed.error);
}

/** Texts whose values are remembered, of one column. */
const MAX_REMEMBERED = 500;

/**
 * `fromColumn` for rows that each call asks for and that seldom change: the same text is the same value, and nobody can
 * change it.
 */
export function remembering<T>(schema: z.ZodType<T>): (text: string, what: string) => T {
	const known = new Map<string, T>();
	return (text, what) => {
		const value = known.get(text) ?? frozen(fromColumn(schema, text, what));
		if (known.size >= MAX_REMEMBERED) known.clear();
		known.set(text, value);
		return value;
	};
}

function frozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null) {
		for (const part of Object.values(value)) frozen(part);
		Object.freeze(value);
	}
	return value;
}

/** What stands for a row that cannot be read. */
export function unreadable(what: string, cause?: unknown): DataFlareError {
	return new DataFlareError('storage', `The history contains an entry that cannot be read: ${what}.`, {
		details: because('history_entry_unreadable'),
		hint: 'Delete that entry, or move the database file away.',
		cause,
	});
}
