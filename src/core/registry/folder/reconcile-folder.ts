import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DataFlareError, type ErrorCode, toDataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { noUpdateChoice, type PluginRecord, type VersionKey } from '../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner, type Provenance, signerOf } from '../../../shared/plugin/provenance.ts';
import { isVersion } from '../../../shared/plugin/version-use.ts';
import { MAX_MEMORY_BYTES } from '../../../shared/policy/limits.ts';
import { quoted } from '../../../shared/quoted.ts';
import { existsSync } from '../../files/user-files.ts';
import { nameOfEntry } from '../entry-name.ts';
import { claimName, freeName, isBorrowed } from '../install/borrowed-name.ts';
import { endData, settleData } from '../install/kept-data.ts';
import { otherId } from '../install/plugin-id.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { orderRemark } from '../manifest/version-order.ts';
import { mismatchOf } from '../mismatch.ts';
import { isPassing, tellsNothing } from '../package/momentary.ts';
import type { PackageReading } from '../package/package-reading.ts';
import { brokenRecord, integrityOf, isSameVersion, takenName, versionOf, warningsOf } from '../records.ts';
import type { PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { isDisabledAndGone, isGone, restingState } from '../resting-state.ts';
import { isReturning } from '../trash/settle-entry.ts';
import { endVersions, leavingVersion } from '../versions/leaving-version.ts';

/** Ways in which a version does not start that are no fault of its own: no process was to be had, the program is ending. */
const notItsFault: ReadonlySet<ErrorCode> = new Set(['runtime', 'cancelled', 'storage']);

/**
 * Brings what is known of one entry of the plugins folder in step with what is there. Resolves to whether the same files
 * may be of use later. Rejects, with nothing changed, where this tells nothing of the plugin: the system could not say at
 * this moment, or the program is ending.
 */
export function reconcileEntry(
	context: RegistryContext,
	entry: string,
	{ anew }: { readonly anew: boolean },
): Promise<boolean> {
	// The module is in memory until the last step with it is done.
	return context.room.share((take) => reconcile(context, entry, anew, take));
}

/** Throws what keeps it from being used. */
async function readEntry(
	context: RegistryContext,
	path: string,
	{ anew }: { readonly anew: boolean },
	take: PackageReading['take'],
): Promise<PluginPackage> {
	const found = await (anew ? context.read(path, take) : context.readAgain(path, take));
	const problem =
		unsuitable(found.manifest, context.version) ?? mismatchOf(found.manifest, found.analysis, memoryOf(context, found));
	if (problem !== null) throw DataFlareError.fromWire(problem);
	return found;
}

/**
 * Records what keeps an entry from being used, or that it is gone. Resolves to whether that may pass with nothing done to
 * the entry. Rejects where this tells nothing of the plugin.
 */
export async function tellOfFailure(context: RegistryContext, path: string, thrown: unknown): Promise<boolean> {
	const error = toDataFlareError(thrown);
	if (tellsNothing(thrown)) throw error;
	const before = context.store.plugins.at(path);
	if (existsSync(path)) {
		unusable(context, path, before, error.toWire());
		return isPassing(thrown);
	}
	// Where the whole plugins folder is away, that tells nothing of the plugins in it.
	if (before !== null && existsSync(context.pluginsDir)) await filesGone(context, before);
	return false;
}

async function reconcile(
	context: RegistryContext,
	entry: string,
	anew: boolean,
	take: PackageReading['take'],
): Promise<boolean> {
	const folder = join(context.pluginsDir, entry);
	if (isReturning(context, folder)) return false;
	const before = context.store.plugins.at(folder);
	let found: PluginPackage;
	try {
		found = await readEntry(context, folder, { anew }, take);
	} catch (thrown) {
		return tellOfFailure(context, folder, thrown);
	}
	const { name } = found.manifest;
	const holder = holderElsewhere(context, name, folder);
	if (holder !== null) {
		unusable(context, folder, before, takenName(name, folder, holder.folder).toWire());
		return false;
	}
	// A plugin that was renamed in its manifest is another plugin: the record under the old name has lost its files.
	if (before !== null && before.name !== name) await filesGone(context, { ...before, folder: `${folder} (renamed)` });
	claimName(context, name, folder);
	await adopt(context, found, folder, context.get(name));
	return false;
}

/** Memory that a package may have; the version in use keeps what a person decided about it, whatever that is. bytes */
function memoryOf(context: RegistryContext, found: PluginPackage): number | null {
	const { name } = found.manifest;
	if (isSameVersion(context.get(name)?.current ?? null, found)) return MAX_MEMORY_BYTES;
	return context.store.grants.inForce(name)?.policy.max_memory ?? null;
}

/** A plugin's files went away: it stays as missing, with its history, unless it never was usable. */
export async function filesGone(context: RegistryContext, record: PluginRecord): Promise<void> {
	if (record.state === 'missing' || isDisabledAndGone(record)) return;
	if (record.current === null) {
		context.store.plugins.remove(record.name, 'its files are gone');
		context.emit({ kind: 'removed', plugin: record });
		return;
	}
	const problem: WireError = {
		code: 'not_found',
		message: `Its files are gone from ${record.folder}.`,
		hint: 'Put them back, or uninstall the plugin.',
	};
	// Disabled it stays: files that come back are no reason to run what a person stopped.
	const state = record.state === 'disabled' ? 'disabled' : 'missing';
	context.put({ ...record, state, problem, changedAt: context.now() }, 'missing');
	await context.ports.release(record.name);
}

async function adopt(
	context: RegistryContext,
	found: PluginPackage,
	folder: string,
	before: PluginRecord | null,
): Promise<void> {
	const now = context.now();
	if (before !== null && isSameVersion(before.current, found)) {
		const returned = before.state === 'missing' || before.state === 'broken' || isDisabledAndGone(before);
		const known = withProvenance(before, found.provenance);
		if (!returned && before.failedUpdate === null && known === before) return;
		const waits = before.state === 'waiting_for_review';
		const state = returned || waits ? restingState(known) : before.state;
		const problem = returned ? null : before.problem;
		context.put({ ...known, state, folder, failedUpdate: null, problem, changedAt: now }, 'state');
		return;
	}
	const { name } = found.manifest;
	const current = versionOf(found, context.store.plugins.versions(name), now);
	const other = before === null || isGone(before) ? null : otherId(before, found.manifest);
	if (before !== null && other !== null) {
		failedUpdate(context, before, current, other);
		return;
	}
	if (before?.updates.held && !isGone(before) && before.current !== null) {
		failedUpdate(context, before, current, filesHeld(before));
		return;
	}
	await context.keep(found);
	const ended = before !== null && isGone(before) ? before : null;
	// Also where its files were gone meanwhile: whoever decides on what came in their place sees who had signed them.
	const pinned = ended === null ? pinOf(before, current.signer) : ended.pinned;
	const mustWait = hasOtherSigner({ pinned, current }) || context.unsigned(name, current.signer) !== null;
	const runs = before?.state === 'ready' || before?.state === 'quarantined';
	const leaving = ended === null ? leavingVersion(context, before, current) : null;
	if (before !== null && runs && !mustWait) {
		try {
			await context.tryUpdate(found);
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			if (notItsFault.has(error.code)) throw error;
			failedUpdate(context, before, current, error.toWire());
			return;
		}
	}
	if (ended?.current) await endData(context, name, ended.current.sha256);
	const left = before?.current && ended === null ? null : await settleData(context, name, found.analysis.sha256);
	const order = ended === null ? orderRemark(current.label ?? undefined, before?.current?.label ?? undefined) : null;
	const next: PluginRecord = {
		name,
		state: 'waiting_for_review',
		problem: null,
		current,
		...integrityOf(found.provenance),
		pinned,
		failedUpdate: null,
		grantVersion: ended === null ? (before?.grantVersion ?? 0) : 0,
		folder,
		installedAt: ended === null ? (before?.installedAt ?? now) : now,
		changedAt: now,
		preload: ended === null && (before?.preload ?? false),
		inputPrivacy: ended === null ? (before?.inputPrivacy ?? null) : null,
		updates: (ended === null ? before?.updates : undefined) ?? noUpdateChoice,
		warnings: [...warningsOf(found, left), ...(order === null ? [] : [order])],
	};
	// Another folder may have got the name while this one's module was kept.
	const holder = holderElsewhere(context, name, folder);
	if (holder !== null) {
		unusable(context, folder, null, takenName(name, folder, holder.folder).toWire());
		return;
	}
	claimName(context, name, folder);
	if (ended !== null) {
		context.store.plugins.setPreload(name, false);
		context.store.plugins.setInputPrivacy(name, null);
		context.store.plugins.setUpdateChoice(name, noUpdateChoice);
	}
	// Again: another program that starts forgets what is said of modules that no plugin has.
	context.store.analyses.put(found.analysis);
	if (before === null || ended !== null) await endVersions(context, name, false);
	const state = before === null ? next.state : restingState({ ...next, state: before.state });
	context.store.together(() => {
		leaving?.left();
		if (before === null || ended !== null) context.store.versionUses.begin(name);
		context.store.versionUses.used(name, current);
		context.store.plugins.put({ ...next, state });
	});
	context.emit({ kind: before === null || ended !== null ? 'appeared' : 'updated', plugin: { ...next, state } });
	if (runs && mustWait) await context.ports.release(name);
	context.packages.keep({ ...next, state });
}

/** A person said that it stays at its version: files that change in the folder are no word of theirs. */
function filesHeld({ name, current }: PluginRecord): WireError {
	const version = current?.label ?? current?.sha256.slice(0, 12) ?? '';
	return {
		code: 'conflict',
		message: `${name} is held at ${quoted(version)}, so the changed files in its folder are not used.`,
		hint: 'Release it and reload it to use them, or go back to the version in use to put its files back.',
		details: because('files_held', { name, version }),
	};
}

/** What was accepted, and now comes signed for the first time, is pinned to that key. */
function pinOf(before: PluginRecord | null, signer: string | null): string | null {
	if (before === null) return null;
	return before.pinned ?? (before.grantVersion > 0 ? signer : null);
}

/** The same version, as its files are signed now. Who was seen to have signed it did, whatever lies there later. */
function withProvenance(before: PluginRecord, provenance: Provenance): PluginRecord {
	const { current } = before;
	if (current === null) return before;
	const isPinned = current.signer !== null && current.signer === before.pinned;
	const signer = isPinned ? current.signer : (signerOf(provenance) ?? current.signer);
	const next: PluginRecord = {
		...before,
		...integrityOf(provenance),
		current: { ...current, signer },
		pinned: pinOf(before, signer),
	};
	return isDeepStrictEqual(next, before) ? before : next;
}

/** The plugin that has this name with its files in another folder. */
function holderElsewhere(context: RegistryContext, name: string, folder: string): PluginRecord | null {
	const holder = context.get(name);
	if (holder === null || holder.folder === folder || holder.state === 'missing' || isBorrowed(holder)) return null;
	return existsSync(holder.folder) ? holder : null;
}

function unusable(context: RegistryContext, folder: string, before: PluginRecord | null, problem: WireError): void {
	if (before !== null && before.current !== null) {
		const unfit = unsuitable(before.current.manifest, context.version);
		const own = context.analyst.known(before.current.sha256)?.problems[0] ?? unfit;
		// What a person stopped stays so; whether it is for this program is asked again when it is enabled.
		if (unfit !== null && before.state === 'disabled') return;
		if (own === null) failedUpdate(context, before, unknownVersion, problem);
		// The version in use itself cannot start here: another version of the program took it.
		else if (before.state !== 'broken') {
			context.put({ ...before, state: 'broken', problem: own, changedAt: context.now() }, 'broken');
		}
		return;
	}
	if (before?.state === 'broken' && before.problem !== null && isSameFailure(before.problem, problem)) return;
	const name = before?.name ?? freeName(context, nameOfEntry(basename(folder)));
	const broken = brokenRecord(name, folder, problem, context.now());
	// What a person decided stays decided while the files are unusable.
	const { grantVersion, installedAt, pinned, preload, inputPrivacy, updates } = before ?? broken;
	context.put({ ...broken, grantVersion, installedAt, pinned, preload, inputPrivacy, updates }, 'broken');
}

/** Of files that could not even be read. */
const unknownVersion: VersionKey = { sha256: '', manifestSha256: '' };

function failedUpdate(context: RegistryContext, before: PluginRecord, version: VersionKey, error: WireError): void {
	const known = before.failedUpdate;
	if (known !== null && isVersion(known, version) && isSameFailure(known.error, error)) return;
	const { sha256, manifestSha256 } = version;
	const failed = { sha256, manifestSha256, at: context.now(), error };
	const plugin = { ...before, failedUpdate: failed, changedAt: context.now() };
	context.store.plugins.put(plugin);
	context.emit({ kind: 'update_failed', plugin, message: error.message });
}

function isSameFailure(known: WireError, error: WireError): boolean {
	return known.code === error.code && known.message === error.message;
}
