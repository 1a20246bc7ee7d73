/**
 * Every run that failed from now on, and when a person looked at it (null: nobody did). What failed before is nobody's
 * news any more.
 */
export const runFailures = `
CREATE TABLE run_failures (
	row INTEGER PRIMARY KEY REFERENCES runs (row) ON DELETE CASCADE,
	seen_at INTEGER
) STRICT;
CREATE INDEX run_failures_by_seen ON run_failures (seen_at);
CREATE TRIGGER runs_failed_unseen AFTER UPDATE OF status ON runs WHEN new.status = 'failed' BEGIN
	INSERT OR IGNORE INTO run_failures (row) VALUES (new.row);
END;
`;
