/** What ended a call or kept it from beginning; facts as in `failure-reason.ts`. */
export const callReasons = {
	time_limit: ['fn', 'limitMs'],
	load_time_limit: ['plugin', 'limitMs'],
	memory_full: ['memoryLimitBytes'],
	memory_minimum: ['minimumBytes', 'limitBytes'],
	/** The module allows itself less than it was granted. */
	memory_own_maximum: ['maximumBytes'],
	/** The plugin's own allocator found no room, although its memory could have grown. */
	allocator_refused: ['lengthBytes'],
	heap_full: [],
	/** Of the engine, while it compiled what the module brought. */
	compile_memory: ['plugin'],
	/** Of the process, outside of the module and of the JavaScript heap. */
	engine_memory: ['plugin'],
	/** The process held more than it may. */
	process_outgrew: ['plugin', 'residentBytes', 'allowedBytes', 'memoryLimitBytes'],
	load_outgrew: ['plugin', 'residentBytes', 'allowedBytes', 'memoryLimitBytes'],
	traps_outgrew: ['plugin', 'residentBytes', 'allowedBytes', 'memoryLimitBytes', 'lostBytes'],
	kernel_limits_missing: ['plugin', 'layers'],
	look_limits_missing: ['layers'],
	process_ended: ['plugin'],
	process_killed: ['plugin'],
	sandbox_not_started: [],
	sandbox_slow: ['limitMs'],
	instance_lost: ['fn'],
	stopped_by_person: [],
	queue_full: ['plugin', 'limit'],
	cancelled: [],
	program_ended: [],
	unreachable_trap: ['function'],
	out_of_bounds_trap: ['function'],
	table_out_of_bounds_trap: ['function'],
	divide_by_zero_trap: ['function'],
	integer_overflow_trap: ['function'],
	float_conversion_trap: ['function'],
	bad_indirect_call_trap: ['function'],
	stack_overflow_trap: ['function'],
	suspend_trap: ['function'],
	exception_trap: ['function'],
	exit_trap: ['function', 'exitCode'],
	other_trap: ['function'],
	/** A guest said something about its memory that is not so. */
	lied_about_memory: [],
	/** A component asked for what no host function gives. */
	host_misused: ['function'],
	gave_up: ['function', 'status'],
	/** What a filter let go was asked of a function that is none, … */
	lets_nothing_go: ['function'],
	/** … or that answers with other records than it got. */
	filter_changes_records: ['function'],
	init_refused: ['status'],
	no_interface: ['plugin'],
	/** Names of the imports, the first of them. */
	unknown_imports: ['named'],
	import_signature: ['name', 'given', 'wanted'],
	export_signature: ['name', 'given', 'wanted'],
	export_no_function: ['name'],
	memory_not_exported: [],
	/** What a guest was told is written could not be written; `error`: WASI's number of it. */
	write_lost: ['error'],
	/** `named`: functions of the program that the plugin was made for. */
	extism_host_functions: ['named'],
	/** What a validator says against a component … */
	component_invalid: [],
	/** … what is too large to be made ready to run, or would become too large … */
	component_too_large: ['mostBytes'],
	/** … what a component uses of WASI 0.3 … */
	component_wasi_0_3: ['named'],
	/** … imports that nobody provides … */
	component_imports: ['named'],
	/** … what it exports, none of which is a role … */
	component_no_role: ['named'],
	/** … a role's function of other types than it should have, in the words of WIT … */
	component_types: ['function', 'expected', 'found'],
	/** … names with which it cannot be linked safely, or what cannot be linked for another reason. */
	component_names: ['named'],
	component_unlinkable: [],
	/** It exports `_start` and nothing that a plugin has. */
	bare_program: [],
	made_by_wasm_bindgen: ['named'],
	made_for_go_js: ['named'],
	made_for_emscripten: ['named'],
	dynamic_library: ['named'],
	object_file: ['named'],
	made_for_node_api: ['named'],
	component_core: ['named'],
	wasi_first_draft: ['named'],
	made_for_wasix: ['named'],
	wasi_threads: ['named'],
	made_for_wasm4: ['named'],
	made_for_zellij: ['named'],
	made_for_fluvio: ['named'],
	made_for_proxies: ['named'],
	made_for_javascript: ['named'],
	no_such_function: ['function'],
	input_wanted: ['function'],
	no_input_wanted: ['function'],
	hosts_own_function: ['function'],
} as const;
