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
		text: 'Other users of this machine have rights to the folder {{path}}.',
		hint: 'Look at what lies there, then make it yours alone, or choose another folder.',
	},
	folder_of_another: {
		text: 'The folder {{path}} belongs to another user of this machine.',
		hint: 'Choose a folder of your own.',
	},
	folder_unlistable: { text: '{{path}} cannot be listed ({{system}}).', hint: 'Choose another folder.' },
	path_not_absolute: { text: '{{path}} is not an absolute path.', hint: 'Name the whole path.' },
	folder_is_ours: { text: '{{path}} is where the program keeps its own data.', hint: 'Choose another folder.' },
	folders_overlap: {
		text: '{{path}} and the folder of now lie within each other.',
		hint: 'Choose a folder beside the old one.',
	},
	folder_holds_plugin: {
		text: '{{path}} holds {{name}} already.',
		hint: 'Choose an empty folder, or point to this one without moving.',
	},
	copy_failed: {
		text: '{{name}} could not be copied into the plugins folder ({{system}}).',
		hint: 'Check the permissions of the plugins folder.',
	},
	move_failed: {
		text: 'The plugins could not be moved to {{path}} ({{system}}). They are where they were.',
		hint: 'Free some space, or fix the permissions.',
	},
} as const;
