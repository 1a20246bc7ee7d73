import Database from 'better-sqlite3';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because, type FailureReason } from '../../../shared/errors/failure-reason.ts';

type HistoryReason = Extract<FailureReason, `history_${string}`>;

const readOnly = [
	'history_read_only',
	'The history cannot be written: its file or folder is read-only.',
	'Fix the permissions, or choose another data folder.',
] as const;
const noRoom = [
	'history_full',
	'The disk is full: the history could not be written.',
	'Free some space and try again. Everything reported as finished is safe.',
] as const;
const noWayIn = [
	'history_unopenable',
	'The history cannot be opened.',
	'Check that the data folder exists and that you may write to it, or choose another data folder.',
] as const;
const inUse = [
	'history_locked',
	'Another program is using the history and did not release it in time.',
	'End the other program, or try again.',
] as const;
const diskTrouble = [
	'history_disk_trouble',
	'The disk failed to read or write the history.',
	'Check the disk, then try again.',
] as const;

const sentences: readonly (readonly [RegExp, readonly [reason: HistoryReason, message: string, hint: string]])[] = [
	[/^(SQLITE_(BUSY|LOCKED)|EBUSY$)/, inUse],
	[/^(SQLITE_FULL|ENOSPC$|EDQUOT$)/, noRoom],
	[/^(SQLITE_READONLY|EROFS$|EACCES$|EPERM$)/, readOnly],
	[/^(SQLITE_(CANTOPEN|PERM|AUTH)|ENOTDIR$|EEXIST$|EISDIR$|ELOOP$|ENAMETOOLONG$|EMFILE$|ENFILE$)/, noWayIn],
	[
		/^SQLITE_(CORRUPT|NOTADB)/,
		[
			'history_damaged',
			'The history file is damaged.',
			'Start the program again. It checks the file and, if it cannot read it, sets it aside and starts a new one.',
		],
	],
	[/^(SQLITE_IOERR|EIO$)/, diskTrouble],
];

export function isSqliteError(thrown: unknown): thrown is InstanceType<typeof Database.SqliteError> {
	return thrown instanceof Database.SqliteError;
}

/** Turns SQLite's and the file system's errors into `storage` with a sentence a person can act on; others stay as they are. */
export function mapError(thrown: unknown, file: string): unknown {
	if (isClosed(thrown)) {
		return new DataFlareError('storage', 'The history is closed.', {
			hint: 'Start the program again.',
			details: { ...because('history_closed'), file },
			cause: thrown,
		});
	}
	const code = isSqliteError(thrown) ? thrown.code : systemCodeOf(thrown);
	if (code === null || !(thrown instanceof Error)) return thrown;
	const [reason, message, hint] = sentences.find(([pattern]) => pattern.test(code))?.[1] ?? [
		'history_failed' as const,
		`The history failed: ${thrown.message}`,
	];
	return new DataFlareError('storage', message, {
		hint,
		details: { ...because(reason), file, [isSqliteError(thrown) ? 'sqlite' : 'system']: code, said: thrown.message },
		cause: thrown,
	});
}

function isClosed(thrown: unknown): boolean {
	return thrown instanceof TypeError && thrown.message === 'The database connection is not open';
}

function systemCodeOf(thrown: unknown): string | null {
	if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return null;
	return typeof thrown.code === 'string' ? thrown.code : null;
}

/** An object whose every method throws what `translate` makes of its error. */
export function mapErrors<T extends object>(methods: T, translate: (thrown: unknown) => unknown): T {
	const mapped = Object.entries(methods).map(([name, method]) => [
		name,
		typeof method !== 'function'
			? method
			: (...args: readonly unknown[]): unknown => {
					try {
						return (method as (...args: readonly unknown[]) => unknown)(...args);
					} catch (thrown) {
						throw translate(thrown);
					}
				},
	]);
	return Object.fromEntries(mapped) as T;
}
