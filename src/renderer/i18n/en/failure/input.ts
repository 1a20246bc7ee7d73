/** What a person hands in: functions, records, files, chains: what it means, and what a person can do about it. */
export const inputFailures = {
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
	config_invalid: {
		text: 'The configuration of {{plugin}} is not valid at {{path}}.',
		hint: 'Correct the field that is marked.',
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
	output_exists: {
		text: '{{path}} exists already and would be replaced.',
		hint: 'Name another place for the output, or say that it may be replaced.',
	},
	output_is_input: {
		text: 'The output {{path}} is the input itself, which would be replaced.',
		hint: 'Name another place for the output, or say that the input may be replaced.',
	},
	output_not_csv: {
		text: 'Records are written as NDJSON or JSON, not as CSV.',
		hint: 'Use a name that ends with .ndjson or .json, or end a chain with file-writer, which writes CSV.',
	},
} as const;
