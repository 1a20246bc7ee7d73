import type { Database } from 'better-sqlite3';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { fromColumn } from '../rows/json-column.ts';
import { anyColumn } from '../rows/row-schemas.ts';

/** What is kept of one component of a flow: where it is, and what its plugin saved. */
export interface KeptPart {
	readonly position?: { readonly at: JsonValue; readonly bytes?: Uint8Array | undefined } | undefined;
	readonly state?: Uint8Array | undefined;
}

/** A checkpoint of a run of a flow, by component. */
export interface KeptCheckpoint {
	/** Unix ms. */
	readonly at: number;
	readonly parcels: number;
	readonly components: ReadonlyMap<number, KeptPart>;
	readonly counts: JsonValue;
}

/** The last checkpoint of each run, as long as the run can go on from there. */
export interface FlowCheckpointStore {
	/** Durable when it returns; it replaces the one before. */
	save(run: string, checkpoint: KeptCheckpoint): void;
	/** Null: there is none, or it cannot be read. */
	latest(run: string): KeptCheckpoint | null;
	remove(run: string): void;
	/** A run goes on as another one: what is kept is that one's from now on. */
	handOver(run: string, to: string): void;
	/** Positions of writers whose runs are deleted, and what they kept aside is not. */
	leftovers(): readonly { readonly id: number; readonly at: JsonValue }[];
	removeLeftover(id: number): void;
}

interface PartRow {
	readonly component: number;
	readonly position: string | null;
	readonly bytes: Buffer | null;
	readonly state: Buffer | null;
}

export function checkpointStore(database: Database): FlowCheckpointStore {
	const put = database.prepare(
		'INSERT OR REPLACE INTO flow_checkpoints (run, at, parcels, counts) VALUES (?, ?, ?, ?)',
	);
	const drop = database.prepare<[string]>('DELETE FROM flow_checkpoints WHERE run = ?');
	const putPart = database.prepare(
		'INSERT INTO flow_checkpoint_parts (run, component, position, bytes, state) VALUES (?, ?, ?, ?, ?)',
	);
	const get = database.prepare<
		[string],
		{ readonly at: number; readonly parcels: number; readonly counts: string }
	>('SELECT at, parcels, counts FROM flow_checkpoints WHERE run = ?');
	const partsOf = database.prepare<[string], PartRow>(
		'SELECT component, position, bytes, state FROM flow_checkpoint_parts WHERE run = ? ORDER BY component',
	);
	const rename = ['flow_checkpoint_parts', 'flow_checkpoints'].map((table) =>
		database.prepare<[string, string]>(`UPDATE ${table} SET run = ? WHERE run = ?`),
	);
	const left = database.prepare<[], { readonly id: number; readonly position: string }>(
		'SELECT id, position FROM flow_leftovers ORDER BY id',
	);
	const dropLeft = database.prepare<[number]>('DELETE FROM flow_leftovers WHERE id = ?');

	const save = database.transaction((run: string, { at, parcels, components, counts }: KeptCheckpoint) => {
		drop.run(run);
		put.run(run, at, parcels, JSON.stringify(counts));
		for (const [component, { position, state }] of components) {
			const where = position === undefined ? null : JSON.stringify(position.at);
			putPart.run(run, component, where, toBuffer(position?.bytes), toBuffer(state));
		}
	});

	return {
		save: (run, checkpoint) => save.immediate(run, checkpoint),
		latest: database.transaction((run: string) => {
			const row = get.get(run);
			if (row === undefined) return null;
			const what = `the checkpoint of run ${run}`;
			try {
				const components = new Map(partsOf.all(run).map((part) => [part.component, toPart(part, what)]));
				return { at: row.at, parcels: row.parcels, components, counts: fromColumn(anyColumn, row.counts, what) };
			} catch {
				return null;
			}
		}),
		remove: (run) => void drop.run(run),
		handOver: database.transaction((run: string, to: string) => {
			for (const statement of rename) statement.run(to, run);
		}).immediate,
		leftovers: () =>
			left.all().flatMap(({ id, position }) => {
				try {
					return [{ id, at: fromColumn(anyColumn, position, `what run ${id} left`) }];
				} catch {
					dropLeft.run(id);
					return [];
				}
			}),
		removeLeftover: (id) => void dropLeft.run(id),
	};
}

function toPart({ position, bytes, state }: PartRow, what: string): KeptPart {
	return {
		...(position === null
			? {}
			: { position: { at: fromColumn(anyColumn, position, what), ...(bytes === null ? {} : { bytes }) } }),
		...(state === null ? {} : { state }),
	};
}

function toBuffer(bytes: Uint8Array | undefined): Buffer | null {
	return bytes === undefined ? null : Buffer.from(bytes);
}
