import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { isDamage, markSuspect } from './database/damage.ts';
import { openDatabase } from './database/database.ts';
import { mapError, mapErrors } from './database/map-error.ts';
import { beginSession, endSession } from './database/sessions.ts';
import { checkpointStore } from './flows/checkpoint-store.ts';
import { flowStore } from './flows/flow-store.ts';
import { quarantineStore } from './flows/quarantine-store.ts';
import { triggerStore } from './flows/trigger-store.ts';
import { storeMarks } from './marks.ts';
import { analysisStore } from './plugins/analysis-store.ts';
import { caseStore } from './plugins/case-store.ts';
import { grantStore } from './plugins/grant-store.ts';
import { keyStore } from './plugins/key-store.ts';
import { pluginStore } from './plugins/plugin-store.ts';
import { stateStore } from './plugins/state-store.ts';
import { templateStore } from './plugins/template-store.ts';
import { versionUseStore } from './plugins/version-use-store.ts';
import { othersVersion } from './runs/data-version.ts';
import { liveRuns } from './runs/live/live-runs.ts';
import { runStore } from './runs/run-store.ts';
import { runWriter } from './runs/run-writer.ts';
import { gramIndex } from './search/gram-index.ts';
import { settingsStore } from './settings-store.ts';
import type { Store, StoreOptions } from './store.ts';
import { pluginTrash } from './trash/plugin-trash.ts';
import { runTrash } from './trash/run-trash.ts';

const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

/** Opens or begins the history. Throws `storage` when it is locked, newer, unreadable or cannot be written. */
export function openStore(options: StoreOptions): Store {
	const { file, now = Date.now } = options;
	if (!isAbsolute(file)) throw new Error(`the store needs an absolute path, not ${file}`);
	const { database, notice } = openDatabase(file, options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS);
	const translate = (thrown: unknown): unknown => {
		if (isDamage(thrown)) markSuspect(file);
		return mapError(thrown, file);
	};
	let session: number;
	try {
		session = beginSession(database, now);
	} catch (thrown) {
		database.close();
		throw translate(thrown);
	}
	const grams = gramIndex(database);
	grams.wake();
	const writer = runWriter(database, session, grams, translate, options.onLateEnd);
	const trash = runTrash(database, grams);
	const runs = mapErrors(
		runStore(database, writer, now, trash, () => grams.wake()),
		translate,
	);
	const plugins = pluginStore(database, now);
	const grants = grantStore(database, now);
	const state = stateStore(database);
	const versionUses = versionUseStore(database, state, now);
	return {
		plugins: mapErrors(plugins, translate),
		grants: mapErrors(grants, translate),
		templates: mapErrors(templateStore(database), translate),
		flows: mapErrors(flowStore(database), translate),
		quarantine: mapErrors(quarantineStore(database), translate),
		checkpoints: mapErrors(checkpointStore(database), translate),
		triggers: mapErrors(triggerStore(database, session), translate),
		keys: mapErrors(keyStore(database), translate),
		runs,
		live: mapErrors(liveRuns(database, session, now), translate),
		trash: mapErrors(trash, translate),
		pluginTrash: mapErrors(pluginTrash(database, plugins, grants, versionUses), translate),
		state: mapErrors(state, translate),
		versionUses: mapErrors(versionUses, translate),
		settings: mapErrors(settingsStore(database), translate),
		analyses: mapErrors(analysisStore(database), translate),
		cases: mapErrors(caseStore(database, now), translate),
		marks: mapErrors(storeMarks(database), translate),
		notice,
		together(work) {
			try {
				return database.transaction(work).immediate();
			} catch (thrown) {
				throw translate(thrown);
			}
		},
		size: () => sizeOf(file) + sizeOf(`${file}-wal`),
		othersVersion() {
			try {
				return othersVersion(database);
			} catch (thrown) {
				throw translate(thrown);
			}
		},
		close() {
			if (!database.open) return;
			try {
				writer.writeLateEnds();
				writer.flush();
				endSession(database, session, now);
			} catch (thrown) {
				throw translate(thrown);
			} finally {
				writer.close();
				grams.close();
				database.close();
			}
		},
	};
}

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
