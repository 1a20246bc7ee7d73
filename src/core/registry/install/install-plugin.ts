import { join, resolve } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { noUpdateChoice, type PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner, signerOf } from '../../../shared/plugin/provenance.ts';
import { limitsOnly } from '../../../shared/policy/security-policy.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { mismatchOf } from '../mismatch.ts';
import { contains } from '../package/contains.ts';
import { identityOf, removeAsRead } from '../package/known-files.ts';
import type { FileHashes } from '../package/walk/copy-folder.ts';
import { integrityOf, isSameVersion, versionOf, warningsOf } from '../records.ts';
import type { InstallOptions, PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { isGone } from '../resting-state.ts';
import { changedSince } from '../signing/require-signer.ts';
import { endVersions, leavingVersion } from '../versions/leaving-version.ts';
import { claimName } from './borrowed-name.ts';
import { withRole } from './given-role.ts';
import { installFiles } from './install-files.ts';
import { endData, settleData } from './kept-data.ts';
import { placeOf } from './place-of.ts';
import { otherId } from './plugin-id.ts';
import { assertReviewed, printWith, reviewedPrint } from './reviewed-files.ts';

interface SaidOfFiles {
	/** Its manifest says what its files do not, and is to be kept beside them. */
	readonly isSaid: boolean;
	/** Of the file that it was read from. */
	readonly identity: string | null;
	/** As it was read, whatever its role. */
	readonly read: PluginPackage;
}

/** All or nothing. `expect` hears which entry of the plugins folder was put there. */
export async function installPlugin(
	context: RegistryContext,
	path: string,
	options: InstallOptions,
	expect: (entry: string) => void,
): Promise<PluginRecord> {
	const identity = await identityOf(resolve(path));
	const read = await context.read(path);
	const isSaid = (given: PluginPackage): boolean => JSON.stringify(given.manifest) !== JSON.stringify(read.manifest);
	const found = asSigned(withRole(context, read, options.role), isSaid);
	const { name } = found.manifest;
	const granted = options.grant ?? context.store.grants.current(name)?.policy;
	const problem =
		unsuitable(found.manifest, context.version) ??
		mismatchOf(found.manifest, found.analysis, granted?.max_memory ?? null);
	if (problem !== null) throw DataFlareError.fromWire(problem);
	if (options.sha256 !== undefined) assertReviewed(found.source, options.sha256, found.analysis.sha256);
	if (options.filesSha256 !== undefined) {
		assertReviewed(found.source, options.filesSha256, await reviewedPrint(read));
	}
	if (options.grant !== undefined) checkPolicy(options.grant, {}, context.ownPlaces());
	const signer = signerOf(found.provenance);
	if (options.signer !== undefined && options.signer !== signer) throw changedSince(found.source);
	const unsigned = context.unsigned(name, signer);
	if (unsigned !== null) throw unsigned;
	return context.turns.run(name, () =>
		install(context, found, { ...options, isSaid: isSaid(found), identity, read }, expect),
	);
}

/** What a person says of its role is in no list of hashes. */
function asSigned(found: PluginPackage, isSaid: (found: PluginPackage) => boolean): PluginPackage {
	const { provenance } = found;
	if (provenance.integrity !== 'intact' || !isSaid(found)) return found;
	return { ...found, provenance: { ...provenance, integrity: 'modified', altered: 'plugin.json' } };
}

async function install(
	context: RegistryContext,
	found: PluginPackage,
	options: InstallOptions & SaidOfFiles,
	expect: (entry: string) => void,
): Promise<PluginRecord> {
	const { store, ports, pluginsDir } = context;
	const { name } = found.manifest;
	claimName(context, name, found.source);
	const before = context.get(name);
	const isOther = otherId(before, found.manifest);
	if (isOther !== null) throw DataFlareError.fromWire(isOther);
	const isElsewhere = before !== null && before.folder !== found.source && before.state !== 'missing';
	if (isElsewhere && options.replace !== true && !isSameVersion(before.current, found)) {
		throw new DataFlareError('conflict', `A plugin named "${name}" is already installed.`, {
			hint: 'Install it as a replacement, or give the new one another name in its manifest.',
			details: {
				...because('name_taken', { name }),
				name,
				installed: before.current?.sha256 ?? null,
				offered: found.analysis.sha256,
			},
		});
	}
	// Its files are gone: another module that comes under its name is another plugin, and what was decided is not for it.
	const ended = before !== null && isGone(before) && before.current?.sha256 !== found.analysis.sha256 ? before : null;
	await context.keep(found);
	const current = versionOf(found, store.plugins.versions(name), context.now());
	const pinned = before?.pinned ?? null;
	// Another signer is accepted by who says to have seen it; anybody else leaves it waiting.
	const mustWait = hasOtherSigner({ pinned, current }) && options.signer === undefined;
	const swapped = before?.state === 'ready' && !mustWait && !isSameVersion(before.current, found);
	const leaving = ended === null ? leavingVersion(context, before, current) : null;
	if (swapped) await context.tryUpdate(found);
	const folder = await place(context, found, options).catch(async (error: unknown) => {
		// The new version runs already, and its files could not be kept: the next call begins with the recorded one.
		if (swapped) await ports.release(name);
		throw error;
	});
	if (ended?.current) await endData(context, name, ended.current.sha256);
	const left = before?.current && ended === null ? null : await settleData(context, name, found.analysis.sha256);
	if (before === null || ended !== null) await endVersions(context, name, false);
	const inForce = ended === null ? store.grants.inForce(name)?.policy : undefined;
	const { grant = inForce ?? limitsOnly(found.manifest.security_policy) } = options;
	const granted = mustWait
		? ended === null
			? (before?.grantVersion ?? 0)
			: 0
		: context.grant(name, grant, options.author, options.note ?? '');
	const now = context.now();
	const record: PluginRecord = {
		name,
		state: mustWait ? 'waiting_for_review' : 'ready',
		problem: null,
		current,
		...integrityOf(found.provenance),
		pinned: mustWait ? pinned : current.signer,
		failedUpdate: null,
		grantVersion: granted,
		folder,
		installedAt: (ended === null ? before?.installedAt : undefined) ?? now,
		changedAt: now,
		preload: ended === null && (before?.preload ?? false),
		inputPrivacy: ended === null ? (before?.inputPrivacy ?? null) : null,
		updates: (ended === null ? before?.updates : undefined) ?? noUpdateChoice,
		warnings: warningsOf(found, left),
	};
	if (before !== null && before.state !== 'ready') await ports.release(name);
	store.together(() => {
		leaving?.left();
		if (ended !== null) {
			store.plugins.setPreload(name, false);
			store.plugins.setInputPrivacy(name, null);
			store.plugins.setUpdateChoice(name, noUpdateChoice);
		}
		if (before === null || ended !== null) store.versionUses.begin(name);
		store.versionUses.used(name, current);
		// Again: another program that starts forgets what is said of modules that no plugin has.
		store.analyses.put(found.analysis);
		store.plugins.put(record);
	});
	context.packages.keep(record);
	if (mustWait) await ports.release(name);
	expect(folder.slice(pluginsDir.length + 1));
	context.emit({ kind: before === null ? 'installed' : 'updated', plugin: record });
	return record;
}

async function place(
	context: RegistryContext,
	found: PluginPackage,
	{ isSaid, identity, read, filesSha256 }: InstallOptions & SaidOfFiles,
): Promise<string> {
	const { pluginsDir } = context;
	// What is copied beside the module may have changed since it was compared; manifest and module are as they were read.
	const check = async (copied: FileHashes): Promise<void> => {
		if (filesSha256 !== undefined) assertReviewed(found.source, filesSha256, await printWith(read, copied));
	};
	if (found.packed !== undefined) {
		const folder = await installFiles(await placeOf(context, found.manifest.name), found);
		// One that was put into the folder has done its work.
		if (found.source.startsWith(join(pluginsDir, '/'))) await removeAsRead(found.source, identity);
		return folder;
	}
	// A configuration that names a module elsewhere is no plugin by itself, wherever it lies.
	const isWhole = found.inferred || contains(found.source, found.modulePath);
	const isThere = found.source.startsWith(join(pluginsDir, '/'));
	if (isWhole && isThere && !isSaid) return found.source;
	const folder = await installFiles(await placeOf(context, found.manifest.name), found, check);
	// It lies in a folder of its own from now on, with its manifest.
	if (isWhole && isThere && folder !== found.source) await removeAsRead(found.source, identity);
	return folder;
}
