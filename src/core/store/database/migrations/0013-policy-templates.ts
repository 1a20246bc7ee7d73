/**
 * Policies by name, and which of them a grant came from: as JSON, null where it was decided for its plugin alone. An
 * application is looked for by its id when it is undone.
 */
export const policyTemplates = `
CREATE TABLE policy_templates (
	id TEXT PRIMARY KEY,
	version INTEGER NOT NULL,
	name TEXT NOT NULL UNIQUE,
	note TEXT NOT NULL,
	policy TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE grants ADD COLUMN origin TEXT;
`;
