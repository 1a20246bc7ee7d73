import type { IndexedVersion } from '../../shared/api/package-index.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { signerOf } from '../../shared/plugin/provenance.ts';
import type { Registry } from '../registry/registry.ts';
import { offeredFor, type UpdateDeps, updateOf } from './find-updates.ts';
import { openSource } from './open-source.ts';
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
 * Rejects with `conflict` for what wants a review and had none, or another one.
 */
export async function applyUpdate(
	deps: ApplyDeps,
	said: string | null,
	{ name, version, reviewed, grant, author, note }: Omit<RouteParsed<'updates.apply'>, 'source'>,
): Promise<PluginRecord> {
	const record = deps.registry.require(name);
	const source = await openSource(said);
	const update = updateOf(deps, record, source.index, version ?? null);
	const { to } = update;
	const offered = offeredFor(source.index, record);
	const found = offered?.versions.find((each) => each.version === to?.version);
	if (to === null || offered === null || found === undefined) throw notOffered(name, source.shown, version);
	if (update.state === 'blocked' && update.blocked !== null) throw DataFlareError.fromWire(update.blocked);
	if (reviewed === undefined && update.review.length > 0) throw unreviewed(name);
	if (reviewed !== undefined && reviewed !== found.sha256) throw changed(name, source.shown);
	return withPackage(deps.dataDir, source, name, found, async (path) => {
		const { package: read, filesSha256 } = await deps.registry.inspect(path);
		const { manifest, provenance, analysis } = read;
		if (manifest.name !== name) throw otherPackage(name, found.version, `is one of ${manifest.name}`);
		const differs = manifest.id === offered.id ? differenceOf(found, versionFacts(manifest, provenance)) : 'id';
		if (differs !== null) {
			throw otherPackage(name, found.version, `is not what the source says of it: "${differs}" differs`);
		}
		return deps.registry.install(path, {
			author,
			note: note || `${update.from ?? 'no version'} to ${found.version}`,
			grant,
			sha256: analysis.sha256,
			filesSha256,
			signer: signerOf(provenance),
			replace: true,
		});
	});
}

/** The first key that a package says otherwise than its index; null: none. Notes and dates are the index's own. */
function differenceOf(said: IndexedVersion, found: ReturnType<typeof versionFacts>): string | null {
	const keys = ['version', 'type', 'host', 'abi_version', 'asks', 'signer'] as const;
	return keys.find((key) => JSON.stringify(said[key]) !== JSON.stringify(found?.[key])) ?? null;
}

function unreviewed(name: string): DataFlareError {
	return new DataFlareError('conflict', `The update of ${name} wants a review first.`, {
		hint: 'Look at what it changes, then decide.',
		details: because('update_unreviewed', { name }),
	});
}

function changed(name: string, source: string): DataFlareError {
	return new DataFlareError('conflict', `${source} has another package of ${name} than the one that was reviewed.`, {
		hint: 'Review it again, then decide.',
		details: because('changed_since'),
	});
}
