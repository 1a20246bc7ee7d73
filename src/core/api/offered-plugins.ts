import type { FoundPlugin, LockCheck, PluginUpdate, UpdatesAnswer } from '../../shared/api/catalogue-routes.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { type ApplyDeps, applyUpdate } from '../catalogue/apply-update.ts';
import { type UpdateDeps, updateOf } from '../catalogue/find-updates.ts';
import { applyLock, checkLock } from '../catalogue/lock/apply-lock.ts';
import { openSource, type Source } from '../catalogue/open-source.ts';
import { notOffered } from '../catalogue/refuse-source.ts';
import { searchSource } from '../catalogue/search-source.ts';
import { readSettings } from '../program/settings.ts';
import { VERSION } from '../program/version.ts';
import type { EngineParts } from './engine-parts.ts';

type Parts = Pick<EngineParts, 'store' | 'registry' | 'ownPlaces' | 'dataDir' | 'runtime'>;

export async function searchOffered(
	parts: Parts,
	{ source, text }: RouteParsed<'catalogue.search'>,
): Promise<readonly FoundPlugin[]> {
	return searchSource(parts, await sourceOf(parts, source), text);
}

export async function listUpdates(parts: Parts, { source }: RouteParsed<'updates.list'>): Promise<UpdatesAnswer> {
	const { shown, index } = await sourceOf(parts, source);
	return {
		source: shown,
		updates: parts.registry.list().map((record) => updateOf(depsOf(parts), record, index, null)),
	};
}

/** Rejects with `not_found` where the source has no such version. */
export async function findUpdate(
	parts: Parts,
	{ source, name, version }: RouteParsed<'updates.find'>,
): Promise<PluginUpdate> {
	const record = parts.registry.require(name);
	const { shown, index } = await sourceOf(parts, source);
	const found = updateOf(depsOf(parts), record, index, version ?? null);
	if (version !== undefined && found.to === null) throw notOffered(name, shown, version);
	return found;
}

export async function applyOffered(
	parts: Parts,
	{ source, ...asked }: RouteParsed<'updates.apply'>,
): Promise<PluginRecord> {
	const record = await applyUpdate(depsToApply(parts), saidOf(parts, source), asked);
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

function sourceOf(parts: Parts, source: string | undefined): Promise<Source> {
	return openSource(saidOf(parts, source));
}

function saidOf({ store }: Parts, source: string | undefined): string | null {
	return source ?? readSettings(store.settings).update_source;
}

function depsOf({ store, ownPlaces }: Parts): UpdateDeps {
	return { store, ownPlaces, program: VERSION };
}
