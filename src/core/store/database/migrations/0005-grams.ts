/**
 * Text of languages without spaces is found by any part of it: `log_grams` and `error_grams` hold the lines in which such
 * text occurs, character by character (`grams.ts`). They keep no text of their own. What was logged before they existed,
 * or in a flood, is added in pieces: `gram_backlog` says below which id lines are still to be looked at, `gram_due` names
 * single ones.
 */
export const grams = `
CREATE VIRTUAL TABLE log_grams USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE error_grams USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE TRIGGER run_logs_forgotten AFTER DELETE ON run_logs WHEN octet_length(old.message) > length(old.message) BEGIN
	DELETE FROM log_grams WHERE rowid = old.id;
	DELETE FROM gram_due WHERE id = old.id;
END;
CREATE TRIGGER run_errors_forgotten AFTER DELETE ON run_errors WHEN octet_length(old.message) > length(old.message) BEGIN
	DELETE FROM error_grams WHERE rowid = old.row;
END;
CREATE TABLE gram_due (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE gram_backlog (
	kind TEXT PRIMARY KEY,
	below INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO gram_backlog SELECT 'log', max(id) + 1 FROM run_logs HAVING max(id) IS NOT NULL;
INSERT INTO gram_backlog SELECT 'error', max(row) + 1 FROM run_errors HAVING max(row) IS NOT NULL;
`;
