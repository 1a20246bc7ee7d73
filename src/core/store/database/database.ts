import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolders } from '../../files/make-folders.ts';
import { narrowFile, PRIVATE_FOLDER } from '../../files/private-files.ts';
import { clearSuspect, identityOf, isDamage, isSuspect, moveDamaged, requireSound } from './damage.ts';
import { mapError } from './map-error.ts';
import { migrate, requireOurs } from './migrate.ts';
import { someEndedBadly } from './sessions.ts';

export interface OpenedDatabase {
	readonly database: Database.Database;
	readonly notice: { readonly movedTo: string; readonly reason: string } | null;
}

/** Above this size the end of a program without closing is no reason to read the whole file at the next start. */
const THOROUGH_PAGES = 65_536;
/** bytes */
const WAL_SIZE_LIMIT = 16 * 1024 * 1024;

/** Opens the file; a damaged one is set aside, never deleted, and a new one begun. Throws `storage`. */
export function openDatabase(file: string, busyTimeoutMs: number): OpenedDatabase {
	try {
		makeFolders(dirname(file), PRIVATE_FOLDER);
		const identity = identityOf(file);
		try {
			return { database: openOnce(file, busyTimeoutMs), notice: null };
		} catch (thrown) {
			if (!isDamage(thrown)) throw thrown;
			const movedTo = moveDamaged(file, identity);
			const notice = movedTo === null ? null : { movedTo, reason: thrown.message };
			return { database: openOnce(file, busyTimeoutMs), notice };
		}
	} catch (thrown) {
		throw mapError(thrown, file);
	}
}

function openOnce(file: string, busyTimeoutMs: number): Database.Database {
	// The log and the shared memory beside it take its mode.
	narrowFile(file, true);
	const database = new Database(file, { timeout: busyTimeoutMs });
	try {
		requireOurs(database, file);
		// Only has an effect on a file that is still empty.
		database.pragma('auto_vacuum = INCREMENTAL');
		database.pragma('journal_mode = WAL');
		// Survives the end of the program at any moment; a power cut may cost the last moments, never the file.
		database.pragma('synchronous = NORMAL');
		database.pragma('trusted_schema = OFF');
		// A table that outgrows its first page leaves none of its rows behind there, where nothing would ever overwrite them.
		database.pragma('secure_delete = FAST');
		database.pragma(`journal_size_limit = ${WAL_SIZE_LIMIT}`);
		// No memory map: a disk error under one ends the process instead of failing the statement. KiB, hence negative.
		database.pragma('mmap_size = 0');
		database.pragma('cache_size = -32768');
		// What a text search found is never written to the disk.
		database.pragma('temp_store = MEMORY');
		migrate(database, file);
		database.pragma('foreign_keys = ON');
		const suspect = isSuspect(file);
		requireSound(database, suspect || (pagesOf(database) <= THOROUGH_PAGES && someEndedBadly(database)));
		if (suspect) clearSuspect(file);
		return database;
	} catch (thrown) {
		database.close();
		throw thrown;
	}
}

function pagesOf(database: Database.Database): number {
	return database.pragma('page_count', { simple: true }) as number;
}
