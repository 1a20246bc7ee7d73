import { DataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';

/** Reads a JSON column; a value that cannot be read names its row rather than fail the whole listing in silence. */
export function fromColumn<T>(text: string, what: string): T {
	try {
		return JSON.parse(text) as T;
	} catch (error) {
		throw new DataFlareError('storage', `The history holds an unreadable entry: ${what}.`, {
			details: because('history_entry_unreadable'),
			hint: 'Delete that entry, or set the database file aside.',
			cause: error,
		});
	}
}
