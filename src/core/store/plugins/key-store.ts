import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MAX_KEYS, type SigningKey } from '../../../shared/plugin/provenance.ts';

/** Keys that a person gave a name. Names and keys are told apart by SQLite: a second one of either is a `conflict`. */
export interface KeyStore {
	/** By name. */
	list(): readonly SigningKey[];
	get(fingerprint: string): SigningKey | null;
	add(key: SigningKey): void;
	/** False: there is no such key. */
	rename(fingerprint: string, name: string): boolean;
	/** False: there was no such key. */
	remove(fingerprint: string): boolean;
}

interface KeyRow {
	readonly fingerprint: string;
	readonly public_key: string;
	readonly name: string;
	readonly added_at: number;
}

/** What is not of this form was damaged, and vouches for nothing. */
const keyRow: z.ZodType<KeyRow> = z.object({
	fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
	public_key: z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/=]+$/),
	name: z.string().min(1),
	added_at: z.number(),
});

export function keyStore(database: Database): KeyStore {
	const all = database.prepare<[], KeyRow>('SELECT * FROM signing_keys ORDER BY name');
	const one = database.prepare<[string], KeyRow>('SELECT * FROM signing_keys WHERE fingerprint = ?');
	const byName = database.prepare<[string], KeyRow>('SELECT * FROM signing_keys WHERE name = ?');
	const count = database.prepare<[], number>('SELECT count(*) FROM signing_keys').pluck();
	const insert = database.prepare(
		'INSERT INTO signing_keys (fingerprint, public_key, name, added_at) VALUES (?, ?, ?, ?)',
	);
	const setName = database.prepare('UPDATE signing_keys SET name = ? WHERE fingerprint = ?');
	const drop = database.prepare('DELETE FROM signing_keys WHERE fingerprint = ?');

	const get = (fingerprint: string): SigningKey | null => toKey(one.get(fingerprint));
	const requireName = (name: string, fingerprint: string): void => {
		const holder = byName.get(name);
		if (holder !== undefined && holder.fingerprint !== fingerprint) throw nameTaken(name);
	};
	const add = database.transaction(({ fingerprint, publicKey, name, addedAt }: SigningKey): void => {
		const there = one.get(fingerprint);
		if (there !== undefined) throw known(there.name);
		requireName(name, fingerprint);
		if ((count.get() ?? 0) >= MAX_KEYS) throw full();
		insert.run(fingerprint, publicKey, name, addedAt);
	});
	const rename = database.transaction((fingerprint: string, name: string): boolean => {
		requireName(name, fingerprint);
		return setName.run(name, fingerprint).changes > 0;
	});
	return {
		list: () => all.all().flatMap((row) => toKey(row) ?? []),
		get,
		add: (key) => add.immediate(key),
		rename: (fingerprint, name) => rename.immediate(fingerprint, name),
		remove: (fingerprint) => drop.run(fingerprint).changes > 0,
	};
}

function toKey(row: KeyRow | undefined): SigningKey | null {
	const parsed = keyRow.safeParse(row);
	if (!parsed.success) return null;
	const { public_key, added_at, fingerprint, name } = parsed.data;
	return { fingerprint, name, publicKey: public_key, addedAt: added_at };
}

function nameTaken(name: string): DataFlareError {
	return new DataFlareError('conflict', `There is a key named "${name}" already.`, {
		hint: 'Choose another name, or rename that one.',
		details: because('key_name_taken', { name }),
	});
}

function known(name: string): DataFlareError {
	return new DataFlareError('conflict', `This key is known already, as "${name}".`, {
		hint: 'Rename that one if it should have another name.',
		details: because('key_known', { name }),
	});
}

function full(): DataFlareError {
	return new DataFlareError('conflict', `There are ${MAX_KEYS} keys, which is as many as are kept.`, {
		hint: 'Remove one that is not needed.',
		details: because('keys_full', { max: MAX_KEYS }),
	});
}
