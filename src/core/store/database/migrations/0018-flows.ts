/** Flows that are kept, each version as it was saved, and the last run of each. Names are told apart as they are written. */
export const flows = `
CREATE TABLE flow_versions (
	name TEXT NOT NULL,
	version INTEGER NOT NULL,
	definition TEXT NOT NULL,
	note TEXT NOT NULL,
	saved_at INTEGER NOT NULL,
	PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_of_flows ON runs (label, started_at DESC) WHERE kind = 'flow';
`;
