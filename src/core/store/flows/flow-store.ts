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

/** The newest version of a flow, as a list tells of it. */
interface ListedFlow {
	readonly name: string;
	readonly version: number;
	/** Unix ms. */
	readonly savedAt: number;
	readonly description: string | null;
	readonly components: number;
	/** What is kept of it cannot be read. */
	readonly isDamaged: boolean;
}

/** So many versions of a flow are kept; the oldest go. */
const MAX_FLOW_VERSIONS = 100;

export interface FlowStore {
	/** The newest version of each, by name. */
	list(): readonly ListedFlow[];
	names(): readonly string[];
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
	const newest = database.prepare<[], Pick<Row, 'name' | 'version' | 'saved_at'>>(
		`SELECT v.name, v.version, v.saved_at FROM flow_versions v
		 WHERE version = (SELECT max(version) FROM flow_versions WHERE name = v.name) ORDER BY name`,
	);
	const names = database.prepare<[], string>('SELECT DISTINCT name FROM flow_versions ORDER BY name').pluck();
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
	/** By name. A version never changes, and the list is asked for whenever a run begins or ends: each is read once. */
	const known = new Map<string, ListedFlow>();
	function listed({ name, version, saved_at }: Pick<Row, 'name' | 'version' | 'saved_at'>): ListedFlow {
		const before = known.get(name);
		if (before?.version === version && before.savedAt === saved_at) return before;
		const found = { name, version, savedAt: saved_at, ...readable(exact.get(name, version)) };
		known.set(name, found);
		return found;
	}
	return {
		list() {
			const found = newest.all().map(listed);
			if (known.size > found.length) {
				known.clear();
				for (const each of found) known.set(each.name, each);
			}
			return found;
		},
		names: () => names.all(),
		versionOf: (name) => latest.get(name)?.version ?? 0,
		count: () => count.get() ?? 0,
		get: (name, version) => read(version === undefined ? latest.get(name) : exact.get(name, version)),
		lastRun: (name) => lastRun.get(name) ?? null,
		versions: (name) => versions.all(name).map(({ saved_at, ...row }) => ({ ...row, savedAt: saved_at })),
		add(row) {
			known.delete(row.flow.name);
			add.immediate(row);
		},
		rename(name, to) {
			for (const each of [name, to]) known.delete(each);
			rename.run({ name, to });
		},
		remove(name) {
			known.delete(name);
			remove.run(name);
		},
	};
}

/** It is run, so it is parsed, not believed. */
function toFlow({ name, version, definition, note, saved_at }: Row): FlowRow {
	return { version, flow: fromColumn(flowSchema, definition, `the flow ${name}`), note, savedAt: saved_at };
}

/** One that is damaged costs no other. */
function readable(row: Row | undefined): Pick<ListedFlow, 'description' | 'components' | 'isDamaged'> {
	try {
		if (row !== undefined) {
			const { description = null, components } = toFlow(row).flow;
			return { description, components: components.length, isDamaged: false };
		}
	} catch {
		// It can still be named, saved anew and removed.
	}
	return { description: null, components: 0, isDamaged: true };
}
