/** What a flow reads and writes by itself. */
export const flowFileFailures = {
	flow_input_gone: {
		text: '{{path}} is gone, so reading it cannot go on.',
		hint: 'Put it back, or start the flow from the beginning with another file.',
	},
	flow_input_smaller: {
		text: '{{path}} has fewer bytes than before ({{beforeBytes}}): it is not the same file.',
		hint: 'Put the file back as it was, or start the flow from the beginning.',
	},
	flow_input_other: {
		text: '{{path}} begins with other bytes than before: it is not the same file.',
		hint: 'Put the file back as it was, or start the flow from the beginning.',
	},
	flow_input_last_line: {
		text: 'The last line of {{path}} was read already and is longer now.',
		hint: 'Start the flow from the beginning.',
	},
	flow_input_special: {
		text: '{{path}} is not a plain file.',
		hint: 'Write the data to a file first, and read that one.',
	},
	flow_input_link: {
		text: '{{path}} is now a link, and what it leads to is not read.',
		hint: 'Put the file itself into the folder.',
	},
	flow_format_unknown: {
		text: 'The format of {{path}} could not be detected.',
		hint: 'Set its format: csv, tsv, json, ndjson, lines or bytes.',
	},
	flow_other_position: {
		text: 'What was kept of {{path}} does not belong to how it is read or written now.',
		hint: 'Undo the change of the component, or start the flow from the beginning.',
	},
	flow_thread_ended: {
		text: 'Reading or writing {{path}} ended unexpectedly: {{how}}.',
		hint: 'Try again. If it happens again, the data may need more memory than one thread has.',
	},
	flow_without_csv: {
		text: '{{path}} is CSV, and this program came without the plugins that read and write it.',
		hint: 'Install the program again.',
	},
	gzip_not: {
		text: '{{path}} is not compressed with gzip.',
		hint: 'Set its compression to auto or none.',
	},
	gzip_cut_off: {
		text: '{{path}} stops in the middle of its compressed data ({{unpackedBytes}} were unpacked).',
		hint: 'The file is probably incomplete: download or export it again.',
	},
	gzip_damaged: {
		text: 'The compressed data of {{path}} is damaged (after {{unpackedBytes}} of unpacked data).',
		hint: 'Download or export the file again.',
	},
	gzip_garbage: {
		text: 'Something else stands behind the compressed data of {{path}} (at byte {{offset}} of it).',
		hint: 'Download or export the file again.',
	},
	csv_unreadable: {
		text: '{{path}} cannot be read as CSV: {{how}}.',
		hint: 'Fix the file there, or set delimiter, header or format.',
	},
	csv_unwritable: {
		text: '{{path}} cannot be written as CSV: {{how}}.',
		hint: 'Give the records the same fields first, for example with field-mapper, or write NDJSON.',
	},
	flow_bytes_in_json: {
		text: '{{path}} takes records, and what comes is raw bytes.',
		hint: 'Set its format to bytes.',
	},
	flow_part_gone: {
		text: 'What was written of {{path}} so far is gone, so writing it cannot go on.',
		hint: 'Start the flow from the beginning.',
	},
	flow_part_short: {
		text: 'What was written of {{path}} so far has {{foundBytes}} instead of {{wantedBytes}}, so writing it cannot go on.',
		hint: 'Start the flow from the beginning.',
	},
	flow_output_special: {
		text: '{{path}} is not a plain file, so writing it cannot go on where it stopped.',
		hint: 'Start the flow from the beginning.',
	},
} as const;
