/** What is said of a plugin or the program that stops nothing (`src/shared/errors/remark.ts`). */
export const remark = {
	unknown_key: '“{{key}}” is not a known key. It is kept but not used.',
	unknown_key_near: '“{{key}}” is not a known key. Did you mean “{{near}}”? It is kept but not used.',
	more_unknown_keys: '{{more}} more keys are not known. They are kept but not used.',
	schema_not_object: '“config_schema” is not an object. It is not used, and the configuration is edited as JSON.',
	schema_too_large: '“config_schema” is too large ({{at}}). It is not used, and the configuration is edited as JSON.',
	schema_too_deep: '“config_schema” is nested too deeply. It is not used, and the configuration is edited as JSON.',
	schema_remote:
		'“config_schema” refers to something outside itself ({{at}}). It is not used, and the configuration is edited as JSON.',
	schema_reference:
		'“config_schema” refers to a schema that is not there ({{at}}). It is not used, and the configuration is edited as JSON.',
	schema_keyword:
		'“config_schema” uses a keyword that is not supported ({{at}}). It is not used, and the configuration is edited as JSON.',
	schema_malformed:
		'“config_schema” is not valid JSON Schema ({{at}}). It is not used, and the configuration is edited as JSON.',
	schema_pattern:
		'“config_schema” has a pattern that is not checked ({{at}}): it uses back-references or look-around, or is too large. The rest is checked.',
	config_unlike_schema: 'The manifest’s own “{{path}}” does not fit “config_schema”: {{problem}}.',
	version_not_semver:
		'“version” is {{version}}, which is not a semantic version such as 1.2.0. It is shown, but updates cannot be put in order by it.',
	version_twice: '“version” is {{version}}, but “metadata.version” is {{other}}. The first one counts.',
	record_schema_unused: '“{{key}}” cannot be followed ({{at}}; {{code}}). Nothing is concluded from it.',
	nothing_asked: '{{key}} is nothing that “security_policy” asks for, so it has no effect.',
	nothing_asked_near:
		'{{key}} is nothing that “security_policy” asks for, so it has no effect. Did you mean “{{near}}”?',
	version_older:
		'Its version, {{version}}, is older than the one before it, {{than}}. Problems that the newer one fixed may come back.',
	version_unordered:
		'Its version, {{version}}, may be older than the one before it, {{than}}. The two cannot be put in order.',
	version_unsaid: 'It says no version, so it may be older than the one before it, {{than}}.',
	version_in_force: 'Its files cannot be used, so this is the version in use. {{why}}',
	data_left: 'Another plugin with this name left data behind. This one does not get it; it is kept in {{path}}.',
	data_folder_was_open: 'Other users could read the data folder {{path}}. Only you can now.',
	plugins_folder_was_open: 'Other users could write to the plugins folder {{path}}. They no longer can.',
	history_set_aside: 'The history could not be read ({{why}}). It was moved to {{path}}, and a new one was started.',
	flow_times_missed:
		'The flow {{name}} did not run at its times from {{since}} on: the program was not running, or the computer slept. Missed times: {{times}}.',
	flow_state_unsaved:
		'An interrupted run starts again from the beginning: {{name}} keeps data between records, and {{plugin}} has no save_state and load_state to save it with.',
	flow_program_holds:
		'An interrupted run starts again from the beginning: {{name}} is a program that may hold back what it has read. If its failed records are skipped or set aside, a processor, transformer or filter is run anew for each batch.',
	flow_output_special:
		'An interrupted run starts again from the beginning: {{name}} writes to {{path}}, a pipe or device, and what is written there cannot be taken back.',
	flow_aside_sensitive:
		'{{name}} sets records aside, which keeps them whole with the run, although {{plugin}} takes sensitive input.',
	flow_preview_sensitive: '{{name}} keeps records with the run, although {{plugin}} takes sensitive input.',
	preload_unknown: 'The plugin {{name}} was to be preloaded, but is not installed.',
	advice_no_readme: 'There is no README.md, which people see before they install it.',
	advice_no_description: '“metadata” has no “description”, the sentence that lists show.',
	advice_no_version: '“metadata” has no “version”, so its versions can only be told apart by their hashes.',
	advice_no_licence: '“metadata” has no “license”. Without one, nobody may pass it on.',
	advice_no_changelog: 'There is no CHANGELOG.md, which tells people what an update changes.',
	advice_no_schema: 'It takes a configuration but has no “config_schema”, so people get no form for it.',
	advice_no_cases: 'It has no saved cases, so nothing shows that it still does what it did.',
	advice_no_sample: 'It has no sample input, so people have nothing to try it on.',
	advice_source_newer: '{{path}} is newer than the module, which may not be built from it.',
	advice_name_installed: 'A plugin named {{name}} with another module is installed. This one would replace it.',
} as const;
