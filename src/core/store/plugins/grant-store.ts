import type { Database } from 'better-sqlite3';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { pluginStates } from '../../../shared/plugin/plugin-record.ts';
import {
	type Grant,
	type GrantOrigin,
	type SecurityPolicy,
	securityPolicySchema,
} from '../../../shared/policy/security-policy.ts';
import { fromColumn, remembering } from '../rows/json-column.ts';
import { originColumn } from '../rows/row-schemas.ts';

export interface GrantStore {
	/** Of a plugin that is there, the newest version that was decided for it since it came; null: nobody decided. */
	inForce(plugin: string): Grant | null;
	/** Highest version, whether it is in force or of a plugin that is gone; null: there never was one. */
	current(plugin: string): Grant | null;
	get(plugin: string, version: number): Grant | null;
	/** The highest version of every name that has one. */
	newest(): readonly Grant[];
	/** Newest first. */
	history(plugin: string): readonly Grant[];
	/** Appends version n + 1. */
	append(plugin: string, decided: Decided): Grant;
}

/** What the next version of a grant says. */
interface Decided {
	readonly policy: SecurityPolicy;
	readonly author: string;
	readonly note: string;
	/** Version that whoever decided saw, 0 for none; another one by now is a `conflict`. Absent: not compared. */
	readonly expectedVersion?: number | undefined;
	readonly origin?: GrantOrigin | undefined;
}

interface GrantRow {
	readonly plugin: string;
	readonly version: number;
	readonly policy: string;
	readonly author: string;
	readonly note: string;
	readonly created_at: number;
	readonly origin: string | null;
}

/**
 * Of a plugin that waits nobody decided, whatever an older version wrote beside it; unless it waits because its signer
 * changed, and then its grant waits with it.
 */
const decidedStates = pluginStates
	.filter((state) => state !== 'waiting_for_review')
	.map((state) => `'${state}'`)
	.join(', ');

export function grantStore(database: Database, now: () => number): GrantStore {
	const history = database.prepare<[string], GrantRow>('SELECT * FROM grants WHERE plugin = ? ORDER BY version DESC');
	const newest = database.prepare<[string], GrantRow>(
		'SELECT * FROM grants WHERE plugin = ? ORDER BY version DESC LIMIT 1',
	);
	// SQLite takes the other columns of an aggregate from the row that holds the maximum.
	const all = database.prepare<[], GrantRow>(
		'SELECT plugin, max(version) AS version, policy, author, note, created_at, origin FROM grants GROUP BY plugin',
	);
	const one = database.prepare<[string, number], GrantRow>('SELECT * FROM grants WHERE plugin = ? AND version = ?');
	const inForce = database.prepare<[string], GrantRow>(
		`SELECT g.* FROM plugins p JOIN grants g ON g.plugin = p.name WHERE p.name = ?
		 AND iif(json_valid(p.record), p.record ->> '$.grantVersion' > 0 AND (p.record ->> '$.state' IN (${decidedStates}) OR p.record ->> '$.pinned' IS NOT NULL), 0)
		 ORDER BY g.version DESC LIMIT 1`,
	);
	const insert = database.prepare(
		'INSERT INTO grants (plugin, version, policy, author, note, created_at, origin) VALUES (?, ?, ?, ?, ?, ?, ?)',
	);
	const append = database.transaction(
		(plugin: string, { policy, author, note, expectedVersion: expected, origin }: Decided): Grant => {
			const current = newest.get(plugin)?.version ?? 0;
			if (expected !== undefined && expected !== current) {
				throw new DataFlareError(
					'conflict',
					`The policy of ${plugin} changed meanwhile: it is now at version ${current}, not ${expected}.`,
					{
						hint: 'Review the new version, then decide again.',
						details: { ...because('policy_changed', { plugin, current }), expected, current },
					},
				);
			}
			const decided = { plugin, version: current + 1, policy, author, note, createdAt: now() };
			const grant: Grant = origin === undefined ? decided : { ...decided, origin };
			const kept = origin === undefined ? null : JSON.stringify(origin);
			insert.run(plugin, grant.version, JSON.stringify(policy), author, note, grant.createdAt, kept);
			return grant;
		},
	);
	const read = (row: GrantRow | undefined): Grant | null => (row === undefined ? null : toGrant(row));
	return {
		inForce: (plugin) => read(inForce.get(plugin)),
		current: (plugin) => read(newest.get(plugin)),
		get: (plugin, version) => read(one.get(plugin, version)),
		newest: () => all.all().map(toGrant),
		history: (plugin) => history.all(plugin).map(toGrant),
		append: (plugin, decided) => append.immediate(plugin, decided),
	};
}

const policyOf = remembering<SecurityPolicy>(securityPolicySchema);

/** A grant decides what a plugin may do, so it is parsed, not believed. */
function toGrant(row: GrantRow): Grant {
	const what = `grant ${row.version} of ${row.plugin}`;
	const policy = policyOf(row.policy, what);
	const { plugin, version, author, note } = row;
	const grant = { plugin, version, policy, author, note, createdAt: row.created_at };
	return row.origin === null ? grant : { ...grant, origin: fromColumn(originColumn, row.origin, what) };
}
