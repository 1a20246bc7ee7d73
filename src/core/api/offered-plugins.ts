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
import type { HandlerDeps } from './handler-deps.ts';

type OfferDeps = Pick<HandlerDeps, 'store' | 'registry' | 'ownPlaces' | 'dataDir' | 'runtime' | 'offers'>;

export async function searchOffered(
	deps: OfferDeps,
	{ text, type, ...asked }: RouteParsed<'catalogue.search'>,
): Promise<readonly FoundPlugin[]> {
	return searchSource({ ...depsOf(deps), registry: deps.registry }, await sourceOf(deps, asked), text, type);
}

export async function listVersions(
	deps: OfferDeps,
	{ name, ...asked }: RouteParsed<'catalogue.versions'>,
): Promise<VersionsAnswer> {
	return versionsOf({ program: VERSION, registry: deps.registry }, await sourceOf(deps, asked), name);
}

export function describeSource(deps: OfferDeps): SourceAnswer {
	return deps.offers.last.describe(saidOf(deps, undefined));
}

export async function readSource(deps: OfferDeps, { source }: RouteParsed<'catalogue.read'>): Promise<SourceAnswer> {
	const said = saidOf(deps, source);
	await deps.offers.last.read(said);
	return deps.offers.last.describe(said);
}

export async function fetchOffered(
	deps: OfferDeps,
	{ source, kept, ...wanted }: RouteParsed<'catalogue.fetch'>,
): Promise<FetchAnswer> {
	return { path: await deps.offers.fetched.fetch(await sourceOf(deps, { source, kept }), wanted) };
}

export async function listUpdates(deps: OfferDeps, asked: RouteParsed<'updates.list'>): Promise<UpdatesAnswer> {
	const { shown, index } = await sourceOf(deps, asked);
	return {
		source: shown,
		updates: deps.registry.list().map((record) => updateOf(depsOf(deps), record, index, null)),
	};
}

/** Rejects with `not_found` where the source has no such version. */
export async function findUpdate(
	deps: OfferDeps,
	{ name, version, ...asked }: RouteParsed<'updates.find'>,
): Promise<PluginUpdate> {
	const record = deps.registry.require(name);
	const { shown, index } = await sourceOf(deps, asked);
	const found = updateOf(depsOf(deps), record, index, version ?? null);
	if (version !== undefined && found.to === null) throw notOffered(name, shown, version);
	return found;
}

export async function applyOffered(
	deps: OfferDeps,
	{ source, kept, ...asked }: RouteParsed<'updates.apply'>,
): Promise<PluginRecord> {
	const record = await applyUpdate(depsToApply(deps), await sourceOf(deps, { source, kept }), asked);
	deps.runtime.forgive(record.name);
	return record;
}

export function checkLocked(deps: OfferDeps, { source, path }: RouteParsed<'lock.check'>): Promise<LockCheck> {
	return checkLock(depsToApply(deps), saidOf(deps, source), path);
}

export async function applyLocked(
	deps: OfferDeps,
	{ source, ...asked }: RouteParsed<'lock.apply'>,
): Promise<readonly PluginRecord[]> {
	const records = await applyLock(depsToApply(deps), saidOf(deps, source), asked);
	for (const { name } of records) deps.runtime.forgive(name);
	return records;
}

function depsToApply(deps: OfferDeps): ApplyDeps {
	const { registry, dataDir } = deps;
	return { ...depsOf(deps), registry, dataDir };
}

/** `kept`: what it said when it was last read; nothing is asked. */
async function sourceOf(
	deps: OfferDeps,
	{ source, kept }: { readonly source?: string | undefined; readonly kept: boolean },
): Promise<Source> {
	const said = saidOf(deps, source);
	return kept ? deps.offers.last.get(said) : openSource(said);
}

function saidOf({ store }: OfferDeps, source: string | undefined): string | null {
	return source ?? readSettings(store.settings).update_source;
}

function depsOf({ store, ownPlaces }: OfferDeps): UpdateDeps {
	return { store, ownPlaces, program: VERSION };
}
