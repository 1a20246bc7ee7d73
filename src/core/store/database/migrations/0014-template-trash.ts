/** Policy templates that were deleted, whole, until the trash lets them go. A name may be there several times. */
export const templateTrash = `
CREATE TABLE trash_policy_templates (
	id TEXT PRIMARY KEY,
	version INTEGER NOT NULL,
	name TEXT NOT NULL,
	note TEXT NOT NULL,
	policy TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
