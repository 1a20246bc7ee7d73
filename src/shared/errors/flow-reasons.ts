/** Why a flow cannot be read, kept or run; facts as in `failure-reason.ts`. */
export const flowReasons = {
	flow_unreadable: ['path'],
	flow_not_json: ['file'],
	flow_invalid: ['file'],
	flow_name_taken: ['name'],
	flow_use_and_plugin: ['name'],
	flow_unknown_input: ['name', 'input'],
	flow_input_twice: ['name', 'input'],
	flow_cycle: ['through'],
	flow_needs_input: ['name', 'type'],
	flow_takes_no_input: ['name', 'type'],
	/** Nothing ever comes out of that port. */
	flow_no_port: ['name', 'input', 'type'],
	flow_failed_unused: ['name'],
	flow_workers: ['name', 'type'],
	/** A key that says something about plugins, at a part of the program. */
	flow_not_for_built_in: ['name', 'key', 'use'],
	flow_config_invalid: ['name', 'path'],
	flow_encodings: ['name', 'before'],
	flow_same_file: ['name', 'other', 'path'],
	flow_path_relative: ['name', 'path'],
	flow_not_granted: ['name', 'plugin', 'target'],
	flow_not_kept: ['name'],
	flow_version_gone: ['name', 'version'],
	flow_changed_since: ['name'],
	flow_kept_already: ['name'],
	flows_full: ['max'],
	flow_file_exists: ['path'],
	/** What was to say times says none. */
	schedule_unclear: ['cron'],
	/** A folder's trigger names a component that cannot read what appears. */
	trigger_component: ['flow', 'component'],
	trigger_not_set: ['flow'],
	trigger_own_output: ['flow', 'component', 'path'],
	trigger_damaged: ['flow'],
	/** The folder of a trigger cannot be looked through. */
	trigger_folder_gone: ['folder'],
	trigger_folder_full: ['folder', 'max'],
	trigger_folder_unreadable: ['folder', 'cause'],
	/** A file in it cannot be taken. */
	trigger_file_unreadable: ['path', 'system'],
	trigger_file_nameless: ['folder', 'name'],
} as const;
