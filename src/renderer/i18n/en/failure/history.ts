/** The history: what it means, and what a person can do about it. */
export const historyFailures = {
	history_locked: {
		text: 'Another program uses the history and did not let go of it in time.',
		hint: 'End the other program, or try again.',
	},
	history_full: {
		text: 'The disk is full: the history could not be written.',
		hint: 'Free some space and try again. What was reported finished is kept.',
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
		text: 'The history’s file is damaged.',
		hint: 'Start the program again: it checks the file, and sets it aside and begins a new one if it cannot be read.',
	},
	history_disk_trouble: {
		text: 'The disk did not read or write the history as it should.',
		hint: 'Check the disk, then try again.',
	},
	history_failed: { text: 'The history failed.', hint: 'The technical details say how.' },
	history_closed: { text: 'The history is closed.', hint: 'Start the program again.' },
	history_newer: {
		text: 'The history was written by a newer version of the program.',
		hint: 'Update the program. The file was not touched.',
	},
	history_foreign: {
		text: 'The file where the history belongs is the database of another program.',
		hint: 'Move it elsewhere. The file was not touched.',
	},
	words_forgotten: {
		text: 'It failed; what was said of it was forgotten.',
		hint: 'Run it again to see how it fails.',
	},
	history_entry_unreadable: {
		text: 'The history holds an entry that cannot be read.',
		hint: 'Delete that entry; the technical details name it.',
	},
} as const;
