/** A sandbox, its limits and its end: what it means, and what a person can do about it. */
export const processFailures = {
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
		text: 'Stopped by you: its sandbox was ended.',
		hint: 'The plugin is not at fault. The next call gets a fresh sandbox.',
	},
	queue_full: {
		text: 'Too many calls wait for {{plugin}}: {{limit}} already.',
		hint: 'Wait for answers before you send more.',
	},
	cancelled: { text: 'It was cancelled.', hint: 'Run it again when you want to.' },
	program_ended: { text: 'The program ended before it was done.', hint: 'Run it again.' },
} as const;
