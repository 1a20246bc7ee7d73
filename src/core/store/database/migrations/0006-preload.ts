/** Plugins that a person wants ready from the program's start: beside the record, so that no writer of records undoes it. */
export const preload = `
ALTER TABLE plugins ADD COLUMN preload INTEGER NOT NULL DEFAULT 0;
`;
