/** Code that failed while it ran: what it means, and what a person can do about it. */
export const trapFailures = {
	unreachable_trap: {
		text: '{{function}} hit an “unreachable” instruction, usually a failed check or a panic.',
		hint: 'Check the logs and the stack, and report it to the plugin’s author.',
	},
	out_of_bounds_trap: {
		text: '{{function}} accessed memory out of bounds and was stopped.',
		hint: 'The plugin has a bug: report it to its author.',
	},
	table_out_of_bounds_trap: {
		text: '{{function}} used an index that is not in its function table.',
		hint: 'The plugin has a bug: report it to its author.',
	},
	divide_by_zero_trap: {
		text: '{{function}} divided by zero.',
		hint: 'Check the input, and report it to the plugin’s author.',
	},
	integer_overflow_trap: {
		text: '{{function}} overflowed an integer in a division.',
		hint: 'Check the input, and report it to the plugin’s author.',
	},
	float_conversion_trap: {
		text: '{{function}} converted a number too large for an integer.',
		hint: 'Check the input, and report it to the plugin’s author.',
	},
	bad_indirect_call_trap: {
		text: '{{function}} called a function that is missing or has another signature.',
		hint: 'The plugin has a bug: report it to its author.',
	},
	stack_overflow_trap: {
		text: '{{function}} ran out of call stack, perhaps in endless recursion.',
		hint: 'Try data that is less deeply nested, and report it to the plugin’s author.',
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
		text: '{{function}} exited the plugin with code {{exitCode}}.',
		hint: 'Check the logs for its last messages.',
	},
	other_trap: {
		text: '{{function}} failed inside the plugin.',
		hint: 'See the technical details, and report it to the plugin’s author.',
	},
	lied_about_memory: {
		text: 'The plugin returned an invalid memory address or length.',
		hint: 'It has a bug: report it to its author. The next call starts from a clean state.',
	},
	host_misused: {
		text: 'The plugin asked the host for something impossible ({{function}}).',
		hint: 'It has a bug: report it to its author. The next call starts from a clean state.',
	},
	gave_up: {
		text: '{{function}} gave up and returned {{status}}.',
		hint: 'Check the logs and the denials.',
	},
	lets_nothing_go: {
		text: '{{function}} lets no records go: only a filter does.',
		hint: 'Take its output instead of what it let go.',
	},
	filter_changes_records: {
		text: '{{function}} answers with records that it did not get, so what it let go cannot be told.',
		hint: 'Take its output instead of what it let go, or have the plugin answer with true and false.',
	},
	init_refused: {
		text: 'The plugin rejected its configuration or environment; plugin_init returned {{status}}.',
		hint: 'Check its configuration and its policy.',
	},
	no_interface: {
		text: '{{plugin}} does not implement a supported plugin interface.',
		hint: 'Its overview lists what its module exports.',
	},
} as const;
