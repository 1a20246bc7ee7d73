/** What a person hands in: functions, records, files, chains: what it means, and what a person can do about it. */
export const inputFailures = {
	no_such_function: {
		text: 'The plugin does not export a function {{function}}.',
		hint: 'Choose one of the functions on its overview.',
	},
	input_wanted: {
		text: '{{function}} needs an input, and got none.',
		hint: 'Give it a value, such as {} or [].',
	},
	hosts_own_function: {
		text: 'Only the host calls {{function}}, once for each instance.',
		hint: 'To reconfigure the plugin, change its configuration or reload it.',
	},
	config_invalid: {
		text: 'The configuration of {{plugin}} is not valid at {{path}}.',
		hint: 'Correct the field that is marked.',
	},
	no_input_wanted: { text: '{{function}} takes no input, but got one.', hint: 'Leave the input empty.' },
	input_not_json: { text: 'The input is not JSON.', hint: 'Keys and strings need double quotes.' },
	line_not_json: { text: 'Line {{line}} of the input is not JSON.', hint: 'Fix that line.' },
	json_cut_off: {
		text: 'The JSON input stops short on line {{line}}, column {{column}}.',
		hint: 'The file is probably incomplete: download or export it again.',
	},
	json_unexpected: {
		text: 'The input is not JSON: unexpected text on line {{line}}, column {{column}}.',
		hint: 'Fix the file there, or choose its format yourself.',
	},
	json_two_on_a_line: {
		text: 'A second JSON value starts on line {{line}}, column {{column}}.',
		hint: 'Put each value on its own line.',
	},
	json_too_deep: {
		text: 'The JSON input is nested deeper than {{maxDepth}} levels on line {{line}}, column {{column}}.',
		hint: 'Flatten the data there.',
	},
	json_empty: {
		text: 'The input is empty, so it is not JSON.',
		hint: 'In JSON, a file without records contains []. In NDJSON it may be empty: choose that format.',
	},
	record_too_large: {
		text: 'A record of the input is larger than {{maxBytes}}, at byte {{offset}}.',
		hint: 'Split the data into smaller records.',
	},
	record_above_limit: {
		text: 'A record of {{sizeBytes}} is more than the {{maxBytes}} that a plugin is handed at once.',
		hint: 'Split the data into smaller records.',
	},
	line_too_long: {
		text: 'Line {{line}} of the input is longer than {{maxBytes}}.',
		hint: 'Check that the file really has one record per line. For binary data, choose the format “Bytes as they are”.',
	},
	not_utf8: {
		text: 'Record {{record}} of the input is not valid UTF-8.',
		hint: 'Convert the file to UTF-8 first, or choose the format “Bytes as they are” for binary data.',
	},
	utf16: {
		text: 'The input is in UTF-16; it must be in UTF-8.',
		hint: 'Save or export it as UTF-8, or choose the format “Bytes as they are” for binary data.',
	},
	format_unknown: {
		text: 'The input format could not be detected: it does not start like JSON.',
		hint: 'Choose the format yourself.',
	},
	json_wanted: {
		text: 'This plugin takes JSON records, but the input is a {{extension}} file.',
		hint: 'Read it with csv-source in a chain, or choose the format “Lines of text”.',
	},
	file_not_found: { text: 'There is no file {{path}}.', hint: 'Check the spelling of the path.' },
	file_unreadable: { text: '{{path}} cannot be read ({{system}}).', hint: 'Check its permissions.' },
	is_folder: { text: '{{path}} is a folder, not a file.', hint: 'Choose a file in it.' },
	plugin_needs_input: { text: '{{plugin}} needs an input.', hint: 'Choose an input file.' },
	source_needs_file: {
		text: '{{plugin}} is a source, so it reads files itself.',
		hint: 'Choose the file for it to read.',
	},
	destination_needs_file: {
		text: '{{plugin}} is a destination, so it writes files itself.',
		hint: 'Enter the file for it to write.',
	},
	chain_unreadable: { text: 'The chain file {{path}} cannot be read.', hint: 'Check the path.' },
	chain_not_json: {
		text: '{{file}} is not JSON.',
		hint: 'The technical details say where to fix it.',
	},
	chain_invalid: {
		text: '{{file}} is not a valid chain.',
		hint: 'A chain has a name and a list of components, each with the name of an installed plugin.',
	},
	chain_order: {
		text: 'The stages of this chain do not follow one another.',
		hint: 'A source first, then processors, transformers, filters and aggregators, and a destination last.',
	},
	chain_types: {
		text: '{{plugin}} takes no record that {{before}} gives: what they say of {{path}} cannot both be so.',
		hint: 'Put a plugin between the two that changes the records, or correct the schemas in their manifests.',
	},
	chain_without_input: {
		text: 'There is nothing to read: the first plugin is not a source, and there is no input.',
		hint: 'Choose an input file, or start with a source.',
	},
	chain_other_type: {
		text: 'The chain says {{plugin}} is a {{type}}, but it is a {{found}}.',
		hint: 'Correct the type, or choose another plugin.',
	},
	chain_other_module: {
		text: 'The chain names the module {{path}}, but {{plugin}} was installed from another one.',
		hint: 'Update the plugin from that file, or leave module_path out of the chain.',
	},
	chain_module_not_installed: {
		text: 'The chain names the module {{path}}, which is not installed.',
		hint: 'A chain runs installed plugins: install that file first.',
	},
	disk_full: {
		text: 'The disk is full: {{path}} could not be written.',
		hint: 'Free some space, then try again. There is no partial file.',
	},
	folder_not_found: { text: 'The folder {{path}} does not exist.', hint: 'Create it first, or choose another.' },
	not_writable: {
		text: '{{path}} cannot be written ({{system}}).',
		hint: 'Choose another place, or fix the permissions. There is no partial file.',
	},
	output_is_folder: { text: '{{path}} is a folder; the output needs a file name.', hint: 'Add a file name.' },
	output_exists: {
		text: '{{path}} already exists and would be replaced.',
		hint: 'Choose another place for the output, or allow it to be replaced.',
	},
	output_is_input: {
		text: 'The output {{path}} is also the input, which would be replaced.',
		hint: 'Choose another place for the output, or allow the input to be replaced.',
	},
	output_not_csv: {
		text: 'Records are written as NDJSON or JSON, not as CSV.',
		hint: 'Use a name that ends with .ndjson or .json, or end a chain with file-writer, which writes CSV.',
	},
} as const;
