/** What a source of packages has, and updates from it: what it means, and what a person can do about it. */
export const updateFailures = {
	no_update_source: {
		text: 'It is not set where updates come from.',
		hint: 'Choose a folder of packages, an index file, or the address of one.',
	},
	source_unusable: {
		text: '{{source}} cannot be used as a source of plugins.',
		hint: 'Use a folder of packages, an index file, or the https address of one.',
	},
	index_invalid: {
		text: '{{source}} is not an index of packages.',
		hint: 'Create it again from the folder of packages. The technical details say what is wrong with it.',
	},
	download_failed: {
		text: '{{address}} could not be downloaded.',
		hint: 'Check the connection and the address, then try again.',
	},
	not_offered: {
		text: '{{source}} does not have that version of {{name}}.',
		hint: 'Check which versions it has, or use another source.',
	},
	package_differs: {
		text: 'The package of {{name}} {{version}} is not the one that the source describes.',
		hint: 'Nothing was installed. Check for updates again. If it still differs, its author has to create the index again.',
	},
	package_left_out: {
		text: 'The package {{file}} is not in the index.',
		hint: 'The technical details say why.',
	},
	update_unreviewed: {
		text: 'The update of {{name}} needs your review first.',
		hint: 'Look at what it changes, then decide.',
	},
	update_held: {
		text: '{{name}} is held at version {{version}} and is not updated.',
		hint: 'Release it first, then update it.',
	},
	files_held: {
		text: '{{name}} is held at version {{version}}, so the changed files in its folder are not used.',
		hint: 'Release it and reload it to use them, or go back to the version in use to put its files back.',
	},
	skip_in_use: {
		text: '{{name}} {{version}} is in use, so it cannot be skipped.',
		hint: 'Hold the plugin at this version if it should stay there.',
	},
	source_unread: {
		text: 'What the source has is not known yet.',
		hint: 'Check for updates first.',
	},
	lock_invalid: {
		text: '{{path}} is not a lock of plugins.',
		hint: 'Write it again where the plugins are installed. The technical details say what is wrong with it.',
	},
	lock_unmet: {
		text: '{{name}} {{version}} cannot be installed exactly as it is locked.',
		hint: 'Nothing was installed. Use a source that has this very package.',
	},
} as const;
