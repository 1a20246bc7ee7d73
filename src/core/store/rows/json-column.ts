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

/** What stands for a row that cannot be read. */
export function unreadable(what: string, cause?: unknown): DataFlareError {
	return new DataFlareError('storage', `The history contains an entry that cannot be read: ${what}.`, {
		details: because('history_entry_unreadable'),
		hint: 'Delete that entry, or move the database file away.',
		cause,
	});
}
