/** An installed plugin that cannot be called: what it means, and what a person can do about it. */
export const pluginFailures = {
	waiting_for_review: {
		text: '{{plugin}} is waiting for your review and cannot run yet.',
		hint: 'Review what it asks for, then decide its policy.',
	},
	disabled: { text: '{{plugin}} is disabled.', hint: 'Enable it on its page.' },
	not_disabled: {
		text: '{{plugin}} is not disabled, so there is nothing to enable.',
		hint: 'Its page says why it is not running.',
	},
	quarantined: {
		text: '{{plugin}} is quarantined and cannot run.',
		hint: 'Its page says why. Reload it there to try again, or install a version that works.',
	},
	crashed_often: {
		text: 'It crashed {{crashes}} times within {{windowMs}}.',
		hint: 'Reload it to try again, or install a working version.',
	},
	broke_protocol: {
		text: 'Its process broke the sandbox protocol and was stopped.',
		hint: 'A plugin that does this again should not be trusted.',
	},
	not_installed: {
		text: 'No plugin named {{name}} is installed.',
		hint: 'Install it, or choose one from the list.',
	},
	preload_no_room: {
		text: 'Preloading {{plugin}} takes about {{neededBytes}}, but only {{freeBytes}} of {{budgetBytes}} are free.',
		hint: 'Allow preloading more memory in the settings, or switch it off for another plugin.',
	},
	version_grant_gone: {
		text: 'The policy that {{plugin}} had with version {{version}} was not kept.',
		hint: 'Roll back with the policy as it is now.',
	},
	version_state_gone: {
		text: 'The state that {{plugin}} had with version {{version}} was not kept.',
		hint: 'Roll back with the state as it is now.',
	},
	state_too_large: {
		text: '{{plugin}} stores too much now for it to be set aside.',
		hint: 'Roll back with the state as it is now.',
	},
	version_not_whole: {
		text: 'Of {{version}} of {{name}}, only the module and the manifest are kept.',
		hint: 'Choose a version of which all files are kept.',
	},
	unknown_version: { text: '{{name}} never had this version.', hint: 'Choose one of its versions.' },
	stored_module_gone: {
		text: 'The stored module of {{plugin}} is gone or damaged.',
		hint: 'Install the plugin again.',
	},
	write_lost: {
		text: 'What the plugin wrote could not be kept (WASI error {{error}}).',
		hint: 'The run’s list of what was denied says which file, and why.',
	},
} as const;
