/** Decisions and records: what it means, and what a person can do about it. */
export const policyFailures = {
	policy_changed: {
		text: 'The policy of {{plugin}} was changed meanwhile; it is at version {{current}}.',
		hint: 'Look at the new version, then decide again.',
	},
	policy_own_files: {
		text: 'The policy names {{path}}, which belongs to DataFlare itself (its data, plugins or program). No grant reaches it.',
		hint: 'Name another place, or write what is meant relative to the plugin’s own data folder.',
	},
	policy_program_files: {
		text: 'The policy would let a plugin change {{path}}, which DataFlare runs.',
		hint: 'Name another place, or let it be read only.',
	},
	output_own_files: {
		text: 'The output cannot be {{path}}: it belongs to DataFlare itself (its data, plugins or program).',
		hint: 'Name another place for the output.',
	},
	policy_invalid: { text: 'The policy cannot be used like this.', hint: 'The technical details name what is wrong.' },
	request_unclear: {
		text: 'This is nothing that a policy can decide.',
		hint: 'Type an absolute path, an address such as https://host/path, or the name of a variable.',
	},
	request_malformed: {
		text: 'The request cannot be used like this, at “{{path}}”.',
		hint: 'The technical details say what was expected.',
	},
	run_not_found: { text: 'There is no run {{id}}.', hint: 'It may have been deleted. Look at the list of runs.' },
	case_gone: { text: 'This test case was removed meanwhile.', hint: 'Save it as a new one.' },
	no_samples: { text: 'This program came without samples.', hint: 'Install plugins from files instead.' },
} as const;
