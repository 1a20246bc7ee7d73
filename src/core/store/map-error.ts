import Database from 'better-sqlite3';
import { DataFlareError } from '../../shared/errors.ts';

const sentences: readonly (readonly [RegExp, string, string])[] = [
	[
		/^SQLITE_(BUSY|LOCKED)/,
		'Another program is using the history and did not let go of it in time.',
		'End the other program, or try again.',
	],
	[
		/^SQLITE_FULL/,
		'The disk is full: the history could not be written.',
		'Free some space and try again; what was reported finished is kept.',
	],
	[
		/^SQLITE_READONLY/,
		'The history cannot be written: its file or folder is read-only.',
		'Mend the permissions, or choose another folder with --data-dir.',
	],
	[
		/^SQLITE_(CANTOPEN|PERM|AUTH)/,
		'The history cannot be opened.',
		'Check that the data folder exists and that you may write to it.',
	],
	[
		/^SQLITE_(CORRUPT|NOTADB)/,
		'The history’s file is damaged.',
		'Start the program again: it sets the file aside and begins a new one.',
	],
	[/^SQLITE_IOERR/, 'The disk did not read or write the history as it should.', 'Check the disk, then try again.'],
];

export function isSqliteError(thrown: unknown): thrown is InstanceType<typeof Database.SqliteError> {
	return thrown instanceof Database.SqliteError;
}

/** Turns SQLite's errors into `storage` with a sentence a person can act on; anything else stays as it is. */
export function mapError(thrown: unknown, file: string): unknown {
	if (!isSqliteError(thrown)) return thrown;
	const found = sentences.find(([pattern]) => pattern.test(thrown.code));
	return new DataFlareError('storage', found?.[1] ?? `The history failed: ${thrown.message}`, {
		hint: found?.[2],
		details: { file, sqlite: thrown.code, reason: thrown.message },
		cause: thrown,
	});
}

/** An object whose every method maps what it throws. */
export function mapErrors<T extends object>(methods: T, file: string): T {
	const mapped = Object.entries(methods).map(([name, method]) => [
		name,
		typeof method !== 'function'
			? method
			: (...args: readonly unknown[]): unknown => {
					try {
						return (method as (...args: readonly unknown[]) => unknown)(...args);
					} catch (thrown) {
						throw mapError(thrown, file);
					}
				},
	]);
	return Object.fromEntries(mapped) as T;
}
