/**
 * Uninstalled plugins, until they are restored or go for ever: the record and the marks of `plugins`, the version in use
 * and the grant that was in force. `step`: 'going', 'in', 'returning' or 'leaving'; `pid`: whose step it is. `root`: the
 * plugins folder below which the files lie, `entry`: where in it they lay, `aside`: where they are until they lie in the
 * trash; NULL: there were none. `files` tells the files from others. A column that is added to `plugins` is added here.
 *
 * Runs in the trash are found by their row, and how many there are and what they take is kept by triggers: a trash of a
 * million runs is not read whenever somebody looks or a few of them go.
 */
export const pluginTrash = `
CREATE TABLE trash_plugins (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	record TEXT NOT NULL,
	preload INTEGER NOT NULL,
	input_privacy TEXT,
	version TEXT,
	grant_version INTEGER NOT NULL,
	step TEXT NOT NULL,
	pid INTEGER NOT NULL,
	root TEXT NOT NULL,
	entry TEXT NOT NULL,
	aside TEXT,
	files TEXT,
	keep_data INTEGER NOT NULL,
	file_bytes INTEGER NOT NULL,
	data_bytes INTEGER NOT NULL,
	deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX trash_plugins_by_time ON trash_plugins (deleted_at);

CREATE INDEX trash_runs_by_row ON trash_runs (row);
CREATE TABLE trash_run_totals (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	runs INTEGER NOT NULL,
	bytes INTEGER NOT NULL
) STRICT;
INSERT INTO trash_run_totals SELECT 1, count(*), coalesce(sum(bytes), 0) FROM trash_runs;
CREATE TRIGGER trash_runs_added AFTER INSERT ON trash_runs BEGIN
	UPDATE trash_run_totals SET runs = runs + 1, bytes = bytes + new.bytes;
END;
CREATE TRIGGER trash_runs_removed AFTER DELETE ON trash_runs BEGIN
	UPDATE trash_run_totals SET runs = runs - 1, bytes = bytes - old.bytes;
END;
`;
