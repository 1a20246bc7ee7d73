import { setImmediate } from 'node:timers/promises';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { PluginTrashAnswer } from '../../../shared/plugin/trashed-plugin.ts';
import type { TrashAnswer } from '../../../shared/run/trash.ts';
import { readSetting } from '../../program/settings.ts';
import type { RunTrash } from '../../store/runs/kept-runs.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import type { Store } from '../../store/store.ts';

/** Runs per transaction: the engine goes on between two of them. */
const SLICE = 200;

export interface TrashDeps {
	readonly trash: RunTrash;
	readonly settings: SettingsStore;
}

export function listTrash({ trash, settings }: TrashDeps, asked: RouteParsed<'trash.list'>): TrashAnswer {
	return {
		runs: trash.trashed(asked.limit, asked.offset),
		...trash.trashTotals(),
		keptMs: readSetting(settings, 'trash_ms'),
	};
}

export function listPluginTrash(
	{ pluginTrash, settings }: Pick<Store, 'pluginTrash' | 'settings'>,
	asked: RouteParsed<'trash.plugins'>,
): PluginTrashAnswer {
	return {
		plugins: pluginTrash.list(asked.limit, asked.offset),
		...pluginTrash.totals(),
		keptMs: readSetting(settings, 'trash_ms'),
	};
}

export async function restoreRuns(
	trash: RunTrash,
	asked: RouteParsed<'trash.restore'>,
): Promise<{ readonly restored: number }> {
	if ('deletedAt' in asked) {
		return { restored: await untilLess(() => trash.restoreDeletedAt(asked.deletedAt, SLICE)) };
	}
	if ('all' in asked) return { restored: await untilLess(() => trash.restoreSome(SLICE)) };
	let restored = 0;
	for (const ids of slices(asked.ids)) {
		if (restored > 0) await setImmediate();
		restored += trash.restore(ids);
	}
	return { restored };
}

/** For ever: what is named, or everything. */
export async function emptyTrash(
	trash: RunTrash,
	asked: RouteParsed<'trash.empty'>,
): Promise<{ readonly removed: number }> {
	if (asked.ids === undefined) return { removed: await emptyOlder(trash, Number.MAX_SAFE_INTEGER) };
	let removed = 0;
	for (const ids of slices(asked.ids)) {
		if (removed > 0) await setImmediate();
		removed += trash.purge(ids);
	}
	return { removed };
}

/** What was deleted before a moment (Unix ms), in pieces. */
export function emptyOlder(trash: RunTrash, before: number, signal?: AbortSignal): Promise<number> {
	return untilLess(() => trash.purgeOlder(before, SLICE), signal);
}

async function untilLess(step: () => number, signal?: AbortSignal): Promise<number> {
	let sum = 0;
	for (;;) {
		const done = step();
		sum += done;
		if (done < SLICE) return sum;
		await setImmediate();
		if (signal?.aborted === true) return sum;
	}
}

function* slices(ids: readonly string[]): Generator<readonly string[]> {
	for (let start = 0; start < ids.length; start += SLICE) yield ids.slice(start, start + SLICE);
}
