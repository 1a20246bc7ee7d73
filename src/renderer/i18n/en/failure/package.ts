/** What is dropped, chosen or fetched as a plugin: what it means, and what a person can do about it. */
export const packageFailures = {
	too_large: {
		text: 'It is too large: {{sizeBytes}}, when the limit is {{maxBytes}}. It was not opened.',
		hint: 'Choose the compiled module or the folder of the plugin.',
	},
	not_wasm: {
		text: 'It is not a WebAssembly module.',
		hint: 'A plugin is a compiled .wasm file, or a folder with plugin.json. To run a plugin on data, use the Run screen.',
	},
	empty: { text: 'The file is empty.', hint: 'Build or download it again.' },
	damaged: {
		text: 'The module is damaged or cut off.',
		hint: 'Build or download it again, then try once more.',
	},
	unsupported: {
		text: 'This kind of WebAssembly is not supported.',
		hint: 'Build it as a core module, for Rust with the target wasm32-unknown-unknown or wasm32-wasip1.',
	},
	invalid_code: {
		text: 'The module’s code is not valid WebAssembly.',
		hint: 'Either the compiler that built it is at fault, or the file is damaged. Build or download it again.',
	},
	engine_lacks: {
		text: 'The module uses {{feature}}, a part of WebAssembly that this program’s engine does not run yet.',
		hint: 'Build it without that, or wait for a version of this program that runs it. The module itself may be fine.',
	},
	code_too_complex: {
		text: 'The module has a function that would take gigabytes of memory to compile.',
		hint: 'Compilers do not normally produce such functions. Build it with optimisation, or do not trust it.',
	},
	memory_kind: {
		text: 'The module’s type of memory is not supported.',
		hint: 'A plugin has one memory, addressed by 32 bits and not shared. Build it without threads, memory64 and multi-memory.',
	},
	look_failed: {
		text: 'The module could not be inspected: it ended the process that read it.',
		hint: 'Compilers do not produce modules that are so hard to read. Do not trust it.',
	},
	archive: { text: 'It is an archive.', hint: 'Extract it, then drop the folder.' },
	package_damaged: { text: 'The package is damaged or incomplete.', hint: 'Download or pack it again.' },
	package_entry: {
		text: 'The package contains something that no honest tool packs: {{entry}}',
		hint: 'Nothing was unpacked. Ask its author to pack it again, and do not unpack it with other tools.',
	},
	package_too_large: {
		text: 'It is too large for a plugin: more than {{maxBytes}} unpacked, or too many files or folders, or folders too deep.',
		hint: 'Pack the plugin alone, without its sources and build folders.',
	},
	package_name: {
		text: '{{path}} does not end with .dfplugin.',
		hint: 'Name a file that ends with .dfplugin, or a folder to put it in.',
	},
	package_exists: {
		text: 'There is already a file at {{path}}.',
		hint: 'Choose another name, or allow it to be replaced.',
	},
	package_not_kept: {
		text: 'No package is kept of the version of {{name}} that is in use.',
		hint: 'Pack its folder instead. A package is kept of each version with a manifest once it was ready.',
	},
	package_of_installed: {
		text: 'It contains {{name}}, which is already installed.',
		hint: 'Install it as a replacement, then remove the package.',
	},
	too_many_packages: {
		text: 'At most {{max}} packages are opened at once; {{leftOut}} were left out.',
		hint: 'Decide on these first, then open the others.',
	},
	package_unlisted: {
		text: 'The package’s list of hashes (SHA256SUMS) is missing or does not match its files.',
		hint: 'Ask its author to pack it again.',
	},
	package_modified: {
		text: '{{entry}} was changed after it was packed.',
		hint: 'Download the plugin again. Do not run it if it should not have changed.',
	},
	no_manifest: {
		text: 'The folder has no plugin.json.',
		hint: 'Use the folder that contains plugin.json, or just the .wasm file.',
	},
	no_function: {
		text: 'The module does nothing that a plugin does.',
		hint: 'It exports none of a plugin’s functions, such as process_data or filter_data.',
	},
	role_contradicted: {
		text: 'The plugin itself says otherwise: {{found}}, not {{said}} ({{key}}).',
		hint: 'Leave it as it is, or change the plugin’s own manifest or exports.',
	},
	role_export_unknown: {
		text: 'The module exports no function {{name}} that can be called.',
		hint: 'Choose one of: {{exports}}',
	},
	role_export_wanted: {
		text: 'It is not said which export does the work of {{function}}.',
		hint: 'Choose one of: {{exports}}',
	},
	role_export_unused: {
		text: 'The export of {{name}} cannot be chosen: it is not an Extism plugin.',
		hint: 'Which one is called follows from its type.',
	},
	role_result_unused: {
		text: 'Only an aggregator has an export for its result.',
		hint: 'Leave the second export out.',
	},
	role_reads_lines: {
		text: '{{name}} is a WASI command, so it reads its records as lines.',
		hint: 'Choose lines.',
	},
	role_encoding: {
		text: 'Records cannot be taken this way ({{records}}) in the encoding {{encoding}}.',
		hint: 'Lines are NDJSON, and bytes have no records.',
	},
	hash_differs: {
		text: 'The module is not the one that its manifest names.',
		hint: 'Download the plugin again. If it should not have changed, do not run it.',
	},
	nothing_there: { text: 'There is nothing at {{path}}.', hint: 'Check the spelling of the path.' },
	folder_too_large: {
		text: 'The folder is too large for a plugin: it has more than {{maxBytes}}, or too many files or folders.',
		hint: 'Choose the folder that contains just the plugin.',
	},
	changed_since: {
		text: 'It changed since it was inspected.',
		hint: 'Inspect it again, then decide.',
	},
	name_taken: {
		text: 'A plugin named {{name}} is already installed.',
		hint: 'Replace it, or give the new one another name in its manifest.',
	},
	host_unsuitable: {
		text: '{{name}} is made for DataFlare {{wanted}}; this is version {{program}}.',
		hint: 'Use a version of the plugin that is made for this one, or another version of DataFlare.',
	},
	abi_unsuitable: {
		text: '{{name}} is made for version {{wanted}} of the plugin interface; this program has version {{program}}.',
		hint: 'Use a version of the plugin that is made for this one, or a newer version of DataFlare.',
	},
	id_differs: {
		text: 'The installed {{name}} is {{installed}}; this one is {{offered}}, which is another plugin.',
		hint: 'If it is to take its place, uninstall the installed one first.',
	},
	id_missing: {
		text: 'The installed {{name}} is {{installed}}; this one has no ID, so it is not an update of it.',
		hint: 'If it is to take its place, uninstall the installed one first.',
	},
	restore_name_taken: {
		text: 'A plugin named {{name}} is installed, so the one in the trash cannot come back.',
		hint: 'Uninstall the one that is installed first (it goes to the trash, too), then restore the other.',
	},
	restore_place_taken: {
		text: 'Something else is now at {{path}}, where {{name}} used to be.',
		hint: 'Move that elsewhere, then restore the plugin.',
	},
	trash_files_changed: {
		text: 'The files of {{name}} in the trash have changed since it was uninstalled.',
		hint: 'What was granted is for the module as it was. Install the plugin again, then decide.',
	},
	not_in_trash: {
		text: '{{id}} is not in the trash.',
		hint: 'It was restored, or it is gone for good.',
	},
	name_twice: {
		text: 'Two folders contain a plugin named {{name}}; the other one is {{by}}.',
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
		text: '{{file}} is not a valid plugin manifest: check “{{path}}”.',
		hint: 'The technical details say what was expected.',
	},
	module_missing: {
		text: '{{file}} names the module {{module}}, which does not exist.',
		hint: 'Build the module, put it next to {{file}} or drop both together, or correct “module_path”.',
	},
} as const;
