/** What a record takes with all that is kept of it, and its places in the indexes. bytes */
const takes = (row: 'new' | 'old'): string =>
	`(octet_length(${row}.record) + octet_length(${row}.error) + octet_length(${row}.plugin)
		+ 2 * (octet_length(${row}.flow) + octet_length(${row}.component)) + 100)`;

const counted = (table: string): string => `CREATE TRIGGER ${table}_added AFTER INSERT ON ${table} BEGIN
	UPDATE quarantine_total SET bytes = bytes + ${takes('new')};
END;
CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} BEGIN
	UPDATE quarantine_total SET bytes = bytes - ${takes('old')};
END;
CREATE TRIGGER ${table}_changed AFTER UPDATE OF record, error ON ${table} BEGIN
	UPDATE quarantine_total SET bytes = bytes - ${takes('old')} + ${takes('new')};
END;`;

/**
 * Records that a component of a flow could not take, kept for as long as their run, with the bytes that all of them take,
 * those of deleted runs among them, which take theirs along. `replaying`: the run that has taken
 * them, until it ends, however it does. `is_silent`: what was said of a record was forgotten. Where a flow goes on from when a run of it ended early: that belongs to a run by its
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
	is_silent INTEGER NOT NULL DEFAULT 0,
	replaying TEXT
) STRICT;
CREATE UNIQUE INDEX quarantined_records_by_run ON quarantined_records (row, position, number);
CREATE INDEX quarantined_records_by_flow ON quarantined_records (flow, component, replayed_in, row);
CREATE INDEX quarantined_records_with_words ON quarantined_records (row) WHERE is_silent = 0;
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
${(['quarantined_records', 'trash_quarantined_records'] as const).map(counted).join('\n')}

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
