import type { Database } from 'better-sqlite3';
import type { DenialKind } from '../../../shared/policy/denial-kind.ts';
import { allKept, type KeptPart } from '../../../shared/run/kept.ts';
import type { RunStore } from '../runs/kept-runs.ts';
import { storedKind } from '../runs/kind-of-rule.ts';
import { overwriting, scrubLog } from './scrub.ts';
import { errorWithoutRecord, errorWithoutWords, stageWithoutRecord, stageWithoutWords } from './without-words.ts';

interface Refusal {
	readonly stage: number;
	readonly plugin: string;
	readonly op: string;
	readonly kind: string | null;
	readonly rule: string;
	readonly at: number;
	readonly count: number;
}

/**
 * Takes parts of a run's record away so that they are gone from the file: what is freed is overwritten, and words leave
 * the indexes of searches with the lines that they stood in. `later`: there is work for the index of characters.
 */
export function forgetting(database: Database, later: () => void): Pick<RunStore, 'forget' | 'forgetLines' | 'scrub'> {
	const rowOf = database.prepare<[string], number>("SELECT row FROM runs WHERE id = ? AND status <> 'running'").pluck();
	const note = database.prepare<[string, string, number]>(
		'UPDATE runs SET keeping = json_patch(iif(json_valid(keeping), keeping, ?), ?) WHERE row = ?',
	);
	const of = (sql: string) => database.prepare<[number]>(sql);
	const dropInput = of('UPDATE runs SET input_preview = NULL WHERE row = ?');
	// What went along edges comes from the input and becomes the output.
	const dropSamples = of('UPDATE run_edges SET sample = NULL WHERE row = ?');
	const dropSetAside = of('DELETE FROM quarantined_records WHERE row = ?');
	// What plugins saved of what they were given.
	const dropCheckpoint = of('DELETE FROM flow_checkpoints WHERE run = (SELECT id FROM runs WHERE row = ?)');
	const dropOutput = of('UPDATE runs SET output_preview = NULL WHERE row = ?');
	const dropRequest = of("UPDATE runs SET request = 'null' WHERE row = ?");
	const dropConfigs = of(
		"UPDATE run_stages SET stage = json_set(stage, '$.config', json('{}')) WHERE row = ? AND json_valid(stage)",
	);
	// The files that a person chose for the run.
	const dropChosen = of("UPDATE run_events SET detail = '' WHERE row = ? AND kind = 'grant'");
	const errorOf = database.prepare<[number], string | null>('SELECT error FROM runs WHERE row = ?').pluck();
	const putError = database.prepare<[string, number]>('UPDATE runs SET error = ?, log_lines = 0 WHERE row = ?');
	const changeError = database.prepare<[string, number]>('UPDATE runs SET error = ? WHERE row = ?');
	const countNone = of('UPDATE runs SET log_lines = 0 WHERE row = ?');
	const stagesOf = database.prepare<[number], { readonly position: number; readonly stage: string }>(
		'SELECT position, stage FROM run_stages WHERE row = ?',
	);
	const putStage = database.prepare<[string, number, number]>(
		'UPDATE run_stages SET stage = ? WHERE row = ? AND position = ?',
	);
	const refusalsOf = database.prepare<[number], Refusal>(
		'SELECT stage, plugin, op, kind, rule, at, count FROM run_denials WHERE row = ?',
	);
	const dropRefusals = of('DELETE FROM run_denials WHERE row = ?');
	const putRefusal = database.prepare(
		`INSERT INTO run_denials (row, stage, plugin, op, target, kind, rule, reason, at, count)
		 VALUES (?, ?, ?, ?, '', ?, ?, '', ?, ?)
		 ON CONFLICT (row, stage, op, target, rule) DO UPDATE SET count = count + excluded.count`,
	);
	const dropAsked = of("UPDATE run_host_calls SET target = '' WHERE row = ?");
	const dropLines = database.prepare<[number, number]>(
		'DELETE FROM run_logs WHERE id IN (SELECT id FROM run_logs WHERE row = ? ORDER BY id LIMIT ?)',
	);
	const wordsAside = database.prepare<[number, number], { readonly id: number; readonly error: string }>(
		'SELECT id, error FROM quarantined_records WHERE row = ? AND is_silent = 0 LIMIT ?',
	);
	const silence = database.prepare<[string, number]>(
		'UPDATE quarantined_records SET error = ?, is_silent = 1 WHERE id = ?',
	);
	const hasWideLine = database
		.prepare<[number, number], number>(
			`SELECT EXISTS (SELECT 1 FROM (SELECT message FROM run_logs WHERE row = ? ORDER BY id LIMIT ?)
			 WHERE octet_length(message) > length(message))`,
		)
		.pluck();
	const purge = database.prepare<[string]>('INSERT OR REPLACE INTO gram_purge (kind) VALUES (?)');
	const secureWords = ['log_words', 'error_words'].map((table) =>
		database.prepare<[number]>(`INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', CAST(? AS INTEGER))`),
	);

	function dropWords(row: number): void {
		const error = errorOf.get(row) ?? null;
		if (error === null) countNone.run(row);
		else {
			putError.run(errorWithoutWords(error), row);
			purge.run('error');
		}
		for (const { position, stage } of stagesOf.all(row)) {
			const silent = stageWithoutWords(stage);
			if (silent !== null) putStage.run(silent, row, position);
		}
	}

	/** A failure shows how the record began that it is about. */
	function dropNamedRecord(row: number): void {
		const error = errorOf.get(row) ?? null;
		const silent = error === null ? null : errorWithoutRecord(error);
		if (silent !== null) {
			changeError.run(silent, row);
			purge.run('error');
		}
		for (const { position, stage } of stagesOf.all(row)) {
			const changed = stageWithoutRecord(stage);
			if (changed !== null) putStage.run(changed, row, position);
		}
	}

	/** A rule names what was asked for as well: its kind alone stays, and those that are equal by now are one. */
	function dropTargets(row: number): void {
		const refusals = refusalsOf.all(row);
		dropRefusals.run(row);
		for (const { stage, plugin, op, kind, rule, at, count } of refusals) {
			const known: DenialKind | null = storedKind(kind, rule);
			putRefusal.run(row, stage, plugin, op, known, known ?? '', at, count);
		}
		dropAsked.run(row);
	}

	const drop: { readonly [P in KeptPart]: (row: number) => void } = {
		input(row) {
			dropInput.run(row);
			dropSamples.run(row);
			dropSetAside.run(row);
			dropCheckpoint.run(row);
			dropNamedRecord(row);
		},
		output(row) {
			dropOutput.run(row);
			dropSamples.run(row);
		},
		values(row) {
			dropRequest.run(row);
			dropConfigs.run(row);
			dropChosen.run(row);
		},
		logs: dropWords,
		targets: dropTargets,
	};

	/** Words of lines that are deleted meanwhile go from the pages of the indexes, not only from what they find. */
	function securely<R>(work: () => R): R {
		const transaction = database.transaction(() => {
			for (const index of secureWords) index.run(1);
			const result = work();
			for (const index of secureWords) index.run(0);
			return result;
		});
		return overwriting(database, transaction.immediate);
	}

	return {
		forget: (id, parts) =>
			securely(() => {
				const row = rowOf.get(id);
				if (row === undefined) return false;
				for (const part of parts) drop[part](row);
				const forgotten = Object.fromEntries(parts.map((part) => [part, 'forgotten']));
				note.run(JSON.stringify(allKept), JSON.stringify(forgotten), row);
				return true;
			}),
		forgetLines: (id, atMost) =>
			securely(() => {
				const row = rowOf.get(id);
				if (row === undefined) return 0;
				if (hasWideLine.get(row, atMost) === 1) purge.run('log');
				const lines = dropLines.run(row, atMost).changes;
				// What was said of records that were set aside.
				const aside = wordsAside.all(row, atMost - lines);
				for (const { id, error } of aside) silence.run(errorWithoutWords(error), id);
				return lines + aside.length;
			}),
		scrub() {
			scrubLog(database);
			later();
		},
	};
}
