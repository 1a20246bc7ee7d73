/**
 * What went along the edges of a flow's run (`sample`: the beginning, as JSON), and which run it goes on from: of the runs
 * that are not deleted, one alone goes on from another. Each with its twin for deleted runs.
 */
export const flowRuns = `
CREATE TABLE run_edges (
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	edge INTEGER NOT NULL,
	giver INTEGER NOT NULL,
	port TEXT NOT NULL,
	taker INTEGER NOT NULL,
	records INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	sample TEXT,
	PRIMARY KEY (row, edge)
) STRICT, WITHOUT ROWID;
CREATE TABLE run_resumes (
	row INTEGER PRIMARY KEY REFERENCES runs (row) ON DELETE CASCADE,
	resumes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX run_resumes_by_run ON run_resumes (resumes);
CREATE TABLE trash_run_edges AS SELECT * FROM run_edges WHERE 0;
CREATE INDEX trash_run_edges_by_run ON trash_run_edges (row);
CREATE TABLE trash_run_resumes AS SELECT * FROM run_resumes WHERE 0;
CREATE INDEX trash_run_resumes_by_run ON trash_run_resumes (row);
`;
