import type { z } from 'zod';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';

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

/** What stands for a row that cannot be read. */
export function unreadable(what: string, cause?: unknown): DataFlareError {
	return new DataFlareError('storage', `The history holds an unreadable entry: ${what}.`, {
		details: because('history_entry_unreadable'),
		hint: 'Delete that entry, or set the database file aside.',
		cause,
	});
}
