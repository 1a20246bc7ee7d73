import { parse, type SemVer } from 'semver';
import type { OfferedVersion, PluginUpdate, ReviewCause } from '../../shared/api/catalogue-routes.ts';
import type { IndexedPlugin, IndexedVersion, PackageIndex } from '../../shared/api/package-index.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { comparePolicies } from '../policy/compare-policies.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import { unsuitable } from '../registry/manifest/suitability.ts';
import { isMajorStep } from '../registry/manifest/version-order.ts';
import type { Store } from '../store/store.ts';
import { isFor, newestFirst, orderOf } from './offered-versions.ts';

/** Versions whose notes are told. */
const MOST_BETWEEN = 50;

export interface UpdateDeps {
	readonly store: Store;
	readonly ownPlaces: () => OwnPlaces;
	/** The program's version. */
	readonly program: string;
}

/** The plugin of a source that an installed one is: by its id, else, where neither has another id, by its name. */
export function offeredFor(index: PackageIndex, { name, current }: PluginRecord): IndexedPlugin | null {
	const id = current?.manifest.id;
	if (id !== undefined) return index.plugins.find((each) => each.id === id) ?? null;
	return index.plugins.find((each) => each.name === name) ?? null;
}

/**
 * What a source has for an installed plugin. `wanted`: this version, whether newer or older; null: the newest that is for
 * this program. A version under development is offered to who has one already, or asks for it.
 */
export function updateOf(
	deps: UpdateDeps,
	record: PluginRecord,
	index: PackageIndex,
	wanted: string | null,
): PluginUpdate {
	const offered = offeredFor(index, record);
	const from = record.current?.label ?? null;
	const before = record.current === null ? null : saidBefore(record.current.manifest);
	const { held, skipped: leftOut } = record.updates;
	const told = {
		name: record.name,
		from,
		before,
		pinned: record.pinned,
		held,
		skipped: [],
		blocked: null,
		blockedVersion: null,
	};
	const none = { ...told, to: null, between: [], added: [], dropped: [] };
	const unknown = { ...none, state: 'unknown', review: [] } as const;
	if (offered === null) return unknown;
	const at = from === null ? null : parse(from);
	if (at === null && wanted === null) return unknown;
	const newer = at === null ? [] : newerThan(at, offered.versions);
	const skipped = newer.map(({ version }) => version).filter((version) => leftOut.includes(version));
	const wantedOnes = newer.filter(({ version }) => !skipped.includes(version));
	const suits = (version: IndexedVersion): boolean => isFor(record, version, deps.program);
	const to =
		wanted === null
			? (wantedOnes.find(suits) ?? wantedOnes[0])
			: offered.versions.find(({ version }) => version === wanted);
	if (to === undefined) return { ...unknown, skipped, state: wanted === null ? 'current' : 'unknown' };
	const newest = suits(to) && wanted === null ? (wantedOnes[0] ?? to) : to;
	const { host, abi_version } = newest;
	const blocked = unsuitable({ name: record.name, host, abi_version }, deps.program);
	const own = deps.ownPlaces();
	const granted = deps.store.grants.inForce(record.name)?.policy ?? lockedDown;
	const { added, dropped } = comparePolicies(to.asks, granted, own);
	const askedBefore = record.current?.manifest.security_policy ?? lockedDown;
	const grown = new Set(comparePolicies(to.asks, askedBefore, own).added.map(({ text }) => text));
	const isOlder = !newer.includes(to);
	const causes: Readonly<Record<ReviewCause, boolean>> = {
		asks: added.some(({ text }) => grown.has(text)),
		signer: (to.signer ?? null) !== record.pinned,
		major: from !== null && at !== null && isMajorStep(from, to.version),
		type: before !== null && before.type !== to.type,
		// An update makes a plugin ready: one that a person disabled, or has not decided on, stays as it is.
		state: record.state !== 'ready',
		older: isOlder,
	};
	return {
		...none,
		state: suits(to) ? 'available' : 'blocked',
		to: offeredOf(to),
		between: newer
			.slice(isOlder ? newer.length : newer.indexOf(to))
			.slice(0, MOST_BETWEEN)
			.map((each) => ({ version: each.version, notes: each.notes ?? null, publishedAt: timeOf(each) })),
		added,
		dropped,
		blocked,
		blockedVersion: blocked === null ? null : newest.version,
		skipped,
		review: (Object.keys(causes) as ReviewCause[]).filter((cause) => causes[cause]),
	};
}

export function offeredOf(version: IndexedVersion): OfferedVersion {
	const { sha256, size, type, asks, abi_version, host } = version;
	return {
		version: version.version,
		sha256,
		size,
		publishedAt: timeOf(version),
		notes: version.notes ?? null,
		type,
		description: version.description ?? null,
		signer: version.signer ?? null,
		asks,
		abiVersion: abi_version ?? null,
		host: host ?? null,
	};
}

function saidBefore({ type, abi_version, host }: Manifest): NonNullable<PluginUpdate['before']> {
	return { type, abiVersion: abi_version ?? null, host: host ?? null };
}

function timeOf({ published_at }: IndexedVersion): number | null {
	return published_at === undefined ? null : Date.parse(published_at);
}

/** Newest first. */
function newerThan(from: SemVer, versions: readonly IndexedVersion[]): readonly IndexedVersion[] {
	const takesPrereleases = from.prerelease.length > 0;
	return newestFirst(versions).filter((version) => {
		const order = orderOf(version);
		return order !== null && order.compare(from) > 0 && (takesPrereleases || order.prerelease.length === 0);
	});
}
