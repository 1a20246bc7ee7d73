/** Outputs that are kept, and the engine as its window sees it: what it means, and what a person can do about it. */
export const engineFailures = {
	output_gone: {
		text: 'The output of run {{id}} is no longer kept.',
		hint: 'Large outputs are kept until newer ones need the space or the program ends. Make the call again.',
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
