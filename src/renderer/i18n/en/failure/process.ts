/** A sandbox, its limits and its end: what it means, and what a person can do about it. */
export const processFailures = {
	time_limit: {
		text: '{{fn}} did not finish within its limit of {{limitMs}} and was stopped.',
		hint: 'Raise the time limit in its policy, or send it less data at a time.',
	},
	load_time_limit: {
		text: '{{plugin}} did not start within its limit of {{limitMs}} and was stopped.',
		hint: 'Raise the time limit in its policy, or check what it does when it starts.',
	},
	memory_full: {
		text: 'The plugin ran out of memory: its limit is {{memoryLimitBytes}}.',
		hint: 'Raise the memory limit in its policy, or send it less data at a time.',
	},
	memory_minimum: {
		text: 'The module needs at least {{minimumBytes}} of memory; its limit is {{limitBytes}}.',
		hint: 'Raise the memory limit in its policy, and in its manifest if that is lower.',
	},
	heap_full: {
		text: 'The plugin’s process ran out of memory outside the module.',
		hint: 'Send it smaller batches, or have it return less at a time.',
	},
	compile_memory: {
		text: 'The engine ran out of memory while compiling {{plugin}}.',
		hint: 'Its code needs this much, not its data: ask its author for smaller functions, or do without it.',
	},
	engine_memory: {
		text: 'The process of {{plugin}} ran out of memory outside the module.',
		hint: 'Send it smaller batches, or have it return less at a time.',
	},
	process_outgrew: {
		text: 'The process of {{plugin}} reached {{residentBytes}} of its {{allowedBytes}} and was stopped. At most {{memoryLimitBytes}} of that is the module’s own memory; the engine needed the rest for code, objects and data.',
		hint: 'Send it smaller batches, or have it return less at a time. If that does not help, the plugin is at fault.',
	},
	load_outgrew: {
		text: 'The process of {{plugin}} reached {{residentBytes}} of its {{allowedBytes}} while loading and was stopped. At most {{memoryLimitBytes}} of that is the module’s own memory; the engine needed the rest to compile and start it.',
		hint: 'Its code needs this much, not its data: ask its author for smaller functions, or do without it.',
	},
	traps_outgrew: {
		text: 'The process of {{plugin}} reached {{residentBytes}} of its {{allowedBytes}} and was stopped. Its instances left {{lostBytes}} behind after traps; at most {{memoryLimitBytes}} is the module’s own memory.',
		hint: 'Send it smaller batches, or have it return less at a time. If that does not help, the plugin is at fault.',
	},
	kernel_limits_missing: {
		text: '{{plugin}} was not loaded: its process has no kernel limits ({{layers}}).',
		hint: 'The settings require kernel limits, which need Linux with prlimit from util-linux and a computer that is not overloaded. Otherwise turn the setting off.',
	},
	look_limits_missing: {
		text: 'Modules cannot be inspected: the process for that has no kernel limits ({{layers}}).',
		hint: 'The settings require kernel limits, which need Linux with prlimit from util-linux and a computer that is not overloaded. Otherwise turn the setting off.',
	},
	process_ended: {
		text: 'The process of {{plugin}} ended by itself.',
		hint: 'The next call gets a new one. If it happens again, the plugin is at fault.',
	},
	process_killed: {
		text: 'Something outside DataFlare stopped the process of {{plugin}}.',
		hint: 'The computer may be short of memory: close other programs, then try again.',
	},
	sandbox_not_started: {
		text: 'No sandbox process could be started.',
		hint: 'Check that the program is fully installed and that the system allows more processes.',
	},
	sandbox_slow: {
		text: 'A sandbox process was not ready within {{limitMs}}.',
		hint: 'The computer may be overloaded. Try again when it is less busy.',
	},
	instance_lost: {
		text: '{{fn}} did not start, because the plugin’s instance was already gone.',
		hint: 'Run it again; it will get a new instance.',
	},
	stopped_by_person: {
		text: 'You stopped its sandbox.',
		hint: 'The plugin is not at fault. The next call gets a new sandbox.',
	},
	queue_full: {
		text: 'Too many calls are waiting for {{plugin}}: already {{limit}}.',
		hint: 'Wait for some to finish before sending more.',
	},
	cancelled: { text: 'Cancelled.', hint: 'Run it again whenever you like.' },
	program_ended: { text: 'The program ended before this was done.', hint: 'Run it again.' },
} as const;
