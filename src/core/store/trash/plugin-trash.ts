import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord, VersionKey } from '../../../shared/plugin/plugin-record.ts';
import type { TrashedPlugin } from '../../../shared/plugin/trashed-plugin.ts';
import type { GrantStore } from '../plugins/grant-store.ts';
import type { PluginStore } from '../plugins/plugin-store.ts';
import type { VersionUses } from '../plugins/version-uses.ts';
import { fromColumn } from '../rows/json-column.ts';
import { manifestHash } from '../rows/manifest-hash.ts';
import { oneOf } from '../rows/one-of.ts';
import { pluginRecordReader, type RecordRow, type VersionRow } from '../rows/plugin-record-reader.ts';
import type { NewTrashEntry, PluginTrash, TrashEntry } from './plugin-trash-entry.ts';
import { trashSteps } from './plugin-trash-entry.ts';

interface Row extends RecordRow {
	readonly id: string;
	readonly version: string | null;
	readonly grant_version: number;
	readonly step: string;
	readonly pid: number;
	readonly root: string;
	readonly entry: string;
	readonly aside: string | null;
	readonly files: string | null;
	readonly keep_data: number;
	readonly file_bytes: number;
	readonly data_bytes: number;
	readonly deleted_at: number;
}

/** A row of the versions as it was when its plugin went: another plugin of the name may have changed that since. */
const versionColumn: z.ZodType<VersionRow> = z
	.looseObject({
		plugin: z.string(),
		sha256: z.string(),
		// Older versions told versions apart by their modules.
		manifest_sha256: z.string().optional(),
		label: z.string().nullable(),
		manifest: z.string(),
		size: z.number(),
		first_seen_at: z.number(),
		// Older versions looked at none.
		signer: z.string().nullable().default(null),
	})
	.transform((row) => ({ ...row, manifest_sha256: row.manifest_sha256 ?? manifestHash(row.manifest) }));

/** The versions that were a plugin's own when it went. Older versions noted none. */
const ownColumn = z.looseObject({
	own: z.array(z.looseObject({ sha256: z.string(), manifestSha256: z.string() })).optional(),
});

function ownOf(version: string | null): readonly VersionKey[] | undefined {
	try {
		return version === null ? undefined : fromColumn(ownColumn, version, 'a version').own;
	} catch {
		return undefined;
	}
}

const isListed = "t.step <> 'leaving'";

export function pluginTrash(
	database: Database,
	plugins: Pick<PluginStore, 'get' | 'put' | 'remove' | 'setPreload' | 'setInputPrivacy' | 'setUpdateChoice'>,
	grants: Pick<GrantStore, 'get' | 'inForce' | 'append'>,
	uses: Pick<VersionUses, 'get' | 'begin' | 'used'>,
): PluginTrash {
	const { read, toVersion } = pluginRecordReader(database);
	const insert = database.prepare(
		`INSERT INTO trash_plugins (id, name, record, preload, input_privacy, update_choice, version, grant_version, step, pid, root,
			entry, aside, files, keep_data, file_bytes, data_bytes, deleted_at)
		 SELECT ?, p.name, p.record, p.preload, p.input_privacy, p.update_choice,
			(SELECT json_object('plugin', v.plugin, 'sha256', v.sha256, 'manifest_sha256', v.manifest_sha256, 'label', v.label,
				'manifest', v.manifest, 'size', v.size, 'first_seen_at', v.first_seen_at, 'signer', v.signer, 'own',
				json((SELECT json_group_array(json_object('sha256', u.sha256, 'manifestSha256', u.manifest_sha256))
				 FROM version_uses u WHERE u.plugin = p.name AND u.is_own = 1)))
			 FROM plugin_versions v WHERE v.plugin = p.name
			 AND v.sha256 = iif(json_valid(p.record), p.record ->> '$.current', NULL)
			 AND v.manifest_sha256 = iif(json_valid(p.record), coalesce(p.record ->> '$.currentManifest', v.manifest_sha256), NULL)
			 ORDER BY v.first_seen_at, v.manifest_sha256 LIMIT 1),
			?, 'going', ?, ?, ?, ?, ?, ?, ?, ?, ?
		 FROM plugins p WHERE p.name = ?`,
	);
	const one = database.prepare<[string], Row>('SELECT * FROM trash_plugins WHERE id = ?');
	const page = database.prepare<[number, number], Row>(
		`SELECT * FROM trash_plugins t WHERE ${isListed} ORDER BY t.deleted_at DESC, t.id LIMIT ? OFFSET ?`,
	);
	const named = database.prepare<[string], Row>(
		'SELECT * FROM trash_plugins WHERE name = ? ORDER BY deleted_at DESC, id',
	);
	const below = database.prepare<[string], Row>('SELECT * FROM trash_plugins WHERE root = ? ORDER BY id');
	const underWay = database.prepare<[], Row>("SELECT * FROM trash_plugins WHERE step <> 'in' ORDER BY id");
	const older = database
		.prepare<[number, number], string>(
			"SELECT id FROM trash_plugins WHERE step = 'in' AND deleted_at < ? ORDER BY deleted_at, id LIMIT ?",
		)
		.pluck();
	const sum = database.prepare<[], { readonly total: number; readonly bytes: number }>(
		`SELECT count(*) AS total, coalesce(sum(file_bytes + data_bytes), 0) AS bytes FROM trash_plugins t WHERE ${isListed}`,
	);
	const newest = database.prepare<[], number | null>('SELECT max(deleted_at) FROM trash_plugins').pluck();
	const setStep = database.prepare<[string, number, string]>('UPDATE trash_plugins SET step = ?, pid = ? WHERE id = ?');
	const setRoot = database.prepare<[string, string]>('UPDATE trash_plugins SET root = ? WHERE id = ?');
	const noData = database.prepare<[string]>('UPDATE trash_plugins SET data_bytes = 0 WHERE id = ?');
	const drop = database.prepare<[string]>('DELETE FROM trash_plugins WHERE id = ?');

	const put = database.transaction((entry: NewTrashEntry): void => {
		const { id, name, pid, root, entry: place, aside, files, keepData, fileBytes, dataBytes, deletedAt } = entry;
		const granted = grants.inForce(name)?.version ?? 0;
		// In the order in which they went, whatever the clock does.
		const at = Math.max(deletedAt, (newest.get() ?? -1) + 1);
		const flag = keepData ? 1 : 0;
		insert.run(id, granted, pid, root, place, aside, files, flag, fileBytes, dataBytes, at, name);
		plugins.remove(name);
	});

	const restore = database.transaction((id: string, record: PluginRecord): PluginRecord => {
		const row = one.get(id);
		if (row === undefined || row.step !== 'returning') throw notInTrash(id);
		const { name } = row;
		if (plugins.get(name) !== null) throw nameInUse(name);
		const before = row.grant_version === 0 ? null : grants.get(name, row.grant_version);
		const grant = before === null ? null : grants.append(name, { ...before, note: 'restored' });
		const restored = { ...record, name, grantVersion: grant?.version ?? 0 };
		plugins.put(restored);
		bringVersions(row, restored);
		plugins.setPreload(name, restored.preload);
		plugins.setInputPrivacy(name, restored.inputPrivacy);
		plugins.setUpdateChoice(name, restored.updates);
		drop.run(id);
		return restored;
	});

	/** What another plugin of the name had meanwhile is not gone back to under what was decided for this one. */
	function bringVersions({ name, version }: Row, { current }: PluginRecord): void {
		if (current === null) return;
		const own = ownOf(version);
		if (own === undefined && uses.get(name, current)?.isOwn === true) return;
		uses.begin(name);
		for (const each of [...(own ?? []), current]) uses.used(name, each);
	}

	function toEntry(row: Row): TrashEntry {
		const { id, name, pid, root, entry, aside, files } = row;
		return {
			...{ id, name, pid, root, entry, aside, files, record: recordOf(row) },
			step: oneOf(trashSteps, row.step, 'in'),
			grantVersion: row.grant_version,
			keepData: row.keep_data !== 0,
			fileBytes: row.file_bytes,
			dataBytes: row.data_bytes,
			deletedAt: row.deleted_at,
		};
	}

	/** With the version as it was. */
	function recordOf(row: Row): PluginRecord {
		const record = read(row);
		if (row.version === null) return record;
		try {
			return { ...record, current: toVersion(fromColumn(versionColumn, row.version, `a version of ${row.name}`)) };
		} catch {
			return record;
		}
	}

	return {
		put: (entry) => void put.immediate(entry),
		get(id) {
			const row = one.get(id);
			return row === undefined ? null : toEntry(row);
		},
		list: (limit, offset) => page.all(limit, offset).map((row) => toTrashed(toEntry(row), plugins)),
		ofName: (name) => named.all(name).map(toEntry),
		below: (root) => below.all(root).map(toEntry),
		underWay: () => underWay.all().map(toEntry),
		olderThan: (before, atMost) => older.all(before, atMost),
		totals: () => sum.get() ?? { total: 0, bytes: 0 },
		setStep: (id, step, pid) => setStep.run(step, pid, id).changes > 0,
		setRoot: (id, root) => void setRoot.run(root, id),
		dataGone: (id) => void noData.run(id),
		restore: (id, record) => restore.immediate(id, record),
		forget: (id) => void drop.run(id),
	};
}

function toTrashed(entry: TrashEntry, plugins: Pick<PluginStore, 'get'>): TrashedPlugin {
	const { id, name, record, deletedAt, fileBytes, dataBytes, keepData, grantVersion } = entry;
	return {
		...{ id, name, deletedAt, fileBytes, dataBytes, keepData },
		version: record.current?.label ?? null,
		sha256: record.current?.sha256 ?? null,
		type: record.current?.manifest.type ?? null,
		hasGrant: grantVersion > 0,
		isTaken: plugins.get(name) !== null,
	};
}

export function notInTrash(id: string): DataFlareError {
	return new DataFlareError('not_found', `No plugin ${id} is in the trash.`, {
		hint: 'It was restored or deleted for good: look at what the trash holds.',
		details: { ...because('not_in_trash', { id }), id },
	});
}

export function nameInUse(name: string): DataFlareError {
	return new DataFlareError(
		'conflict',
		`A plugin named "${name}" is installed, so the one in the trash cannot come back.`,
		{
			hint: 'Uninstall the one that is installed first: it goes to the trash, too. Then restore the other.',
			details: { ...because('restore_name_taken', { name }), name },
		},
	);
}
