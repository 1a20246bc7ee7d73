import { z } from 'zod';
import { type IndexedVersion, MAX_NOTES } from '../../shared/api/package-index.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { Provenance } from '../../shared/plugin/provenance.ts';
import { signerOf } from '../../shared/plugin/provenance.ts';
import { versionLabelOf } from '../../shared/plugin/words/version-label.ts';
import { MAX_MANIFEST_BYTES } from '../../shared/policy/limits.ts';
import { PackedFiles } from '../registry/archive/packed-files.ts';
import { unlisted } from '../registry/archive/refuse-archive.ts';
import { provenanceOfPacked } from '../registry/package/folder-provenance.ts';
import { manifestTextOf } from '../registry/package/package-reading.ts';
import { parseManifest } from '../registry/package/parse-manifest.ts';

const MAX_CHANGELOG_BYTES = 256 * 1024;
const CHANGELOG = 'CHANGELOG.md';

/** What an index says of a package, but where it lies and its own size and hash. */
export type VersionFacts = Omit<IndexedVersion, 'file' | 'url' | 'sha256' | 'size'>;

export interface PackedFacts {
	readonly name: string;
	readonly id: string | undefined;
	/** Null: the plugin says no version. */
	readonly facts: VersionFacts | null;
}

/** Reads what a package says of itself; none of its code is looked at. Rejects as reading it does. */
export async function readPackedFacts(path: string): Promise<PackedFacts> {
	const packed = await PackedFiles.open(path);
	try {
		const provenance = provenanceOfPacked(packed);
		const size = packed.sizeOf('plugin.json');
		if (size === null || size > MAX_MANIFEST_BYTES) throw unlisted(path, 'it has no plugin.json of a usable size');
		const text = manifestTextOf(await packed.read('plugin.json', MAX_MANIFEST_BYTES), 'plugin.json');
		const { manifest } = parseManifest(text, 'plugin.json');
		const hasNotes = packed.sizeOf(CHANGELOG) !== null;
		const changes = hasNotes ? (await packed.read(CHANGELOG, MAX_CHANGELOG_BYTES)).toString('utf8') : '';
		await packed.verify(['plugin.json', CHANGELOG]);
		const { name, id } = manifest;
		const facts = versionFacts(manifest, provenance);
		const said = facts === null ? nothingSaid : changesOf(changes, facts.version);
		return { name, id, facts: facts === null ? null : { ...facts, ...said } };
	} finally {
		await packed.close();
	}
}

/** What is said of a version without its notes; null: the plugin says no version. */
export function versionFacts(manifest: Manifest, provenance: Provenance): VersionFacts | null {
	const version = versionLabelOf(manifest);
	if (version === undefined || version === '') return null;
	const { host, abi_version, type, security_policy: asks } = manifest;
	const description = manifest.metadata.description?.slice(0, 2_000);
	const signer = signerOf(provenance);
	return {
		version,
		...(host === undefined ? {} : { host }),
		...(abi_version === undefined ? {} : { abi_version }),
		type,
		...(description === undefined ? {} : { description }),
		asks,
		...(signer === null ? {} : { signer }),
	};
}

type Said = Pick<VersionFacts, 'notes' | 'published_at'>;
const nothingSaid: Said = {};

/**
 * What stands in a change log below the heading with this version, up to the next heading of that rank, and the day in that
 * heading (`## [1.2.0] - 2026-05-01`): what the package says itself, so that the same package always has the same.
 */
function changesOf(changes: string, version: string): Said {
	const lines = changes.split(/\r?\n/);
	const rankOf = (line: string): number => /^(#{1,6}) /.exec(line)?.[1]?.length ?? 0;
	const says = (line: string): boolean =>
		line.split(/[\s[\](),:#]+/).some((word) => word === version || word === `v${version}`);
	const start = lines.findIndex((line) => rankOf(line) > 0 && says(line));
	const heading = lines[start];
	if (heading === undefined) return nothingSaid;
	const rank = rankOf(heading);
	const rest = lines.slice(start + 1);
	const end = rest.findIndex((line) => rankOf(line) > 0 && rankOf(line) <= rank);
	const notes = rest.slice(0, end < 0 ? undefined : end).join('\n');
	const text = notes.trim().slice(0, MAX_NOTES).trim().toWellFormed();
	const day = dayIn(heading);
	return { ...(text === '' ? {} : { notes: text }), ...(day === null ? {} : { published_at: momentOf(day) }) };
}

/** The first day that there is in a text, as ISO 8601 writes it. */
function dayIn(text: string): string | null {
	const days = text.match(/(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])/g) ?? [];
	return days.find((day) => z.iso.date().safeParse(day).success) ?? null;
}

/** When a day begins, in UTC. */
export function momentOf(day: string): string {
	return `${day}T00:00:00Z`;
}
