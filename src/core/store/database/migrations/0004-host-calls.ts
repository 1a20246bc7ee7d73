/** The first host calls of each run, one by one. `status` is 0 or a negative code; `refused` 1: policy refused it. */
export const hostCalls = `
CREATE TABLE run_host_calls (
	id INTEGER PRIMARY KEY,
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	stage INTEGER NOT NULL,
	op TEXT NOT NULL,
	target TEXT NOT NULL,
	status INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	ms REAL NOT NULL,
	refused INTEGER NOT NULL
) STRICT;
CREATE INDEX run_host_calls_by_run ON run_host_calls (row);
`;
