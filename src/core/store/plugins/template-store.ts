import type { Database } from 'better-sqlite3';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type DeletedTemplate, MAX_TEMPLATES, type PolicyTemplate } from '../../../shared/plugin/policy-template.ts';
import { type SecurityPolicy, securityPolicySchema } from '../../../shared/policy/security-policy.ts';
import { fromColumn } from '../rows/json-column.ts';

/** Names are told apart by SQLite: a second one of a name is a `conflict`. */
export interface TemplateStore {
	/** By name. */
	list(): readonly PolicyTemplate[];
	count(): number;
	get(id: string): PolicyTemplate | null;
	named(name: string): PolicyTemplate | null;
	/** Inserts it, or replaces the one with its id; it is in the trash no longer. */
	put(template: PolicyTemplate): void;
	/** To the trash, which keeps the last thousand; `deletedAt` null: for good. */
	remove(id: string, deletedAt: number | null): void;
	/** Those in the trash, the one that was deleted last first. */
	deleted(): readonly DeletedTemplate[];
	/** For good, those of the trash that were deleted before a moment (Unix ms). Answers how many. */
	purgeOlder(before: number): number;
	/** For good, those of the trash with these ids. Answers how many there were. */
	purge(ids: readonly string[]): number;
}

interface TemplateRow {
	readonly id: string;
	readonly version: number;
	readonly name: string;
	readonly note: string;
	readonly policy: string;
	readonly made_at: number;
	readonly changed_at: number;
}

interface DeletedRow extends TemplateRow {
	readonly deleted_at: number;
}

export function templateStore(database: Database): TemplateStore {
	const all = database.prepare<[], TemplateRow>('SELECT * FROM policy_templates ORDER BY name');
	const count = database.prepare<[], number>('SELECT count(*) FROM policy_templates').pluck();
	const byId = database.prepare<[string], TemplateRow>('SELECT * FROM policy_templates WHERE id = ?');
	const byName = database.prepare<[string], TemplateRow>('SELECT * FROM policy_templates WHERE name = ?');
	const write = database.prepare(
		`INSERT INTO policy_templates (id, version, name, note, policy, made_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, note = excluded.note,
		 policy = excluded.policy, changed_at = excluded.changed_at`,
	);
	const drop = database.prepare('DELETE FROM policy_templates WHERE id = ?');
	const deleted = database.prepare<[], DeletedRow>('SELECT * FROM trash_policy_templates ORDER BY deleted_at DESC, id');
	const keep = database.prepare(
		`INSERT OR REPLACE INTO trash_policy_templates (id, version, name, note, policy, made_at, changed_at, deleted_at)
		 SELECT id, version, name, note, policy, made_at, changed_at, ? FROM policy_templates WHERE id = ?`,
	);
	const crowd = database.prepare(
		`DELETE FROM trash_policy_templates WHERE id IN
		 (SELECT id FROM trash_policy_templates ORDER BY deleted_at DESC, id LIMIT -1 OFFSET ${MAX_TEMPLATES})`,
	);
	const unkeep = database.prepare('DELETE FROM trash_policy_templates WHERE id = ?');
	const purgeOlder = database.prepare('DELETE FROM trash_policy_templates WHERE deleted_at < ?');
	const purge = database.transaction((ids: readonly string[]) =>
		ids.reduce((removed, id) => removed + unkeep.run(id).changes, 0),
	);
	const remove = database.transaction((id: string, deletedAt: number | null) => {
		if (deletedAt !== null) {
			keep.run(deletedAt, id);
			crowd.run();
		}
		drop.run(id);
	});
	const put = database.transaction(({ id, version, name, note, policy, madeAt, changedAt }: PolicyTemplate) => {
		const holder = byName.get(name);
		if (holder !== undefined && holder.id !== id) throw nameTaken(name);
		write.run(id, version, name, note, JSON.stringify(policy), madeAt, changedAt);
		unkeep.run(id);
	});
	const read = (row: TemplateRow | undefined): PolicyTemplate | null => (row === undefined ? null : toTemplate(row));
	return {
		list: () => all.all().map(toTemplate),
		count: () => count.get() ?? 0,
		get: (id) => read(byId.get(id)),
		named: (name) => read(byName.get(name)),
		put: (template) => put.immediate(template),
		remove: (id, deletedAt) => remove.immediate(id, deletedAt),
		deleted: () =>
			deleted.all().map(
				({ deleted_at, ...row }): DeletedTemplate => ({
					template: toTemplate(row),
					deletedAt: deleted_at,
				}),
			),
		purgeOlder: (before) => purgeOlder.run(before).changes,
		purge: (ids) => purge.immediate(ids),
	};
}

/** It becomes grants, so it is parsed, not believed. */
function toTemplate({ made_at, changed_at, ...row }: TemplateRow): PolicyTemplate {
	const policy = fromColumn<SecurityPolicy>(securityPolicySchema, row.policy, `the policy template ${row.name}`);
	return { ...row, policy, madeAt: made_at, changedAt: changed_at };
}

function nameTaken(name: string): DataFlareError {
	return new DataFlareError('conflict', `There is a policy template named "${name}" already.`, {
		hint: 'Choose another name, or change that one.',
		details: because('template_name_taken', { name }),
	});
}
