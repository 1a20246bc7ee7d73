const children = ['stages', 'denials', 'events', 'logs', 'host_calls'] as const;

/**
 * Deleted runs, whole, until the trash is emptied: out of `runs` and of everything that is kept by its triggers, so that
 * no list, count, statistic or search has to leave them out. `bytes` is about what they take. A column that is added to
 * one of the tables is added to its twin.
 */
export const runTrash = `
CREATE TABLE trash_runs AS SELECT *, 0 AS deleted_at, 0 AS bytes FROM runs WHERE 0;
CREATE UNIQUE INDEX trash_runs_by_id ON trash_runs (id);
CREATE INDEX trash_runs_by_time ON trash_runs (deleted_at, row, bytes);
${children
	.map(
		(name) => `CREATE TABLE trash_run_${name} AS SELECT * FROM run_${name} WHERE 0;
CREATE INDEX trash_run_${name}_by_run ON trash_run_${name} (row);`,
	)
	.join('\n')}
`;
