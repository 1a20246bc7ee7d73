/**
 * What a person says of the data that a plugin is given ('ordinary' or 'sensitive'; NULL: nothing), beside the record as
 * the mark of preloading is. What the history keeps of a run, as JSON; NULL: written by a version that did not note it.
 * Words of log lines that were forgotten leave the index of characters in pieces, for as long as `gram_purge` has a row.
 */
export const privacy = `
ALTER TABLE plugins ADD COLUMN input_privacy TEXT;
ALTER TABLE runs ADD COLUMN keeping TEXT;
CREATE TABLE gram_purge (
	kind TEXT PRIMARY KEY,
	begun INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
`;
