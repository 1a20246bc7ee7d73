import type {
	FetchAnswer,
	FoundPlugin,
	LockCheck,
	PluginUpdate,
	SourceAnswer,
	UpdatesAnswer,
	VersionsAnswer,
} from '../../shared/api/catalogue-routes.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { type ApplyDeps, applyUpdate } from '../catalogue/apply-update.ts';
import { type UpdateDeps, updateOf } from '../catalogue/find-updates.ts';
import { applyLock, checkLock } from '../catalogue/lock/apply-lock.ts';
import { openSource, type Source } from '../catalogue/open-source.ts';
import { notOffered } from '../catalogue/refuse-source.ts';
import { searchSource, versionsOf } from '../catalogue/search-source.ts';
import { readSettings } from '../program/settings.ts';
import { VERSION } from '../program/version.ts';
import type { EngineParts } from './engine-parts.ts';

type Parts = Pick<EngineParts, 'store' | 'registry' | 'ownPlaces' | 'dataDir' | 'runtime' | 'offers'>;

export async function searchOffered(
	parts: Parts,
	{ text, type, ...asked }: RouteParsed<'catalogue.search'>,
): Promise<readonly FoundPlugin[]> {
	return searchSource({ ...depsOf(parts), registry: parts.registry }, await sourceOf(parts, asked), text, type);
}

export async function listVersions(
	parts: Parts,
	{ name, ...asked }: RouteParsed<'catalogue.versions'>,
): Promise<VersionsAnswer> {
	return versionsOf({ program: VERSION, registry: parts.registry }, await sourceOf(parts, asked), name);
}

export function describeSource(parts: Parts): SourceAnswer {
	return parts.offers.last.describe(saidOf(parts, undefined));
}

export async function readSource(parts: Parts, { source }: RouteParsed<'catalogue.read'>): Promise<SourceAnswer> {
	const said = saidOf(parts, source);
	await parts.offers.last.read(said);
	return parts.offers.last.describe(said);
}

export async function fetchOffered(
	parts: Parts,
	{ source, kept, ...wanted }: RouteParsed<'catalogue.fetch'>,
): Promise<FetchAnswer> {
	return { path: await parts.offers.fetched.fetch(await sourceOf(parts, { source, kept }), wanted) };
}

export async function listUpdates(parts: Parts, asked: RouteParsed<'updates.list'>): Promise<UpdatesAnswer> {
	const { shown, index } = await sourceOf(parts, asked);
	return {
		source: shown,
		updates: parts.registry.list().map((record) => updateOf(depsOf(parts), record, index, null)),
	};
}

/** Rejects with `not_found` where the source has no such version. */
export async function findUpdate(
	parts: Parts,
	{ name, version, ...asked }: RouteParsed<'updates.find'>,
): Promise<PluginUpdate> {
	const record = parts.registry.require(name);
	const { shown, index } = await sourceOf(parts, asked);
	const found = updateOf(depsOf(parts), record, index, version ?? null);
	if (version !== undefined && found.to === null) throw notOffered(name, shown, version);
	return found;
}

export async function applyOffered(
	parts: Parts,
	{ source, kept, ...asked }: RouteParsed<'updates.apply'>,
): Promise<PluginRecord> {
	const record = await applyUpdate(depsToApply(parts), await sourceOf(parts, { source, kept }), asked);
	parts.runtime.forgive(record.name);
	return record;
}

export function checkLocked(parts: Parts, { source, path }: RouteParsed<'lock.check'>): Promise<LockCheck> {
	return checkLock(depsToApply(parts), saidOf(parts, source), path);
}

export async function applyLocked(
	parts: Parts,
	{ source, ...asked }: RouteParsed<'lock.apply'>,
): Promise<readonly PluginRecord[]> {
	const records = await applyLock(depsToApply(parts), saidOf(parts, source), asked);
	for (const { name } of records) parts.runtime.forgive(name);
	return records;
}

function depsToApply(parts: Parts): ApplyDeps {
	const { registry, dataDir } = parts;
	return { ...depsOf(parts), registry, dataDir };
}

/** `kept`: what it said when it was last read; nothing is asked. */
async function sourceOf(
	parts: Parts,
	{ source, kept }: { readonly source?: string | undefined; readonly kept: boolean },
): Promise<Source> {
	const said = saidOf(parts, source);
	return kept ? parts.offers.last.get(said) : openSource(said);
}

function saidOf({ store }: Parts, source: string | undefined): string | null {
	return source ?? readSettings(store.settings).update_source;
}

function depsOf({ store, ownPlaces }: Parts): UpdateDeps {
	return { store, ownPlaces, program: VERSION };
}
