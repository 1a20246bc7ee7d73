/** What the engine's reasons mean (`src/shared/errors/failure-reason.ts`), and what a person can do about it in this window. */
export const failure = {
	original: 'Technical details',
	saidByPlugin: 'The plugin says:',
	why: {
		too_large: {
			text: 'It is too large: it has {{sizeBytes}}, and at most {{maxBytes}} are read. It was not opened.',
			hint: 'Choose the compiled module or the folder of the plugin.',
		},
		not_wasm: {
			text: 'It is not a WebAssembly module.',
			hint: 'A plugin is a compiled .wasm file, or a folder with plugin.json. Data is what plugins run on.',
		},
		empty: { text: 'The file is empty.', hint: 'Build it or fetch it again.' },
		damaged: {
			text: 'The module is damaged or cut off.',
			hint: 'Build it or fetch it again, then drop it once more.',
		},
		unsupported: {
			text: 'This kind of WebAssembly is not supported.',
			hint: 'Build it as a core module, for Rust with the target wasm32-unknown-unknown or wasm32-wasip1.',
		},
		invalid_code: {
			text: 'The code of the module is invalid: no WebAssembly engine takes it.',
			hint: 'The compiler that made it is at fault, or the file is damaged. Build it or fetch it again.',
		},
		code_too_complex: {
			text: 'The module has a function that would take gigabytes of memory to compile.',
			hint: 'No compiler writes such functions. Build it with optimisation, or do not trust it.',
		},
		memory_kind: {
			text: 'The module’s memory is of a kind that is not supported.',
			hint: 'A plugin has one memory, addressed by 32 bits and not shared. Build it without threads, memory64 and multi-memory.',
		},
		look_failed: {
			text: 'The module could not be inspected: it ended the process that read it.',
			hint: 'No compiler writes modules that are so hard to read. Do not trust it.',
		},
		archive: { text: 'It is packed.', hint: 'Unpack it, then drop the folder.' },
		no_manifest: {
			text: 'The folder has no plugin.json.',
			hint: 'Drop the folder that holds plugin.json, or the .wasm file alone.',
		},
		no_function: {
			text: 'The module does nothing that a plugin does.',
			hint: 'It exports none of the functions that make a plugin, such as process_data or filter_data.',
		},
		hash_differs: {
			text: 'The module is not the one that its manifest names.',
			hint: 'Fetch the plugin again. If it should not have changed, do not run it.',
		},
		nothing_there: { text: 'There is nothing at {{path}}.', hint: 'Check the spelling of the path.' },
		folder_too_large: {
			text: 'The folder holds too much for a plugin: more than {{maxBytes}}, or too many files or folders.',
			hint: 'Choose the folder that holds just the plugin.',
		},
		changed_since: {
			text: 'The file changed since it was inspected.',
			hint: 'Inspect it again, then decide.',
		},
		name_taken: {
			text: 'A plugin named {{name}} is installed already.',
			hint: 'Replace it, or give the new one another name in its manifest.',
		},
		name_twice: {
			text: 'Two folders hold a plugin named {{name}}; the other is {{by}}.',
			hint: 'Rename one of the two in its manifest, or remove it.',
		},
		manifest_not_utf8: {
			text: 'plugin.json is not in UTF-8.',
			hint: 'Save it in UTF-8; PowerShell: Out-File -Encoding utf8.',
		},
		manifest_not_json: {
			text: 'plugin.json is not JSON: line {{line}}, column {{column}}.',
			hint: 'Fix the file there.',
		},
		manifest_invalid: {
			text: 'The value of “{{path}}” in plugin.json does not fit.',
			hint: 'The technical details say what was expected.',
		},
		module_missing: {
			text: '{{file}} names the module {{module}}, which is not there.',
			hint: 'Build the module, put it beside the manifest, or correct “module_path”.',
		},
		waiting_for_review: {
			text: '{{plugin}} waits for your review and cannot run yet.',
			hint: 'Look at what it asks for, then decide its policy.',
		},
		disabled: { text: '{{plugin}} is disabled.', hint: 'Enable it on its page.' },
		not_disabled: {
			text: '{{plugin}} is not disabled, so it cannot be enabled.',
			hint: 'Its page says what keeps it from running.',
		},
		quarantined: {
			text: '{{plugin}} is in quarantine and does not run.',
			hint: 'Its page says why. Reload it there to try again, or install a version that works.',
		},
		crashed_often: {
			text: 'It crashed {{crashes}} times within {{windowMs}}.',
			hint: 'Reload it to try again, or install a version that works.',
		},
		broke_protocol: {
			text: 'Its process sent what no sound sandbox sends, and was ended.',
			hint: 'A plugin that does this again should not be trusted.',
		},
		not_installed: {
			text: 'No plugin named {{name}} is installed.',
			hint: 'Install it, or choose one of the list.',
		},
		unknown_version: { text: '{{name}} never had this version.', hint: 'Choose one of its versions.' },
		stored_module_gone: {
			text: 'The stored module of {{plugin}} is gone or damaged.',
			hint: 'Install the plugin again.',
		},
		time_limit: {
			text: '{{fn}} did not finish within its limit of {{limitMs}}, and was ended.',
			hint: 'Raise the time limit in its policy, or hand it less at once.',
		},
		load_time_limit: {
			text: '{{plugin}} did not start within its limit of {{limitMs}}, and was ended.',
			hint: 'Raise the time limit in its policy, or look at what it does at its start.',
		},
		memory_full: {
			text: 'The plugin ran out of memory: its limit is {{memoryLimitBytes}}.',
			hint: 'Raise the memory limit in its policy, or hand it less at once.',
		},
		memory_minimum: {
			text: 'The module needs at least {{minimumBytes}} of memory; its limit is {{limitBytes}}.',
			hint: 'Raise the memory limit in its policy, and in its manifest if that is lower.',
		},
		heap_full: {
			text: 'The plugin’s process ran out of memory outside of the module.',
			hint: 'Hand it smaller batches, or let it return less at once.',
		},
		compile_memory: {
			text: 'The engine ran out of memory while it compiled the code of {{plugin}}.',
			hint: 'It is its code that takes so much, not what it is handed: ask its author for smaller functions, or do without it.',
		},
		engine_memory: {
			text: 'The process of {{plugin}} ran out of memory outside of the module.',
			hint: 'Hand it smaller batches, or let it return less at once.',
		},
		process_outgrew: {
			text: 'The process of {{plugin}} held {{residentBytes}} of the {{allowedBytes}} that it may and was ended. At most {{memoryLimitBytes}} are the module’s own memory; the rest is what the engine took for its code, its objects and its data.',
			hint: 'Hand it smaller batches, or let it return less at once. If that does not help, the plugin is at fault.',
		},
		load_outgrew: {
			text: 'The process of {{plugin}} held {{residentBytes}} of the {{allowedBytes}} that it may while it was loaded, and was ended. At most {{memoryLimitBytes}} are the module’s own memory; the rest is what the engine took to compile and start it.',
			hint: 'It is its code that takes so much, not what it is handed: ask its author for smaller functions, or do without it.',
		},
		traps_outgrew: {
			text: 'The process of {{plugin}} held {{residentBytes}} of the {{allowedBytes}} that it may and was ended. {{lostBytes}} are what its instances left after traps; at most {{memoryLimitBytes}} are the module’s own memory.',
			hint: 'Hand it smaller batches, or let it return less at once. If that does not help, the plugin is at fault.',
		},
		kernel_limits_missing: {
			text: '{{plugin}} was not loaded: its process is without kernel limits ({{layers}}).',
			hint: 'The settings say that kernel limits are required. They need Linux with prlimit of util-linux, and a machine that is not overloaded; or turn the setting off.',
		},
		look_limits_missing: {
			text: 'No module is inspected: the process that would is without kernel limits ({{layers}}).',
			hint: 'The settings say that kernel limits are required. They need Linux with prlimit of util-linux, and a machine that is not overloaded; or turn the setting off.',
		},
		process_ended: {
			text: 'The process of {{plugin}} ended by itself.',
			hint: 'The next call gets a fresh one. If it happens again, the plugin is at fault.',
		},
		process_killed: {
			text: 'The process of {{plugin}} was ended by something outside.',
			hint: 'The system may be short of memory: close other programs, then try again.',
		},
		sandbox_not_started: {
			text: 'No sandbox process could be started.',
			hint: 'Check that the program is installed completely and that the system allows more processes.',
		},
		sandbox_slow: {
			text: 'A sandbox process was not ready within {{limitMs}}.',
			hint: 'The system may be overloaded. Try again when it is not.',
		},
		instance_lost: {
			text: '{{fn}} did not begin, because the plugin’s instance was lost before.',
			hint: 'Run it again: it gets a fresh instance.',
		},
		stopped_by_person: {
			text: 'Its sandbox was stopped on request.',
			hint: 'The plugin is not at fault. The next call gets a fresh sandbox.',
		},
		queue_full: {
			text: 'Too many calls wait for {{plugin}}: {{limit}} already.',
			hint: 'Wait for answers before you send more.',
		},
		cancelled: { text: 'It was cancelled.', hint: 'Run it again when you want to.' },
		program_ended: { text: 'The program ended before it was done.', hint: 'Run it again.' },
		unreachable_trap: {
			text: '{{function}} gave up at an “unreachable” instruction, usually a failed check or a panic.',
			hint: 'Look at the logs and the stack, and report it to the plugin’s author.',
		},
		out_of_bounds_trap: {
			text: '{{function}} reached outside of its memory and was ended.',
			hint: 'The plugin has a bug: report it to its author.',
		},
		table_out_of_bounds_trap: {
			text: '{{function}} called through an index that is not in its table.',
			hint: 'The plugin has a bug: report it to its author.',
		},
		divide_by_zero_trap: {
			text: '{{function}} divided by zero.',
			hint: 'Check the input, and report it to the plugin’s author.',
		},
		integer_overflow_trap: {
			text: '{{function}} overflowed in a division.',
			hint: 'Check the input, and report it to the plugin’s author.',
		},
		float_conversion_trap: {
			text: '{{function}} converted a number that does not fit an integer.',
			hint: 'Check the input, and report it to the plugin’s author.',
		},
		bad_indirect_call_trap: {
			text: '{{function}} called a function that is missing or of another shape.',
			hint: 'The plugin has a bug: report it to its author.',
		},
		stack_overflow_trap: {
			text: '{{function}} used up its call stack, as with endless recursion.',
			hint: 'Hand it less deeply nested data, and report it to the plugin’s author.',
		},
		suspend_trap: {
			text: '{{function}} asked for files, network, variables or state from code that cannot wait.',
			hint: 'The plugin’s author must not call these from the start function, alloc or dealloc.',
		},
		exception_trap: {
			text: '{{function}} threw an exception that nothing caught.',
			hint: 'Report it to the plugin’s author.',
		},
		exit_trap: {
			text: '{{function}} ended the plugin with the exit code {{exitCode}}.',
			hint: 'Look at the logs for what it said before.',
		},
		other_trap: {
			text: '{{function}} failed inside the plugin.',
			hint: 'The technical details say how. Report it to the plugin’s author.',
		},
		lied_about_memory: {
			text: 'The plugin handed back something about its memory that is not so.',
			hint: 'It has a bug: report it to its author. The next call starts from a sound state.',
		},
		gave_up: {
			text: '{{function}} gave up and returned {{status}}.',
			hint: 'Look at the logs and the denials.',
		},
		init_refused: {
			text: 'The plugin did not accept its configuration or its environment; plugin_init returned {{status}}.',
			hint: 'Check its configuration and what it may use.',
		},
		no_interface: {
			text: '{{plugin}} implements no plugin interface that can be run.',
			hint: 'Its overview lists what its module exports.',
		},
		unknown_imports: {
			text: 'The module imports what nobody provides: {{named}}.',
			hint: 'Build it against the DataFlare plugin interface or WASI preview 1.',
		},
		import_signature: {
			text: 'The module imports {{name}} as {{given}}; the plugin interface has {{wanted}}.',
			hint: 'Correct the declaration in the plugin’s source.',
		},
		export_signature: {
			text: 'The module exports {{name}} as {{given}}; the plugin interface has {{wanted}}.',
			hint: 'Correct the declaration in the plugin’s source.',
		},
		export_no_function: {
			text: 'The module exports {{name}}, but not as a function.',
			hint: 'Export a function under this name, or nothing.',
		},
		memory_not_exported: {
			text: 'The module exports no memory, so records cannot be handed to it.',
			hint: 'Export its memory under the name “memory”.',
		},
		extism_plugin: {
			text: 'The module is an Extism plugin, which this version does not run yet.',
			hint: 'Build it as a DataFlare module or as a WASI preview 1 reactor.',
		},
		wasi_command: {
			text: 'The module is a WASI command: a program that runs once, not a library of functions.',
			hint: 'Build it as a reactor. C: clang -mexec-model=reactor. Go: go build -buildmode=c-shared. Rust: crate-type = ["cdylib"].',
		},
		bare_program: {
			text: 'The module is a program and exports none of the functions that make a plugin.',
			hint: 'Export a component function such as process_data, and link it without an entry point.',
		},
		made_by_wasm_bindgen: {
			text: 'The module was made by wasm-bindgen for JavaScript. It imports {{named}}.',
			hint: 'Build the crate as a cdylib for wasm32-unknown-unknown, without wasm-bindgen.',
		},
		made_for_go_js: {
			text: 'The module was made by Go for JavaScript. It imports {{named}}.',
			hint: 'Build it with GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared (Go 1.24 or newer).',
		},
		made_for_emscripten: {
			text: 'The module was made by Emscripten for a JavaScript of its own. It imports {{named}}.',
			hint: 'Build it with -sSTANDALONE_WASM and without an entry point.',
		},
		dynamic_library: {
			text: 'The module is a dynamic library, which a main module has to load. It imports {{named}}.',
			hint: 'Link it statically (Emscripten: without -sSIDE_MODULE and -fPIC).',
		},
		object_file: {
			text: 'The module is an object file that was not linked. It imports {{named}}.',
			hint: 'Link it: with wasm-ld, or with clang without -c.',
		},
		made_for_node_api: {
			text: 'The module is an add-on for Node.js. It imports {{named}}.',
			hint: 'Build the code under it as a library with the plugin interface instead.',
		},
		component_core: {
			text: 'The module is the core of a WebAssembly component, taken out of it. It imports {{named}}.',
			hint: 'Build it as a core module with the plugin interface. For C: clang -mexec-model=reactor; for Rust: crate-type = ["cdylib"].',
		},
		wasi_first_draft: {
			text: 'The module was made for a draft of WASI that came before preview 1. It imports {{named}}.',
			hint: 'Build it with a newer toolchain, one that makes wasi_snapshot_preview1.',
		},
		made_for_wasix: {
			text: 'The module was made for WASIX. It imports {{named}}.',
			hint: 'Build it for WASI preview 1 without WASIX. For C: clang -mexec-model=reactor; for Rust: crate-type = ["cdylib"].',
		},
		wasi_threads: {
			text: 'The module was made for WASI with threads. It imports {{named}}.',
			hint: 'Build it without threads (wasm32-wasi, not wasm32-wasi-threads).',
		},
		made_for_wasm4: {
			text: 'The module is a game for WASM-4. It imports {{named}}.',
			hint: 'It runs in WASM-4; there is nothing in it that a plugin does.',
		},
		made_for_zellij: {
			text: 'The module is a plugin of Zellij. It imports {{named}}.',
			hint: 'It runs in Zellij alone.',
		},
		made_for_fluvio: {
			text: 'The module is a SmartModule of Fluvio. It imports {{named}}.',
			hint: 'It runs in Fluvio; build its code with the plugin interface to run it here.',
		},
		made_for_proxies: {
			text: 'The module is a filter for proxies (proxy-wasm). It imports {{named}}.',
			hint: 'It runs in Envoy and its like alone.',
		},
		made_for_javascript: {
			text: 'The module was made to be started by a JavaScript of its own. It imports {{named}}.',
			hint: 'Build it with the plugin interface, or as a WASI preview 1 reactor, without JavaScript beside it.',
		},
		memory_own_maximum: {
			text: 'The module allows itself at most {{maximumBytes}} of memory, and needs more.',
			hint: 'Build it with a larger maximum, or give it less at once. No grant can change this.',
		},
		allocator_refused: {
			text: 'The plugin found no room for {{lengthBytes}}, although its memory could have grown.',
			hint: 'Give it less at once, or ask its author.',
		},
		no_such_function: {
			text: 'The plugin exports no function {{function}}.',
			hint: 'Choose one of the functions on its overview.',
		},
		input_wanted: {
			text: '{{function}} takes an input, and none was given.',
			hint: 'Give it a value, such as {} or [].',
		},
		hosts_own_function: {
			text: '{{function}} is called by the host alone, once in the life of an instance.',
			hint: 'To configure the plugin anew, change its configuration or load it again.',
		},
		no_input_wanted: { text: '{{function}} takes no input, and one was given.', hint: 'Leave the input empty.' },
		input_not_json: { text: 'The input is not JSON.', hint: 'Keys and strings need double quotes.' },
		line_not_json: { text: 'Line {{line}} of the input is not JSON.', hint: 'Fix that line.' },
		json_cut_off: {
			text: 'The JSON input ends in the middle, on line {{line}}, column {{column}}.',
			hint: 'The file is probably cut off: fetch or export it again.',
		},
		json_unexpected: {
			text: 'The input is not JSON: something unexpected stands on line {{line}}, column {{column}}.',
			hint: 'Fix the file there, or choose its format yourself.',
		},
		json_two_on_a_line: {
			text: 'A second JSON value begins on line {{line}}, column {{column}}.',
			hint: 'Put each value on a line of its own.',
		},
		json_too_deep: {
			text: 'The JSON input is nested deeper than {{maxDepth}} levels on line {{line}}, column {{column}}.',
			hint: 'Flatten it at that place.',
		},
		json_empty: {
			text: 'The input is empty, which is no JSON.',
			hint: 'A file without records is []. As NDJSON an empty file is in order: choose that format.',
		},
		record_too_large: {
			text: 'A record of the input is larger than {{maxBytes}}, at byte {{offset}}.',
			hint: 'Split the data into more, smaller records.',
		},
		line_too_long: {
			text: 'Line {{line}} of the input is longer than {{maxBytes}}.',
			hint: 'Check that the file really is one record per line. For binary data choose the format “Bytes as they are”.',
		},
		not_utf8: {
			text: 'Record {{record}} of the input is not UTF-8.',
			hint: 'Convert the file to UTF-8 first, or choose the format “Bytes as they are” for binary data.',
		},
		utf16: {
			text: 'The input is UTF-16, and UTF-8 is read.',
			hint: 'Save or export it as UTF-8, or choose the format “Bytes as they are” for binary data.',
		},
		format_unknown: {
			text: 'The format of the input cannot be told: it does not begin like JSON.',
			hint: 'Choose its format yourself.',
		},
		json_wanted: {
			text: 'This plugin takes JSON records, and the input is a {{extension}} file.',
			hint: 'Read it with csv-source in a chain, or choose the format “Lines of text”.',
		},
		file_not_found: { text: 'There is no file {{path}}.', hint: 'Check the spelling of the path.' },
		file_unreadable: { text: '{{path}} cannot be read ({{system}}).', hint: 'Check that you may read it.' },
		is_folder: { text: '{{path}} is a folder, not a file.', hint: 'Choose a file in it.' },
		plugin_needs_input: { text: '{{plugin}} needs an input.', hint: 'Choose an input file.' },
		source_needs_file: {
			text: '{{plugin}} is a source: it reads files itself.',
			hint: 'Choose the file that it should read.',
		},
		destination_needs_file: {
			text: '{{plugin}} is a destination: it writes files itself.',
			hint: 'Name the file that it should write.',
		},
		chain_unreadable: { text: 'The chain file {{path}} cannot be read.', hint: 'Check the path.' },
		chain_not_json: {
			text: '{{file}} is not JSON.',
			hint: 'Fix the file at the place that the technical details name.',
		},
		chain_invalid: {
			text: '{{file}} is not as a chain should be.',
			hint: 'A chain has a name and a list of components, each with the name of an installed plugin.',
		},
		chain_order: {
			text: 'The stages of this chain do not follow one another.',
			hint: 'A source first, then processors, transformers, filters and aggregators, and a destination last.',
		},
		chain_without_input: {
			text: 'There is nothing to read: the first plugin is no source, and no input was named.',
			hint: 'Choose an input file, or begin with a source.',
		},
		chain_other_type: {
			text: 'The chain names {{plugin}} as {{type}}, but it is a {{found}}.',
			hint: 'Correct the type, or choose another plugin.',
		},
		chain_other_module: {
			text: 'The chain names the module {{path}}, but {{plugin}} was installed with another one.',
			hint: 'Update the plugin from that file, or leave module_path out of the chain.',
		},
		chain_module_not_installed: {
			text: 'The chain names the module {{path}}, which is not installed.',
			hint: 'A chain runs installed plugins: install that file first.',
		},
		disk_full: {
			text: 'The disk is full: {{path}} could not be written.',
			hint: 'Free some space, then try again. No partial file was left.',
		},
		folder_not_found: { text: 'The folder {{path}} does not exist.', hint: 'Create it first, or choose another.' },
		not_writable: {
			text: '{{path}} cannot be written ({{system}}).',
			hint: 'Choose another place, or fix the permissions. No partial file was left.',
		},
		output_is_folder: { text: '{{path}} is a folder; the output needs a file name.', hint: 'Add a file name.' },
		output_not_csv: {
			text: 'Records are written as NDJSON or JSON, not as CSV.',
			hint: 'Use a name that ends with .ndjson or .json, or end a chain with file-writer, which writes CSV.',
		},
		policy_changed: {
			text: 'The policy of {{plugin}} was changed meanwhile; it is at version {{current}}.',
			hint: 'Look at the new version, then decide again.',
		},
		policy_own_files: {
			text: 'The policy names {{path}}, which belongs to DataFlare itself (its data, plugins or program). No grant reaches it.',
			hint: 'Name another place, or write what is meant relative to the plugin’s own data folder.',
		},
		policy_program_files: {
			text: 'The policy would let a plugin change {{path}}, which DataFlare runs.',
			hint: 'Name another place, or let it be read only.',
		},
		output_own_files: {
			text: 'The output cannot be {{path}}: it belongs to DataFlare itself (its data, plugins or program).',
			hint: 'Name another place for the output.',
		},
		policy_invalid: { text: 'The policy cannot be used like this.', hint: 'The technical details name what is wrong.' },
		request_unclear: {
			text: 'This is nothing that a policy can decide.',
			hint: 'Type an absolute path, an address such as https://host/path, or the name of a variable.',
		},
		request_malformed: {
			text: 'The request cannot be used like this, at “{{path}}”.',
			hint: 'The technical details say what was expected.',
		},
		run_not_found: { text: 'There is no run {{id}}.', hint: 'It may have been deleted. Look at the list of runs.' },
		case_gone: { text: 'This test case was removed meanwhile.', hint: 'Save it as a new one.' },
		no_samples: { text: 'This program came without samples.', hint: 'Install plugins from files instead.' },
		history_locked: {
			text: 'Another program uses the history and did not let go of it in time.',
			hint: 'End the other program, or try again.',
		},
		history_full: {
			text: 'The disk is full: the history could not be written.',
			hint: 'Free some space and try again. What was reported finished is kept.',
		},
		history_read_only: {
			text: 'The history cannot be written: its file or folder is read-only.',
			hint: 'Fix the permissions of the data folder.',
		},
		history_unopenable: {
			text: 'The history cannot be opened.',
			hint: 'Check that the data folder exists and that you may write to it.',
		},
		history_damaged: {
			text: 'The history’s file is damaged.',
			hint: 'Start the program again: it checks the file, and sets it aside and begins a new one if it cannot be read.',
		},
		history_disk_trouble: {
			text: 'The disk did not read or write the history as it should.',
			hint: 'Check the disk, then try again.',
		},
		history_failed: { text: 'The history failed.', hint: 'The technical details say how.' },
		history_closed: { text: 'The history is closed.', hint: 'Start the program again.' },
		history_newer: {
			text: 'The history was written by a newer version of the program.',
			hint: 'Update the program. The file was not touched.',
		},
		history_foreign: {
			text: 'The file where the history belongs is the database of another program.',
			hint: 'Move it elsewhere. The file was not touched.',
		},
		history_entry_unreadable: {
			text: 'The history holds an entry that cannot be read.',
			hint: 'Delete that entry; the technical details name it.',
		},
		plugins_folder_unusable: {
			text: '{{path}} cannot be used as the plugins folder ({{system}}).',
			hint: 'Choose another folder in the settings, or fix its permissions.',
		},
		data_folder_unusable: {
			text: 'The data folder {{path}} cannot be used ({{system}}).',
			hint: 'Check the disk and the permissions, then try again.',
		},
		folder_open_to_others: {
			text: 'Other users of this machine have rights to the folder {{path}}.',
			hint: 'Look at what lies there, then make it yours alone, or choose another folder.',
		},
		folder_of_another: {
			text: 'The folder {{path}} belongs to another user of this machine.',
			hint: 'Choose a folder of your own.',
		},
		folder_unlistable: { text: '{{path}} cannot be listed ({{system}}).', hint: 'Choose another folder.' },
		path_not_absolute: { text: '{{path}} is not an absolute path.', hint: 'Name the whole path.' },
		folder_is_ours: { text: '{{path}} is where the program keeps its own data.', hint: 'Choose another folder.' },
		folders_overlap: {
			text: '{{path}} and the folder of now lie within each other.',
			hint: 'Choose a folder beside the old one.',
		},
		folder_holds_plugin: {
			text: '{{path}} holds {{name}} already.',
			hint: 'Choose an empty folder, or point to this one without moving.',
		},
		copy_failed: {
			text: '{{name}} could not be copied into the plugins folder ({{system}}).',
			hint: 'Check the permissions of the plugins folder.',
		},
		move_failed: {
			text: 'The plugins could not be moved to {{path}} ({{system}}). They are where they were.',
			hint: 'Free some space, or fix the permissions.',
		},
		output_gone: {
			text: 'The output of run {{id}} is no longer kept.',
			hint: 'Large outputs are kept until newer ones need the room or the program ends. Make the call again.',
		},
		outputs_crowded: {
			text: 'An output of {{sizeBytes}} was given up: more large ones came at once than can be written.',
			hint: 'Make fewer such calls at once.',
		},
		output_not_kept: {
			text: 'The output of {{sizeBytes}} could not be kept in {{path}} ({{system}}).',
			hint: 'Free some space or fix the permissions of the data folder, then make the call again.',
		},
		engine_gone: {
			text: 'The program behind this window does not answer.',
			hint: 'See whether it still runs, and start it again if it does not.',
		},
		nested_too_deep: {
			text: 'What was asked or answered is nested too deeply for this window.',
			hint: 'Use the command line, or the window in a browser, for it.',
		},
		answer_cut_off: { text: 'The program’s answer was cut off.', hint: 'Try again.' },
		no_start_address: {
			text: 'This page was opened without its start address.',
			hint: 'Links are opened in further tabs from a tab that is open already, with Ctrl and a click. If there is none, press Enter in the program’s terminal for a fresh address, or start it again.',
		},
	},
} as const;
