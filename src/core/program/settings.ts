import {
	defaultOf,
	type SettingName,
	type Settings,
	settingNames,
	settingSchemas,
	toSettingChange,
} from '../../shared/api/settings.ts';
import type { JsonValue } from '../../shared/errors/errors.ts';
import type { PolicyCeilings } from '../policy/effective-policy.ts';
import type { Retention } from '../store/runs/kept-runs.ts';
import type { SettingsStore } from '../store/settings-store.ts';

/** The default where nothing is stored, or what another version of the program stored and this one does not know. */
export function readSetting<N extends SettingName>(store: Pick<SettingsStore, 'get'>, name: N): Settings[N] {
	const stored = settingSchemas[name].safeParse(store.get(name));
	return stored.success ? (stored.data as Settings[N]) : defaultOf(name);
}

export function readSettings(store: SettingsStore): Settings {
	return Object.fromEntries(settingNames.map((name) => [name, readSetting(store, name)])) as unknown as Settings;
}

/** Answers which it is. Throws `not_found` for a name that is no setting, `invalid_input` for a value that it cannot have. */
export function writeSetting(store: SettingsStore, name: string, value: JsonValue): SettingName {
	const change = toSettingChange(name, value);
	store.set(change.key, change.value as JsonValue);
	return change.key;
}

export function retentionOf(store: SettingsStore): Retention {
	return {
		maxAgeMs: readSetting(store, 'retention_age_ms'),
		maxRuns: readSetting(store, 'retention_runs'),
		maxBytes: readSetting(store, 'retention_bytes'),
	};
}

export function ceilingsOf(store: SettingsStore): PolicyCeilings {
	return { memory: readSetting(store, 'ceiling_memory'), time: readSetting(store, 'ceiling_time') };
}
