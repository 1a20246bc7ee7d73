/** What is said of a plugin or the program that stops nothing (`src/shared/errors/remark.ts`). */
export const remark = {
	unknown_key: '“{{key}}” is not a known key. It is kept but not used.',
	unknown_key_near: '“{{key}}” is not a known key. Did you mean “{{near}}”? It is kept but not used.',
	more_unknown_keys: '{{more}} more keys are not known. They are kept but not used.',
	version_in_force: 'Its files cannot be used, so this is the version in use. {{why}}',
	data_left: 'Another plugin with this name left data behind. This one does not get it; it is kept in {{path}}.',
	data_folder_was_open: 'Other users could read the data folder {{path}}. Only you can now.',
	plugins_folder_was_open: 'Other users could write to the plugins folder {{path}}. They no longer can.',
	history_set_aside: 'The history could not be read ({{why}}). It was moved to {{path}}, and a new one was started.',
	preload_unknown: 'The plugin {{name}} was to be preloaded, but is not installed.',
} as const;
