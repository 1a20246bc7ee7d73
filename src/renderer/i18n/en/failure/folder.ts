/** Folders that the program works with: what it means, and what a person can do about it. */
export const folderFailures = {
	plugins_folder_unusable: {
		text: '{{path}} cannot be used as the plugins folder ({{system}}).',
		hint: 'Choose another folder in the settings, or fix its permissions.',
	},
	data_folder_unusable: {
		text: 'The data folder {{path}} cannot be used ({{system}}).',
		hint: 'Check the disk and the permissions, then try again.',
	},
	folder_open_to_others: {
		text: 'Other users of this computer can access the folder {{path}}.',
		hint: 'Check what is in it, then give yourself sole access, or choose another folder.',
	},
	folder_of_another: {
		text: 'The folder {{path}} belongs to another user of this computer.',
		hint: 'Choose a folder that you own.',
	},
	folder_unlistable: { text: '{{path}} cannot be listed ({{system}}).', hint: 'Choose another folder.' },
	path_not_absolute: { text: '{{path}} is not an absolute path.', hint: 'Enter the full path.' },
	folder_is_ours: { text: '{{path}} is where the program keeps its own data.', hint: 'Choose another folder.' },
	folders_overlap: {
		text: '{{path}} and the current folder overlap: one is inside the other.',
		hint: 'Choose a folder outside the current one.',
	},
	folder_holds_plugin: {
		text: '{{path}} already contains {{name}}.',
		hint: 'Choose an empty folder, or use this one without moving the plugins.',
	},
	copy_failed: {
		text: '{{name}} could not be copied into the plugins folder ({{system}}).',
		hint: 'Check the permissions of the plugins folder.',
	},
	move_failed: {
		text: 'The plugins could not be moved to {{path}} ({{system}}). They are still where they were.',
		hint: 'Free some space, or fix the permissions.',
	},
} as const;
