import { join } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord, PluginVersion } from '../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner, unlistedProvenance } from '../../../shared/plugin/provenance.ts';
import { isVersion } from '../../../shared/plugin/version-use.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { existsSync, rm } from '../../files/user-files.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { HASH_LIST, SIGNATURE } from '../archive/hash-list.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { readPacked } from '../package/read-packed.ts';
import { integrityOf, warningsOf } from '../records.ts';
import type { NamedVersion, PluginPackage, RollBackOptions } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { restingState } from '../resting-state.ts';
import { leavingVersion } from '../versions/leaving-version.ts';
import { requireVersion, unknownVersion } from '../versions/version-analysis.ts';
import { installFiles } from './install-files.ts';
import { placeOf } from './place-of.ts';
import { otherId } from './plugin-id.ts';

/** Puts an earlier version back into the plugins folder and swaps to it; `expect` hears of the entry it wrote. */
export function rollBack(
	context: RegistryContext,
	name: string,
	named: NamedVersion,
	options: RollBackOptions,
	expect: (entry: string) => void,
): Promise<PluginRecord> {
	return context.turns.run(name, async () => {
		const before = context.require(name);
		const version = requireOwn(context, before, named);
		requireGrant(before, options);
		const problem = unsuitable(version.manifest, context.version);
		if (problem !== null) throw DataFlareError.fromWire(problem);
		const policy = policyOf(context, before, version, options);
		const bringsState = options.state === 'then';
		if (bringsState) requireState(context, before, version);
		const found = (await wholeVersion(context, version)) ?? (await loneVersion(context, before, version));
		const source = before.folder;
		const leaving = leavingVersion(context, before, version);
		const after: PluginRecord = { ...before, current: version };
		const mustWait = hasOtherSigner(after) || context.unsigned(name, version.signer) !== null;
		if (before.state === 'ready' && !mustWait) await context.tryUpdate(found);
		const folder = await place(context, before, found, mustWait);
		if (folder !== source) await rm(source, { recursive: true, force: true });
		const { store } = context;
		// What runs already does so with what is kept now, and would keep that for the version that comes.
		if (bringsState) await context.ports.release(name);
		const next = store.together((): PluginRecord => {
			leaving?.left();
			store.versionUses.used(name, version);
			if (bringsState) store.versionUses.bringState(name, version);
			const record: PluginRecord = {
				...after,
				state: restingState(after),
				problem: null,
				...integrityOf(found.provenance),
				failedUpdate: null,
				grantVersion:
					policy === null || mustWait
						? before.grantVersion
						: context.grant(name, policy, options.author, options.note ?? ''),
				folder,
				changedAt: context.now(),
				warnings: warningsOf(found),
			};
			store.analyses.put(found.analysis);
			store.plugins.put(record);
			return record;
		});
		// What started already did so with the state and the grant of before.
		if (before.state !== 'ready' || mustWait || policy !== null || bringsState) await context.ports.release(name);
		context.packages.keep(next);
		context.emit({ kind: 'updated', plugin: next });
		expect(folder.slice(context.pluginsDir.length + 1));
		return next;
	});
}

/** One that the plugin itself had; rejects with `not_found` for one of another that had its name. */
function requireOwn(context: RegistryContext, before: PluginRecord, named: NamedVersion): PluginVersion {
	const version = requireVersion(context, before.name, named);
	const isOwn = context.store.versionUses.get(before.name, version)?.isOwn === true;
	const isOther = version.manifest.id === undefined ? null : otherId(before, version.manifest);
	if (isOther !== null) throw DataFlareError.fromWire(isOther);
	if (isOwn || isVersion(version, before.current)) return version;
	throw unknownVersion(before.name, version.sha256);
}

/** Rejects with `conflict` where another grant is in force than the person saw. */
function requireGrant({ name, grantVersion }: PluginRecord, { expectedGrant }: RollBackOptions): void {
	if (expectedGrant === undefined || expectedGrant === grantVersion) return;
	throw new DataFlareError('conflict', `The policy of ${name} changed meanwhile.`, {
		hint: 'Look at it again, then decide.',
		details: { ...because('policy_changed', { plugin: name, current: grantVersion }), expected: expectedGrant },
	});
}

/** Puts the files in the plugin's place; without them, what runs is as it was recorded. */
async function place(
	context: RegistryContext,
	before: PluginRecord,
	found: PluginPackage,
	mustWait: boolean,
): Promise<string> {
	const { name } = before;
	try {
		const folder = await installFiles(await placeOf(context, name), found);
		// The list of hashes, and its signature, that lay beside the version before are not of this one.
		if (found.packed === undefined) {
			for (const list of [HASH_LIST, SIGNATURE]) await rm(join(folder, list), { force: true });
		}
		return folder;
	} catch (error) {
		if (before.state === 'ready' && !mustWait) await context.ports.release(name);
		throw error;
	}
}

/** The policy that is to be in force with the version; null: the one that is. */
function policyOf(
	context: RegistryContext,
	{ name, grantVersion }: PluginRecord,
	version: PluginVersion,
	{ grant }: RollBackOptions,
): SecurityPolicy | null {
	if (grant !== 'then') return null;
	const { store } = context;
	const then = store.grants.get(name, store.versionUses.get(name, version)?.grantVersion ?? 0);
	if (then === null || grantVersion === 0) throw notKept(name, version, 'grant');
	checkPolicy(then.policy, {}, context.ownPlaces());
	return then.policy;
}

/** Rejects before anything is changed: what it keeps now is set aside first, and that must be possible as well. */
function requireState(context: RegistryContext, { name, current }: PluginRecord, version: PluginVersion): void {
	const { versionUses } = context.store;
	if ((versionUses.get(name, version)?.stateBytes ?? null) === null) throw notKept(name, version, 'state');
	if (current === null || isVersion(current, version)) return;
	if (versionUses.keepState(name, current) !== null) return;
	throw new DataFlareError('conflict', `${name} keeps too much now for it to be set aside.`, {
		hint: 'Roll back with the state as it is now.',
		details: because('state_too_large', { plugin: name }),
	});
}

function notKept(name: string, { label, sha256 }: PluginVersion, what: 'grant' | 'state'): DataFlareError {
	const version = label ?? sha256.slice(0, 12);
	return new DataFlareError('not_found', `The ${what} that ${name} had with version ${version} was not kept.`, {
		hint: `Roll back with the ${what} as it is now.`,
		details: because(what === 'grant' ? 'version_grant_gone' : 'version_state_gone', { plugin: name, version }),
	});
}

/** With all its files, as they were kept; null: they were not, or are damaged by now. */
async function wholeVersion(context: RegistryContext, version: PluginVersion): Promise<PluginPackage | null> {
	const path = await context.packages.pathOf(version.plugin, version);
	if (path === null) return null;
	const found = await readPacked(path, { analyst: context.analyst, files: null }).catch(() => null);
	const isSame =
		found?.analysis.sha256 === version.sha256 && JSON.stringify(found.manifest) === JSON.stringify(version.manifest);
	return isSame ? found : null;
}

/** Its module and its manifest. */
async function loneVersion(
	context: RegistryContext,
	before: PluginRecord,
	version: PluginVersion,
): Promise<PluginPackage> {
	const module = await context.modules.load(version.sha256, before.name);
	const source = before.folder;
	return {
		source,
		modulePath: join(source, version.manifest.module_path),
		manifest: version.manifest,
		manifestBytes: null,
		analysis: await context.analyst.analyse(module, { anew: true }),
		module,
		readme: null,
		warnings: [],
		provenance: unlistedProvenance,
		roleIsOpen: false,
		inferred: source.toLowerCase().endsWith('.wasm') || !existsSync(source),
	};
}
