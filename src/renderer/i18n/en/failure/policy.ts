/** Decisions and records: what it means, and what a person can do about it. */
export const policyFailures = {
	policy_changed: {
		text: 'Someone else changed the policy of {{plugin}}; it is at version {{current}}.',
		hint: 'Review the new version, then decide again.',
	},
	policy_own_files: {
		text: 'The policy names {{path}}, which belongs to DataFlare itself (its data, plugins or program). No grant can allow that.',
		hint: 'Choose another place, or enter a path relative to the plugin’s own data folder.',
	},
	policy_program_files: {
		text: 'The policy would let a plugin change {{path}}, which DataFlare runs.',
		hint: 'Choose another place, or make it read only.',
	},
	template_not_found: {
		text: 'There is no policy template “{{name}}”.',
		hint: 'It may have been deleted or renamed. Check the list of templates.',
	},
	template_name_taken: {
		text: 'There is already a policy template named {{name}}.',
		hint: 'Choose another name, or change that template.',
	},
	template_changed: {
		text: 'Someone else changed the policy template {{name}}; it is at version {{current}}.',
		hint: 'Review the new version, then decide again.',
	},
	templates_full: {
		text: 'There are already {{max}} policy templates, which is the most there can be.',
		hint: 'Delete one that you do not need.',
	},
	templates_not_json: {
		text: 'The file is not JSON: look at line {{line}}, column {{column}}.',
		hint: 'Choose a file of policy templates that was exported.',
	},
	templates_invalid: {
		text: 'The file of policy templates is not valid at “{{path}}”.',
		hint: 'The technical details say what was expected.',
	},
	templates_too_large: {
		text: 'The file has {{sizeBytes}}; a file of policy templates may have {{maxBytes}}.',
		hint: 'Choose another file, or export fewer templates at once.',
	},
	templates_collide: {
		text: 'Some of these names are already in use: {{named}}.',
		hint: 'Decide for each whether to skip it, replace yours or keep both.',
	},
	application_gone: {
		text: 'None of these grants is in force any more.',
		hint: 'Every plugin’s policy has its earlier versions; go back to one there.',
	},
	output_own_files: {
		text: 'The output cannot be {{path}}: it belongs to DataFlare itself (its data, plugins or program).',
		hint: 'Choose another place for the output.',
	},
	policy_invalid: { text: 'The policy is not valid.', hint: 'The technical details say what is wrong.' },
	request_unclear: {
		text: 'No policy can decide on this.',
		hint: 'Enter an absolute path, an address such as https://host/path, or the name of a variable.',
	},
	request_malformed: {
		text: 'The request is not valid at “{{path}}”.',
		hint: 'The technical details say what was expected.',
	},
	run_not_found: { text: 'There is no run {{id}}.', hint: 'It may have been deleted. Check the list of runs.' },
	case_gone: { text: 'Someone has removed this test case.', hint: 'Save it as a new one.' },
	no_samples: { text: 'This program came without samples.', hint: 'Install plugins from files instead.' },
} as const;
