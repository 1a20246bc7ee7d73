/**
 * Of runs under way: how far one is, as its program notes it for other programs, and what a person asked of it in another
 * program (`cancel`, `finish`). Gone with the run's end, however it comes.
 */
export const liveRuns = `
CREATE TABLE live_runs (
	row INTEGER PRIMARY KEY REFERENCES runs (row) ON DELETE CASCADE,
	progress TEXT,
	asked TEXT
) STRICT;
CREATE TRIGGER live_runs_end AFTER UPDATE OF status ON runs WHEN new.status <> 'running' BEGIN
	DELETE FROM live_runs WHERE row = new.row;
END;
`;
