/** What a plugin saved for a checkpoint lies in `state`, or, where it is more than a little, in a file of its own. */
export const stateFiles = `
ALTER TABLE flow_checkpoint_parts ADD COLUMN state_file TEXT;
ALTER TABLE flow_checkpoint_parts ADD COLUMN state_bytes INTEGER;
ALTER TABLE flow_checkpoint_parts ADD COLUMN state_crc INTEGER;
CREATE INDEX flow_checkpoint_parts_in_files ON flow_checkpoint_parts (state_file) WHERE state_file IS NOT NULL;
`;
