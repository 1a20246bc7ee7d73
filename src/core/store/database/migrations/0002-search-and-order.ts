const facets = 'kind, status, trigger_kind, denials > 0';

/** Adds `amount` to the tally of one combination of facets. */
function tally(plugin: string, row: 'new' | 'old', amount: 1 | -1): string {
	return `INSERT INTO run_tallies (plugin, kind, status, trigger_kind, denied, runs)
		VALUES (${plugin}, ${row}.kind, ${row}.status, ${row}.trigger_kind, ${row}.denials > 0, ${amount})
		ON CONFLICT (plugin, kind, status, trigger_kind, denied) DO UPDATE SET runs = runs + excluded.runs;`;
}

/** The different plugins of a run. */
const pluginsOf = (row: 'new' | 'old' | 'runs'): string =>
	`(SELECT DISTINCT value FROM json_each(iif(json_valid(${row}.plugins), ${row}.plugins, '[]')) WHERE type = 'text')`;

const runColumns = `id, session, kind, label, fn, trigger_kind, status, error, started_at, finished_at, records_in,
	records_out, bytes_in, bytes_out, peak_memory, host_calls, denials, log_lines, plugins, request, input_preview,
	output_preview`;

/**
 * Made for a million runs. A run has a row number that orders runs of the same millisecond and survives VACUUM; each
 * filter has an index that also yields the order (newest first, then the one inserted last); `run_plugins` is that
 * index for plugins; `run_tallies` counts the runs of every combination of facets; error messages are searchable. All
 * of it is kept by triggers, so that it cannot differ from `runs`. A session names its process by a token, too.
 */
export const searchAndOrder = `
ALTER TABLE sessions ADD COLUMN token TEXT NOT NULL DEFAULT '';

CREATE TABLE runs_next (
	row INTEGER PRIMARY KEY AUTOINCREMENT,
	id TEXT NOT NULL UNIQUE,
	session INTEGER NOT NULL,
	kind TEXT NOT NULL,
	label TEXT NOT NULL,
	fn TEXT,
	trigger_kind TEXT NOT NULL,
	status TEXT NOT NULL,
	error TEXT,
	started_at INTEGER NOT NULL,
	finished_at INTEGER,
	records_in INTEGER NOT NULL DEFAULT 0,
	records_out INTEGER NOT NULL DEFAULT 0,
	bytes_in INTEGER NOT NULL DEFAULT 0,
	bytes_out INTEGER NOT NULL DEFAULT 0,
	peak_memory INTEGER NOT NULL DEFAULT 0,
	host_calls INTEGER NOT NULL DEFAULT 0,
	denials INTEGER NOT NULL DEFAULT 0,
	log_lines INTEGER NOT NULL DEFAULT 0,
	plugins TEXT NOT NULL,
	request TEXT NOT NULL,
	input_preview TEXT,
	output_preview TEXT
) STRICT;
INSERT INTO runs_next (${runColumns}) SELECT ${runColumns} FROM runs ORDER BY rowid;
DROP TABLE runs;
ALTER TABLE runs_next RENAME TO runs;
CREATE INDEX runs_by_start ON runs (started_at);
CREATE INDEX runs_by_status ON runs (status, started_at);
CREATE INDEX runs_by_kind ON runs (kind, started_at);
CREATE INDEX runs_by_trigger ON runs (trigger_kind, started_at);
CREATE INDEX runs_by_label ON runs (label, started_at);
CREATE INDEX runs_with_denials ON runs (started_at) WHERE denials > 0;
-- Everything that several filters at once and the statistics ask for.
CREATE INDEX runs_by_facets ON runs (started_at, row, status, kind, trigger_kind, denials, finished_at);

-- What belongs to a run lies in the order of the runs, so that those of one day are deleted from few pages.
CREATE TABLE run_stages_next (
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	stage TEXT NOT NULL,
	PRIMARY KEY (row, position)
) STRICT, WITHOUT ROWID;
INSERT INTO run_stages_next SELECT r.row, s.position, s.plugin, s.stage FROM runs r JOIN run_stages s ON s.run = r.id;
DROP TABLE run_stages;
ALTER TABLE run_stages_next RENAME TO run_stages;

CREATE TABLE run_denials_next (
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	stage INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	op TEXT NOT NULL,
	target TEXT NOT NULL,
	rule TEXT NOT NULL,
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (row, stage, op, target, rule)
) STRICT, WITHOUT ROWID;
INSERT INTO run_denials_next
	SELECT r.row, d.stage, d.plugin, d.op, d.target, d.rule, d.reason, d.at, d.count
	FROM runs r JOIN run_denials d ON d.run = r.id;
DROP TABLE run_denials;
ALTER TABLE run_denials_next RENAME TO run_denials;
CREATE INDEX run_denials_by_plugin ON run_denials (plugin, at, count);

CREATE TABLE run_events_next (
	id INTEGER PRIMARY KEY,
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	stage INTEGER NOT NULL,
	kind TEXT NOT NULL,
	detail TEXT NOT NULL,
	ms REAL
) STRICT;
INSERT INTO run_events_next
	SELECT e.id, r.row, e.at, e.stage, e.kind, e.detail, e.ms FROM run_events e JOIN runs r ON r.id = e.run ORDER BY e.id;
DROP TABLE run_events;
ALTER TABLE run_events_next RENAME TO run_events;
CREATE INDEX run_events_by_run ON run_events (row);

-- The word index stays: it knows the lines by their ids alone.
CREATE TABLE run_logs_next (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	stage INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	level TEXT NOT NULL,
	message TEXT NOT NULL
) STRICT;
INSERT INTO run_logs_next
	SELECT l.id, r.row, l.at, l.stage, l.plugin, l.level, l.message
	FROM run_logs l JOIN runs r ON r.id = l.run ORDER BY l.id;
DROP TABLE run_logs;
ALTER TABLE run_logs_next RENAME TO run_logs;
CREATE INDEX run_logs_by_run ON run_logs (row);
CREATE INDEX run_logs_by_plugin ON run_logs (plugin, level);
CREATE TRIGGER run_logs_added AFTER INSERT ON run_logs BEGIN
	INSERT INTO log_words (rowid, message) VALUES (new.id, new.message);
END;
CREATE TRIGGER run_logs_removed AFTER DELETE ON run_logs BEGIN
	INSERT INTO log_words (log_words, rowid, message) VALUES ('delete', old.id, old.message);
END;

CREATE TABLE run_plugins (
	plugin TEXT NOT NULL,
	started_at INTEGER NOT NULL,
	row INTEGER NOT NULL,
	status TEXT NOT NULL,
	kind TEXT NOT NULL,
	trigger_kind TEXT NOT NULL,
	denials INTEGER NOT NULL,
	finished_at INTEGER,
	PRIMARY KEY (plugin, started_at, row)
) STRICT, WITHOUT ROWID;
-- plugin '': all runs.
CREATE TABLE run_tallies (
	plugin TEXT NOT NULL,
	kind TEXT NOT NULL,
	status TEXT NOT NULL,
	trigger_kind TEXT NOT NULL,
	denied INTEGER NOT NULL,
	runs INTEGER NOT NULL,
	PRIMARY KEY (plugin, kind, status, trigger_kind, denied)
) STRICT, WITHOUT ROWID;
INSERT INTO run_plugins (plugin, started_at, row, status, kind, trigger_kind, denials, finished_at)
	SELECT p.value, started_at, row, status, kind, trigger_kind, denials, finished_at FROM runs
	JOIN json_each(iif(json_valid(runs.plugins), runs.plugins, '[]')) p WHERE p.type = 'text' GROUP BY row, p.value;
INSERT INTO run_tallies SELECT '', ${facets}, count(*) FROM runs GROUP BY ${facets};
INSERT INTO run_tallies SELECT plugin, ${facets}, count(*) FROM run_plugins GROUP BY plugin, ${facets};

CREATE TRIGGER runs_added AFTER INSERT ON runs BEGIN
	INSERT INTO run_plugins (plugin, started_at, row, status, kind, trigger_kind, denials, finished_at)
		SELECT value, new.started_at, new.row, new.status, new.kind, new.trigger_kind, new.denials, new.finished_at
		FROM ${pluginsOf('new')};
	${tally("''", 'new', 1)}
END;
CREATE TRIGGER runs_changed AFTER UPDATE OF status, denials, finished_at ON runs BEGIN
	UPDATE run_plugins SET status = new.status, denials = new.denials, finished_at = new.finished_at
		WHERE plugin IN ${pluginsOf('new')} AND started_at = new.started_at AND row = new.row;
	${tally("''", 'old', -1)}
	${tally("''", 'new', 1)}
END;
CREATE TRIGGER runs_removed AFTER DELETE ON runs BEGIN
	DELETE FROM run_plugins WHERE plugin IN ${pluginsOf('old')} AND started_at = old.started_at AND row = old.row;
	${tally("''", 'old', -1)}
END;
CREATE TRIGGER run_plugins_added AFTER INSERT ON run_plugins BEGIN
	${tally('new.plugin', 'new', 1)}
END;
CREATE TRIGGER run_plugins_changed AFTER UPDATE OF status, denials ON run_plugins BEGIN
	${tally('old.plugin', 'old', -1)}
	${tally('new.plugin', 'new', 1)}
END;
CREATE TRIGGER run_plugins_removed AFTER DELETE ON run_plugins BEGIN
	${tally('old.plugin', 'old', -1)}
END;

CREATE TABLE run_errors (
	row INTEGER PRIMARY KEY REFERENCES runs (row) ON DELETE CASCADE,
	message TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE error_words USING fts5 (message, content = 'run_errors', content_rowid = 'row', tokenize = 'unicode61');
CREATE TRIGGER run_errors_added AFTER INSERT ON run_errors BEGIN
	INSERT INTO error_words (rowid, message) VALUES (new.row, new.message);
END;
CREATE TRIGGER run_errors_removed AFTER DELETE ON run_errors BEGIN
	INSERT INTO error_words (error_words, rowid, message) VALUES ('delete', old.row, old.message);
END;
CREATE TRIGGER runs_failed AFTER UPDATE OF error ON runs BEGIN
	DELETE FROM run_errors WHERE row = new.row;
	INSERT INTO run_errors (row, message) SELECT new.row, concat_ws(' ', new.error ->> '$.message', new.error ->> '$.code')
		WHERE json_valid(new.error);
END;
INSERT INTO run_errors (row, message)
	SELECT row, concat_ws(' ', error ->> '$.message', error ->> '$.code') FROM runs WHERE json_valid(error);

CREATE TRIGGER grants_follow BEFORE INSERT ON grants
	WHEN new.version <> (SELECT coalesce(max(version), 0) + 1 FROM grants WHERE plugin = new.plugin)
	BEGIN SELECT RAISE(ABORT, 'a grant follows the one before it'); END;
`;
