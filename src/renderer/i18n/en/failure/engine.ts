/** Outputs that are kept, and the engine as its window sees it: what it means, and what a person can do about it. */
export const engineFailures = {
	output_gone: {
		text: 'The output of run {{id}} is no longer kept.',
		hint: 'Large outputs are kept until newer ones need the room or the program ends. Make the call again.',
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
	result_not_of_run: {
		text: 'Run {{run}} neither wrote nor read {{path}}.',
		hint: 'Choose a file of the run.',
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
	started_anew: {
		text: 'The program was started anew, and this window belongs to its earlier start.',
		hint: 'Press Enter in its terminal for an address, and open that in this tab.',
	},
	answer_cut_off: { text: 'The program’s answer was cut off.', hint: 'Try again.' },
	port_unusable: {
		text: 'Port {{port}} of this machine cannot be used ({{system}}).',
		hint: 'Choose another port, or let any free one be chosen.',
	},
	no_start_address: {
		text: 'This page was opened without its start address.',
		hint: 'Links are opened in further tabs from a tab that is open already, with Ctrl and a click. If there is none, press Enter in the program’s terminal for a fresh address, or start it again.',
	},
} as const;
