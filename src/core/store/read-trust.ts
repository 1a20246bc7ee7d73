import BetterSqlite, { type Database } from 'better-sqlite3';
import { z } from 'zod';
import { statSync } from '../files/user-files.ts';
import { mapError } from './database/map-error.ts';
import { requireOurs } from './database/migrate.ts';
import type { KeyStore } from './plugins/key-store.ts';
import { keyStore } from './plugins/key-store.ts';
import type { SettingsStore } from './settings-store.ts';
import { settingsStore } from './settings-store.ts';

/** What a person decided on whose plugins run. */
export interface Trust {
	readonly settings: Pick<SettingsStore, 'get'>;
	readonly keys: Pick<KeyStore, 'get'>;
	/** The plugins whose signer was accepted, and which. */
	readonly pinned: readonly Pinned[];
}

interface Pinned {
	readonly name: string;
	/** Absolute. */
	readonly folder: string;
	/** Fingerprint. */
	readonly signer: string;
}

const pinnedRow = z.object({ name: z.string(), folder: z.string(), signer: z.string() });
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Hands what a history says of that to `use`, and writes nothing: neither is the history begun nor brought up to date.
 * Null: there is none. Throws `storage` where it cannot be told what it says.
 */
export function withTrust<T>(file: string, use: (trust: Trust) => T): T | null {
	try {
		// Where nobody may look, this throws: what cannot be told is no yes.
		if (statSync(file, { throwIfNoEntry: false }) === undefined) return null;
		const database = new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
		try {
			requireOurs(database, file);
			return use(trustIn(database));
		} finally {
			database.close();
		}
	} catch (thrown) {
		throw mapError(thrown, file);
	}
}

/** A history of an earlier version of the program lacks what nobody could decide then. */
function trustIn(database: Database): Trust {
	const tables = new Set(
		database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
	);
	return {
		settings: tables.has('settings') ? settingsStore(database) : { get: () => undefined },
		keys: tables.has('signing_keys') ? keyStore(database) : { get: () => null },
		pinned: tables.has('plugins') ? pinnedIn(database) : [],
	};
}

function pinnedIn(database: Database): readonly Pinned[] {
	return database
		.prepare(
			`SELECT name, record ->> '$.folder' AS folder, record ->> '$.pinned' AS signer FROM plugins
			 WHERE iif(json_valid(record), record ->> '$.pinned', NULL) IS NOT NULL`,
		)
		.all()
		.map((row) => pinnedRow.parse(row));
}
