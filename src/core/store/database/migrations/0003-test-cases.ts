/** Saved calls of a plugin. `expected` is JSON text; NULL: nothing is expected. */
export const testCases = `
CREATE TABLE test_cases (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	plugin TEXT NOT NULL,
	name TEXT NOT NULL,
	fn TEXT NOT NULL,
	input TEXT,
	expected TEXT,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX test_cases_by_plugin ON test_cases (plugin);
`;
