/**
 * Records that a component of a flow could not take, kept for as long as their run, with the bytes that all of them take;
 * deleted runs take theirs along. `replaying`: the run that has taken them, until it ends, however it does. Where a flow goes on from when a run of it ended early: that belongs to a run by its
 * id, whether it lies in the history or in the trash, and goes with it. `flow_part_files`: files that are not whole yet, for
 * as long as they may lie on the disk.
 */
export const setAside = `
CREATE TABLE quarantined_records (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	row INTEGER NOT NULL REFERENCES runs (row) ON DELETE CASCADE,
	flow TEXT NOT NULL,
	component TEXT NOT NULL,
	position INTEGER NOT NULL,
	plugin TEXT NOT NULL,
	at INTEGER NOT NULL,
	number INTEGER NOT NULL,
	error TEXT NOT NULL,
	record BLOB NOT NULL,
	is_text INTEGER NOT NULL,
	is_edited INTEGER NOT NULL DEFAULT 0,
	replayed_in TEXT,
	replaying TEXT
) STRICT;
CREATE UNIQUE INDEX quarantined_records_by_run ON quarantined_records (row, position, number);
CREATE INDEX quarantined_records_by_flow ON quarantined_records (flow, component);
CREATE TABLE trash_quarantined_records AS SELECT * FROM quarantined_records WHERE 0;
CREATE INDEX trash_quarantined_records_by_run ON trash_quarantined_records (row);
CREATE INDEX quarantined_records_claimed ON quarantined_records (replaying) WHERE replaying IS NOT NULL;
CREATE INDEX trash_quarantined_records_claimed ON trash_quarantined_records (replaying) WHERE replaying IS NOT NULL;
CREATE TRIGGER quarantined_records_let_go AFTER UPDATE OF status ON runs WHEN new.status <> 'running' BEGIN
	UPDATE quarantined_records SET replayed_in = iif(new.status = 'succeeded', new.id, replayed_in), replaying = NULL
	WHERE replaying = new.id;
	UPDATE trash_quarantined_records SET replayed_in = iif(new.status = 'succeeded', new.id, replayed_in), replaying = NULL
	WHERE replaying = new.id;
END;

CREATE TABLE quarantine_total (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL) STRICT;
INSERT INTO quarantine_total (id, bytes) VALUES (1, 0);
CREATE TRIGGER quarantined_records_added AFTER INSERT ON quarantined_records BEGIN
	UPDATE quarantine_total SET bytes = bytes + octet_length(new.record);
END;
CREATE TRIGGER quarantined_records_removed AFTER DELETE ON quarantined_records BEGIN
	UPDATE quarantine_total SET bytes = bytes - octet_length(old.record);
END;
CREATE TRIGGER quarantined_records_changed AFTER UPDATE OF record ON quarantined_records BEGIN
	UPDATE quarantine_total SET bytes = bytes - octet_length(old.record) + octet_length(new.record);
END;

CREATE TABLE flow_checkpoints (
	run TEXT PRIMARY KEY,
	at INTEGER NOT NULL,
	parcels INTEGER NOT NULL,
	counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE flow_checkpoint_parts (
	run TEXT NOT NULL,
	component INTEGER NOT NULL,
	position TEXT,
	bytes BLOB,
	state BLOB,
	PRIMARY KEY (run, component)
) STRICT;
CREATE TABLE flow_part_files (
	path TEXT PRIMARY KEY,
	run TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER flow_checkpoints_removed AFTER DELETE ON flow_checkpoints BEGIN
	DELETE FROM flow_checkpoint_parts WHERE run = old.run;
END;
CREATE TRIGGER runs_removed_with_checkpoint AFTER DELETE ON runs
	WHEN NOT EXISTS (SELECT 1 FROM trash_runs WHERE id = old.id) BEGIN
	DELETE FROM flow_checkpoints WHERE run = old.id;
END;
CREATE TRIGGER trash_runs_removed_with_checkpoint AFTER DELETE ON trash_runs
	WHEN NOT EXISTS (SELECT 1 FROM runs WHERE id = old.id) BEGIN
	DELETE FROM flow_checkpoints WHERE run = old.id;
END;
`;
