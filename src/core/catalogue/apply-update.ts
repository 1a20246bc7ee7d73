import type { IndexedPlugin, IndexedVersion } from '../../shared/api/package-index.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { signerOf } from '../../shared/plugin/provenance.ts';
import { quoted } from '../../shared/quoted.ts';
import type { Inspection, Registry } from '../registry/registry.ts';
import { offeredFor, type UpdateDeps, updateOf } from './find-updates.ts';
import type { Source } from './open-source.ts';
import { versionFacts } from './packed-facts.ts';
import { notOffered, otherPackage } from './refuse-source.ts';
import { withPackage } from './stage-package.ts';

export interface ApplyDeps extends UpdateDeps {
	readonly registry: Registry;
	/** Absolute. */
	readonly dataDir: string;
}

/**
 * Installs a version that a source has in the place of an installed plugin, all or nothing. The package is the one that
 * the source speaks of, and says of itself what the source says of it: what a person reviewed is what is installed.
 * Rejects with `conflict` for what wants a review and had none, or another one, and for a plugin that is held.
 */
export async function applyUpdate(
	deps: ApplyDeps,
	source: Source,
	{ name, version, reviewed, grant, author, note }: Omit<RouteParsed<'updates.apply'>, 'source' | 'kept'>,
): Promise<PluginRecord> {
	const record = deps.registry.require(name);
	if (record.updates.held) throw isHeld(name, record.current?.label ?? null);
	const update = updateOf(deps, record, source.index, version ?? null);
	const { to } = update;
	const offered = offeredFor(source.index, record);
	const found = offered?.versions.find((each) => each.version === to?.version);
	if (to === null || offered === null || found === undefined) throw notOffered(name, source.shown, version);
	if (update.state === 'blocked' && update.blocked !== null) throw DataFlareError.fromWire(update.blocked);
	if (reviewed === undefined && update.review.length > 0) throw unreviewed(name);
	if (reviewed !== undefined && reviewed !== found.sha256) throw changedPackage(name, source.shown);
	return withPackage(deps.dataDir, source, name, found, async (path) => {
		const { package: read, filesSha256 } = await inspectAsSaid(deps.registry, path, { ...offered, name }, found);
		return deps.registry.install(path, {
			author,
			note: note || `${update.from ?? 'no version'} to ${found.version}`,
			grant,
			sha256: read.analysis.sha256,
			filesSha256,
			signer: signerOf(read.provenance),
			replace: true,
		});
	});
}

/** Looks into a package that was brought here. Rejects with `plugin_load` where it is not what its source says of it. */
export async function inspectAsSaid(
	registry: Registry,
	path: string,
	{ name, id }: Pick<IndexedPlugin, 'name' | 'id'>,
	said: IndexedVersion,
): Promise<Inspection> {
	const inspection = await registry.inspect(path);
	const { manifest, provenance } = inspection.package;
	if (manifest.name !== name) throw otherPackage(name, said.version, `is one of ${manifest.name}`);
	const differs = manifest.id === id ? differenceOf(said, versionFacts(manifest, provenance)) : 'id';
	if (differs === null) return inspection;
	throw otherPackage(name, said.version, `is not what the source says of it: "${differs}" differs`);
}

/** The first key that a package says otherwise than its index; null: none. Notes and dates are the index's own. */
function differenceOf(said: IndexedVersion, found: ReturnType<typeof versionFacts>): string | null {
	const keys = ['version', 'type', 'host', 'abi_version', 'asks', 'signer'] as const;
	return keys.find((key) => JSON.stringify(said[key]) !== JSON.stringify(found?.[key])) ?? null;
}

function isHeld(name: string, version: string | null): DataFlareError {
	const at = version === null ? 'its version' : quoted(version);
	return new DataFlareError('conflict', `${name} is held at ${at}, so that it is not updated.`, {
		hint: 'Let it be updated again first.',
		details: because('update_held', { name, version: version ?? '' }),
	});
}

function unreviewed(name: string): DataFlareError {
	return new DataFlareError('conflict', `The update of ${name} wants a review first.`, {
		hint: 'Look at what it changes, then decide.',
		details: because('update_unreviewed', { name }),
	});
}

/** A source has another package than the one that a person looked at. */
export function changedPackage(name: string, source: string): DataFlareError {
	return new DataFlareError('conflict', `${source} has another package of ${name} than the one that was reviewed.`, {
		hint: 'Review it again, then decide.',
		details: because('changed_since'),
	});
}
