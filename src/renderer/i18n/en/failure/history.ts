/** The history: what it means, and what a person can do about it. */
export const historyFailures = {
	history_locked: {
		text: 'Another program is using the history and did not release it in time.',
		hint: 'End the other program, or try again.',
	},
	history_full: {
		text: 'The disk is full: the history could not be written.',
		hint: 'Free some space and try again. Everything reported as finished is safe.',
	},
	history_read_only: {
		text: 'The history cannot be written: its file or folder is read-only.',
		hint: 'Fix the permissions of the data folder.',
	},
	history_unopenable: {
		text: 'The history cannot be opened.',
		hint: 'Check that the data folder exists and that you may write to it.',
	},
	history_damaged: {
		text: 'The history file is damaged.',
		hint: 'Start the program again. It checks the file and, if it cannot read it, sets it aside and starts a new one.',
	},
	history_disk_trouble: {
		text: 'The disk failed to read or write the history.',
		hint: 'Check the disk, then try again.',
	},
	history_failed: { text: 'The history failed.', hint: 'See the technical details.' },
	history_closed: { text: 'The history is closed.', hint: 'Start the program again.' },
	history_newer: {
		text: 'The history was written by a newer version of the program.',
		hint: 'Update the program. The file is unchanged.',
	},
	history_foreign: {
		text: 'The history file is another program’s database.',
		hint: 'Move it somewhere else. The file is unchanged.',
	},
	words_forgotten: {
		text: 'It failed; what was said of it was forgotten.',
		hint: 'Run it again to see how it fails.',
	},
	history_entry_unreadable: {
		text: 'The history contains an entry that cannot be read.',
		hint: 'Delete that entry; the technical details name it.',
	},
} as const;
