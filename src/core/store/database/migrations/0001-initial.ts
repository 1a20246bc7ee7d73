/** The schema as it began. Times are Unix ms, sizes bytes, JSON columns what their names say. */
export const initial = `
CREATE TABLE sessions (
	id INTEGER PRIMARY KEY,
	pid INTEGER NOT NULL,
	process_started TEXT NOT NULL,
	opened_at INTEGER NOT NULL
) STRICT;

CREATE TABLE plugin_versions (
	plugin TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	label TEXT,
	manifest TEXT NOT NULL,
	size INTEGER NOT NULL,
	first_seen_at INTEGER NOT NULL,
	PRIMARY KEY (plugin, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE plugins (
	name TEXT PRIMARY KEY,
	record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
	plugin TEXT NOT NULL,
	version INTEGER NOT NULL,
	policy TEXT NOT NULL,
	author TEXT NOT NULL,
	note TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	PRIMARY KEY (plugin, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER grants_stay BEFORE UPDATE ON grants BEGIN SELECT RAISE(ABORT, 'a grant is never edited'); END;
CREATE TRIGGER grants_remain BEFORE DELETE ON grants BEGIN SELECT RAISE(ABORT, 'a grant is never deleted'); END;

CREATE TABLE runs (
	id TEXT PRIMARY KEY,
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
CREATE INDEX runs_by_start ON runs (started_at DESC);
CREATE INDEX runs_by_status ON runs (status, started_at DESC);
CREATE INDEX runs_by_kind ON runs (kind, started_at DESC);
CREATE INDEX runs_with_denials ON runs (started_at DESC) WHERE denials > 0;

CREATE TABLE run_stages (
	run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	stage TEXT NOT NULL,
	PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_stages_by_plugin ON run_stages (plugin, run);

CREATE TABLE run_denials (
	run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
	stage INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	op TEXT NOT NULL,
	target TEXT NOT NULL,
	rule TEXT NOT NULL,
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (run, stage, op, target, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_events (
	id INTEGER PRIMARY KEY,
	run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	stage INTEGER NOT NULL,
	kind TEXT NOT NULL,
	detail TEXT NOT NULL,
	ms REAL
) STRICT;
CREATE INDEX run_events_by_run ON run_events (run, id);

CREATE TABLE run_logs (
	id INTEGER PRIMARY KEY,
	run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	stage INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	level TEXT NOT NULL,
	message TEXT NOT NULL
) STRICT;
CREATE INDEX run_logs_by_run ON run_logs (run, id);
CREATE VIRTUAL TABLE log_words USING fts5 (message, content = 'run_logs', content_rowid = 'id', tokenize = 'unicode61');
CREATE TRIGGER run_logs_added AFTER INSERT ON run_logs BEGIN
	INSERT INTO log_words (rowid, message) VALUES (new.id, new.message);
END;
CREATE TRIGGER run_logs_removed AFTER DELETE ON run_logs BEGIN
	INSERT INTO log_words (log_words, rowid, message) VALUES ('delete', old.id, old.message);
END;

CREATE TABLE plugin_state (
	plugin TEXT NOT NULL,
	key TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (plugin, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE analyses (
	sha256 TEXT PRIMARY KEY,
	analysis TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
