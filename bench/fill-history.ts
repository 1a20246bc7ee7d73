import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { gramText } from '../src/core/store/search/grams.ts';

/** A run begins so often, ms. */
export const RUN_EVERY_MS = 5000;

const PER_TRANSACTION = 50_000;

/**
 * Fills an empty history with runs of 20 plugins up to now: a tenth of them chains, a tenth failed, 2 % with denials,
 * every third with a log line, a tenth of those in Chinese. The same every time but for the clock.
 */
export function fillHistory(file: string, total: number): void {
	const database = new Database(file);
	try {
		database.pragma('synchronous = OFF');
		database.pragma('cache_size = -262144');
		const insertRun = database.prepare(
			`INSERT INTO runs (id, session, kind, label, fn, trigger_kind, status, error, started_at, finished_at, records_in,
				records_out, denials, log_lines, plugins, request)
			 VALUES (?, 0, ?, ?, 'process_data', ?, ?, ?, ?, ?, 1000, 1000, ?, ?, ?, ?)`,
		);
		const insertStage = database.prepare('INSERT INTO run_stages (row, position, plugin, stage) VALUES (?, ?, ?, ?)');
		const insertError = database.prepare('INSERT INTO run_errors (row, message) VALUES (?, ?)');
		const insertLog = database.prepare(
			'INSERT INTO run_logs (row, at, stage, plugin, level, message) VALUES (?, ?, 0, ?, ?, ?)',
		);
		const insertGrams = database.prepare('INSERT INTO log_grams (rowid, text) VALUES (?, ?)');
		const request = JSON.stringify({
			plugin: 'plugin',
			fn: 'process_data',
			input: { kind: 'file', path: '/data/in.csv' },
		});
		const begin = Date.now() - total * RUN_EVERY_MS;
		const chance = randomNumbers();

		function add(index: number): void {
			const id = createHash('sha256').update(String(index)).digest('hex').slice(0, 12);
			const plugin = `plugin-${index % 20}`;
			const chain = index % 10 === 0;
			const plugins = chain ? [plugin, 'field-mapper'] : [plugin];
			const outcome = chance();
			const status = outcome < 0.1 ? 'failed' : outcome < 0.12 ? 'cancelled' : 'succeeded';
			const message = `took longer than 5 s at row ${index}`;
			const error = status === 'failed' ? JSON.stringify({ code: 'timeout', message }) : null;
			const startedAt = begin + index * RUN_EVERY_MS;
			const { lastInsertRowid: row } = insertRun.run(
				id,
				chain ? 'chain' : index % 7 === 0 ? 'stream' : 'call',
				chain ? `chain-${index % 50}` : plugin,
				(['cli', 'window', 'library'] as const)[index % 3],
				status,
				error,
				startedAt,
				startedAt + Math.floor(chance() ** 3 * 100_000),
				chance() < 0.02 ? 3 : 0,
				index % 3 === 0 ? 1 : 0,
				JSON.stringify(plugins),
				request,
			);
			if (error !== null) insertError.run(row, `${message} timeout`);
			for (const [position, name] of plugins.entries())
				insertStage.run(
					row,
					position,
					name,
					JSON.stringify({ position, plugin: name, versionHash: 'a'.repeat(64), error: null }),
				);
			if (index % 3 === 0) {
				const more = index % 50 === 0 ? ` rare${index % 1000}` : '';
				const line = index % 30 === 3 ? `第${index}行已读取，月度报告_失败.csv` : `row ${index} was read${more}`;
				const { lastInsertRowid: id } = insertLog.run(row, startedAt, plugin, index % 9 === 0 ? 'warn' : 'info', line);
				const grams = gramText(line);
				if (grams !== null) insertGrams.run(id, grams);
			}
		}

		const addAll = database.transaction((from: number, to: number) => {
			for (let index = from; index < to; index++) add(index);
		});
		for (let from = 0; from < total; from += PER_TRANSACTION) addAll(from, Math.min(total, from + PER_TRANSACTION));
	} finally {
		database.close();
	}
}

/** Numbers in [0, 1) that are the same at every run (a linear congruential generator). */
function randomNumbers(): () => number {
	let state = 1;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}
