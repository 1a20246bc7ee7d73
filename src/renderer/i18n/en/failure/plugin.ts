/** An installed plugin that cannot be called: what it means, and what a person can do about it. */
export const pluginFailures = {
	waiting_for_review: {
		text: '{{plugin}} waits for your review and cannot run yet.',
		hint: 'Look at what it asks for, then decide its policy.',
	},
	disabled: { text: '{{plugin}} is disabled.', hint: 'Enable it on its page.' },
	not_disabled: {
		text: '{{plugin}} is not disabled, so it cannot be enabled.',
		hint: 'Its page says what keeps it from running.',
	},
	quarantined: {
		text: '{{plugin}} is in quarantine and does not run.',
		hint: 'Its page says why. Reload it there to try again, or install a version that works.',
	},
	crashed_often: {
		text: 'It crashed {{crashes}} times within {{windowMs}}.',
		hint: 'Reload it to try again, or install a version that works.',
	},
	broke_protocol: {
		text: 'Its process sent what no sound sandbox sends, and was ended.',
		hint: 'A plugin that does this again should not be trusted.',
	},
	not_installed: {
		text: 'No plugin named {{name}} is installed.',
		hint: 'Install it, or choose one of the list.',
	},
	preload_no_room: {
		text: '{{plugin}} needs about {{neededBytes}} to be preloaded, and {{freeBytes}} of {{budgetBytes}} are free.',
		hint: 'Give preloading more memory in the settings, or switch it off for another plugin.',
	},
	unknown_version: { text: '{{name}} never had this version.', hint: 'Choose one of its versions.' },
	stored_module_gone: {
		text: 'The stored module of {{plugin}} is gone or damaged.',
		hint: 'Install the plugin again.',
	},
} as const;
