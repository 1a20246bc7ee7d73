import type { Database } from 'better-sqlite3';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import { inputPrivacies } from '../../../shared/plugin/input-privacy.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import {
	noUpdateChoice,
	type PluginRecord,
	type PluginVersion,
	type UpdateChoice,
} from '../../../shared/plugin/plugin-record.ts';
import { fromColumn, remembering } from './json-column.ts';
import { oneOf } from './one-of.ts';
import { manifestColumn, recordColumn, type StoredRecord, updateChoiceColumn } from './row-schemas.ts';

export interface VersionRow {
	readonly plugin: string;
	readonly sha256: string;
	readonly manifest_sha256: string;
	readonly label: string | null;
	readonly manifest: string;
	readonly size: number;
	readonly first_seen_at: number;
	readonly signer: string | null;
}

/** Manifests that were read lately, by their text: lists are asked for often, and their rows seldom change. */
const MAX_REMEMBERED = 500;

export interface RecordRow {
	readonly name: string;
	readonly record: string;
	readonly preload: number;
	readonly input_privacy: string | null;
	readonly update_choice: string | null;
}

/** What a person says of a plugin, in columns of its own. */
type Marks = Pick<PluginRecord, 'preload' | 'inputPrivacy' | 'updates'>;

/** A plugin of which nothing but its name can be read. */
const nothingKnown = {
	state: 'broken',
	current: null,
	failedUpdate: null,
	grantVersion: 0,
	folder: '',
	integrity: 'unlisted',
	altered: null,
	pinned: null,
	installedAt: 0,
	changedAt: 0,
	warnings: [],
} as const;

/** What the rows of plugins and of their versions hold. */
export interface PluginRecordReader {
	/** Never throws for a damaged row: its plugin is listed as broken, and nothing is granted to it. */
	read(row: RecordRow): PluginRecord;
	/** Throws `storage` for a manifest that cannot be read. */
	toVersion(row: VersionRow): PluginVersion;
}

export function pluginRecordReader(database: Database): PluginRecordReader {
	const manifests = new Map<string, Manifest>();
	const recordOf = remembering(recordColumn);
	const choiceOf = remembering(updateChoiceColumn);
	const version = database.prepare<[string, string, string | null], VersionRow>(
		`SELECT * FROM plugin_versions WHERE plugin = ? AND sha256 = ? AND manifest_sha256 = coalesce(?, manifest_sha256)
		 ORDER BY first_seen_at, manifest_sha256 LIMIT 1`,
	);

	function read(row: RecordRow): PluginRecord {
		const { name, record } = row;
		const marks: Marks = {
			preload: row.preload !== 0,
			inputPrivacy: oneOf(inputPrivacies, row.input_privacy ?? '', null),
			updates: toChoice(row),
		};
		try {
			const stored = recordOf(record, `the plugin ${name}`);
			// Older versions noted beside a plugin that waits what had been granted to another of its name.
			const isNew = stored.state === 'waiting_for_review' && stored.pinned === null;
			const grantVersion = isNew ? 0 : stored.grantVersion;
			return withVersion({ ...stored, name, grantVersion }, marks);
		} catch (error) {
			return { ...nothingKnown, name, ...marks, problem: toDataFlareError(error).toWire() };
		}
	}

	/** What cannot be read was never said. */
	function toChoice({ name, update_choice: text }: RecordRow): UpdateChoice {
		if (text === null) return noUpdateChoice;
		try {
			return choiceOf(text, `updates of ${name}`);
		} catch {
			return noUpdateChoice;
		}
	}

	function withVersion({ currentManifest, ...stored }: StoredRecord, marks: Marks): PluginRecord {
		const row = stored.current === null ? undefined : version.get(stored.name, stored.current, currentManifest);
		try {
			return { ...stored, ...marks, current: row === undefined ? null : toVersion(row) };
		} catch (error) {
			return { ...stored, ...marks, current: null, state: 'broken', problem: toDataFlareError(error).toWire() };
		}
	}

	function toVersion(row: VersionRow): PluginVersion {
		let manifest = manifests.get(row.manifest);
		if (manifest === undefined) {
			manifest = fromColumn<Manifest>(manifestColumn, row.manifest, `version ${row.sha256} of ${row.plugin}`);
			if (manifests.size >= MAX_REMEMBERED) manifests.clear();
			manifests.set(row.manifest, manifest);
		}
		return {
			plugin: row.plugin,
			sha256: row.sha256,
			manifestSha256: row.manifest_sha256,
			label: row.label,
			manifest,
			size: row.size,
			firstSeenAt: row.first_seen_at,
			signer: row.signer,
		};
	}

	return { read, toVersion };
}
