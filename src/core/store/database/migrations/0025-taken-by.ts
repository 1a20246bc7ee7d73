/** Which opening of the history took a file that is 'taken'; null: one of a program before this was noted, which is over. */
export const takenBy = `
ALTER TABLE flow_files ADD COLUMN session INTEGER;
CREATE INDEX flow_files_taken ON flow_files (session) WHERE status = 'taken';
`;
