import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { fromColumn } from '../rows/json-column.ts';
import { anyColumn } from '../rows/row-schemas.ts';

/** A file with what a plugin saved, in the folder for such: its name, size, and CRC-32. */
export interface StateFile {
	readonly file: string;
	readonly bytes: number;
	readonly crc: number;
}

/** What is kept of one component of a flow: where it is, and what its plugin saved. */
interface KeptComponent {
	readonly position?: { readonly at: JsonValue; readonly bytes?: Uint8Array | undefined };
	readonly state?: Uint8Array | StateFile;
}

/** Files of states are named `<run>-<number>-<component>.state`, so that whose they are is known without reading any. */
export const stateFileName = /^([\w-]{1,64})-\d{1,15}-\d{1,6}\.state$/;
const stateFile = z.strictObject({
	file: z.string().regex(stateFileName),
	bytes: z.int().min(0),
	crc: z.int().min(0),
});

/** A checkpoint of a run of a flow, by component. */
interface KeptCheckpoint {
	/** Unix ms. */
	readonly at: number;
	readonly parcels: number;
	readonly components: ReadonlyMap<number, KeptComponent>;
	readonly counts: JsonValue;
}

/** The last checkpoint of each run, as long as the run can go on from there. */
export interface FlowCheckpointStore {
	/** Durable when it returns; it replaces the one before. */
	save(run: string, checkpoint: KeptCheckpoint): void;
	/** Null: there is none, or it cannot be read. */
	latest(run: string): KeptCheckpoint | null;
	/** When it was taken, Unix ms, without what it holds. Null: there is none. */
	takenAt(run: string): number | null;
	remove(run: string): void;
	/** Those of runs that ended well: their programs ended before they could remove them. */
	removeSucceeded(): void;
	/** A run goes on as another one: what is kept is that one's from now on. */
	handOver(run: string, to: string): void;
	/** Before a run writes a file under a name that it does not keep. Absolute path. */
	notePart(run: string, path: string): void;
	/** It is not there any more, or not under that name. */
	forgetPart(path: string): void;
	/** Of files with what plugins saved, those that no checkpoint has, and no run that is under way may still have. By run and name. */
	unneededStates(files: readonly { readonly run: string; readonly file: string }[]): readonly string[];
	/** Of runs that are over, or gone, and have no checkpoint that anything could go on from. */
	orphanedParts(): readonly string[];
}

interface ComponentRow {
	readonly component: number;
	readonly position: string | null;
	readonly bytes: Buffer | null;
	readonly state: Buffer | null;
	readonly state_file: string | null;
	readonly state_bytes: number | null;
	readonly state_crc: number | null;
}

export function checkpointStore(database: Database): FlowCheckpointStore {
	const put = database.prepare(
		'INSERT OR REPLACE INTO flow_checkpoints (run, at, parcels, counts) VALUES (?, ?, ?, ?)',
	);
	const drop = database.prepare<[string]>('DELETE FROM flow_checkpoints WHERE run = ?');
	const dropSucceeded = database.prepare(
		"DELETE FROM flow_checkpoints WHERE EXISTS (SELECT 1 FROM runs r WHERE r.id = flow_checkpoints.run AND r.status = 'succeeded')",
	);
	const putComponent = database.prepare(
		`INSERT INTO flow_checkpoint_parts (run, component, position, bytes, state, state_file, state_bytes, state_crc)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
	);
	const get = database.prepare<[string], { readonly at: number; readonly parcels: number; readonly counts: string }>(
		'SELECT at, parcels, counts FROM flow_checkpoints WHERE run = ?',
	);
	const componentsOf = database.prepare<[string], ComponentRow>(
		`SELECT component, position, bytes, state, state_file, state_bytes, state_crc
		 FROM flow_checkpoint_parts WHERE run = ? ORDER BY component`,
	);
	const rename = ['flow_checkpoint_parts', 'flow_checkpoints', 'flow_part_files'].map((table) =>
		database.prepare<[string, string]>(`UPDATE ${table} SET run = ? WHERE run = ?`),
	);
	const note = database.prepare<[string, string]>('INSERT OR REPLACE INTO flow_part_files (path, run) VALUES (?, ?)');
	const forget = database.prepare<[string]>('DELETE FROM flow_part_files WHERE path = ?');
	const orphans = database
		.prepare<[], string>(
			`SELECT path FROM flow_part_files p WHERE run NOT IN (SELECT run FROM flow_checkpoints)
			 AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = p.run AND r.status = 'running')`,
		)
		.pluck();

	const isNeeded = database
		.prepare<[string, string], number>(
			`SELECT EXISTS (SELECT 1 FROM flow_checkpoint_parts WHERE state_file = ?)
			 OR EXISTS (SELECT 1 FROM runs WHERE id = ? AND status = 'running')`,
		)
		.pluck();

	const save = database.transaction((run: string, { at, parcels, components, counts }: KeptCheckpoint) => {
		drop.run(run);
		put.run(run, at, parcels, JSON.stringify(counts));
		for (const [component, { position, state }] of components) {
			const where = position === undefined ? null : JSON.stringify(position.at);
			const within = state === undefined || state instanceof Uint8Array;
			const file = within ? [null, null, null] : [state.file, state.bytes, state.crc];
			putComponent.run(run, component, where, toBuffer(position?.bytes), toBuffer(within ? state : undefined), ...file);
		}
	});

	return {
		save: (run, checkpoint) => save.immediate(run, checkpoint),
		latest: database.transaction((run: string) => {
			const row = get.get(run);
			if (row === undefined) return null;
			const what = `the checkpoint of run ${run}`;
			try {
				const components = new Map(componentsOf.all(run).map((row) => [row.component, keptOf(row, what)]));
				return { at: row.at, parcels: row.parcels, components, counts: fromColumn(anyColumn, row.counts, what) };
			} catch {
				return null;
			}
		}),
		takenAt: (run) => get.get(run)?.at ?? null,
		remove: (run) => void drop.run(run),
		removeSucceeded: () => void dropSucceeded.run(),
		handOver: database.transaction((run: string, to: string) => {
			for (const statement of rename) statement.run(to, run);
		}).immediate,
		notePart: (run, path) => void note.run(path, run),
		forgetPart: (path) => void forget.run(path),
		unneededStates: (files) => files.filter(({ run, file }) => isNeeded.get(file, run) === 0).map(({ file }) => file),
		orphanedParts: () => orphans.all(),
	};
}

function keptOf({ position, bytes, state, ...row }: ComponentRow, what: string): KeptComponent {
	const file =
		row.state_file === null
			? null
			: stateFile.parse({ file: row.state_file, bytes: row.state_bytes, crc: row.state_crc });
	return {
		...(position === null
			? {}
			: { position: { at: fromColumn(anyColumn, position, what), ...(bytes === null ? {} : { bytes }) } }),
		...(file === null ? {} : { state: file }),
		...(state === null ? {} : { state }),
	};
}

function toBuffer(bytes: Uint8Array | undefined): Buffer | null {
	return bytes === undefined ? null : Buffer.from(bytes);
}
