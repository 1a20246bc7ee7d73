import { callReasons } from './call-reasons.ts';
import type { ErrorDetails } from './errors.ts';
import { flowReasons } from './flow-reasons.ts';
import { flowRunReasons } from './flow-run-reasons.ts';
import { signingReasons } from './signing-reasons.ts';

/**
 * Why something failed, as a face can say it in its own language: `details.reason`, and the names of the facts beside
 * it in `details` that its sentence needs. A fact whose name ends with `Ms` is in milliseconds, with `Bytes` in bytes.
 */
export const reasonFacts = {
	// What was offered as a plugin is none, or cannot be taken.
	too_large: ['sizeBytes', 'maxBytes'],
	/** Another kind of file. */
	not_wasm: [],
	empty: [],
	/** WebAssembly, but damaged or cut off. */
	damaged: [],
	/** Of the component model, or a version of the format that is not known. */
	unsupported: [],
	/** A packed file; a folder is what is wanted. */
	archive: [],
	/** A package that cannot be read, … */
	package_damaged: [],
	/** … that holds what no honest tool packs, … */
	package_entry: ['entry'],
	package_too_large: ['maxBytes'],
	/** … whose list of hashes is missing or wrong, … */
	package_unlisted: [],
	/** … or of which a file is not the one that was packed. */
	package_modified: ['entry'],
	...signingReasons,
	/** Where a package would be written, it cannot be. */
	package_name: ['path'],
	package_exists: ['path'],
	/** An installed plugin of which only module and manifest are kept. */
	package_not_kept: ['name'],
	/** A package in the plugins folder, of a plugin that is there: a person replaces it, not the package. */
	package_of_installed: ['name'],
	/** Nobody said where updates come from. */
	no_update_source: [],
	/** What was named as a source of packages can be none, … */
	source_unusable: ['source'],
	/** … is no index of them, or did not answer. */
	index_invalid: ['source'],
	download_failed: ['address'],
	/** A source has no such plugin, or no such version of it. */
	not_offered: ['name', 'source'],
	/** A package is not the one that the source speaks of. */
	package_differs: ['name', 'version'],
	/** A package that an index cannot name. */
	package_left_out: ['file'],
	/** An update that asks for more, or that another key signed. */
	update_unreviewed: ['name'],
	/** A person wants a plugin to stay at its version. */
	update_held: ['name', 'version'],
	/** The same, and other files lie in its folder. */
	files_held: ['name', 'version'],
	/** The version in use cannot be left out of what is offered. */
	skip_in_use: ['name', 'version'],
	/** What a source has is asked for as it was read last, and it never was. */
	source_unread: ['source'],
	/** What should be a lock of plugins is none, or a source has not what is locked. */
	lock_invalid: ['path'],
	lock_unmet: ['name', 'version'],
	/** More were opened at once than are looked into. */
	too_many_packages: ['max', 'leftOut'],
	/** A folder without a `plugin.json`. */
	no_manifest: [],
	/** A lone module without a component function. */
	no_function: [],
	/** A module that the engine says is invalid. */
	invalid_code: [],
	/** What the module uses is newer than the engine here. */
	engine_lacks: ['feature'],
	/** A function that would take gigabytes to compile. */
	code_too_complex: [],
	/** A second memory, or one that is shared, addressed by 64 bits or of other pages. */
	memory_kind: [],
	/** What looked at the module ended, for want of memory or time. */
	look_failed: [],
	/** The manifest names another module than the one beside it. */
	hash_differs: [],
	nothing_there: ['path'],
	folder_too_large: ['maxBytes'],
	changed_since: [],
	name_taken: ['name'],
	/** A plugin is made for other versions of the program or of the plugin interface. */
	host_unsuitable: ['name', 'wanted', 'program'],
	abi_unsuitable: ['name', 'wanted', 'program'],
	/** What comes under a plugin's name has another id than it, or none. */
	id_differs: ['name', 'installed', 'offered'],
	id_missing: ['name', 'installed'],
	name_twice: ['name', 'by'],
	/** A plugin cannot come back from the trash: one of its name is installed … */
	restore_name_taken: ['name'],
	/** … or something lies where its files lay. */
	restore_place_taken: ['path', 'name'],
	trash_files_changed: ['name'],
	not_in_trash: ['id'],
	manifest_not_utf8: [],
	manifest_not_json: ['line', 'column'],
	manifest_invalid: ['file', 'path'],
	/** What a plugin would be configured with is not as its schema has it. */
	config_invalid: ['plugin', 'path'],
	/** What a person says that a plugin does is not what it says itself … */
	role_contradicted: ['key', 'said', 'found'],
	/** … by an export that is not there, or cannot be called … */
	role_export_unknown: ['name', 'exports'],
	role_export_wanted: ['function', 'exports'],
	/** … or in a way that this kind of guest does not know. */
	role_export_unused: ['name'],
	role_result_unused: [],
	role_reads_lines: ['name'],
	role_encoding: ['records', 'encoding'],
	/** A manifest or a plugin configuration names a module, and there is none. */
	module_missing: ['file', 'module'],

	// The state that a plugin is in.
	waiting_for_review: ['plugin'],
	disabled: ['plugin'],
	not_disabled: ['plugin'],
	quarantined: ['plugin'],
	crashed_often: ['crashes', 'windowMs'],
	broke_protocol: [],
	not_installed: ['name'],
	/** What is ready from the start already leaves too little of the memory for that. */
	preload_no_room: ['plugin', 'neededBytes', 'freeBytes', 'budgetBytes'],
	unknown_version: ['name'],
	/** Its module and manifest alone are kept. */
	version_not_whole: ['name', 'version'],
	version_grant_gone: ['plugin', 'version'],
	version_state_gone: ['plugin', 'version'],
	state_too_large: ['plugin'],
	stored_module_gone: ['plugin'],

	...callReasons,

	// What was handed in.
	input_not_json: [],
	line_not_json: ['line'],
	json_cut_off: ['line', 'column'],
	json_unexpected: ['line', 'column'],
	json_two_on_a_line: ['line', 'column'],
	json_too_deep: ['line', 'column', 'maxDepth'],
	json_empty: [],
	record_too_large: ['offset', 'maxBytes'],
	/** Of a flow: more than a plugin is handed at once. */
	record_above_limit: ['sizeBytes', 'maxBytes'],
	line_too_long: ['line', 'maxBytes'],
	not_utf8: ['record'],
	utf16: [],
	format_unknown: [],
	json_wanted: ['extension'],
	file_not_found: ['path'],
	file_unreadable: ['path', 'system'],
	is_folder: ['path'],
	/** Where a flow is to go on in a file, it is gone, or another one by now. */
	flow_input_gone: ['path'],
	flow_input_smaller: ['path', 'beforeBytes'],
	flow_input_other: ['path'],
	flow_input_last_line: ['path'],
	/** A pipe or a device. */
	flow_input_special: ['path'],
	flow_input_link: ['path'],
	flow_format_foreign: ['path', 'extension'],
	flow_format_unknown: ['path'],
	/** What was kept to go on belongs to other settings. */
	flow_other_position: ['path'],
	flow_thread_ended: ['path', 'how'],
	flow_without_csv: ['path'],
	gzip_not: ['path'],
	gzip_cut_off: ['path', 'unpackedBytes'],
	gzip_damaged: ['path', 'unpackedBytes'],
	gzip_garbage: ['path', 'offset'],
	csv_unreadable: ['path', 'how'],
	plugin_needs_input: ['plugin'],
	source_needs_file: ['plugin'],
	destination_needs_file: ['plugin'],
	chain_unreadable: ['path'],
	chain_not_json: ['file'],
	chain_invalid: ['file'],
	chain_order: [],
	/** What one gives and what the next takes are said to be records of which none can be both. */
	chain_types: ['plugin', 'before', 'path'],
	chain_without_input: [],
	chain_other_type: ['plugin', 'type', 'found'],
	chain_other_module: ['plugin', 'path'],
	chain_module_not_installed: ['plugin', 'path'],
	...flowReasons,
	...flowRunReasons,

	// What was to be written.
	disk_full: ['path'],
	folder_not_found: ['path'],
	not_writable: ['path', 'system'],
	output_is_folder: ['path'],
	output_not_csv: [],
	csv_unwritable: ['path', 'how'],
	flow_bytes_in_json: ['path'],
	/** What a flow wrote so far is not what it left. */
	flow_part_gone: ['path'],
	flow_part_short: ['path', 'wantedBytes', 'foundBytes'],
	flow_output_special: ['path'],
	/** It would replace a file, and nobody said that it may. */
	output_exists: ['path'],
	/** It would replace what the run reads. */
	output_is_input: ['path'],

	// Decisions and records.
	policy_changed: ['plugin', 'current'],
	policy_invalid: [],
	/** An entry names what no grant reaches. */
	policy_own_files: ['path'],
	/** An entry would let a plugin change what the program runs. */
	policy_program_files: ['path'],
	template_not_found: ['name'],
	template_name_taken: ['name'],
	template_changed: ['name', 'current'],
	/** As many as are kept at most. */
	templates_full: ['max'],
	/** What was to be imported as templates. */
	templates_not_json: ['line', 'column'],
	templates_invalid: ['path'],
	templates_too_large: ['sizeBytes', 'maxBytes'],
	/** Names in a file that templates have already, and nobody said what becomes of them. */
	templates_collide: ['named', 'count'],
	/** What is to be undone is in force nowhere. */
	application_gone: [],
	output_own_files: ['path'],
	request_unclear: [],
	/** A request of a face or a program is not as its route wants it. */
	request_malformed: ['path'],
	run_not_found: ['id'],
	case_gone: [],
	no_samples: [],

	// Writing a plugin.
	/** A new plugin's folder would be put over what is there. */
	folder_not_empty: ['path'],
	/** This installation came without what new plugins begin with. */
	no_templates: [],
	/** A folder that does not say how its module is made, … */
	no_recipe: ['path'],
	/** … or says it in a way that cannot be followed. */
	recipe_invalid: ['file', 'path'],
	/** A face that runs no programs of a person's. */
	builds_off: [],
	/** A build's commands are not those that a person agreed to, … */
	build_changed: [],
	/** … or cannot all be shown to them, … */
	build_unshown: [],
	/** … or others are shown at this moment. */
	build_asked: [],
	/** `install`: what there is to install, in the words of its makers. */
	tool_missing: ['tool', 'install'],
	/** `status`: an exit code or a signal. */
	build_failed: ['tool', 'status'],
	build_made_nothing: ['module'],
	case_invalid: ['file', 'path'],
	no_cases: ['path'],

	// The history.
	history_locked: [],
	history_full: [],
	history_read_only: [],
	history_unopenable: [],
	history_damaged: [],
	history_disk_trouble: [],
	history_failed: [],
	history_closed: [],
	history_newer: [],
	history_foreign: [],
	history_entry_unreadable: [],

	// Folders that the program works with.
	plugins_folder_unusable: ['path', 'system'],
	data_folder_unusable: ['path', 'system'],
	/** Other users of the machine may write there, or read what must not be read. */
	folder_open_to_others: ['path'],
	folder_of_another: ['path'],
	folder_unlistable: ['path', 'system'],
	path_not_absolute: ['path'],
	folder_is_ours: ['path'],
	folders_overlap: ['path'],
	folder_holds_plugin: ['path', 'name'],
	copy_failed: ['name', 'system'],
	move_failed: ['path', 'system'],

	/** Its words are gone from the history, because a person wanted that. */
	words_forgotten: [],

	// What came out of a call and is kept as bytes.
	output_gone: ['id'],
	/** A result that was open was closed meanwhile. */
	result_closed: [],
	result_row_gone: ['row'],
	result_unreadable: ['path', 'how'],
	// Of a compressed one.
	result_packed_damaged: ['path'],
	result_packed_large: ['path'],
	result_packed_no_room: ['path'],
	/** A file that the history does not say that the run wrote or read. */
	result_not_of_run: ['path', 'run'],
	outputs_crowded: ['sizeBytes'],
	output_not_kept: ['path', 'sizeBytes', 'system'],

	// The browser mode.
	port_unusable: ['port', 'system'],

	// The engine, as its window sees it.
	engine_gone: [],
	answer_cut_off: [],
	/** The program does not know this window any more. */
	started_anew: [],
	/** More than the window's bridge lets through. */
	nested_too_deep: [],
	no_start_address: [],
} as const satisfies { readonly [reason: string]: readonly string[] };

export type FailureReason = keyof typeof reasonFacts;

export type FactName = Fact<FailureReason>;

type Fact<R extends FailureReason> = (typeof reasonFacts)[R][number];
type Facts<R extends FailureReason> = [Fact<R>] extends [never] ? readonly [] : readonly [FactsOf<R>];

/** The facts that an error with a reason has in its details. */
export type FactsOf<R extends FailureReason> = { readonly [F in Fact<R>]: string | number };

/** For the details of an error: the reason with its facts. */
export function because<R extends FailureReason>(reason: R, ...[facts]: Facts<R>): ErrorDetails {
	return { reason, ...facts };
}

/** The reason that an error gives. Null: none that is known here, e.g. that of a record of an older version. */
export function reasonOf(error: { readonly details?: ErrorDetails | undefined }): FailureReason | null {
	const given = error.details?.['reason'];
	return typeof given === 'string' && Object.hasOwn(reasonFacts, given) ? (given as FailureReason) : null;
}
