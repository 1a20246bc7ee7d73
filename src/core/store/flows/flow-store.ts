import type { Database } from 'better-sqlite3';
import type { FlowSummary } from '../../../shared/api/flow-routes.ts';
import { type Flow, flowSchema } from '../../../shared/flow/flow-file.ts';
import { fromColumn } from '../rows/json-column.ts';

/** One version of a flow that is kept. */
export interface FlowRow {
	readonly version: number;
	readonly flow: Flow;
	readonly note: string;
	/** Unix ms. */
	readonly savedAt: number;
}

/** So many versions of a flow are kept; the oldest go. */
const MAX_FLOW_VERSIONS = 100;

export interface FlowStore {
	/** The newest version of each, by name. `flow` null: what is kept of it cannot be read. */
	list(): readonly (Omit<FlowRow, 'flow'> & { readonly name: string; readonly flow: Flow | null })[];
	/** Number of the newest version, whether it can be read or not; 0: no such flow. */
	versionOf(name: string): number;
	count(): number;
	/** Null: no such flow, or no such version of it. Without a version: the newest. */
	get(name: string, version?: number): FlowRow | null;
	/** Null: it never ran, or those runs are deleted. */
	lastRun(name: string): FlowSummary['lastRun'];
	/** Newest first. */
	versions(name: string): readonly Omit<FlowRow, 'flow'>[];
	add(row: FlowRow): void;
	/** With all its versions, each of which says the new name from then on. */
	rename(name: string, to: string): void;
	/** With all its versions. */
	remove(name: string): void;
}

interface Row {
	readonly name: string;
	readonly version: number;
	readonly definition: string;
	readonly note: string;
	readonly saved_at: number;
}

export function flowStore(database: Database): FlowStore {
	const newest = database.prepare<[], Row>(
		`SELECT v.* FROM flow_versions v
		 WHERE version = (SELECT max(version) FROM flow_versions WHERE name = v.name) ORDER BY name`,
	);
	const count = database.prepare<[], number>('SELECT count(DISTINCT name) FROM flow_versions').pluck();
	const latest = database.prepare<[string], Row>(
		'SELECT * FROM flow_versions WHERE name = ? ORDER BY version DESC LIMIT 1',
	);
	const exact = database.prepare<[string, number], Row>('SELECT * FROM flow_versions WHERE name = ? AND version = ?');
	const versions = database.prepare<[string], Omit<Row, 'name' | 'definition'>>(
		'SELECT version, note, saved_at FROM flow_versions WHERE name = ? ORDER BY version DESC',
	);
	const lastRun = database.prepare<[string], NonNullable<FlowSummary['lastRun']>>(
		`SELECT id, status, started_at AS startedAt FROM runs INDEXED BY runs_of_flows
		 WHERE kind = 'flow' AND label = ? ORDER BY started_at DESC LIMIT 1`,
	);
	const insert = database.prepare(
		'INSERT INTO flow_versions (name, version, definition, note, saved_at) VALUES (?, ?, ?, ?, ?)',
	);
	const crowd = database.prepare('DELETE FROM flow_versions WHERE name = ? AND version <= ?');
	const rename = database.prepare(
		"UPDATE flow_versions SET name = @to, definition = json_set(definition, '$.name', @to) WHERE name = @name",
	);
	const remove = database.prepare('DELETE FROM flow_versions WHERE name = ?');
	const add = database.transaction(({ version, flow, note, savedAt }: FlowRow) => {
		insert.run(flow.name, version, JSON.stringify(flow), note, savedAt);
		crowd.run(flow.name, version - MAX_FLOW_VERSIONS);
	});
	const read = (row: Row | undefined): FlowRow | null => (row === undefined ? null : toFlow(row));
	return {
		list: () => newest.all().map((row) => ({ ...listed(row), name: row.name })),
		versionOf: (name) => latest.get(name)?.version ?? 0,
		count: () => count.get() ?? 0,
		get: (name, version) => read(version === undefined ? latest.get(name) : exact.get(name, version)),
		lastRun: (name) => lastRun.get(name) ?? null,
		versions: (name) => versions.all(name).map(({ saved_at, ...row }) => ({ ...row, savedAt: saved_at })),
		add: (row) => add.immediate(row),
		rename: (name, to) => void rename.run({ name, to }),
		remove: (name) => void remove.run(name),
	};
}

/** It is run, so it is parsed, not believed. */
function toFlow({ name, version, definition, note, saved_at }: Row): FlowRow {
	return { version, flow: fromColumn(flowSchema, definition, `the flow ${name}`), note, savedAt: saved_at };
}

/** One that is damaged costs no other. */
function listed(row: Row): Omit<FlowRow, 'flow'> & { readonly flow: Flow | null } {
	try {
		return toFlow(row);
	} catch {
		return { version: row.version, flow: null, note: row.note, savedAt: row.saved_at };
	}
}
