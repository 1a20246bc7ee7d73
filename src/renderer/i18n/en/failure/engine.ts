/** Outputs that are kept, and the engine as its window sees it: what it means, and what a person can do about it. */
export const engineFailures = {
	output_gone: {
		text: 'The output of run {{id}} is no longer kept.',
		hint: 'Large outputs are kept until newer ones need the space or the program ends. Make the call again.',
	},
	result_closed: {
		text: 'The result was closed meanwhile.',
		hint: 'Open it again.',
	},
	result_row_gone: {
		text: 'The result has no record {{row}} any more.',
		hint: 'The file changed since it was read.',
	},
	result_unreadable: {
		text: '{{path}} could not be read: {{how}}.',
		hint: 'Open it again.',
	},
	result_packed_damaged: {
		text: 'The compressed content of {{path}} is damaged.',
		hint: 'Run it again, so that the file is written anew.',
	},
	result_packed_large: {
		text: 'Unpacked, {{path}} is larger than what is shown as a table.',
		hint: 'Unpack it, and look at it with another program.',
	},
	result_packed_no_room: {
		text: 'There is too little room on the disk to unpack {{path}}.',
		hint: 'Make room, then open it again.',
	},
	result_not_of_run: {
		text: 'Run {{run}} neither wrote nor read {{path}}.',
		hint: 'Choose a file of the run.',
	},
	outputs_crowded: {
		text: 'An output of {{sizeBytes}} was discarded: too many large ones arrived at once.',
		hint: 'Make fewer such calls at once.',
	},
	output_not_kept: {
		text: 'The output of {{sizeBytes}} could not be stored in {{path}} ({{system}}).',
		hint: 'Free some space or fix the permissions of the data folder, then make the call again.',
	},
	engine_gone: {
		text: 'The program behind this window is not responding.',
		hint: 'Check that it is still running, and start it again if not.',
	},
	nested_too_deep: {
		text: 'The data is nested too deeply for this window.',
		hint: 'Use the command line, or the window in a browser.',
	},
	started_anew: {
		text: 'The program was restarted, and this window belongs to its earlier start.',
		hint: 'Press Enter in its terminal for an address, and open that in this tab.',
	},
	answer_cut_off: { text: 'The program’s answer was cut off.', hint: 'Try again.' },
	port_unusable: {
		text: 'Port {{port}} of this machine cannot be used ({{system}}).',
		hint: 'Choose another port, or let the program pick a free one.',
	},
	no_start_address: {
		text: 'This page was opened without its start address.',
		hint: 'To open a link in another tab, Ctrl-click it in a tab that is already open. If there is none, press Enter in the program’s terminal for a new address, or start it again.',
	},
} as const;
