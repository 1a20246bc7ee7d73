/** Code that failed while it ran: what it means, and what a person can do about it. */
export const trapFailures = {
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
} as const;
