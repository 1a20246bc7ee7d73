/** What starts kept flows by itself, and which files were taken, by content: each once. `status`: 'old' (there before), 'taken' (its run has not begun), or 'read'. */
export const flowTriggers = `
CREATE TABLE flow_triggers (
	flow TEXT PRIMARY KEY,
	definition TEXT NOT NULL,
	active INTEGER NOT NULL,
	next_at INTEGER,
	last_at INTEGER,
	last_run TEXT,
	missed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE flow_files (
	flow TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	path TEXT NOT NULL,
	at INTEGER NOT NULL,
	status TEXT NOT NULL,
	run TEXT,
	PRIMARY KEY (flow, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX flow_files_by_time ON flow_files (flow, at DESC);
`;
