import type { LockCheck } from '../../../shared/api/catalogue-routes.ts';
import type { LockedPlugin } from '../../../shared/api/lock-file.ts';
import type { IndexedPlugin, IndexedVersion } from '../../../shared/api/package-index.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { signerOf } from '../../../shared/plugin/provenance.ts';
import { quoted } from '../../../shared/quoted.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { describeRequests } from '../../policy/describe-requests.ts';
import { unsuitable } from '../../registry/manifest/suitability.ts';
import type { ApplyDeps } from '../apply-update.ts';
import { openSource, type Source } from '../open-source.ts';
import { withPackage } from '../stage-package.ts';
import { formatLock, readLock } from './lock-file.ts';

/** What a lock would install and grant. Rejects naming the first plugin that the source has not; nothing is fetched. */
export async function checkLock(deps: ApplyDeps, said: string | null, path: string): Promise<LockCheck> {
	const lock = await readLock(path);
	const source = await openSource(said);
	const own = deps.ownPlaces();
	const offered = byName(source);
	for (const locked of lock.plugins) {
		checkPolicy(locked.grant, {}, own);
		offeredAs(deps, offered, locked);
	}
	return {
		source: source.shown,
		sha256: await sha256Of(formatLock(lock)),
		plugins: lock.plugins.map(({ name, version, signer, grant }) => ({
			name,
			version,
			signer: signer ?? null,
			grants: describeRequests(grant, own),
			installed: deps.registry.get(name)?.current?.label ?? null,
		})),
	};
}

/**
 * Installs what a lock names, with the grants in it. Every package is fetched and compared first: where one is missing or
 * differs, it rejects with `plugin_load` naming it, and nothing is installed. `reviewed`: of the lock that a person saw.
 */
export async function applyLock(
	deps: ApplyDeps,
	said: string | null,
	{ path, reviewed, author }: { readonly path: string; readonly reviewed: string; readonly author: string },
): Promise<readonly PluginRecord[]> {
	const lock = await readLock(path);
	if ((await sha256Of(formatLock(lock))) !== reviewed) {
		throw new DataFlareError('conflict', `${path} changed since it was looked at.`, {
			hint: 'Look at it again, then decide.',
			details: because('changed_since'),
		});
	}
	const source = await openSource(said);
	for (const { grant } of lock.plugins) checkPolicy(grant, {}, deps.ownPlaces());
	const offered = byName(source);
	const steps = lock.plugins.map((locked) => ({ locked, offered: offeredAs(deps, offered, locked) }));
	return inTurn(deps, source, steps, [], author);
}

interface Step {
	readonly locked: LockedPlugin;
	readonly offered: IndexedVersion;
}

type Staged = Step & { readonly path: string; readonly filesSha256: string | null };

/** Each package stays where it was brought until all are there and were compared. */
async function inTurn(
	deps: ApplyDeps,
	source: Source,
	[step, ...rest]: readonly Step[],
	staged: readonly Staged[],
	author: string,
): Promise<readonly PluginRecord[]> {
	if (step === undefined) return installAll(deps, staged, author);
	const { locked, offered } = step;
	return withPackage(deps.dataDir, source, locked.name, offered, async (path) => {
		const { package: found, filesSha256, refusal } = await deps.registry.inspect(path);
		const { manifest, analysis, provenance } = found;
		if (refusal !== null) throw DataFlareError.fromWire(refusal);
		const differs = [
			[manifest.name, locked.name, 'name'],
			[manifest.id, locked.id, 'id'],
			[analysis.sha256, locked.module, 'module'],
			[filesSha256, locked.files, 'files'],
			[signerOf(provenance), locked.signer ?? null, 'signer'],
		].find(([is, wanted]) => is !== wanted);
		if (differs !== undefined) throw unmet(locked, `what the source has differs in "${differs[2]}"`);
		return inTurn(deps, source, rest, [...staged, { ...step, path, filesSha256 }], author);
	});
}

async function installAll(
	deps: ApplyDeps,
	staged: readonly Staged[],
	author: string,
): Promise<readonly PluginRecord[]> {
	const records: PluginRecord[] = [];
	for (const { locked, path, filesSha256 } of staged) {
		records.push(
			await deps.registry.install(path, {
				author,
				note: 'as locked',
				grant: locked.grant,
				sha256: locked.module,
				filesSha256,
				signer: locked.signer ?? null,
				replace: true,
			}),
		);
	}
	return records;
}

function byName({ index }: Source): ReadonlyMap<string, IndexedPlugin> {
	return new Map(index.plugins.map((plugin) => [plugin.name, plugin]));
}

function offeredAs(deps: ApplyDeps, offered: ReadonlyMap<string, IndexedPlugin>, locked: LockedPlugin): IndexedVersion {
	const plugin = offered.get(locked.name);
	const found = plugin?.versions.find(({ version }) => version === locked.version);
	if (plugin === undefined || found === undefined) throw unmet(locked, 'the source does not have it');
	if (plugin.id !== locked.id) throw unmet(locked, 'what the source has differs in "id"');
	const refusal = unsuitable({ name: locked.name, host: found.host, abi_version: found.abi_version }, deps.program);
	if (refusal !== null) throw DataFlareError.fromWire(refusal);
	return found;
}

function unmet({ name, version }: LockedPlugin, why: string): DataFlareError {
	return new DataFlareError('plugin_load', `${name} ${quoted(version)} cannot be installed as it is locked: ${why}.`, {
		hint: 'Nothing was installed. Use a source that has this very package.',
		details: because('lock_unmet', { name, version }),
	});
}
