import type { later } from '../../i18n/en/later.ts';

type SettingsText = (typeof later)['settings'];
/** Texts of the settings, as `part.text`. */
type RowLabel = {
	[P in keyof SettingsText]: SettingsText[P] extends string ? never : `${P}.${Extract<keyof SettingsText[P], string>}`;
}[keyof SettingsText];

/** Each row of the settings and its label in the catalogue: the palette finds them by it, and `?row=` leads to one. */
export const settingRows = {
	language: 'appearance.language',
	theme: 'appearance.theme',
	time: 'appearance.time',
	letters: 'shortcuts.signs',
	pluginsFolder: 'folders.plugins',
	dataFolder: 'folders.data',
	update_source: 'folders.source',
	retention_age_ms: 'history.age',
	retention_runs: 'history.runs',
	retention_bytes: 'history.bytes',
	quarantine_bytes: 'history.quarantine',
	previews: 'previews.keep',
	preview_bytes: 'previews.size',
	ceiling_memory: 'ceilings.memory',
	ceiling_time: 'ceilings.time',
	preload_memory: 'preloading.memory',
	kernel: 'protection.kernel',
	signatures: 'signing.require',
	signingKeys: 'signing.keys',
} as const satisfies Readonly<Record<string, RowLabel>>;

export type SettingRowName = keyof typeof settingRows;
export const settingRowNames = Object.keys(settingRows) as readonly SettingRowName[];

/** The label of the part that a row stands in. */
export function settingPartOf(name: SettingRowName) {
	const [part] = settingRows[name].split('.') as [PartOf<(typeof settingRows)[SettingRowName]>];
	return `${part}.title` as const;
}

type PartOf<Label> = Label extends `${infer Part}.${string}` ? Part : never;
